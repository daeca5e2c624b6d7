//! Domains in the tables.

use issuedby::UnixTime;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, Transaction};

use super::account::{Account, count, prepared};
use super::operation_error::OperationError;
use super::row;
use crate::account::AccountName;
use crate::domain::{DomainKind, DomainName, DomainState};
use crate::error::RegistryError;
use crate::limits::MAX_DOMAINS;
use crate::record::DomainRecord;

/// Domains with the accounts that they belong to. The first six columns are those that [`record`] reads.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT domain.name, account.name, domain.kind, domain.state, domain.created_at, domain.updated_at, \
             account.key, registry.incarnation, account.generation, account.change FROM domain JOIN account ON \
             account.key = domain.account JOIN registry WHERE ",
            $condition
        )
    };
}

pub(super) fn add(
    transaction: &Transaction<'_>,
    account: &AccountName,
    domain: &DomainName,
    kind: DomainKind,
    now: UnixTime,
) -> Result<DomainRecord, OperationError> {
    if let Some((existing, _)) = find(transaction, domain)? {
        let domain = existing.name;
        return Err(match existing.account == *account {
            true => RegistryError::DomainExists { account: existing.account, domain }.into(),
            false => RegistryError::DomainTaken { domain }.into(),
        });
    }
    let account = Account::made(transaction, account, now)?;
    let all = "SELECT count(*) FROM domain WHERE account = ?1";
    if count(transaction, all, [account.key])? >= MAX_DOMAINS {
        return Err(RegistryError::TooManyDomains { account: account.name }.into());
    }
    let record = DomainRecord::added(&account.name, domain, kind, now);
    prepared(transaction, "INSERT INTO domain (name, account, kind, state, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((
            record.name.as_str(),
            account.key,
            record.kind.code(),
            record.state.code(),
            row::seconds(record.created_at),
            row::seconds(record.updated_at),
        ))?;
    account.changed(transaction)?;
    Ok(record)
}

/// All domains of an account, by name.
pub(super) fn all(
    transaction: &Transaction<'_>,
    account: &Account,
) -> Result<Vec<DomainRecord>, OperationError> {
    let mut statement = prepared(transaction, select!("domain.account = ?1 ORDER BY domain.name"))?;
    Ok(statement.query_map([account.key], record)?.collect::<Result<_, _>>()?)
}

/// The first domains of all accounts, by name.
pub(super) fn first(transaction: &Transaction<'_>, limit: u32) -> Result<Vec<DomainRecord>, OperationError> {
    let mut statement = prepared(transaction, select!("TRUE ORDER BY domain.name LIMIT ?1"))?;
    Ok(statement.query_map([limit], record)?.collect::<Result<_, _>>()?)
}

/// A domain, whoever has it.
pub(super) fn with_name(
    transaction: &Transaction<'_>,
    name: &DomainName,
) -> Result<Option<DomainRecord>, OperationError> {
    Ok(find(transaction, name)?.map(|(record, _)| record))
}

pub(super) fn activate(
    transaction: &Transaction<'_>,
    account: &Account,
    domain: &DomainName,
    now: UnixTime,
) -> Result<DomainRecord, OperationError> {
    let record = of_account(transaction, account, domain)?;
    if record.state == DomainState::Active {
        return Ok(record);
    }
    let record = DomainRecord { state: DomainState::Active, updated_at: now, ..record };
    prepared(transaction, "UPDATE domain SET state = ?1, updated_at = ?2 WHERE name = ?3")?.execute((
        record.state.code(),
        row::seconds(now),
        domain.as_str(),
    ))?;
    account.changed(transaction)?;
    Ok(record)
}

pub(super) fn remove(
    transaction: &Transaction<'_>,
    account: &Account,
    domain: &DomainName,
) -> Result<DomainRecord, OperationError> {
    let record = of_account(transaction, account, domain)?;
    prepared(transaction, "DELETE FROM domain WHERE name = ?1")?.execute([domain.as_str()])?;
    account.changed(transaction)?;
    Ok(record)
}

/// An active domain and its account.
pub(super) fn served(
    transaction: &Transaction<'_>,
    domain: &DomainName,
) -> Result<Option<(DomainRecord, Account)>, OperationError> {
    Ok(find(transaction, domain)?.filter(|(record, _)| record.state == DomainState::Active))
}

fn of_account(
    transaction: &Transaction<'_>,
    account: &Account,
    domain: &DomainName,
) -> Result<DomainRecord, OperationError> {
    let found = find(transaction, domain)?.filter(|(_, owner)| owner.key == account.key);
    found.map(|(record, _)| record).ok_or_else(|| {
        RegistryError::UnknownDomain { account: account.name.clone(), domain: domain.clone() }.into()
    })
}

fn find(
    transaction: &Transaction<'_>,
    domain: &DomainName,
) -> Result<Option<(DomainRecord, Account)>, OperationError> {
    let mut statement = prepared(transaction, select!("domain.name = ?1"))?;
    let found = statement.query_row([domain.as_str()], |found| {
        let record = record(found)?;
        let name = record.account.clone();
        Ok((record, Account { key: found.get(6)?, name, generation: row::generation(found, 7)? }))
    });
    Ok(found.optional()?)
}

fn record(found: &Row<'_>) -> rusqlite::Result<DomainRecord> {
    let (kind, state) = kind_and_state(found, 2)?;
    Ok(DomainRecord {
        name: row::parsed(found, 0, DomainName::from_canonical)?,
        account: row::parsed(found, 1, AccountName::parse)?,
        kind,
        state,
        created_at: row::time(found.get(4)?),
        updated_at: row::time(found.get(5)?),
    })
}

/// The kind and the state of a domain, from two columns of which `column` is the first.
pub(super) fn kind_and_state(found: &Row<'_>, column: usize) -> rusqlite::Result<(DomainKind, DomainState)> {
    let kind = one_of(found, column, [DomainKind::Custom, DomainKind::Managed], DomainKind::code)?;
    let state = one_of(found, column + 1, [DomainState::Active, DomainState::Pending], DomainState::code)?;
    Ok((kind, state))
}

/// The one of `all` whose code a column has.
fn one_of<T: Copy>(
    found: &Row<'_>,
    column: usize,
    all: [T; 2],
    code: impl Fn(T) -> &'static str,
) -> rusqlite::Result<T> {
    let text: String = found.get(column)?;
    all.into_iter()
        .find(|one| code(*one) == text)
        .ok_or_else(|| rusqlite::Error::InvalidColumnType(column, text, Type::Text))
}
