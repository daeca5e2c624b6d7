//! The folder with everything in it: a temporary one, or one that is kept.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::{DevError, DevErrorKind};

/// The folder. Dropping it removes it, unless it is one to keep and [`Self::settle`] was called.
pub(crate) struct Folder {
    path: PathBuf,
    hold: Hold,
}

enum Hold {
    /// Held only to be dropped.
    Temporary { _folder: TempDir },
    /// One to keep.
    Kept { found: Found, state: State },
}

/// Whether a folder to keep was there already.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Found {
    Empty,
    Nothing,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    /// Something may still fail: then nothing is to be left.
    Filling,
    Settled,
}

impl Folder {
    /// A new temporary folder, for this user alone.
    pub(crate) fn temporary() -> Result<Self, DevError> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("issuedby-dev-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o700));
        }
        let folder = builder.tempdir().map_err(|error| {
            // It names the place.
            DevError::new(DevErrorKind::Folder, format!("no temporary folder can be made: {error}"))
                .help("name a folder that can be written: TMPDIR=DIR issuedby dev")
                .help("or one that is to keep everything: --keep DIR")
        })?;
        let path = std::path::absolute(folder.path()).map_err(DevError::system)?;
        Ok(Self { path, hold: Hold::Temporary { _folder: folder } })
    }

    /// A folder to keep, which must be empty, or nothing yet.
    pub(crate) fn kept(path: &Path) -> Result<Self, DevError> {
        let refused = |message: String, help: &str| {
            let message = format!("`{}` {message}", path.display());
            Err(DevError::new(DevErrorKind::Folder, message).help(help))
        };
        let found = match fs::read_dir(path).map(|mut entries| entries.next().is_some()) {
            Ok(true) => {
                return refused(
                    "is not empty: nothing in it is written over".to_owned(),
                    "name another folder, one that does not exist yet",
                );
            }
            Ok(false) => Found::Empty,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Err(error) = make(path) {
                    return refused(format!("cannot be made: {error}"), FOLDER_HELP);
                }
                Found::Nothing
            }
            Err(error) => return refused(format!("is no folder that can be used: {error}"), FOLDER_HELP),
        };
        let whole = std::path::absolute(path).map_err(DevError::system)?;
        Ok(Self { path: whole, hold: Hold::Kept { found, state: State::Filling } })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file for this user alone.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<(), DevError> {
        let path = self.file(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        options.open(&path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
            let message = format!("`{}` cannot be written: {error}", path.display());
            DevError::new(DevErrorKind::Folder, message).help(FOLDER_HELP)
        })
    }

    /// Nothing can fail any more: a folder to keep is kept.
    pub(crate) fn settle(&mut self) {
        if let Hold::Kept { state, .. } = &mut self.hold {
            *state = State::Settled;
        }
    }
}

const FOLDER_HELP: &str = "name a folder below one that you may write, with room on its disk";

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed here, nobody else can.
        match self.hold {
            Hold::Kept { found: Found::Nothing, state: State::Filling } => {
                let _ = fs::remove_dir_all(&self.path);
            }
            Hold::Kept { found: Found::Empty, state: State::Filling } => {
                // All files, and no folders, are of this program.
                let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
                entries.for_each(|entry| drop(fs::remove_file(entry.path())));
            }
            Hold::Kept { .. } | Hold::Temporary { .. } => {}
        }
    }
}

fn make(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}
