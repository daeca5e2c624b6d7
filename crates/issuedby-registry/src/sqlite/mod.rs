//! A registry in one SQLite file: safe under several processes, and under `kill -9` and the loss of power.

mod certificates;
mod domains;
mod fault;
mod open;
mod private;
mod row;
mod schema;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;

use issuedby::{CaCertificate, UnixTime};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Transaction, TransactionBehavior};

use self::fault::Fault;
use self::open::Absent;
use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::domain::{DomainKind, DomainName};
use crate::error::RegistryError;
use crate::generation::Generation;
use crate::limits::MAX_ACCOUNTS_COMPARED;
use crate::nearest::nearest;
use crate::record::{CaCertificateRecord, DomainRecord, NewCaCertificate};
use crate::registry::Registry;
use crate::snapshot::Snapshot;
use crate::storage_error::StorageError;

/// A registry in a SQLite file.
///
/// The file and those that SQLite puts beside it (`-wal`, `-shm`) are made with mode 0600. Writers wait for each
/// other; readers wait for nobody.
pub struct SqliteRegistry {
    connection: Connection,
    /// The path, as errors name it.
    place: String,
    /// What SQLite said of the changes of others, and the generation at that time.
    seen: Option<(i64, Generation)>,
}

impl SqliteRegistry {
    /// Opens the registry at `path`.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when there is none, when it is something else or of a newer version, when others than this user
    /// and root could change it, and when it cannot be read. Nothing is changed then. A registry that can only be read is opened, and its
    /// writes are refused.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StorageError> {
        Self::open_or(path.as_ref(), Absent::IsAnError)
    }

    /// Opens the registry at `path`, which is made if there is nothing. Its folder must be there.
    ///
    /// # Errors
    ///
    /// As [`Self::open`]; and when it cannot be made.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, StorageError> {
        Self::open_or(path.as_ref(), Absent::IsMade)
    }

    fn open_or(path: &Path, absent: Absent) -> Result<Self, StorageError> {
        let place = path.display().to_string();
        let connection = open::open(path, &place, absent)?;
        Ok(Self { connection, place, seen: None })
    }

    /// Reads in one transaction: everything is of one moment.
    fn read<T>(
        &mut self,
        read: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, RegistryError> {
        let done = self.connection.transaction_with_behavior(TransactionBehavior::Deferred);
        done.map_err(Fault::from)
            .and_then(|transaction| read(&transaction))
            .map_err(|fault| self.refusal(fault))
    }

    /// Writes in one transaction, which is undone if `write` refuses.
    fn write<T>(
        &mut self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, RegistryError> {
        let started = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let done = started.map_err(Fault::from).and_then(|transaction| {
            let done = write(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        // SQLite tells of the changes of others only.
        self.seen = None;
        done.map_err(|fault| self.refusal(fault))
    }

    /// Why a transaction that has ended refused. An account that may have been meant is looked for only now: nobody waits
    /// for that.
    fn refusal(&self, fault: Fault) -> RegistryError {
        match fault.at(&self.place) {
            RegistryError::UnknownAccount { account, .. } => {
                let nearest = self.nearest(&account).ok().flatten();
                RegistryError::UnknownAccount { account, nearest }
            }
            other => other,
        }
    }

    fn nearest(&self, wanted: &AccountName) -> rusqlite::Result<Option<AccountName>> {
        Ok(nearest(wanted, account_names(&self.connection, MAX_ACCOUNTS_COMPARED)?))
    }
}

impl Registry for SqliteRegistry {
    fn create_ca_certificate(
        &mut self,
        new: &NewCaCertificate,
    ) -> Result<CaCertificateRecord, RegistryError> {
        self.write(|transaction| certificates::create(transaction, new))
    }

    fn ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
    ) -> Result<CaCertificateRecord, RegistryError> {
        self.read(|transaction| {
            certificates::find(transaction, &Account::existing(transaction, account)?, id)
        })
    }

    fn for_each_ca_certificate(
        &mut self,
        account: &AccountName,
        visit: &mut dyn FnMut(CaCertificateRecord) -> ControlFlow<()>,
    ) -> Result<(), RegistryError> {
        self.read(|transaction| {
            certificates::for_each(transaction, &Account::existing(transaction, account)?, visit)
        })
    }

    fn ca_certificates_with_subject_of(
        &mut self,
        account: &AccountName,
        ca: &CaCertificate,
    ) -> Result<Vec<CaCertificateRecord>, RegistryError> {
        self.read(|transaction| match Account::find(transaction, account)? {
            Some(account) => certificates::with_subject_of(transaction, &account, ca),
            None => Ok(Vec::new()),
        })
    }

    fn rename_ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
        name: &CaName,
        now: UnixTime,
    ) -> Result<CaCertificateRecord, RegistryError> {
        self.write(|transaction| {
            certificates::rename(transaction, &Account::existing(transaction, account)?, id, name, now)
        })
    }

    fn delete_ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
    ) -> Result<CaCertificateRecord, RegistryError> {
        self.write(|transaction| {
            certificates::delete(transaction, &Account::existing(transaction, account)?, id)
        })
    }

    fn add_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
        kind: DomainKind,
        now: UnixTime,
    ) -> Result<DomainRecord, RegistryError> {
        self.write(|transaction| domains::add(transaction, account, domain, kind, now))
    }

    fn for_each_domain(
        &mut self,
        account: &AccountName,
        visit: &mut dyn FnMut(DomainRecord) -> ControlFlow<()>,
    ) -> Result<(), RegistryError> {
        self.read(|transaction| {
            domains::for_each(transaction, &Account::existing(transaction, account)?, visit)
        })
    }

    fn activate_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
        now: UnixTime,
    ) -> Result<DomainRecord, RegistryError> {
        self.write(|transaction| {
            domains::activate(transaction, &Account::existing(transaction, account)?, domain, now)
        })
    }

    fn remove_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
    ) -> Result<DomainRecord, RegistryError> {
        self.write(|transaction| {
            domains::remove(transaction, &Account::existing(transaction, account)?, domain)
        })
    }

    fn accounts(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError> {
        self.read(|transaction| Ok(account_names(transaction, limit)?))
    }

    fn remove_account(&mut self, account: &AccountName) -> Result<(), RegistryError> {
        self.write(|transaction| {
            let account = Account::existing(transaction, account)?;
            account.changed(transaction)?;
            // Its certificates and domains refer to it and go with it.
            prepared(transaction, "DELETE FROM account WHERE key = ?1")?.execute([account.key])?;
            Ok(())
        })
    }

    fn generation(&mut self) -> Result<Generation, RegistryError> {
        let Self { connection, place, seen } = self;
        let mut ask = || -> Result<Generation, Fault> {
            let version = number(connection, "PRAGMA data_version")?;
            if let Some((at, generation)) = *seen
                && at == version
            {
                return Ok(generation);
            }
            let generation = row::generation(number(connection, "SELECT generation FROM registry")?);
            *seen = Some((version, generation));
            Ok(generation)
        };
        ask().map_err(|fault| fault.at(place))
    }

    fn generation_at(&mut self, domain: &DomainName) -> Result<Option<Generation>, RegistryError> {
        self.read(|transaction| {
            let served = domains::served(transaction, domain)?;
            Ok(served.map(|(_, account)| account.generation))
        })
    }

    fn snapshot(&mut self, domain: &DomainName) -> Result<Option<Snapshot>, RegistryError> {
        self.read(|transaction| {
            let Some((record, account)) = domains::served(transaction, domain)? else { return Ok(None) };
            let mut records = Vec::new();
            certificates::for_each(transaction, &account, &mut |certificate| {
                records.push(certificate);
                ControlFlow::Continue(())
            })?;
            Ok(Some(Snapshot::new(record, account.generation, records)))
        })
    }
}

