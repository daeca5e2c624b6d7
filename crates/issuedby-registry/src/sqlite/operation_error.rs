//! The errors of SQLite and of the file system as errors of the registry.

use std::io;

use rusqlite::{ErrorCode, ffi};

use crate::error::RegistryError;
use crate::storage_error::{StorageError, StorageErrorKind};

/// An error of one transaction: a refusal of the registry, or an error of SQLite.
pub(super) enum OperationError {
    Registry(RegistryError),
    Sqlite(rusqlite::Error),
}

impl OperationError {
    pub(super) fn at(self, place: &str) -> RegistryError {
        match self {
            Self::Registry(error) => error,
            Self::Sqlite(error) => RegistryError::Storage(storage_error(&error, place)),
        }
    }
}

impl From<RegistryError> for OperationError {
    fn from(error: RegistryError) -> Self {
        Self::Registry(error)
    }
}

impl From<rusqlite::Error> for OperationError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// The storage error for an error of SQLite.
pub(super) fn storage_error(error: &rusqlite::Error, place: &str) -> StorageError {
    let kind = match error {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::CannotOpen => StorageErrorKind::Unreadable,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StorageErrorKind::Busy,
            ErrorCode::DatabaseCorrupt => StorageErrorKind::Damaged,
            ErrorCode::DiskFull => StorageErrorKind::Full,
            ErrorCode::NotADatabase => StorageErrorKind::NotARegistry,
            // Another file was moved to the path between the check of that and the write: the next attempt finds it.
            _ if failure.extended_code == ffi::SQLITE_READONLY_DBMOVED => StorageErrorKind::Busy,
            ErrorCode::ReadOnly => StorageErrorKind::ReadOnly,
            // The file that processes share does not fit: the one full disk that SQLite calls by another name.
            _ if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => StorageErrorKind::Full,
            _ => StorageErrorKind::Failed,
        },
        // This program can read what it wrote: another program or the disk changed it.
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..) => StorageErrorKind::Damaged,
        _ => StorageErrorKind::Failed,
    };
    let detail = match kind {
        StorageErrorKind::Damaged | StorageErrorKind::Failed | StorageErrorKind::Unreadable => {
            error.to_string()
        }
        _ => String::new(),
    };
    StorageError::new(kind, place, detail)
}

/// The storage error for an error of the file system.
pub(super) fn file_error(error: &io::Error, place: &str) -> StorageError {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => StorageErrorKind::Missing,
        io::ErrorKind::PermissionDenied => StorageErrorKind::Unreadable,
        io::ErrorKind::ReadOnlyFilesystem => StorageErrorKind::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StorageErrorKind::Full,
        _ => StorageErrorKind::Failed,
    };
    let detail = match kind {
        StorageErrorKind::Failed | StorageErrorKind::ReadOnly | StorageErrorKind::Unreadable => {
            error.to_string()
        }
        _ => String::new(),
    };
    StorageError::new(kind, place, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sqlite_error_has_its_own_kind() {
        let kind = |code| {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            storage_error(&error, "registry").kind().code()
        };
        for (code, expected) in [
            (ffi::SQLITE_BUSY, "registry_busy"),
            (ffi::SQLITE_BUSY_SNAPSHOT, "registry_busy"),
            (ffi::SQLITE_CANTOPEN, "registry_unreadable"),
            (ffi::SQLITE_CORRUPT, "registry_damaged"),
            (ffi::SQLITE_FULL, "registry_full"),
            (ffi::SQLITE_IOERR_SHMSIZE, "registry_full"),
            (ffi::SQLITE_IOERR_FSYNC, "registry_failed"),
            (ffi::SQLITE_NOTADB, "registry_expected"),
            (ffi::SQLITE_READONLY_DBMOVED, "registry_busy"),
            (ffi::SQLITE_READONLY_DIRECTORY, "registry_read_only"),
        ] {
            assert_eq!(kind(code), expected);
        }
    }
}
