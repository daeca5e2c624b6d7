//! The files of a folder and of the folders in it, one after the other, and what was left out.

mod left_out;

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::slice;
use std::vec;

use self::left_out::LeftOut;
use crate::failure::Failure;
use crate::source::{is_standard_input, unreadable};

/// The most folders that one file is below the named one: an archive by account, year, month and day has 4.
const MAX_DEPTH: usize = 16;
/// The most entries of one folder. They are sorted, so that each takes some memory: about 80 bytes.
const MAX_ENTRIES: usize = 200_000;

/// The files that the arguments stand for, in order: a folder stands for its files and those of its folders, sorted
/// bytewise by their paths. Only the folders on the way to the current file are in memory.
pub(crate) struct Files<'a> {
    arguments: slice::Iter<'a, PathBuf>,
    walk: Option<Walk>,
    left_out: Vec<String>,
}

impl<'a> Files<'a> {
    pub(crate) fn of(arguments: &'a [PathBuf]) -> Self {
        Self { arguments: arguments.iter(), walk: None, left_out: Vec::new() }
    }

    /// One sentence for each folder of which something was left out, and one that names it. Complete at the end.
    pub(crate) fn left_out(self) -> Vec<String> {
        self.left_out
    }

    /// Ends the walk through a folder.
    fn end(&mut self, walk: &Walk) -> Option<Failure> {
        let shown = walk.named.display();
        self.left_out.extend(walk.left_out.sentences(&shown));
        (!walk.has_found).then(|| {
            let message = match walk.left_out.is_empty() {
                true => format!("`{shown}`: found no files in the directory"),
                false => {
                    format!(
                        "`{shown}`: found no files in the directory but what is left out: {}",
                        walk.left_out
                    )
                }
            };
            Failure::unacceptable("no_files", message).remedy(match walk.left_out.has_links() {
                true => "name the directory to which the links lead, or each link itself: that is followed",
                false => "name the directory that holds the files",
            })
        })
    }
}

/// Each file, or why it cannot be had.
impl Iterator for Files<'_> {
    type Item = Result<PathBuf, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(mut walk) = self.walk.take() {
                if let Some(file) = walk.next() {
                    self.walk = Some(walk);
                    return Some(file);
                }
                match self.end(&walk) {
                    Some(failure) => return Some(Err(failure)),
                    None => continue,
                }
            }
            let argument = self.arguments.next()?;
            if is_standard_input(argument) || !argument.is_dir() {
                return Some(Ok(argument.clone()));
            }
            match Walk::of(argument) {
                Ok(walk) => self.walk = Some(walk),
                Err(failure) => return Some(Err(failure)),
            }
        }
    }
}

/// The walk through one named folder.
struct Walk {
    named: PathBuf,
    /// The named folder without links on the way to it.
    root: PathBuf,
    /// The folders from the named one to the current one.
    levels: Vec<Level>,
    /// True once there was a file or a failure.
    has_found: bool,
    left_out: LeftOut,
}

/// A folder with the entries that are still to come.
struct Level {
    folder: PathBuf,
    entries: vec::IntoIter<Entry>,
}

struct Entry {
    name: OsString,
    kind: Kind,
}

enum Kind {
    File,
    Folder,
    Unreadable(Box<Failure>),
}

impl Entry {
    /// The bytes by which whole paths are sorted: those of what is in a folder go on with a separator.
    fn key(&self) -> impl Iterator<Item = &u8> {
        let separator: &[u8] = if matches!(self.kind, Kind::Folder) { b"/" } else { b"" };
        self.name.as_encoded_bytes().iter().chain(separator)
    }
}

impl Walk {
    fn of(folder: &Path) -> Result<Self, Failure> {
        let root = folder.canonicalize().map_err(|error| unreadable(folder, &error))?;
        let (levels, left_out) = (Vec::new(), LeftOut::default());
        let mut walk = Self { named: folder.to_owned(), root, levels, has_found: false, left_out };
        walk.enter(folder.to_owned())?;
        Ok(walk)
    }

    fn next(&mut self) -> Option<Result<PathBuf, Failure>> {
        while let Some(level) = self.levels.last_mut() {
            let Some(Entry { name, kind }) = level.entries.next() else {
                self.levels.pop();
                continue;
            };
            let path = level.folder.join(name);
            let found = match kind {
                Kind::File => Ok(path),
                Kind::Unreadable(failure) => Err(*failure),
                Kind::Folder => match self.enter(path) {
                    Ok(()) => continue,
                    Err(failure) => Err(failure),
                },
            };
            self.has_found = true;
            return Some(found);
        }
        None
    }

    /// Reads the entries of a folder, which are the next.
    fn enter(&mut self, folder: PathBuf) -> Result<(), Failure> {
        if self.levels.len() > MAX_DEPTH {
            let found =
                format!("`{}`: found more than {MAX_DEPTH} directories in one another", folder.display());
            return Err(
                Failure::unacceptable("too_many_directories", found).remedy("name that directory itself")
            );
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            if entries.len() >= MAX_ENTRIES {
                let found = format!("`{}`: found more than {MAX_ENTRIES} files", folder.display());
                return Err(Failure::unacceptable("too_many_files", found)
                    .remedy("move some of them into another directory, and name both"));
            }
            entries.extend(self.entry(&entry));
        }
        entries.sort_unstable_by(|a, b| a.key().cmp(b.key()));
        self.levels.push(Level { folder, entries: entries.into_iter() });
        Ok(())
    }

    /// An entry of a folder, unless it is left out.
    fn entry(&mut self, entry: &fs::DirEntry) -> Option<Entry> {
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            self.left_out.hidden.add(&entry.path());
            return None;
        }
        // What a link leads to is not looked at here.
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_dir() => Kind::Folder,
            Ok(kind) if kind.is_file() => Kind::File,
            Ok(kind) if kind.is_symlink() => match self.is_file_inside(&entry.path()) {
                true => Kind::File,
                false => {
                    self.left_out.links.add(&entry.path());
                    return None;
                }
            },
            Ok(_) => {
                self.left_out.special.add(&entry.path());
                return None;
            }
            Err(error) => Kind::Unreadable(Box::new(entry_unreadable(entry, &error))),
        };
        Some(Entry { name, kind })
    }

    /// True where a link leads to a file below the named folder, as the links of a mounted Secret of Kubernetes do.
    fn is_file_inside(&self, link: &Path) -> bool {
        link.canonicalize().is_ok_and(|target| target.starts_with(&self.root) && target.is_file())
    }
}

fn entry_unreadable(entry: &fs::DirEntry, error: &io::Error) -> Failure {
    unreadable(&entry.path(), error)
}
