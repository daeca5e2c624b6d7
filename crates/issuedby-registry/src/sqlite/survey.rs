//! A look over all accounts: for a gateway that reports what it cannot serve, and what is about to expire.

use std::ops::ControlFlow;

use issuedby::UnixTime;
use rusqlite::Transaction;

use super::account::prepared;
use super::operation_error::OperationError;
use super::row;
use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::record::CaValidity;

/// The first `limit` accounts, by name, that have an active domain and no CA certificate.
pub(super) fn accounts_without_ca(
    transaction: &Transaction<'_>,
    limit: u32,
) -> Result<Vec<AccountName>, OperationError> {
    accounts(
        transaction,
        "SELECT name FROM account WHERE \
         EXISTS (SELECT 1 FROM domain WHERE domain.account = account.key AND domain.state = 'active') AND \
         NOT EXISTS (SELECT 1 FROM ca_certificate AS ca WHERE ca.account = account.key) ORDER BY name LIMIT ?1",
        limit,
    )
}

/// The first `limit` accounts, by name, that have a CA certificate and no active domain.
pub(super) fn accounts_without_domain(
    transaction: &Transaction<'_>,
    limit: u32,
) -> Result<Vec<AccountName>, OperationError> {
    accounts(
        transaction,
        "SELECT name FROM account WHERE \
         EXISTS (SELECT 1 FROM ca_certificate AS ca WHERE ca.account = account.key) AND \
         NOT EXISTS (SELECT 1 FROM domain WHERE domain.account = account.key AND domain.state = 'active') \
         ORDER BY name LIMIT ?1",
        limit,
    )
}

fn accounts(
    transaction: &Transaction<'_>,
    query: &str,
    limit: u32,
) -> Result<Vec<AccountName>, OperationError> {
    let mut statement = prepared(transaction, query)?;
    let mut rows = statement.query([limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(row::parsed(row, 0, AccountName::parse)?);
    }
    Ok(found)
}

/// Shows `visit` those of the first `limit` CA certificates, in the order in which they were added, that are not valid
/// during the whole time. Writers wait for `visit`.
pub(super) fn for_each_ca_not_valid_throughout(
    transaction: &Transaction<'_>,
    (from, until): (UnixTime, UnixTime),
    limit: u32,
    visit: &mut dyn FnMut(CaValidity) -> ControlFlow<()>,
) -> Result<u32, OperationError> {
    let mut statement = prepared(
        transaction,
        "SELECT ca.not_before, ca.not_after, ca.id, ca.name, account.name FROM ca_certificate AS ca \
         JOIN account ON account.key = ca.account ORDER BY ca.key LIMIT ?1",
    )?;
    let mut rows = statement.query([limit])?;
    let mut seen = 0;
    while let Some(found) = rows.next()? {
        seen += 1;
        let (not_before, not_after) = (row::time(found.get(0)?), row::time(found.get(1)?));
        if not_before <= from && until <= not_after {
            continue;
        }
        let ca = CaValidity {
            account: row::parsed(found, 4, AccountName::parse)?,
            id: row::parsed(found, 2, CertId::parse)?,
            name: row::parsed(found, 3, CaName::parse)?,
            not_before,
            not_after,
        };
        if visit(ca).is_break() {
            break;
        }
    }
    Ok(seen)
}
