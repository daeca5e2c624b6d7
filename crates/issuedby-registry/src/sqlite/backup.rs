//! A backup: a whole copy in one file, made while the registry is in use, and checked before it gets its name.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::check::Counts;
use super::open::{Absent, Folder, How};
use super::operation_error::{file_error, storage_error};
use super::stamp::FileStamp;
use super::{SqliteRegistry, file_permissions};
use crate::error::RegistryError;
use crate::generation::{Generation, Incarnation};
use crate::storage_error::{StorageError, StorageErrorKind};

/// The treatment of a file that is there already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Existing {
    /// It is an error, and the file stays.
    Refused,
    /// The new file takes its place, whole and at once.
    Replaced,
}

/// A backup that was made and checked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Backup {
    /// The state of the registry that it holds.
    pub generation: Generation,
    /// Its contents.
    pub counts: Counts,
    /// Its size in bytes.
    pub size: u64,
}

impl SqliteRegistry {
    /// Writes all that the registry holds at one moment into one file, of mode 0600, and checks that file. Programs go on
    /// reading meanwhile; writers wait until it is copied.
    ///
    /// Data that was deleted before is not in the file, not even in unused pages.
    ///
    /// # Errors
    ///
    /// [`StorageErrorKind::Exists`] where there is a file and it is not to be replaced; [`StorageErrorKind::NotAFile`]
    /// where there is something else, such as a folder or a device; [`StorageErrorKind::Damaged`] where the copy does not
    /// pass [`Self::check`]; and what the disk refuses. No file is left then, and one that was there stays.
    pub fn backup(&mut self, target: &Path, existing: Existing) -> Result<Backup, RegistryError> {
        let place = target.display().to_string();
        self.refresh()?;
        match FileStamp::of(target, &place) {
            Ok(found) if found.is_same_file(&self.stamp) => {
                return Err(StorageError::new(StorageErrorKind::IsTheRegistry, place, "").into());
            }
            Ok(_) if existing == Existing::Refused => return Err(exists(&place).into()),
            Err(error) if *error.kind() == StorageErrorKind::NotARegistry => {
                return Err(StorageError::new(StorageErrorKind::NotAFile, place, "").into());
            }
            Err(error) if *error.kind() != StorageErrorKind::Missing => return Err(error.into()),
            _ => {}
        }
        let draft = Draft::make(target, &place)?;
        let before = self.measure()?;
        let path = draft.path().to_str().ok_or_else(|| {
            StorageError::new(StorageErrorKind::Failed, place.as_str(), "its path is not text in UTF-8")
        })?;
        let copied = self.connection.execute("VACUUM INTO ?1", [path]);
        copied.map_err(|error| storage_error(&error, &place))?;
        let after = self.measure()?;
        draft.sync(&place)?;

        let mut copy = draft.open(&place)?;
        let report = copy.check()?;
        if let Some(damage) = report.damage() {
            let detail = damage.to_string();
            return Err(StorageError::new(StorageErrorKind::Damaged, self.place.as_str(), detail).into());
        }
        let copied = (report.generation, report.counts);
        let is_of_this_time = copied.0.follows(before.0) && after.0.follows(copied.0);
        let is_as_measured = [before, after].into_iter().all(|one| one.0 != copied.0 || one == copied);
        if !is_of_this_time || !is_as_measured {
            let detail = "it has other contents than the registry";
            return Err(StorageError::new(StorageErrorKind::Damaged, place, detail).into());
        }
        drop(copy);
        let size = fs::metadata(draft.path()).map_err(|error| file_error(&error, &place))?.len();
        draft.publish(target, existing, &place)?;
        Ok(Backup { generation: report.generation, counts: report.counts, size })
    }

    fn measure(&mut self) -> Result<(Generation, Counts), RegistryError> {
        self.read(|transaction| {
            Ok((super::account::current_generation(transaction)?, super::account::counts(transaction)?))
        })
    }
}

fn exists(place: &str) -> StorageError {
    StorageError::new(StorageErrorKind::Exists, place, "")
}

/// A draft of a file, beside its later place. It is removed unless it is published.
pub(super) struct Draft {
    path: PathBuf,
}

impl Draft {
    /// An empty file for this user alone, in the folder of `target`.
    pub(super) fn make(target: &Path, place: &str) -> Result<Self, StorageError> {
        let in_file = |error: io::Error| file_error(&error, place);
        let target = std::path::absolute(target).map_err(in_file)?;
        let name = target.file_name().ok_or_else(|| {
            StorageError::new(StorageErrorKind::NotAFile, place, "its path ends in no name")
        })?;
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}", Incarnation::random()?));
        let path = target.with_file_name(hidden);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => {
                StorageError::new(StorageErrorKind::ReadOnly, place, error.to_string())
            }
            io::ErrorKind::NotFound => {
                let folder = path.parent().unwrap_or(&path).display().to_string();
                StorageError::new(StorageErrorKind::FolderMissing { folder }, place, "")
            }
            _ => in_file(error),
        })?;
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The registry in it. Errors name `place`.
    pub(super) fn open(&self, place: &str) -> Result<SqliteRegistry, StorageError> {
        let how = How { folder: Folder::Unchecked, ..How::default() };
        let mut registry = SqliteRegistry::open_or(&self.path, Absent::IsAnError, how)
            .map_err(|error| StorageError::new(error.kind().clone(), place, error.detail()))?;
        registry.place = place.to_owned();
        Ok(registry)
    }

    /// Waits until the disk has it: SQLite does not for what `VACUUM INTO` writes.
    pub(super) fn sync(&self, place: &str) -> Result<(), StorageError> {
        let synced = OpenOptions::new().write(true).open(&self.path).and_then(|file| file.sync_all());
        synced.map_err(|error| file_error(&error, place))
    }

    /// Gives it its name. It must be closed and synced.
    pub(super) fn publish(self, target: &Path, existing: Existing, place: &str) -> Result<(), StorageError> {
        let published = match existing {
            Existing::Replaced => fs::rename(&self.path, target),
            // Unlike a rename this never replaces a file that was made meanwhile.
            Existing::Refused => match fs::hard_link(&self.path, target) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(exists(place)),
                // A file system without links.
                Err(_) if !target.exists() => fs::rename(&self.path, target),
                linked => linked,
            },
        };
        published.map_err(|error| file_error(&error, place))?;
        sync_folder(target).map_err(|error| file_error(&error, place))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(file_permissions::beside(&self.path, "-journal"));
    }
}

/// Waits until the disk knows the name of a file.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
