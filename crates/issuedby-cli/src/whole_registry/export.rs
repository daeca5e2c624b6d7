//! `issuedby registry export`: accounts with all that they have, one JSON object for each line.

use std::ffi::OsStr;

use issuedby_registry::AccountContents;

use super::account_name;
use super::transfer_line::{TransferLine, VERSION};
use crate::arguments::InRegistry;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::registry::WholeRegistry;
use crate::terminal::Console;
use crate::time;

pub(super) fn run(
    place: &InRegistry,
    account: Option<&OsStr>,
    console: &mut Console,
) -> Result<ExitStatus, Failure> {
    let (place, account) = (WholeRegistry::read(place)?, account_name(account)?);
    let accounts = place.open()?.export(account.as_ref()).map_err(|error| place.refused(&error))?;
    write(&head(&accounts), console)?;
    for account in &accounts {
        for line in lines(account) {
            write(&line, console)?;
        }
        if console.is_broken() {
            break;
        }
    }
    Ok(ExitStatus::Done)
}

fn write(line: &TransferLine, console: &mut Console) -> Result<(), Failure> {
    let value = serde_json::to_value(line).map_err(|error| {
        Failure::unacceptable("json_failed", format!("no JSON can be made of a line ({error})"))
    })?;
    console.line(json::line(&value));
    Ok(())
}

fn head(accounts: &[AccountContents]) -> TransferLine {
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    TransferLine::Head {
        version: VERSION,
        accounts: number(accounts.len()),
        ca_certificates: number(accounts.iter().map(|account| account.ca_certificates.len()).sum()),
        domains: number(accounts.iter().map(|account| account.domains.len()).sum()),
    }
}

/// The account itself first.
fn lines(account: &AccountContents) -> impl Iterator<Item = TransferLine> {
    let name = || account.name.to_string();
    let first = TransferLine::Account { name: name(), created_at: time::format(account.created_at) };
    let certificates = account.ca_certificates.iter().map(move |record| TransferLine::CaCertificate {
        account: name(),
        id: record.id.to_string(),
        name: record.name.to_string(),
        pem: record.pem(),
        created_at: time::format(record.created_at),
        updated_at: time::format(record.updated_at),
    });
    let domains = account.domains.iter().map(move |record| TransferLine::Domain {
        account: name(),
        name: record.name.to_string(),
        kind: record.kind.code().to_owned(),
        state: record.state.code().to_owned(),
        created_at: time::format(record.created_at),
        updated_at: time::format(record.updated_at),
    });
    std::iter::once(first).chain(certificates).chain(domains)
}