impl fmt::Debug for SqliteRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteRegistry").field("place", &self.place).finish_non_exhaustive()
    }
}

/// An account that is there.
struct Account {
    key: i64,
    name: AccountName,
    generation: Generation,
}

impl Account {
    fn find(transaction: &Transaction<'_>, name: &AccountName) -> Result<Option<Self>, Fault> {
        let mut statement = prepared(transaction, "SELECT key, generation FROM account WHERE name = ?1")?;
        let found = statement.query_row([name.as_str()], |row| {
            Ok(Self { key: row.get(0)?, name: name.clone(), generation: row::generation(row.get(1)?) })
        });
        Ok(found.optional()?)
    }

    fn existing(transaction: &Transaction<'_>, name: &AccountName) -> Result<Self, Fault> {
        if let Some(account) = Self::find(transaction, name)? {
            return Ok(account);
        }
        Err(RegistryError::UnknownAccount { account: name.clone(), nearest: None }.into())
    }

    /// The account, which is made if it is not there.
    fn made(transaction: &Transaction<'_>, name: &AccountName, now: UnixTime) -> Result<Self, Fault> {
        if let Some(account) = Self::find(transaction, name)? {
            return Ok(account);
        }
        prepared(transaction, "INSERT INTO account (name, generation, created_at) VALUES (?1, 0, ?2)")?
            .execute((name.as_str(), row::seconds(now)))?;
        let key = transaction.last_insert_rowid();
        Ok(Self { key, name: name.clone(), generation: Generation::default() })
    }

    /// Gives the registry its next generation, and the account the same: something in it was changed.
    fn changed(&self, transaction: &Transaction<'_>) -> Result<(), Fault> {
        let generation: i64 =
            prepared(transaction, "UPDATE registry SET generation = generation + 1 RETURNING generation")?
                .query_row((), |row| row.get(0))?;
        prepared(transaction, "UPDATE account SET generation = ?1 WHERE key = ?2")?
            .execute((generation, self.key))?;
        Ok(())
    }
}

/// The first names of accounts in the order of their bytes.
fn account_names(connection: &Connection, limit: u32) -> rusqlite::Result<Vec<AccountName>> {
    let mut statement = prepared(connection, "SELECT name FROM account ORDER BY name LIMIT ?1")?;
    let names = statement.query_map([limit], |row| row::parsed(row, 0, AccountName::parse))?;
    names.collect()
}

/// A statement, which a connection prepares once.
fn prepared<'a>(connection: &'a Connection, statement: &str) -> rusqlite::Result<CachedStatement<'a>> {
    #[cfg(test)]
    tests::PREPARED.with_borrow_mut(|all| all.insert(statement.to_owned()));
    connection.prepare_cached(statement)
}

/// How many rows a `SELECT count(*)` finds.
fn count(transaction: &Transaction<'_>, statement: &str, parameters: impl Params) -> Result<usize, Fault> {
    let rows: i64 = prepared(transaction, statement)?.query_row(parameters, |row| row.get(0))?;
    Ok(usize::try_from(rows).unwrap_or(usize::MAX))
}

fn number(connection: &Connection, statement: &str) -> rusqlite::Result<i64> {
    prepared(connection, statement)?.query_row((), |row| row.get(0))
}
