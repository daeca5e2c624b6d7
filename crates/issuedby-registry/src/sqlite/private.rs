//! Who could exchange what a registry holds: the owner and the rights of its file, of the folder that it is in, and of
//! the files that SQLite puts beside it and believes.

use std::path::Path;

use crate::storage_error::StorageError;

/// Refuses a folder in which others could put files, or exchange them. Where `path` is a link, that in which its
/// target is as well.
#[cfg(unix)]
pub(super) fn check_folder(path: &Path, place: &str) -> Result<(), StorageError> {
    let target = std::fs::canonicalize(path).ok();
    [Some(path), target.as_deref()]
        .into_iter()
        .flatten()
        .try_for_each(|path| unix::check_folder_of(path, place))
}

/// Refuses a registry whose file, or one that SQLite would read with it, is another user's or can be written by others.
#[cfg(unix)]
pub(super) fn check_files(path: &Path, place: &str) -> Result<(), StorageError> {
    unix::check_files(path, place)
}

/// Elsewhere the permissions of the folder decide.
#[cfg(not(unix))]
pub(super) fn check_folder(_path: &Path, _place: &str) -> Result<(), StorageError> {
    Ok(())
}

/// Elsewhere the permissions of the folder decide.
#[cfg(not(unix))]
pub(super) fn check_files(_path: &Path, _place: &str) -> Result<(), StorageError> {
    Ok(())
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::{Path, PathBuf};

    use crate::sqlite::fault::file_error;
    use crate::storage_error::{StorageError, StorageErrorKind};

    /// What SQLite adds to the name of a database for what belongs to it: a journal can change every page.
    const BESIDE: [&str; 3] = ["-journal", "-shm", "-wal"];
    /// Write permission for the group, and for everybody.
    const GROUP_WRITES: u32 = 0o020;
    const ALL_WRITE: u32 = 0o002;
    /// The superuser, who can do all of this anyway.
    const ROOT: u32 = 0;

    pub(super) fn check_folder_of(path: &Path, place: &str) -> Result<(), StorageError> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let metadata = fs::metadata(folder).map_err(|error| file_error(&error, place))?;
        check_owner(&metadata, folder, place)?;
        // Also where it is sticky: others cannot exchange a file then, but put a journal beside it. And whatever the
        // group: nothing here tells who is in it, and of a folder with an access list the group's bits are its mask.
        match metadata.mode() & (GROUP_WRITES | ALL_WRITE) {
            0 => Ok(()),
            _ => {
                let (folder, mode) = (folder.display().to_string(), metadata.mode() & 0o7777);
                Err(StorageError::new(StorageErrorKind::FolderNotPrivate { folder, mode }, place, ""))
            }
        }
    }

    pub(super) fn check_files(path: &Path, place: &str) -> Result<(), StorageError> {
        let target = fs::canonicalize(path).map_err(|error| file_error(&error, place))?;
        check_file(&target, place)?;
        for suffix in BESIDE {
            let mut name = target.clone().into_os_string();
            name.push(suffix);
            check_file(&PathBuf::from(name), place)?;
        }
        Ok(())
    }

    /// One that is not there is nobody's.
    fn check_file(file: &Path, place: &str) -> Result<(), StorageError> {
        let metadata = match fs::symlink_metadata(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            found => found.map_err(|error| file_error(&error, place))?,
        };
        check_owner(&metadata, file, place)?;
        match metadata.mode() & (GROUP_WRITES | ALL_WRITE) {
            0 => Ok(()),
            _ => {
                let (file, mode) = (file.display().to_string(), metadata.mode() & 0o7777);
                Err(StorageError::new(StorageErrorKind::NotPrivate { file, mode }, place, ""))
            }
        }
    }

    fn check_owner(metadata: &Metadata, file: &Path, place: &str) -> Result<(), StorageError> {
        let (owner, user) = (metadata.uid(), rustix::process::geteuid().as_raw());
        match owner == user || owner == ROOT {
            true => Ok(()),
            false => {
                let file = file.display().to_string();
                Err(StorageError::new(StorageErrorKind::NotOwned { file, owner, user }, place, ""))
            }
        }
    }
}
