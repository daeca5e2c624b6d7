//! `issuedby ca-certificate describe`: what the registry holds, and everything that `inspect` shows.

use issuedby_registry::{CaCertificateRecord, Registry};

use super::json;
use super::warning::Warning;
use crate::arguments::{Format, OneCa};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::inspect::{self, Facts};
use crate::json::JsonObject;
use crate::printable::printable;
use crate::registry::Place;
use crate::terminal::{BAD, CAUTION, Console, LABEL};
use crate::time;

pub(super) fn run(arguments: &OneCa, format: Format, console: &mut Console) -> Result<ExitStatus, Failure> {
    let place = Place::read(&arguments.place)?;
    let mut registry = place.open()?;
    let record = place.ca_certificate(&mut *registry, &arguments.cert_id)?;
    let same_subject = same_subject(&place, &mut *registry, &record)?;
    let warnings = Warning::of(&record, &same_subject);
    let facts = Facts::of(&record.der, None, time::now()).map_err(|error| {
        Failure::unacceptable(
            "registry_damaged",
            format!("what the registry holds is no certificate: {error}"),
        )
        .remedy("restore the registry from a backup")
    })?;
    match format {
        Format::Text => write(&record, &facts, &warnings, console),
        Format::Json => {
            let mut object = json::of_record(&record);
            for (key, value) in JsonObject::from_core(&facts.json()) {
                object.entry(key).or_insert(value);
            }
            object.insert("findings".to_owned(), json::of_warnings(&warnings));
            console.line(json::line(object));
        }
    }
    Ok(ExitStatus::Done)
}

/// The certificates of the account with the same subject, itself included; none where it is no longer accepted.
pub(super) fn same_subject(
    place: &Place,
    registry: &mut dyn Registry,
    record: &CaCertificateRecord,
) -> Result<Vec<CaCertificateRecord>, Failure> {
    match record.to_ca_certificate() {
        Ok(ca) => registry
            .ca_certificates_with_subject_of(&place.account, &ca)
            .map_err(|error| place.refused(&error)),
        Err(_) => Ok(Vec::new()),
    }
}

fn write(record: &CaCertificateRecord, facts: &Facts, warnings: &[Warning], console: &mut Console) {
    const WIDTH: usize = inspect::WIDTH;
    inspect::write_head(facts, record.name.as_str(), console);
    console.line("");
    console.field(WIDTH, "id", &record.id);
    console.field(WIDTH, "account", &record.account);
    console.field(WIDTH, "created", time::format(record.created_at));
    console.field(WIDTH, "updated", time::format(record.updated_at));
    console.line("");
    inspect::write_body(facts, console);
    if !warnings.is_empty() {
        console.line("");
    }
    for warning in warnings {
        let style = match warning.label() {
            "error" => BAD,
            "warning" => CAUTION,
            _ => LABEL,
        };
        let message = printable(&warning.message);
        console.field(WIDTH, warning.label(), format_args!("{style}{}{style:#}: {message}", warning.code));
        if !warning.remedy.is_empty() {
            console.field(WIDTH, "", format_args!("{LABEL}help:{LABEL:#} {}", printable(&warning.remedy)));
        }
    }
}
