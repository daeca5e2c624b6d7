//! Accounts as a whole, out of one registry and into another.

use issuedby::{CaCertificate, UnixTime};
use rusqlite::{OptionalExtension, Transaction};

use super::account::{Account, prepared};
use super::check::Counts;
use super::operation_error::OperationError;
use super::{SqliteRegistry, certificates, domains, row, schema};
use crate::account::AccountName;
use crate::error::RegistryError;
use crate::generation::Incarnation;
use crate::record::{CaCertificateRecord, DomainRecord, NewCaCertificate};
use crate::storage_error::{StorageError, StorageErrorKind};

/// An account with all that it has.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccountContents {
    /// Its name.
    pub name: AccountName,
    /// When it was made.
    pub created_at: UnixTime,
    /// Its CA certificates, by name.
    pub ca_certificates: Vec<CaCertificateRecord>,
    /// Its domains, by name.
    pub domains: Vec<DomainRecord>,
}

impl SqliteRegistry {
    /// All accounts with all that they have, of one moment, by name; or one of them.
    ///
    /// # Errors
    ///
    /// [`RegistryError::UnknownAccount`] where the one is not there.
    pub fn export(&mut self, only: Option<&AccountName>) -> Result<Vec<AccountContents>, RegistryError> {
        self.read(|transaction| {
            let mut statement = prepared(transaction, "SELECT name, created_at FROM account ORDER BY name")?;
            let rows = statement.query_map((), |found| {
                Ok((row::parsed(found, 0, AccountName::parse)?, row::time(found.get(1)?)))
            })?;
            let mut accounts = Vec::new();
            for found in rows {
                let (name, created_at) = found?;
                if only.is_some_and(|only| *only != name) {
                    continue;
                }
                let account = Account::existing(transaction, &name)?;
                let ca_certificates = certificates::all(transaction, &account)?;
                let domains = domains::all(transaction, &account)?;
                accounts.push(AccountContents { name, created_at, ca_certificates, domains });
            }
            match only {
                Some(only) if accounts.is_empty() => {
                    Err(RegistryError::UnknownAccount { account: only.clone(), closest_name: None }.into())
                }
                _ => Ok(accounts),
            }
        })
    }

    /// Adds all that these accounts have, or nothing, and begins a new history with `incarnation`, of
    /// [`Incarnation::random`]. Identifiers, names and times stay as they are. An account that is there keeps its own and
    /// gets these beside them. Gives how much was added.
    ///
    /// # Errors
    ///
    /// [`RegistryError::CertIdTaken`], and as [`create_ca_certificate`](crate::Registry::create_ca_certificate) and
    /// [`add_domain`](crate::Registry::add_domain) say. Nothing was changed then.
    pub fn import(
        &mut self,
        accounts: &[AccountContents],
        incarnation: Incarnation,
    ) -> Result<Counts, RegistryError> {
        let place = self.place.clone();
        self.write(|transaction| {
            let mut counts = Counts::default();
            for account in accounts {
                if Account::find(transaction, &account.name)?.is_none() {
                    let made = Account::made(transaction, &account.name, account.created_at)?;
                    made.changed(transaction)?;
                    counts.accounts += 1;
                }
                for record in &account.ca_certificates {
                    import_certificate(transaction, &account.name, record, &place)?;
                    counts.ca_certificates += 1;
                }
                for record in &account.domains {
                    import_domain(transaction, &account.name, record)?;
                    counts.domains += 1;
                }
            }
            schema::renew(transaction, incarnation)?;
            Ok(counts)
        })
    }
}

fn import_certificate(
    transaction: &Transaction<'_>,
    account: &AccountName,
    record: &CaCertificateRecord,
    place: &str,
) -> Result<(), OperationError> {
    let CaCertificateRecord { id, name, created_at: now, .. } = record.clone();
    let account = account.clone();
    let taken = prepared(transaction, "SELECT 1 FROM ca_certificate WHERE id = ?1")?
        .query_row([id.as_str()], |_| Ok(()))
        .optional()?;
    if taken.is_some() {
        return Err(RegistryError::CertIdTaken { id }.into());
    }
    let ca = CaCertificate::from_der(&record.der).map_err(|error| {
        let detail = format!("the CA certificate {id} is not taken: {error}");
        RegistryError::Storage(StorageError::new(StorageErrorKind::Failed, place, detail))
    })?;
    certificates::create(transaction, &NewCaCertificate { id, account, name, ca, now })?;
    prepared(transaction, "UPDATE ca_certificate SET updated_at = ?1 WHERE id = ?2")?
        .execute((row::seconds(record.updated_at), record.id.as_str()))?;
    Ok(())
}

fn import_domain(
    transaction: &Transaction<'_>,
    account: &AccountName,
    record: &DomainRecord,
) -> Result<(), OperationError> {
    let DomainRecord { name, kind, state, created_at, updated_at, .. } = record;
    domains::add(transaction, account, name, *kind, *created_at)?;
    prepared(transaction, "UPDATE domain SET state = ?1, updated_at = ?2 WHERE name = ?3")?.execute((
        state.code(),
        row::seconds(*updated_at),
        name.as_str(),
    ))?;
    Ok(())
}
