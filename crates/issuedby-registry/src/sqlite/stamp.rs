//! The file behind a connection: whether it is still the one at the path, and whether anything has written to it.
//!
//! SQLite keeps pages that it has read, and reads on in a file that was deleted. It compares 16 bytes of the header to
//! learn of changes, which a copy of another registry may have in common. So a connection is used only while the file
//! has the stamp that it had when the connection was opened.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::operation_error::file_error;
use crate::storage_error::{StorageError, StorageErrorKind};

/// Two writes this close may leave equal stamps: twice the longest tick of the clock that Linux takes for the times of
/// files (10 ms).
const TICK: Duration = Duration::from_millis(20);
/// The same where the file system keeps whole seconds only; FAT keeps every second one.
const COARSE_TICK: Duration = Duration::from_secs(2);

/// The number of looks at a deleted file before it is refused. A rename may come between the steps of one look, and
/// the next look finds the new file.
const LOOKS: u32 = 3;

/// The metadata of the file at `path`.
///
/// # Errors
///
/// [`StorageErrorKind::NotARegistry`] where it is not a file; [`StorageErrorKind::Deleted`] where it has no name any
/// more, as under the mount of a single file that was replaced: what replaced it is never seen there.
pub(super) fn file_metadata(path: &Path, place: &str) -> Result<Metadata, StorageError> {
    for _ in 0..LOOKS {
        let metadata = fs::metadata(path).map_err(|error| file_error(&error, place))?;
        if !metadata.is_file() {
            return Err(StorageError::new(StorageErrorKind::NotARegistry, place, "it is not a file"));
        }
        if has_a_name(&metadata) {
            return Ok(metadata);
        }
    }
    Err(StorageError::new(StorageErrorKind::Deleted, place, ""))
}

#[cfg(unix)]
fn has_a_name(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.nlink() > 0
}

/// Elsewhere no path leads to a deleted file.
#[cfg(not(unix))]
fn has_a_name(_: &Metadata) -> bool {
    true
}

/// The identity of a file, and the metadata that changes with every write to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct FileStamp {
    identity: (u64, u64),
    size: u64,
    times: [Option<SystemTime>; 2],
}

impl FileStamp {
    /// The stamp of the file at `path` now.
    pub(super) fn of(path: &Path, place: &str) -> Result<Self, StorageError> {
        let metadata = file_metadata(path, place)?;
        Ok(Self { identity: identity(&metadata), size: metadata.len(), times: times(&metadata) })
    }

    /// True where both are of one file, whatever was written to it.
    pub(super) fn is_same_file(&self, other: &Self) -> bool {
        self.identity == other.identity
    }

    /// True where a write after this stamp was taken, at `now`, is sure to change it.
    pub(super) fn is_settled(&self, now: SystemTime) -> bool {
        let is_coarse = self.times.iter().flatten().all(|time| has_whole_seconds(*time));
        let tick = if is_coarse { COARSE_TICK } else { TICK };
        self.times.iter().flatten().all(|time| {
            let distance = now.duration_since(*time).unwrap_or_else(|error| error.duration());
            distance >= tick
        })
    }
}

fn has_whole_seconds(time: SystemTime) -> bool {
    time.duration_since(SystemTime::UNIX_EPOCH).is_ok_and(|since| since.subsec_nanos() == 0)
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// Elsewhere an open file cannot be replaced.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// When it was last written, and when anything about it last changed: `touch` and `cp -p` set the first alone.
#[cfg(unix)]
fn times(metadata: &Metadata) -> [Option<SystemTime>; 2] {
    use std::os::unix::fs::MetadataExt;
    let changed = u64::try_from(metadata.ctime()).ok().and_then(|seconds| {
        let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
    });
    [metadata.modified().ok(), changed]
}

#[cfg(not(unix))]
fn times(metadata: &Metadata) -> [Option<SystemTime>; 2] {
    [metadata.modified().ok(), None]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(path: &Path) -> FileStamp {
        FileStamp::of(path, "registry").expect("a file")
    }

    #[test]
    fn a_stamp_is_settled_once_the_clock_has_moved_on() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let stamp = stamp(file.path());
        let written = stamp.times[1].expect("a time");
        for (distance, settled) in [(0, false), (19, false), (20, true), (5_000, true)] {
            let distance = Duration::from_millis(distance);
            assert_eq!(stamp.is_settled(written + distance), settled, "{distance:?}");
            // A clock that was set back.
            assert_eq!(stamp.is_settled(written - distance), settled, "{distance:?}");
        }
    }

    #[test]
    fn a_write_of_the_same_size_under_the_old_time_changes_a_stamp() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), "one").expect("a file");
        let before = stamp(file.path());
        let modified = fs::metadata(file.path()).and_then(|it| it.modified()).expect("a time");
        std::thread::sleep(2 * TICK);
        fs::write(file.path(), "two").expect("a file");
        let handle = fs::File::options().write(true).open(file.path()).expect("a file");
        handle.set_modified(modified).expect("a time");
        let after = stamp(file.path());
        assert!(after != before && after.is_same_file(&before));
    }
}
