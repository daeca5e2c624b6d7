//! `issuedby registry`: a whole registry is backed up, restored, checked, exported and imported.

mod backup;
mod check;
mod export;
mod import;
mod restore;
mod transfer_line;

use std::ffi::OsStr;

use issuedby::ErrorDetails;
use issuedby_registry::{AccountName, Counts, Generation};
use serde_json::{Map, Value};

use crate::arguments::{Format, RegistryCommand};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::terminal::Console;

/// Runs `issuedby registry`.
pub(crate) fn run(command: &RegistryCommand, format: Format, console: &mut Console) -> ExitStatus {
    let outcome = match command {
        RegistryCommand::Backup { file, force, place } => backup::run(place, file, *force, format, console),
        RegistryCommand::Restore { file, yes, place } => restore::run(place, file, *yes, format, console),
        RegistryCommand::Check(place) => check::run(place, format, console),
        RegistryCommand::Export { account, place } => export::run(place, account.as_deref(), console),
        RegistryCommand::Import { file, account, place } => {
            import::run(place, file, account.as_deref(), format, console)
        }
    };
    outcome.unwrap_or_else(|failure| {
        console.error(&failure);
        failure.status
    })
}

/// Reads `--account`.
fn account_name(given: Option<&OsStr>) -> Result<Option<AccountName>, Failure> {
    let read = |given: &OsStr| {
        AccountName::parse(&given.to_string_lossy()).map_err(|error| {
            Failure::usage(error.code(), format!("--account: {error} ({})", error.code())).of(&error)
        })
    };
    given.map(read).transpose()
}

/// `2 accounts, 3 CA certificates and 1 domain`.
fn amount(counts: Counts) -> String {
    let of = |count: u64, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let Counts { accounts, ca_certificates, domains, .. } = counts;
    format!(
        "{}, {} and {}",
        of(accounts, "account"),
        of(ca_certificates, "CA certificate"),
        of(domains, "domain")
    )
}

/// The keys that the results of these commands share.
fn summary(generation: Option<Generation>, counts: Counts) -> Map<String, Value> {
    let mut object = Map::new();
    if let Some(generation) = generation {
        object.insert("generation".to_owned(), generation.to_string().into());
    }
    object.insert("accounts".to_owned(), counts.accounts.into());
    object.insert("caCertificates".to_owned(), counts.ca_certificates.into());
    object.insert("domains".to_owned(), counts.domains.into());
    object
}
