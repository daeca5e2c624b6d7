//! A registry in one SQLite file: safe under several processes, and under `kill -9` and the loss of power.

mod account;
mod backup;
mod certificates;
mod check;
mod domains;
mod file_permissions;
mod open;
mod operation_error;
mod restore;
mod row;
mod schema;
mod stamp;
mod survey;
#[cfg(test)]
mod tests;
mod transfer;

pub use self::backup::{Backup, Existing};
pub use self::check::{CheckReport, Counts, Defect};
pub use self::restore::{Difference, Restore, Restored};
pub use self::transfer::AccountContents;

use std::cmp::Ordering;
use std::fmt;
use std::ops::ControlFlow;
use std::path::{self, Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use issuedby::{CaCertificate, UnixTime};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use self::account::{Account, current_generation};
use self::open::{Absent, Access, How};
use self::operation_error::{OperationError, file_error};
use self::stamp::FileStamp;
use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::domain::{DomainKind, DomainName};
use crate::error::RegistryError;
use crate::generation::Generation;
use crate::record::{CaCertificateRecord, CaValidity, DomainRecord, NewCaCertificate};
use crate::registry::{Poll, Registry};
use crate::snapshot::Snapshot;
use crate::storage_error::{StorageError, StorageErrorKind};

/// A registry in a SQLite file.
///
/// The file and the journal that SQLite puts beside it are made with mode 0600. Between writes the one file is complete
/// and current. Readers and writers wait for each other, up to 10 seconds.
///
/// A file that is replaced or overwritten while it is open is noticed by the next operation, which uses what is at the
/// path then.
pub struct SqliteRegistry {
    connection: Connection,
    path: PathBuf,
    /// The path, as errors name it.
    place: String,
    /// The file, as it was just before the connection was opened.
    stamp: FileStamp,
    how: How,
    /// True while the connection is reliable for a file with that stamp.
    is_settled: bool,
    /// The generation that the connection has read.
    generation: Option<Generation>,
    /// The result of the last poll.
    polled: Option<Polled>,
    #[cfg(test)]
    settings: Vec<(&'static str, String)>,
}

/// The result of a poll.
struct Polled {
    poll: Poll,
    stamp: FileStamp,
    was_settled: bool,
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
        Self::open_or(path.as_ref(), Absent::IsAnError, How::default())
    }

    /// Opens the registry at `path` for reading. Its format and its journal stay as they are; only a write that was
    /// interrupted is undone.
    ///
    /// # Errors
    ///
    /// As [`Self::open`]; and where it is not in the current format.
    pub fn open_to_read(path: impl AsRef<Path>) -> Result<Self, StorageError> {
        let how = How { access: Access::Read, ..How::default() };
        Self::open_or(path.as_ref(), Absent::IsAnError, how)
    }

    /// Opens the registry at `path`, which is made if there is nothing. Its folder must be there.
    ///
    /// # Errors
    ///
    /// As [`Self::open`]; and when it cannot be made.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, StorageError> {
        Self::open_or(path.as_ref(), Absent::IsMade, How::default())
    }

    fn open_or(path: &Path, absent: Absent, how: How) -> Result<Self, StorageError> {
        let place = path.display().to_string();
        // Where the process goes later does not matter.
        let path = path::absolute(path).map_err(|error| file_error(&error, &place))?;
        let before = FileStamp::of(&path, &place).ok();
        let connection = open::open(&path, &place, absent, how)?;
        let is_settled = before.as_ref().is_some_and(|stamp| stamp.is_settled(SystemTime::now()));
        let stamp = before.map_or_else(|| FileStamp::of(&path, &place), Ok)?;
        Ok(Self {
            connection,
            path,
            place,
            stamp,
            how,
            is_settled,
            generation: None,
            polled: None,
            #[cfg(test)]
            settings: Vec::new(),
        })
    }

    /// The registry with another time limit for other programs than 10 seconds, after which an operation ends in an error.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.how.timeout = timeout;
        self.forget();
        self
    }

    /// The file at `path` and the files that SQLite may put beside it: the database first.
    pub fn files(path: impl AsRef<Path>) -> [PathBuf; 4] {
        let path = path.as_ref();
        let [journal, shm, wal] =
            file_permissions::BESIDE.map(|suffix| file_permissions::beside(path, suffix));
        [path.to_owned(), journal, shm, wal]
    }

    /// Opens the file anew unless it is as it was when the connection was opened.
    fn refresh(&mut self) -> Result<(), StorageError> {
        let stamp = FileStamp::of(&self.path, &self.place)?;
        if self.is_settled && stamp == self.stamp {
            return Ok(());
        }
        self.connection = open::open(&self.path, &self.place, Absent::IsAnError, self.how)?;
        self.is_settled = stamp.is_settled(SystemTime::now());
        self.stamp = stamp;
        self.generation = None;
        #[cfg(test)]
        for (name, value) in &self.settings {
            let _ = self.connection.pragma_update(None, name, value);
        }
        Ok(())
    }

    /// Reads in one transaction: everything is of one moment. It is short, since writers wait for its end.
    fn read<T>(
        &mut self,
        read: impl FnOnce(&Transaction<'_>) -> Result<T, OperationError>,
    ) -> Result<T, RegistryError> {
        self.refresh()?;
        let done = self.connection.transaction_with_behavior(TransactionBehavior::Deferred);
        done.map_err(OperationError::from)
            .and_then(|transaction| read(&transaction))
            .map_err(|error| self.registry_error(error))
    }

    /// Writes in one transaction, which is undone if `write` refuses.
    fn write<T>(
        &mut self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, OperationError>,
    ) -> Result<T, RegistryError> {
        let mut write = Some(write);
        let start = Instant::now();
        loop {
            self.refresh()?;
            if let Some(done) = self.write_to_the_file_at_the_path(&mut write) {
                return done.map_err(|error| self.registry_error(error));
            }
            if start.elapsed() > self.how.timeout {
                let detail = "it was replaced again and again";
                return Err(StorageError::new(StorageErrorKind::Busy, self.place.as_str(), detail).into());
            }
        }
    }

    /// Writes; `None` where another file was put at the path while this waited, as a restore does: what is written to the
    /// one before is lost.
    fn write_to_the_file_at_the_path<T>(
        &mut self,
        write: &mut Option<impl FnOnce(&Transaction<'_>) -> Result<T, OperationError>>,
    ) -> Option<Result<T, OperationError>> {
        // Own writes change the stamp too.
        self.is_settled = false;
        let started = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = match started {
            Ok(transaction) => transaction,
            Err(error) => return Some(Err(error.into())),
        };
        match FileStamp::of(&self.path, &self.place) {
            Ok(stamp) if stamp.is_same_file(&self.stamp) => {}
            Ok(_) => return None,
            Err(error) => return Some(Err(RegistryError::from(error).into())),
        }
        let write = write.take()?;
        Some(write(&transaction).and_then(|done| {
            transaction.commit()?;
            Ok(done)
        }))
    }

    /// The registry error of a transaction that has ended. The account with the closest name is looked for only now,
    /// when no other program waits for this one.
    fn registry_error(&self, error: OperationError) -> RegistryError {
        match error.at(&self.place) {
            RegistryError::UnknownAccount { account, .. } => {
                let closest_name = account::closest_to(&self.connection, &account).ok().flatten();
                RegistryError::UnknownAccount { account, closest_name }
            }
            other => other,
        }
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
        let all = self
            .read(|transaction| certificates::all(transaction, &Account::existing(transaction, account)?))?;
        let _ = all.into_iter().try_for_each(visit);
        Ok(())
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
        let all =
            self.read(|transaction| domains::all(transaction, &Account::existing(transaction, account)?))?;
        let _ = all.into_iter().try_for_each(visit);
        Ok(())
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

    fn accounts_with_domains(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError> {
        self.read(|transaction| Ok(account::names_with_domains(transaction, limit)?))
    }

    fn remove_account(&mut self, account: &AccountName) -> Result<(), RegistryError> {
        self.write(|transaction| Account::existing(transaction, account)?.remove(transaction))
    }

    fn generation(&mut self) -> Result<Generation, RegistryError> {
        self.refresh()?;
        if let Some(generation) = self.generation {
            return Ok(generation);
        }
        let generation = current_generation(&self.connection).map_err(|error| self.registry_error(error))?;
        self.generation = Some(generation);
        Ok(generation)
    }

    fn poll(&mut self) -> Result<Poll, RegistryError> {
        let generation = self.generation()?;
        let is_overwritten = match &self.polled {
            None => true,
            Some(last) if last.was_settled && last.stamp == self.stamp => false,
            // Something wrote: a change of the registry, or somebody who copies a file over it.
            Some(last) => {
                last.poll.is_overwritten
                    || generation.partial_cmp(&last.poll.generation) != Some(Ordering::Greater)
            }
        };
        let poll = Poll { generation, is_overwritten };
        self.polled = Some(Polled { poll, stamp: self.stamp.clone(), was_settled: self.is_settled });
        Ok(poll)
    }

    fn generation_at(&mut self, domain: &DomainName) -> Result<Option<Generation>, RegistryError> {
        self.read(|transaction| {
            let served = domains::served(transaction, domain)?;
            Ok(served.map(|(_, account)| account.generation))
        })
    }

    fn snapshot(&mut self, domain: &DomainName) -> Result<Option<Snapshot>, RegistryError> {
        let found = self.read(|transaction| {
            let Some((record, account)) = domains::served(transaction, domain)? else { return Ok(None) };
            let certificates = certificates::all(transaction, &account)?;
            Ok(Some((record, account.generation, certificates)))
        })?;
        // To parse certificates takes longer than to read them.
        Ok(found.map(|(record, generation, certificates)| Snapshot::new(record, generation, certificates)))
    }

    /// The next operation opens the file anew.
    fn forget(&mut self) {
        self.is_settled = false;
    }

    fn domain(&mut self, name: &DomainName) -> Result<Option<DomainRecord>, RegistryError> {
        self.read(|transaction| domains::with_name(transaction, name))
    }

    fn domains(&mut self, limit: u32) -> Result<Vec<DomainRecord>, RegistryError> {
        self.read(|transaction| domains::first(transaction, limit))
    }

    fn accounts_without_ca(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError> {
        self.read(|transaction| survey::accounts_without_ca(transaction, limit))
    }

    fn accounts_without_domain(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError> {
        self.read(|transaction| survey::accounts_without_domain(transaction, limit))
    }

    fn for_each_ca_not_valid_throughout(
        &mut self,
        range: (UnixTime, UnixTime),
        limit: u32,
        visit: &mut dyn FnMut(CaValidity) -> ControlFlow<()>,
    ) -> Result<u32, RegistryError> {
        self.read(|transaction| survey::for_each_ca_not_valid_throughout(transaction, range, limit, visit))
    }
}

impl fmt::Debug for SqliteRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteRegistry").field("place", &self.place).finish_non_exhaustive()
    }
}
