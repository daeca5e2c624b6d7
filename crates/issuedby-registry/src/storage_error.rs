//! The failures of the storage of a registry: a file, its folder, its disk.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use issuedby::ErrorDetails;

/// The bit of a folder's mode that keeps all but the owner of a file from removing it.
const STICKY: u32 = 0o1000;

/// A failure of the storage of a registry. Nothing of the operation was done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StorageError {
    kind: StorageErrorKind,
    /// The place of the registry: a path or an address, without credentials.
    place: String,
    /// The message of the storage itself; empty where it adds nothing.
    detail: String,
}

impl StorageError {
    /// A failure at a place, with the message of the storage.
    pub fn new(kind: StorageErrorKind, place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, place: place.into(), detail: detail.into() }
    }

    /// The kind of failure, with its data.
    pub fn kind(&self) -> &StorageErrorKind {
        &self.kind
    }

    /// The message of the storage itself.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// The place of the registry: a path or an address, without credentials.
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl ErrorDetails for StorageError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        let remedy = match &self.kind {
            StorageErrorKind::Busy => "try again; if it stays busy, find the program that uses it",
            StorageErrorKind::Damaged => "restore a backup in its place",
            StorageErrorKind::Deleted => "mount its folder, not the file, and start the program again",
            StorageErrorKind::Exists => "give another name, or replace the file on purpose",
            StorageErrorKind::Failed => "repair what the message says, and try again",
            StorageErrorKind::FolderMissing { .. } => "make the folder, for its owner alone (mode 0700)",
            // A sticky folder is meant for all users, as `/tmp` is.
            StorageErrorKind::FolderNotPrivate { mode, .. } if is_sticky(*mode) => {
                "keep it in a folder of its own (mode 0700)"
            }
            StorageErrorKind::FolderNotPrivate { .. } => {
                "take the right to write from group and others, or keep it in a folder of its own (mode 0700)"
            }
            StorageErrorKind::Full => "make room on the disk, and try again",
            StorageErrorKind::Incomplete { .. } => "back it up where both files are, and use that copy",
            StorageErrorKind::IsTheRegistry => "give the path of another file",
            StorageErrorKind::Missing => {
                "check the path, or restore a backup; the first CA certificate or domain makes a registry"
            }
            StorageErrorKind::NewerVersion { .. } => {
                "use the version of issuedby that wrote it, or a newer one"
            }
            StorageErrorKind::NoRandomness => "try again when the system has started",
            StorageErrorKind::NotAFile => "give a path at which a file can be made",
            StorageErrorKind::NotARegistry => {
                "check the path: it is left as it is; a new registry needs a path at which there is nothing"
            }
            StorageErrorKind::NotOwned { .. } => {
                "run as its owner, or keep the registry in a folder of your own"
            }
            StorageErrorKind::NotPrivate { .. } => "take the right to write from group and others",
            StorageErrorKind::ReadOnly => {
                "allow this user to write to it and to its folder, or run as its owner"
            }
            StorageErrorKind::Unreadable => "run as its owner, who can read the files beside it as well",
        };
        Some(remedy.into())
    }
}

