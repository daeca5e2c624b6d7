//! Opening a registry file, and making it.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{self, Path};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, ffi};

use super::file_permissions;
use super::operation_error::{file_error, storage_error};
use super::schema::{APPLICATION_ID, FORMAT, migrate};
use super::stamp::file_metadata;
use crate::generation::Incarnation;
use crate::storage_error::{StorageError, StorageErrorKind};

/// The time for which an operation waits for other programs by default. A write takes milliseconds; a queue of a
/// thousand passes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// The number of statements that stay prepared: more than there are.
const STATEMENTS: usize = 64;

/// The bytes of the smallest page: SQLite takes a shorter file for an empty database, and writes over it.
const SMALLEST_DATABASE: u64 = 512;

/// Held while a file is made. Closing any handle of a file takes away all locks that this process has on it (POSIX
/// `fcntl`), so that no program may have a database open on the new file while the handle that made it still is.
static MAKING: Mutex<()> = Mutex::new(());

/// The treatment of a file that is not there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Absent {
    IsAnError,
    IsMade,
}

/// The protection of a file against replacement by other users.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Folder {
    /// It is checked.
    Checked,
    /// This process has just made the file and no program reads it later: the owner of its folder does not matter.
    Unchecked,
}

/// The permission to write when opening: the current format, the journal, what undoes a write that was interrupted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Access {
    Read,
    Write,
}

/// The options by which a file is opened, also when it is opened again.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) access: Access,
    pub(super) folder: Folder,
    /// The time for which an operation waits for other programs.
    pub(super) timeout: Duration,
}

impl Default for How {
    fn default() -> Self {
        Self { access: Access::Write, folder: Folder::Checked, timeout: BUSY_TIMEOUT }
    }
}

/// Opens the registry at `path`. Of an empty file it makes one only where it would make the file too: whoever looks
/// for a registry must not take one that was cut off for one in which there is nothing.
pub(super) fn open(
    path: &Path,
    place: &str,
    absent: Absent,
    How { access, folder, timeout }: How,
) -> Result<Connection, StorageError> {
    let in_file = |error: io::Error| file_error(&error, place);
    let in_sqlite = |error: rusqlite::Error| storage_error(&error, place);
    // Until its own is open: see `MAKING`.
    let making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    if absent == Absent::IsMade && !path.exists() {
        file_permissions::check_folder(path, place)?;
        make_file(path).map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => {
                StorageError::new(StorageErrorKind::ReadOnly, place, error.to_string())
            }
            _ => in_file(error),
        })?;
    }
    let metadata = file_metadata(path, place)?;
    if (1..SMALLEST_DATABASE).contains(&metadata.len()) {
        return Err(StorageError::new(StorageErrorKind::NotARegistry, place, "it is no SQLite database"));
    }
    if folder == Folder::Checked {
        file_permissions::check_folder(path, place)?;
    }
    file_permissions::check_files(path, place)?;
    if absent == Absent::IsAnError && metadata.len() == 0 {
        return Err(nothing_yet(place));
    }

    // A write that was interrupted must be undone before anything is read. Its journal is beside the file, not a link.
    let file = fs::canonicalize(path).map_err(in_file)?;
    let is_hot =
        fs::metadata(file_permissions::beside(&file, "-journal")).is_ok_and(|journal| journal.len() > 0);
    let access = match metadata.permissions().readonly() || (access == Access::Read && !is_hot) {
        true => OpenFlags::SQLITE_OPEN_READ_ONLY,
        false => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    // An absolute path is a path to SQLite, and never `:memory:` or a URI.
    let path = path::absolute(path).map_err(in_file)?;
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut connection = Connection::open_with_flags(path, flags).map_err(in_sqlite)?;
    drop(making);
    run_nothing_from_the_schema(&connection).map_err(in_sqlite)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(timeout).map_err(in_sqlite)?;

    let identity = Identity::read(&connection).map_err(|error| of_first_read(&error, place))?;
    identity.check(place)?;
    if absent == Absent::IsAnError && identity.is_new() {
        return Err(nothing_yet(place));
    }
    if connection.is_readonly("main").map_err(in_sqlite)? {
        return match identity.format {
            FORMAT => Ok(connection),
            found => Err(StorageError::new(
                StorageErrorKind::ReadOnly,
                place,
                format!("it has format {found}, and a first use that may write brings it to {FORMAT}"),
            )),
        };
    }
    // The journal first: it cannot change inside a transaction. Between writes this one leaves nothing beside the file,
    // so that a copy of the file is a whole and current registry. A write-ahead log of an earlier version is taken in.
    retried(timeout, || set_journal(&connection)).map_err(in_sqlite)?;
    // What was acknowledged outlasts the power, not only the process.
    connection.pragma_update(None, "synchronous", "full").map_err(in_sqlite)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(in_sqlite)?;
    if identity.format < FORMAT {
        make_current(&mut connection, place)?;
    }
    Ok(connection)
}

