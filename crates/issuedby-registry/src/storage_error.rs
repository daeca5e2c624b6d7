//! Why what holds the registry did not do what it should.

use std::error::Error;
use std::fmt;
use std::path::Path;

use crate::shell::quoted_path;

/// What keeps everybody but a file's owner from taking it out of a folder.
const STICKY: u32 = 0o1000;
/// A remedy where a folder is open to others.
const OWN_FOLDER: &str = "keep it in a folder of its own, for instance one that `mkdir -m 700 FOLDER` makes";

/// A fault of what holds the registry. Nothing of the operation was done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StorageError {
    kind: StorageErrorKind,
    /// Where the registry is: a path or an address, without credentials.
    place: String,
    /// What the storage said itself; empty where that adds nothing.
    detail: String,
}

impl StorageError {
    /// A fault at a place, with what the storage said.
    pub(crate) fn new(kind: StorageErrorKind, place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, place: place.into(), detail: detail.into() }
    }

    /// What is wrong.
    pub fn kind(&self) -> &StorageErrorKind {
        &self.kind
    }

    /// The stable name of [`Self::kind`].
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// What the storage said itself.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// Where the registry is.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What to do about it. Its commands can be copied as they stand, whatever the place is called.
    pub fn remedy(&self) -> String {
        let place = quoted_path(Path::new(&self.place));
        match &self.kind {
            StorageErrorKind::Busy => {
                format!("try again; if it stays so, find the program that holds it: `fuser -v {place}`")
            }
            StorageErrorKind::Damaged => {
                format!("put a backup in its place: `issuedby registry restore BACKUP --registry {place}`")
            }
            StorageErrorKind::Deleted => "mount its folder, not the file, and start the program again".to_owned(),
            StorageErrorKind::Exists => "give another name, or --force to replace what is there".to_owned(),
            StorageErrorKind::Failed => "repair what it says, and try again".to_owned(),
            StorageErrorKind::FolderMissing { folder } => {
                format!("make it: `mkdir -p -m 700 {}`", quoted_path(Path::new(folder)))
            }
            // A sticky folder is meant for everybody, as `/tmp` is.
            StorageErrorKind::FolderNotPrivate { mode, .. } if mode & STICKY != 0 => {
                OWN_FOLDER.to_owned()
            }
            StorageErrorKind::FolderNotPrivate { folder, .. } => {
                let folder = quoted_path(Path::new(folder));
                format!("take the right away: `chmod go-w {folder}`; or {OWN_FOLDER}")
            }
            StorageErrorKind::Full => "make room on the disk, and try again".to_owned(),
            StorageErrorKind::Incomplete { .. } => format!(
                "this makes a whole one of both: `issuedby registry backup --registry {place} COPY`"
            ),
            StorageErrorKind::IsTheRegistry => "give the path of another file".to_owned(),
            StorageErrorKind::Missing => {
                "check the path, or restore a backup; a registry is made by the first `issuedby ca-certificate create` or `issuedby domain \
                 add`"
                    .to_owned()
            }
            StorageErrorKind::NewerVersion { .. } => {
                "use the version of issuedby that wrote it, or a newer one".to_owned()
            }
            StorageErrorKind::NoRandomness => "try again when the system has started".to_owned(),
            StorageErrorKind::NotAFile => "give a path at which a file can be made".to_owned(),
            StorageErrorKind::NotARegistry => {
                "check the path: it is left as it is; a new registry needs a path at which there is nothing".to_owned()
            }
            StorageErrorKind::NotOwned { owner, .. } => format!(
                "run as its owner, with `sudo -u '#{owner}'` before the command, or keep the registry in a folder of your own"
            ),
            StorageErrorKind::NotPrivate { file, .. } => {
                format!("take the right away: `chmod go-w {}`", quoted_path(Path::new(file)))
            }
            StorageErrorKind::ReadOnly => format!(
                "allow this user to write to it and to its folder (`ls -ld {place}` tells whose it is), or run as its \
                 owner"
            ),
            StorageErrorKind::Unreadable => format!(
                "run as its owner (`ls -ld {place}` tells who it is): to read it takes the files beside it as well"
            ),
        }
    }
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
                write!(f, "found no folder `{folder}`, in which `{place}` is to be made")
            }
            StorageErrorKind::FolderNotPrivate { folder, mode } => write!(
                f,
                "expected the registry `{place}` in a folder that only its owner can write, found mode {mode:04o} on \
                 `{folder}`: whoever can write there decides who is let in"
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
                "the registry `{place}` was written by a newer version: expected format {known} at most, found {found}"
            ),
            StorageErrorKind::NoRandomness => write!(f, "expected random bytes from {place}, found none"),
            StorageErrorKind::NotAFile => {
                write!(f, "found something other than a file at `{place}`, expected a file or nothing")
            }
            StorageErrorKind::NotARegistry => {
                write!(f, "expected a registry, found another file at `{place}`")
            }
            StorageErrorKind::NotOwned { file, owner, user } => write!(
                f,
                "expected all of the registry `{place}` to be of this user, {user}, or of root, found user {owner} as the \
                 owner of `{file}`, who decides who is let in"
            ),
            StorageErrorKind::NotPrivate { file, mode } => write!(
                f,
                "expected a registry that only its owner can write, found mode {mode:04o} on `{file}`: whoever can \
                 write it decides who is let in"
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

/// What is wrong with what holds the registry.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum StorageErrorKind {
    /// Another program did not let go of it in time.
    Busy,
    /// What is in it contradicts itself.
    Damaged,
    /// The file was deleted or replaced, and the path still leads to it, as where the file itself is mounted.
    Deleted,
    /// There is a file already where one is to be made.
    Exists,
    /// It failed for a reason that the message names.
    Failed,
    /// The folder is not there in which a file is to be made.
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
    /// A file is to be made where something else is, such as a folder or a device.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_says_more_in_a_command_than_its_name() {
        const PATH: &str = "a b/r;touch it's";
        for kind in [
            StorageErrorKind::Busy,
            StorageErrorKind::Damaged,
            StorageErrorKind::FolderNotPrivate { folder: PATH.to_owned(), mode: 0o775 },
            StorageErrorKind::NotOwned { file: PATH.to_owned(), owner: 1, user: 2 },
            StorageErrorKind::NotPrivate { file: PATH.to_owned(), mode: 0o666 },
            StorageErrorKind::Incomplete { file: PATH.to_owned() },
            StorageErrorKind::ReadOnly,
            StorageErrorKind::Unreadable,
        ] {
            let remedy = StorageError::new(kind, PATH, "").remedy();
            let without = remedy.replace(r"'a b/r;touch it'\''s'", "");
            assert!(!without.contains("touch"), "{remedy}");
        }
    }

    #[test]
    fn the_owner_is_named_in_the_command_that_runs_as_him() {
        let kind = StorageErrorKind::NotOwned { file: "r".to_owned(), owner: 1_000, user: 0 };
        assert!(StorageError::new(kind, "r", "").remedy().contains("`sudo -u '#1000'`"));
    }

    /// Nobody is to take everybody's right from `/tmp`.
    #[test]
    fn the_right_to_write_is_taken_only_from_a_folder_that_is_not_everybodys() {
        let remedy = |mode| {
            let folder = "a b".to_owned();
            StorageError::new(StorageErrorKind::FolderNotPrivate { folder, mode }, "a b/r", "").remedy()
        };
        assert!(
            remedy(0o775).contains("`chmod go-w 'a b'`") && remedy(0o775).contains("`mkdir -m 700 FOLDER`")
        );
        assert!(!remedy(0o1777).contains("chmod") && remedy(0o1777).contains("`mkdir -m 700 FOLDER`"));
    }
}
