//! `issuedby ca-certificate`: the CA certificates of an account.

mod create;
mod delete;
mod describe;
mod json;
mod list;
pub(crate) mod warning;

use std::ffi::OsStr;

use issuedby::check_time;

use crate::arguments::{CaCertificateCommand, Format, OneCa};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::registry::{Place, ca_name};
use crate::terminal::Console;
use crate::time;

/// Runs `issuedby ca-certificate`.
pub(crate) fn run(command: &CaCertificateCommand, format: Format, console: &mut Console) -> ExitStatus {
    let outcome = match command {
        CaCertificateCommand::Create(arguments) => create::run(arguments, format, console),
        CaCertificateCommand::List(place) => list::run(place, format, console),
        CaCertificateCommand::Describe(ca) => describe::run(ca, format, console),
        CaCertificateCommand::Update { ca, name } => update(ca, name, format, console),
        CaCertificateCommand::Delete { ca, yes } => delete::run(ca, *yes, format, console),
    };
    match outcome {
        Ok(status) => status,
        Err(failure) => {
            console.error(&failure);
            failure.status
        }
    }
}

fn update(ca: &OneCa, name: &OsStr, format: Format, console: &mut Console) -> Result<ExitStatus, Failure> {
    let (place, name) = (Place::read(&ca.place)?, ca_name(name)?);
    let mut registry = place.open()?;
    let before = place.ca_certificate(&mut *registry, &ca.cert_id)?;
    let record = registry
        .rename_ca_certificate(&place.account, &before.id, &name, check_time(time::now()))
        .map_err(|error| place.refused(&error))?;
    match format {
        Format::Text if before.name == record.name => {
            console.line(format_args!("{} is called {} already", record.id, record.name));
        }
        Format::Text => {
            console.line(format_args!("{} is called {} now, not {}", record.id, record.name, before.name));
        }
        Format::Json => console.line(json::line(json::of_record(&record))),
    }
    Ok(ExitStatus::Done)
}