/// There is a file, and no registry in it: one that another program is about to make, or that was cut off.
fn nothing_yet(place: &str) -> StorageError {
    StorageError::new(StorageErrorKind::Missing, place, "the file is empty")
}

/// The kind of a database, from its header.
struct Identity {
    application: i64,
    format: i64,
    tables: i64,
}

impl Identity {
    /// At one moment: while another program makes a registry of the file, it is either nothing yet or all of it.
    fn read(connection: &Connection) -> rusqlite::Result<Self> {
        Self::of(&*connection.unchecked_transaction()?)
    }

    /// Inside a transaction.
    fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let number = |statement: &str| connection.query_row(statement, (), |row| row.get(0));
        Ok(Self {
            application: number("PRAGMA application_id")?,
            format: number("PRAGMA user_version")?,
            tables: number("SELECT count(*) FROM sqlite_schema")?,
        })
    }

    /// True for an empty database.
    fn is_new(&self) -> bool {
        self.application == 0 && self.format == 0 && self.tables == 0
    }

    /// Refuses the database of another program, and of a later version of this one.
    fn check(&self, place: &str) -> Result<(), StorageError> {
        if self.application != APPLICATION_ID && !self.is_new() {
            let detail = "it is the SQLite database of another program";
            return Err(StorageError::new(StorageErrorKind::NotARegistry, place, detail));
        }
        if self.format > FORMAT {
            let kind = StorageErrorKind::NewerVersion { found: self.format, known: FORMAT };
            return Err(StorageError::new(kind, place, ""));
        }
        Ok(())
    }
}

/// Brings the tables to the latest format, whole or not at all. Of several processes that begin at once, one does.
fn make_current(connection: &mut Connection, place: &str) -> Result<(), StorageError> {
    let in_sqlite = |error: rusqlite::Error| storage_error(&error, place);
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(in_sqlite)?;
    let identity = Identity::of(&transaction).map_err(in_sqlite)?;
    identity.check(place)?;
    if identity.format < FORMAT {
        migrate(&transaction, identity.format, Incarnation::random()?).map_err(in_sqlite)?;
    }
    transaction.commit().map_err(in_sqlite)
}

/// A registry has neither triggers nor views: those that somebody put into its file do not run. `ON DELETE CASCADE` is
/// no trigger and stays.
fn run_nothing_from_the_schema(connection: &Connection) -> rusqlite::Result<()> {
    for setting in [
        DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER,
        DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW,
        DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA,
    ] {
        connection.set_db_config(setting, false)?;
    }
    Ok(())
}

/// Sets the rollback journal that is cut to nothing after each write.
fn set_journal(connection: &Connection) -> rusqlite::Result<()> {
    let mode: String = connection.query_row("PRAGMA journal_mode = truncate", (), |row| row.get(0))?;
    match mode.as_str() {
        "truncate" => Ok(()),
        // SQLite keeps the mode before, without an error, while another program has the file open.
        _ => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None)),
    }
}

/// Tries again while another program makes the same change: SQLite does not wait by itself there.
fn retried(timeout: Duration, mut change: impl FnMut() -> rusqlite::Result<()>) -> rusqlite::Result<()> {
    let start = Instant::now();
    loop {
        match change() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                if start.elapsed() > timeout {
                    return Err(error);
                }
                thread::sleep(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

/// To read takes the `-shm` file, which is not made where this user may only read.
fn of_first_read(error: &rusqlite::Error, place: &str) -> StorageError {
    match error.sqlite_error_code() {
        Some(ErrorCode::ReadOnly) => {
            StorageError::new(StorageErrorKind::Unreadable, place, error.to_string())
        }
        _ => storage_error(error, place),
    }
}

/// Makes the file, for its owner alone: SQLite gives the files beside it its mode.
fn make_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
