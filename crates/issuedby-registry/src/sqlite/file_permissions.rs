//! The check that no other user can change a registry: owner and mode of its file, of the folder that it is in, and of
//! the files that SQLite puts beside it and reads.

use std::path::{Path, PathBuf};

use crate::storage_error::StorageError;

/// The suffixes of the files that SQLite puts beside a database. A journal can change every page.
pub(super) const BESIDE: [&str; 3] = ["-journal", "-shm", "-wal"];

/// A file that SQLite puts beside the database at `path`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.to_path_buf().into_os_string();
    name.push(suffix);
    PathBuf::from(name)
}

/// Refuses a folder in which others could put files, or exchange them, and another user's link on the way to it. Where
/// `path` is a link, so is the folder of each link up to its target.
#[cfg(unix)]
pub(super) fn check_folder(path: &Path, place: &str) -> Result<(), StorageError> {
    unix::check_way(path, place)
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
    use std::ffi::OsString;
    use std::fs::{self, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::{self, Path, PathBuf};

    use super::{BESIDE, beside};
    use crate::sqlite::operation_error::file_error;
    use crate::storage_error::{StorageError, StorageErrorKind};

    /// Write permission for the group, and for everybody.
    const GROUP_WRITES: u32 = 0o020;
    const ALL_WRITE: u32 = 0o002;
    /// The superuser, who can do all of this anyway.
    const ROOT: u32 = 0;

    /// The most links on one way: what Linux follows.
    const MAX_LINKS: usize = 40;

    /// Goes the way to `path` as the system does, link by link: its owner can exchange any of them.
    pub(super) fn check_way(path: &Path, place: &str) -> Result<(), StorageError> {
        let in_file = |error: io::Error| file_error(&error, place);
        let mut folder = PathBuf::new();
        let mut left = parts(&path::absolute(path).map_err(in_file)?);
        let mut links = 0;
        while let Some(part) = left.pop() {
            let here = folder.join(&part);
            if part == ".." {
                folder.pop();
                continue;
            }
            // Whatever is last is in a folder that decides: a link to the file as well as the file.
            if left.is_empty() {
                check_folder(&folder, place)?;
            }
            match fs::symlink_metadata(&here) {
                Ok(metadata) if metadata.is_symlink() => {
                    check_owner(&metadata, &here, place)?;
                    links += 1;
                    if links > MAX_LINKS {
                        let circle = rustix::io::Errno::LOOP.raw_os_error();
                        return Err(in_file(io::Error::from_raw_os_error(circle)));
                    }
                    left.extend(parts(&fs::read_link(&here).map_err(in_file)?));
                }
                // The file may be about to be made.
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(in_file(error)),
                _ => folder = here,
            }
        }
        Ok(())
    }

    /// The parts of a path, the last one first. An absolute one has the root among them.
    fn parts(path: &Path) -> Vec<OsString> {
        path.components().rev().map(|part| part.as_os_str().to_owned()).collect()
    }

    fn check_folder(folder: &Path, place: &str) -> Result<(), StorageError> {
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
            check_file(&beside(&target, suffix), place)?;
        }
        Ok(())
    }

    /// A file that is not there has no owner.
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
