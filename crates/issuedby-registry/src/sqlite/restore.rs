//! A backup takes the place of a registry: checked first, as a whole, and as a new history.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::TransactionBehavior;

use super::account::prepared;
use super::backup::{Draft, Existing};
use super::check::{CheckReport, Counts};
use super::operation_error::{OperationError, file_error, storage_error};
use super::stamp::FileStamp;
use super::{SqliteRegistry, file_permissions, schema};
use crate::error::RegistryError;
use crate::generation::{Generation, Incarnation};
use crate::storage_error::{StorageError, StorageErrorKind};

/// A backup that was checked and is ready to take the place of a registry. Nothing has changed yet.
pub struct Restore {
    draft: Draft,
    report: CheckReport,
    target: PathBuf,
    place: String,
    replaced: Replaced,
    difference: Option<Difference>,
}

/// The file at the place of the registry.
enum Replaced {
    Nothing,
    /// A registry that can be read, and so be locked.
    Registry(Box<SqliteRegistry>),
    /// A registry that is damaged, or of a newer version.
    Unreadable,
}

/// The changes that a restore would make. Each CA certificate is `account/name/identifier`, each domain `account/name`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// CA certificates that the registry does not have and the backup has: their clients are verified again.
    pub returning_ca_certificates: Vec<String>,
    /// CA certificates that the registry has and the backup does not: their clients are refused.
    pub lost_ca_certificates: Vec<String>,
    /// Domains that come back.
    pub returning_domains: Vec<String>,
    /// Domains that are lost.
    pub lost_domains: Vec<String>,
}

/// A registry that was restored.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Restored {
    /// Its first generation in its new incarnation.
    pub generation: Generation,
    /// Its contents.
    pub counts: Counts,
}

impl Restore {
    /// Copies `backup` beside the registry at `target`, brings the copy to the current format, checks it and gives it
    /// `incarnation`, of [`Incarnation::random`]. There may be a registry at `target`, or nothing.
    ///
    /// # Errors
    ///
    /// [`StorageErrorKind::Incomplete`] where `backup` was copied while it was in use; [`StorageErrorKind::Damaged`]
    /// where it does not pass [`SqliteRegistry::check`]; [`StorageErrorKind::NotARegistry`] where something else is at
    /// either path; and as [`SqliteRegistry::open`] says of either. Nothing was changed.
    pub fn prepare(backup: &Path, target: &Path, incarnation: Incarnation) -> Result<Self, RegistryError> {
        let place = target.display().to_string();
        file_permissions::check_folder(target, &place)?;
        // A link stays: what it leads to is replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let mut replaced = Replaced::of(&target)?;
        let draft = copy(backup, &target, &place)?;
        // The copy is private; whatever is wrong with it was wrong with the backup.
        let from = backup.display().to_string();
        let mut copied = draft.open(&from)?;
        let mut report = copied.check()?;
        if let Some(damage) = report.damage() {
            let detail = damage.to_string();
            return Err(StorageError::new(StorageErrorKind::Damaged, from, detail).into());
        }
        let difference = match &mut replaced {
            Replaced::Registry(registry) => Some(Difference::between(registry, &mut copied)?),
            Replaced::Nothing | Replaced::Unreadable => None,
        };
        report.generation = copied.write(|transaction| {
            schema::renew(transaction, incarnation)?;
            super::account::current_generation(transaction)
        })?;
        drop(copied);
        Ok(Self { draft, report, target, place, replaced, difference })
    }

    /// The report of the check of the backup.
    pub fn report(&self) -> &CheckReport {
        &self.report
    }

    /// True where a registry will be replaced, also one that cannot be read.
    pub fn replaces(&self) -> bool {
        !matches!(self.replaced, Replaced::Nothing)
    }

    /// The changes; `None` where there is no registry, or none that can be read.
    pub fn difference(&self) -> Option<&Difference> {
        self.difference.as_ref()
    }

    /// Puts it in place of the registry, at once: a program that reads finds the one or the other, whole. No write that
    /// was acknowledged goes into the file that is replaced once this has begun.
    ///
    /// # Errors
    ///
    /// [`StorageErrorKind::Busy`] while another program writes; [`StorageErrorKind::Exists`] where a registry was made
    /// meanwhile; and what the disk refuses. The registry stays then. [`StorageErrorKind::Failed`] where the file holds
    /// another state afterwards than the restored one.
    pub fn apply(self) -> Result<Restored, RegistryError> {
        let Self { draft, report, target, place, replaced, .. } = self;
        let in_file = |error: io::Error| file_error(&error, &place);
        draft.sync(&place)?;
        match replaced {
            Replaced::Nothing => {
                // The files beside one that was made meanwhile are in use.
                if target.exists() {
                    return Err(StorageError::new(StorageErrorKind::Exists, place, "").into());
                }
                remove_journals(&target, &place)?;
                draft.publish(&target, Existing::Refused, &place)?;
            }
            Replaced::Unreadable => {
                remove_journals(&target, &place)?;
                draft.publish(&target, Existing::Replaced, &place)?;
            }
            Replaced::Registry(mut registry) => {
                registry.refresh()?;
                let mode = fs::metadata(&target).map_err(in_file)?.permissions();
                fs::set_permissions(draft.path(), mode).map_err(in_file)?;
                // Whoever waits for this lock finds another file at the path afterwards, and writes to that.
                let lock = registry.connection.transaction_with_behavior(TransactionBehavior::Exclusive);
                let _lock = lock.map_err(|error| storage_error(&error, &place))?;
                // Whoever may only read leaves a write-ahead log as it is; it must not meet the new file.
                if let Some(journal) = journal_of(&target) {
                    let detail = format!("found changes in `{}` that are not in it yet", journal.display());
                    return Err(StorageError::new(StorageErrorKind::ReadOnly, place, detail).into());
                }
                draft.publish(&target, Existing::Replaced, &place)?;
            }
        }
        let mut registry = SqliteRegistry::open(&target)?;
        let generation = crate::registry::Registry::generation(&mut registry)?;
        if !generation.follows(report.generation) {
            let detail = "found another state in it than the restored one";
            return Err(StorageError::new(StorageErrorKind::Failed, place, detail).into());
        }
        Ok(Restored { generation, counts: report.counts })
    }
}

