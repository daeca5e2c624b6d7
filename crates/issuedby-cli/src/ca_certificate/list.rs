//! `issuedby ca-certificate list`: a line for each, as it is read.

use std::ops::ControlFlow;

use issuedby_registry::CaCertificateRecord;

use super::json;
use super::warning::Warning;
use crate::arguments::{Format, InAccount};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::printable::printable;
use crate::registry::Place;
use crate::terminal::{BAD, CAUTION, Console, LABEL};
use crate::time;

/// The width of an identifier.
const ID: usize = "mtlsca_".len() + 26;
/// The width of `expires in 700 days`, and a little more.
const EXPIRY: usize = 21;
/// The width of most names: lines are written as they are read, before the longest is known.
const NAME: usize = 16;

pub(super) fn run(
    arguments: &InAccount,
    format: Format,
    console: &mut Console,
) -> Result<ExitStatus, Failure> {
    let place = Place::read(arguments)?;
    let mut registry = place.open()?;
    let mut is_first = true;
    let outcome = registry.for_each_ca_certificate(&place.account, &mut |record| {
        // Others with its subject are no matter of attention, and would cost a question each.
        let warnings = Warning::of(&record, &[]);
        match format {
            Format::Text => {
                if is_first {
                    console.line(format_args!(
                        "{LABEL}{:ID$}  {:NAME$}  {:EXPIRY$}  SUBJECT{LABEL:#}",
                        "ID", "NAME", "EXPIRY"
                    ));
                }
                write(&record, &warnings, console);
            }
            Format::Json => console.line(json::line(json::with_warnings(&record, &warnings))),
        }
        is_first = false;
        match console.is_broken() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    outcome.map_err(|error| place.refused(&error))?;
    if is_first && format == Format::Text {
        let create = place.command("ca-certificate create --name NAME --cert FILE");
        console.note("note", &format!("the account has no CA certificates; to add one: {create}"));
    }
    Ok(ExitStatus::Done)
}

fn write(record: &CaCertificateRecord, warnings: &[Warning], console: &mut Console) {
    let expiry = time::to_expiry(record.not_before, record.not_after, time::now());
    let codes: Vec<&str> =
        warnings.iter().filter(|warning| warning.is_urgent()).map(|warning| warning.code).collect();
    let style = match warnings.iter().find(|warning| warning.is_urgent()) {
        Some(warning) if ["ca_has_expired", "ca_is_not_valid_yet"].contains(&warning.code) => BAD,
        Some(warning) if warning.code == "ca_expires_soon" => CAUTION,
        _ => anstyle::Style::new(),
    };
    let subject = record
        .to_ca_certificate()
        .map_or_else(|_| record.subject.clone(), |ca| ca.subject().to_utf8_string());
    let codes = match codes.as_slice() {
        [] => String::new(),
        codes => format!("  {CAUTION}! {}{CAUTION:#}", codes.join(", ")),
    };
    console.line(format_args!(
        "{:ID$}  {:NAME$}  {style}{expiry:EXPIRY$}{style:#}  {}{codes}",
        record.id.as_str(),
        record.name.as_str(),
        printable(&subject)
    ));
}
