//! `issuedby domain`: where a gateway verifies the clients of an account.

use std::ops::ControlFlow;

use issuedby::check_time;
use issuedby_registry::{DomainKind, DomainName, DomainRecord, DomainState, Registry, RegistryError};
use serde_json::json;

use crate::arguments::{DomainCommand, Format, InAccount, OneDomain};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::registry::{Place, domain_name};
use crate::terminal::{CAUTION, Console, GOOD, LABEL};
use crate::time;

/// Runs `issuedby domain`.
pub(crate) fn run(command: &DomainCommand, format: Format, console: &mut Console) -> ExitStatus {
    let outcome = match command {
        DomainCommand::Add { domain, custom } => {
            let kind = if *custom { DomainKind::Custom } else { DomainKind::Managed };
            add(domain, kind, format, console)
        }
        DomainCommand::List(place) => list(place, format, console),
        DomainCommand::Activate(domain) => activate(domain, format, console),
        DomainCommand::Remove(domain) => remove(domain, format, console),
    };
    match outcome {
        Ok(()) => ExitStatus::Done,
        Err(failure) => {
            console.error(&failure);
            failure.status
        }
    }
}

fn add(
    arguments: &OneDomain,
    kind: DomainKind,
    format: Format,
    console: &mut Console,
) -> Result<(), Failure> {
    let (place, domain) = (Place::read(&arguments.place)?, domain_name(&arguments.name)?);
    let found = place.open_if_there()?;
    let is_new = found.is_none();
    let mut registry = found.map_or_else(|| place.make(), Ok)?;
    let record = registry
        .add_domain(&place.account, &domain, kind, check_time(time::now()))
        .map_err(|error| place.refused(&error))?;
    show(&record, format, console);
    if format == Format::Text && is_new {
        place.tell_made(console);
    }
    if format == Format::Text && record.state == DomainState::Pending {
        let activate = place.command(format_args!("domain activate {domain}"));
        console.note(
            "note",
            &format!(
                "no client is verified there before it is activated, after proof of control: {activate}"
            ),
        );
    }
    Ok(())
}

fn list(arguments: &InAccount, format: Format, console: &mut Console) -> Result<(), Failure> {
    let place = Place::read(arguments)?;
    let mut registry = place.open()?;
    let mut is_empty = true;
    let outcome = registry.for_each_domain(&place.account, &mut |record| {
        is_empty = false;
        show(&record, format, console);
        match console.is_broken() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    outcome.map_err(|error| place.refused(&error))?;
    if is_empty && format == Format::Text {
        let add = place.command("domain add NAME");
        console.note("note", &format!("the account has no domains; to add one: {add}"));
    }
    Ok(())
}

fn activate(arguments: &OneDomain, format: Format, console: &mut Console) -> Result<(), Failure> {
    let (place, domain) = (Place::read(&arguments.place)?, domain_name(&arguments.name)?);
    let mut registry = place.open()?;
    let outcome = registry.activate_domain(&place.account, &domain, check_time(time::now()));
    let record = outcome.map_err(|error| unknown(&place, &mut *registry, &error))?;
    show(&record, format, console);
    Ok(())
}

fn remove(arguments: &OneDomain, format: Format, console: &mut Console) -> Result<(), Failure> {
    let (place, domain) = (Place::read(&arguments.place)?, domain_name(&arguments.name)?);
    let mut registry = place.open()?;
    let outcome = registry.remove_domain(&place.account, &domain);
    let record = outcome.map_err(|error| unknown(&place, &mut *registry, &error))?;
    match format {
        Format::Text => {
            console.line(format_args!("removed {}: no client is verified there any more", record.name))
        }
        Format::Json => show(&record, format, console),
    }
    Ok(())
}

/// The registry's refusal, with the domain that may have been meant.
fn unknown(place: &Place, registry: &mut dyn Registry, error: &RegistryError) -> Failure {
    let failure = place.refused(error);
    let RegistryError::UnknownDomain { domain, .. } = error else { return failure };
    match closest(place, registry, domain) {
        Some(near) => failure.remedy(format!("did you mean {near}?")).suggestion(near.as_str()),
        None => failure,
    }
}

/// The domain of the account with the fewest edits, where they are a third of the letters at most.
fn closest(place: &Place, registry: &mut dyn Registry, wanted: &DomainName) -> Option<DomainName> {
    let at_most = (wanted.as_str().len() / 3).max(1);
    let mut closest: Option<(usize, DomainName)> = None;
    let visited = registry.for_each_domain(&place.account, &mut |record| {
        let distance = strsim::osa_distance(record.name.as_str(), wanted.as_str());
        if distance <= at_most && closest.as_ref().is_none_or(|(best, _)| distance < *best) {
            closest = Some((distance, record.name));
        }
        ControlFlow::Continue(())
    });
    // Without it the error is complete.
    visited.ok()?;
    closest.map(|(_, name)| name)
}

fn show(record: &DomainRecord, format: Format, console: &mut Console) {
    match format {
        Format::Text => {
            /// The width of most names.
            const NAME: usize = 32;
            let style = match record.state {
                DomainState::Active => GOOD,
                DomainState::Pending => CAUTION,
            };
            let state = record.state.code();
            console.line(format_args!(
                "{:NAME$}  {style}{state:7}{style:#}  {:7}  {LABEL}added{LABEL:#} {}",
                record.name.as_str(),
                record.kind.code(),
                time::format(record.created_at)
            ));
        }
        Format::Json => console.line(json::line(&json!({
            "name": record.name.as_str(),
            "account": record.account.as_str(),
            "kind": record.kind.code(),
            "state": record.state.code(),
            "createdAt": time::format(record.created_at),
            "updatedAt": time::format(record.updated_at),
        }))),
    }
}
