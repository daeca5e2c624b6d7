//! `issuedby ca-certificate create`: the identifier on standard output, everything else on standard error.

use std::ops::ControlFlow;

use issuedby::{ErrorDetails, check_time};
use issuedby_registry::limits::MAX_ACCOUNTS_COMPARED;
use issuedby_registry::lint::LintWarning;
use issuedby_registry::upload::{PublicCas, Warnings};
use issuedby_registry::{
    CaCertificateRecord, CaUpload, MemoryRegistry, Registry, UploadError, UploadPolicy, upload,
};

use super::json;
use super::warning::Warning;
use crate::arguments::{CreateCa, Format};
use crate::ca_file;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::registry::{Place, ca_name};
use crate::source;
use crate::terminal::Console;
use crate::time;

pub(super) fn run(
    arguments: &CreateCa,
    format: Format,
    console: &mut Console,
) -> Result<ExitStatus, Failure> {
    let (place, name) = (Place::read(&arguments.place)?, ca_name(&arguments.name)?);
    let ca = ca_file::load_one(&arguments.cert)?;
    let request = CaUpload { account: place.account.clone(), name, ca, now: check_time(time::now()) };
    let found = place.open_if_there()?;
    let is_new = found.is_none();
    let uploaded = match found {
        Some(mut registry) => upload(&mut *registry, request, policy(arguments)).map(|done| (registry, done)),
        // What cannot be accepted makes no registry: one that is empty says whether it can.
        None => match upload(&mut MemoryRegistry::new(), request.clone(), policy(arguments)) {
            Ok(_) => {
                let mut registry = place.make()?;
                upload(&mut *registry, request, policy(arguments)).map(|done| (registry, done))
            }
            Err(refused) => Err(refused),
        },
    };
    let (mut registry, uploaded) = match uploaded {
        Ok(done) => done,
        Err(UploadError::Lint(warnings)) => {
            warnings.iter().for_each(|warning| console.error(&refusal(arguments, warning)));
            return Ok(ExitStatus::Unacceptable);
        }
        Err(UploadError::Registry(error)) => return Err(place.refused(&error)),
        Err(other) => {
            return Err(Failure::new(
                crate::registry::status(other.class()),
                other.code(),
                other.to_string(),
            )
            .remedy(other.remedy().unwrap_or_default()));
        }
    };
    let warnings: Vec<Warning> = uploaded.warnings.iter().map(Warning::from).collect();
    match format {
        Format::Text => {
            // First what must not be missed: the certificate is in the registry now.
            console.line(&uploaded.record.id);
            tell(&place, &mut *registry, &uploaded.record, &warnings, console);
            if is_new {
                place.tell_made(console);
            }
        }
        Format::Json => console.line(json::line(json::with_warnings(&uploaded.record, &warnings))),
    }
    Ok(ExitStatus::Done)
}

fn policy(arguments: &CreateCa) -> UploadPolicy {
    UploadPolicy {
        public_cas: if arguments.force { PublicCas::Accepted } else { PublicCas::Refused },
        warnings: if arguments.strict { Warnings::Refused } else { Warnings::Accepted },
    }
}

fn refusal(arguments: &CreateCa, warning: &LintWarning) -> Failure {
    let label = source::quoted_label(&arguments.cert);
    let failure = Failure::unacceptable(warning.code(), format!("{label}: {warning} ({})", warning.code()));
    let failure = failure.remedy(Warning::from(warning).remedy);
    match UploadPolicy::default().refuses(warning) {
        true => failure,
        false => failure.remedy("without --strict it is accepted, and this is a warning"),
    }
}

/// Prints the certIssuerDN to paste, the warnings, and the next command.
fn tell(
    place: &Place,
    registry: &mut dyn Registry,
    record: &CaCertificateRecord,
    warnings: &[Warning],
    console: &mut Console,
) {
    console.note("certIssuerDN", &record.subject);
    for warning in warnings {
        let message = format!("{} ({})", warning.message, warning.code);
        match warning.is_urgent() {
            true => console.warning(&message),
            false => console.note("note", &message),
        }
        if !warning.remedy.is_empty() {
            console.remedy(&warning.remedy);
        }
    }
    let mut has_domain = false;
    let asked = registry.for_each_domain(&place.account, &mut |_| {
        has_domain = true;
        ControlFlow::Break(())
    });
    // It is only a hint: the certificate is in the registry, whatever befalls that now.
    if asked.is_ok() && !has_domain {
        let next = place.command("domain add NAME");
        console.note(
            "note",
            &format!("its clients are verified at the domains of the account, which has none yet: {next}"),
        );
        tell_of_similar_account(place, registry, record, console);
    }
}

/// Names an account with domains that has nearly the same name: a misspelt `--account` makes a new one.
fn tell_of_similar_account(
    place: &Place,
    registry: &mut dyn Registry,
    record: &CaCertificateRecord,
    console: &mut Console,
) {
    let Ok(accounts) = registry.accounts_with_domains(MAX_ACCOUNTS_COMPARED) else { return };
    let Some(similar) = place.account.similar_among(accounts) else { return };
    console.warning(&format!(
        "found no domain in the account `{}`, and domains in `{similar}`; the edge verifies the clients of `{similar}` by the CAs of \
         `{similar}` alone",
        place.account
    ));
    let delete = place.command(format_args!("ca-certificate delete --cert-id {}", record.id));
    console.remedy(&format!("if `{similar}` was meant: {delete}; then create it with --account {similar}"));
}
