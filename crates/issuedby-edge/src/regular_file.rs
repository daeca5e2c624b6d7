//! Reading files that a configuration names, whatever is at their path.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The bytes of a regular file, of which there are at most `limit`.
///
/// A path that leads to no regular file is refused: a FIFO would keep the reader waiting, and a device may have no end. Opening waits for
/// neither, and what is read is what was opened, also where the path leads elsewhere meanwhile.
///
/// # Errors
///
/// Those of the system, and sentences about what was found.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    if !file.metadata()?.is_file() {
        let found = match file.metadata()?.is_dir() {
            true => "found a folder, expected a regular file",
            false => "found a device or a pipe, expected a regular file",
        };
        return Err(io::Error::new(ErrorKind::InvalidInput, found));
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    match u64::try_from(bytes.len()).is_ok_and(|found| found <= limit) {
        true => Ok(bytes),
        false => {
            let found = format!("found more than {limit} bytes, expected at most so many");
            Err(io::Error::new(ErrorKind::FileTooLarge, found))
        }
    }
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;

    // A FIFO is opened without a writer, and a terminal does not become this process's own.
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
    OpenOptions::new().read(true).custom_flags(flags.cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "abc").unwrap();
        assert_eq!(read(&path, 3).unwrap(), b"abc");
        assert_eq!(read(&path, 2).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(read(&folder.path().join("other"), 3).unwrap_err().kind(), ErrorKind::NotFound);
        assert!(read(folder.path(), 3).unwrap_err().to_string().contains("folder"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_and_nothing_waits() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo");
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        for path in [&fifo, Path::new("/dev/zero"), Path::new("/dev/null")] {
            let error = read(path, 3).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{}: {error}", path.display());
        }
    }
}
