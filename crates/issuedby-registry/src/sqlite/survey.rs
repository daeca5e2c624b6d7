//! A look over all accounts: for a gateway that says what it cannot serve, and what is about to end.

use std::ops::ControlFlow;

use issuedby::UnixTime;

use super::account::prepared;
use super::{SqliteRegistry, domains, row};
use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::domain::DomainName;
use crate::error::RegistryError;
use crate::record::DomainRecord;

/// When a CA certificate is valid, and which one it is.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CaValidity {
    /// Whose it is.
    pub account: AccountName,
    /// Its identifier.
    pub id: CertId,
    /// What it is called.
    pub name: CaName,
    /// The first second in which it is valid.
    pub not_before: UnixTime,
    /// The last second in which it is valid.
    pub not_after: UnixTime,
}

impl SqliteRegistry {
    /// One domain, active or pending, whoever has it.
    ///
    /// # Errors
    ///
    /// [`RegistryError::Storage`].
    pub fn domain(&mut self, name: &DomainName) -> Result<Option<DomainRecord>, RegistryError> {
        self.read(|transaction| domains::with_name(transaction, name))
    }

    /// The first `limit` domains of all accounts, by name, active or pending.
    ///
    /// # Errors
    ///
    /// [`RegistryError::Storage`].
    pub fn domains(&mut self, limit: u32) -> Result<Vec<DomainRecord>, RegistryError> {
        self.read(|transaction| domains::first(transaction, limit))
    }

    /// The first `limit` accounts, by name, that have an active domain and no CA certificate: none of their clients can be
    /// verified.
    ///
    /// # Errors
    ///
    /// [`RegistryError::Storage`].
    pub fn accounts_without_ca(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError> {
        self.read(|transaction| {
            let mut statement = prepared(
                transaction,
                "SELECT name FROM account WHERE \
                 EXISTS (SELECT 1 FROM domain WHERE domain.account = account.key AND domain.state = 'active') AND \
                 NOT EXISTS (SELECT 1 FROM ca_certificate AS ca WHERE ca.account = account.key) ORDER BY name LIMIT ?1",
            )?;
            let mut rows = statement.query([limit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(row::parsed(row, 0, AccountName::parse)?);
            }
            Ok(found)
        })
    }

    /// Shows `visit` those of the first `limit` CA certificates that are not valid during the whole time from `from` to
    /// `until`, until it breaks. The first are those that were added first. Gives how many were looked at.
    ///
    /// Writers wait for `visit`.
    ///
    /// # Errors
    ///
    /// [`RegistryError::Storage`].
    pub fn for_each_ca_not_valid_throughout(
        &mut self,
        (from, until): (UnixTime, UnixTime),
        limit: u32,
        visit: &mut dyn FnMut(CaValidity) -> ControlFlow<()>,
    ) -> Result<u32, RegistryError> {
        self.read(|transaction| {
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
        })
    }
}