/// True for the mode of a folder with the sticky bit, which is meant for all users.
pub fn is_sticky(mode: u32) -> bool {
    mode & STICKY != 0
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, place, detail } = self;
        match kind {
            StorageErrorKind::Busy => write!(f, "the registry `{place}` is in use by another program"),
            StorageErrorKind::Damaged => write!(f, "the registry `{place}` is damaged"),
            StorageErrorKind::Deleted => write!(
                f,
                "found a deleted file at `{place}`: it was replaced, and this path still leads to the file before"
            ),
            StorageErrorKind::Exists => write!(f, "there is a file at `{place}` already"),
            StorageErrorKind::Failed => write!(f, "the registry `{place}` could not be used"),
            StorageErrorKind::FolderMissing { folder } => {
                write!(f, "found no folder `{folder}` for the new file `{place}`")
            }
            StorageErrorKind::FolderNotPrivate { folder, mode } => write!(
                f,
                "found mode {mode:04o} on the folder `{folder}` of the registry `{place}`, expected one that only its owner \
                 can write: whoever can write there decides who is let in"
            ),
            StorageErrorKind::Full => write!(f, "the registry `{place}` has no room left on its disk"),
            StorageErrorKind::Incomplete { file } => {
                write!(f, "found changes in `{file}` that `{place}` lacks: it was copied while it was in use")
            }
            StorageErrorKind::IsTheRegistry => {
                write!(f, "found the registry itself at `{place}`, expected another file")
            }
            StorageErrorKind::Missing => write!(f, "there is no registry at `{place}`"),
            StorageErrorKind::NewerVersion { found, known } => write!(
                f,
                "the registry `{place}` was written by a newer version: found format {found}, expected {known} at most"
            ),
            StorageErrorKind::NoRandomness => write!(f, "found no random bytes from {place}"),
            StorageErrorKind::NotAFile => {
                write!(f, "found something other than a file at `{place}`, expected a file or nothing")
            }
            StorageErrorKind::NotARegistry => {
                write!(f, "found another file at `{place}`, expected a registry")
            }
            StorageErrorKind::NotOwned { file, owner, user } => write!(
                f,
                "found user {owner} as the owner of `{file}`, who decides who is let in, expected all of the registry \
                 `{place}` to be of this user, {user}, or of root"
            ),
            StorageErrorKind::NotPrivate { file, mode } => write!(
                f,
                "found mode {mode:04o} on `{file}`, expected a registry that only its owner can write: whoever can write it \
                 decides who is let in"
            ),
            StorageErrorKind::ReadOnly => write!(f, "the registry `{place}` cannot be written"),
            StorageErrorKind::Unreadable => write!(f, "the registry `{place}` cannot be read by this user"),
        }?;
        match detail.is_empty() {
            true => Ok(()),
            false => write!(f, " ({detail})"),
        }
    }
}

impl Error for StorageError {}

/// The kinds of failure of the storage.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum StorageErrorKind {
    /// Another program did not let go of it in time.
    Busy,
    /// Its contents contradict each other.
    Damaged,
    /// The file was deleted or replaced, and the path still leads to it, as where the file itself is mounted.
    Deleted,
    /// There is a file already at the place of a new one.
    Exists,
    /// It failed for a reason that the message names.
    Failed,
    /// The folder of a new file is not there.
    FolderMissing {
        /// The folder.
        folder: String,
    },
    /// Others than its owner can write the folder that it is in.
    FolderNotPrivate {
        /// The folder.
        folder: String,
        /// The permissions of the folder.
        mode: u32,
    },
    /// Its disk is full.
    Full,
    /// A file beside it has changes that it lacks.
    Incomplete {
        /// The file beside it.
        file: String,
    },
    /// A backup would be written over the registry that it is of, or a registry be restored from itself.
    IsTheRegistry,
    /// There is none.
    Missing,
    /// A later version, whose format this one does not know, has written it.
    NewerVersion {
        /// The number of the format.
        found: i64,
        /// The latest format that this version knows.
        known: i64,
    },
    /// The operating system gave no random bytes.
    NoRandomness,
    /// At the place of a new file is something else, such as a folder or a device.
    NotAFile,
    /// There is something, and it is no registry.
    NotARegistry,
    /// It, its folder, a link on the way to it or a file beside it belongs to another user, who is not root.
    NotOwned {
        /// The file or folder.
        file: String,
        /// The number of its owner.
        owner: u32,
        /// The number of the user that this process is.
        user: u32,
    },
    /// Others than its owner can write it, or a file beside it that belongs to it.
    NotPrivate {
        /// The file.
        file: String,
        /// The permissions of the file.
        mode: u32,
    },
    /// It can be read and not written.
    ReadOnly,
    /// It, or a file that SQLite needs beside it, cannot be opened.
    Unreadable,
}

impl StorageErrorKind {
    /// The stable name: lower case, words joined by `_`. Names are never changed or used again.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy => "registry_busy",
            Self::Damaged => "registry_damaged",
            Self::Deleted => "registry_deleted",
            Self::Exists => "file_exists",
            Self::Failed => "registry_failed",
            Self::FolderMissing { .. } => "folder_missing",
            Self::FolderNotPrivate { .. } => "registry_folder_not_private",
            Self::Full => "registry_full",
            Self::Incomplete { .. } => "registry_incomplete",
            Self::IsTheRegistry => "registry_itself",
            Self::Missing => "registry_missing",
            Self::NewerVersion { .. } => "registry_newer_version",
            Self::NoRandomness => "no_randomness",
            Self::NotAFile => "file_expected",
            Self::NotARegistry => "registry_expected",
            Self::NotOwned { .. } => "registry_not_owned",
            Self::NotPrivate { .. } => "registry_not_private",
            Self::ReadOnly => "registry_read_only",
            Self::Unreadable => "registry_unreadable",
        }
    }
}
