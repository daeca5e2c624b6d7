//! The folder with everything in it: a temporary one, or one that is kept.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::{DevError, DevErrorKind, Remedy};

/// The edge's configuration in it.
pub(crate) const CONFIG: &str = "edge.toml";

/// The folder. Dropping it removes it, unless it is one to keep and [`Self::settle`] was called.
pub(crate) struct Folder {
    path: PathBuf,
    hold: Hold,
}

enum Hold {
    /// Held only to be dropped.
    Temporary { _folder: TempDir },
    /// One to keep, and the files in it that are of this run: another one may have chosen the same folder.
    Kept { found: Found, state: State, own: Vec<PathBuf> },
}

/// The state in which a folder to keep was found.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Found {
    Empty,
    Nothing,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    /// Something may still fail: then nothing must be left.
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
                .with_remedy("name a folder that can be written: TMPDIR=DIR issuedby dev")
                .with_remedy("or one that is to keep everything: --keep DIR")
        })?;
        let path = std::path::absolute(folder.path()).map_err(DevError::system)?;
        Ok(Self { path, hold: Hold::Temporary { _folder: folder } })
    }

    /// A folder to keep, which must be empty, or nothing yet.
    pub(crate) fn kept(path: &Path) -> Result<Self, DevError> {
        let failed = |message: String, remedy: &str| {
            let message = format!("`{}` {message}", path.display());
            DevError::new(DevErrorKind::Folder, message).with_remedy(remedy)
        };
        let found = match fs::read_dir(path).map(|mut entries| entries.next().is_some()) {
            Ok(true) => {
                let error = failed(
                    "is not empty: nothing in it is written over".to_owned(),
                    "name another folder, one that does not exist yet",
                );
                let config = path.join(CONFIG);
                return Err(match config.is_file() {
                    true => error.with_command(Remedy::RunEdge { config }),
                    false => error,
                });
            }
            Ok(false) => Found::Empty,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Err(error) = make(path) {
                    let above = path.parent().filter(|_| error.kind() == io::ErrorKind::NotFound);
                    let message = format!("cannot be made: {error}");
                    return Err(match above {
                        Some(above) => failed(message, "").with_command(Remedy::MakeFolder(above.to_owned())),
                        None => failed(message, FOLDER_REMEDY),
                    });
                }
                Found::Nothing
            }
            Err(error) => {
                return Err(failed(format!("is no folder that can be used: {error}"), FOLDER_REMEDY));
            }
        };
        let whole = std::path::absolute(path).map_err(DevError::system)?;
        Ok(Self { path: whole, hold: Hold::Kept { found, state: State::Filling, own: Vec::new() } })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The path of a file that another part makes in it, which is of this run from now on. Only for a run that wrote
    /// a file before: of two in one folder, the later one does not come that far.
    pub(crate) fn own(&mut self, name: &str) -> PathBuf {
        let path = self.file(name);
        if let Hold::Kept { own, .. } = &mut self.hold {
            own.push(path.clone());
        }
        path
    }

    /// Writes a file for this user alone, which must not be there yet.
    pub(crate) fn write(&mut self, name: &str, text: &str) -> Result<(), DevError> {
        let path = self.file(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let opened = options.open(&path).inspect(|_| drop(self.own(name)));
        opened.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
            let message = format!("`{}` cannot be written: {error}", path.display());
            let remedy = match error.kind() {
                io::ErrorKind::AlreadyExists => "another run fills this folder too: name another folder",
                _ => FOLDER_REMEDY,
            };
            DevError::new(DevErrorKind::Folder, message).with_remedy(remedy)
        })
    }

    /// Nothing can fail any more: a folder to keep is kept.
    pub(crate) fn settle(&mut self) {
        if let Hold::Kept { state, .. } = &mut self.hold {
            *state = State::Settled;
        }
    }
}

const FOLDER_REMEDY: &str = "name a folder below one that you may write, with room on its disk";

impl Drop for Folder {
    fn drop(&mut self) {
        let Hold::Kept { found, state: State::Filling, own } = &self.hold else { return };
        // An error here leaves the file for its owner.
        own.iter().for_each(|path| drop(fs::remove_file(path)));
        if *found == Found::Nothing {
            // It stays if another run fills it.
            let _ = fs::remove_dir(&self.path);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_that_fill_one_folder_the_later_one_touches_nothing() {
        let place = TempDir::new().unwrap();
        let (empty, new) = (place.path().join("empty"), place.path().join("new"));
        fs::create_dir(&empty).unwrap();
        let (mut first, mut later) = (Folder::kept(&empty).unwrap(), Folder::kept(&empty).unwrap());
        first.write("ca.pem", "first").unwrap();
        assert_eq!(later.write("ca.pem", "later").unwrap_err().kind(), DevErrorKind::Folder);
        drop(later);
        assert_eq!(fs::read_to_string(empty.join("ca.pem")).unwrap(), "first");
        drop(first);
        assert_eq!(fs::read_dir(&empty).unwrap().count(), 0, "a folder that was empty is empty again");

        // Also whoever made the folder may be the later one.
        let (mut later, mut first) = (Folder::kept(&new).unwrap(), Folder::kept(&new).unwrap());
        first.write("ca.pem", "first").unwrap();
        later.write("ca.pem", "later").unwrap_err();
        drop(later);
        assert_eq!(fs::read_to_string(new.join("ca.pem")).unwrap(), "first");
        first.settle();
    }
}