impl Replaced {
    fn of(target: &Path) -> Result<Self, StorageError> {
        match SqliteRegistry::open(target) {
            Ok(registry) => Ok(Self::Registry(Box::new(registry))),
            Err(error) => match error.kind() {
                StorageErrorKind::Missing if target.exists() => Ok(Self::Unreadable),
                StorageErrorKind::Missing => Ok(Self::Nothing),
                StorageErrorKind::Damaged | StorageErrorKind::NewerVersion { .. } => Ok(Self::Unreadable),
                _ => Err(error),
            },
        }
    }
}

/// Removes the files that SQLite would take for journals of the file that is about to be at `target`.
fn remove_journals(target: &Path, place: &str) -> Result<(), StorageError> {
    for suffix in file_permissions::BESIDE {
        match fs::remove_file(file_permissions::beside(target, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(file_error(&error, place)),
            _ => {}
        }
    }
    Ok(())
}

/// A file beside `database` with changes that `database` lacks, or that must be undone in it.
fn journal_of(database: &Path) -> Option<PathBuf> {
    let journals = ["-wal", "-journal"].map(|suffix| file_permissions::beside(database, suffix));
    journals.into_iter().find(|file| fs::metadata(file).is_ok_and(|metadata| metadata.len() > 0))
}

/// A private copy of `backup`, beside `target`.
fn copy(backup: &Path, target: &Path, place: &str) -> Result<Draft, StorageError> {
    let from = backup.display().to_string();
    let in_backup = |error: io::Error| file_error(&error, &from);
    // A journal is beside the file, not beside a link to it.
    let backup = fs::canonicalize(backup).map_err(in_backup)?;
    let stamp = FileStamp::of(&backup, &from)?;
    if FileStamp::of(target, place).is_ok_and(|target| target.is_same_file(&stamp)) {
        return Err(StorageError::new(StorageErrorKind::IsTheRegistry, from, ""));
    }
    file_permissions::check_files(&backup, &from)?;
    if let Some(journal) = journal_of(&backup) {
        let file = journal.display().to_string();
        return Err(StorageError::new(StorageErrorKind::Incomplete { file }, from, ""));
    }
    let draft = Draft::make(target, place)?;
    let mut source = File::open(&backup).map_err(in_backup)?;
    let mut copy =
        OpenOptions::new().write(true).open(draft.path()).map_err(|error| file_error(&error, place))?;
    io::copy(&mut source, &mut copy).map_err(|error| file_error(&error, place))?;
    if FileStamp::of(&backup, &from)? != stamp {
        return Err(StorageError::new(StorageErrorKind::Busy, from, "it was written to while it was copied"));
    }
    Ok(draft)
}

impl Difference {
    fn between(now: &mut SqliteRegistry, then: &mut SqliteRegistry) -> Result<Self, RegistryError> {
        const CERTIFICATES: &str = "SELECT account.name || '/' || ca_certificate.name || '/' || ca_certificate.id FROM \
             ca_certificate JOIN account ON account.key = ca_certificate.account";
        const DOMAINS: &str = "SELECT account.name || '/' || domain.name FROM domain JOIN account ON account.key = domain.account";
        let mut of = |statement| Ok::<_, RegistryError>((names(now, statement)?, names(then, statement)?));
        let (certificates_now, certificates_then) = of(CERTIFICATES)?;
        let (domains_now, domains_then) = of(DOMAINS)?;
        let without =
            |all: &BTreeSet<String>, those: &BTreeSet<String>| all.difference(those).cloned().collect();
        Ok(Self {
            returning_ca_certificates: without(&certificates_then, &certificates_now),
            lost_ca_certificates: without(&certificates_now, &certificates_then),
            returning_domains: without(&domains_then, &domains_now),
            lost_domains: without(&domains_now, &domains_then),
        })
    }
}

fn names(registry: &mut SqliteRegistry, statement: &str) -> Result<BTreeSet<String>, RegistryError> {
    registry.read(|transaction| {
        let mut statement = prepared(transaction, statement)?;
        let rows = statement.query_map((), |row| row.get(0))?;
        rows.collect::<Result<_, _>>().map_err(OperationError::from)
    })
}
