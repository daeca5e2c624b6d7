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
/// The most entries of one folder. They are sorted, so that all are in memory.
const MAX_ENTRIES: usize = 200_000;
/// The most bytes of the entries of a folder and of those above it, names and all: 32 MiB. A name may have 255 bytes, and
/// 17 folders may be open at once.
const MAX_OPEN_SIZE: usize = 32 << 20;

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
    /// The bytes that the entries of further folders may take.
    room: usize,
    /// True once there was a file or a failure.
    has_found: bool,
    left_out: LeftOut,
}

/// A folder with the entries that are still to come.
struct Level {
    folder: PathBuf,
    entries: vec::IntoIter<Entry>,
    /// The bytes that they took before the first was had.
    size: usize,
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
    /// The bytes that it takes in memory.
    fn size(&self) -> usize {
        size_of::<Self>() + self.name.len()
    }

    /// The end of a folder of which no more entries can be read.
    fn unreadable(folder: &Path, error: &io::Error) -> Self {
        Self { name: OsString::new(), kind: Kind::Unreadable(Box::new(unreadable(folder, error))) }
    }

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
        let room = MAX_OPEN_SIZE;
        let mut walk = Self { named: folder.to_owned(), root, levels, room, has_found: false, left_out };
        walk.enter(folder.to_owned())?;
        Ok(walk)
    }

    fn next(&mut self) -> Option<Result<PathBuf, Failure>> {
        while let Some(level) = self.levels.last_mut() {
            let Some(Entry { name, kind }) = level.entries.next() else {
                self.room += level.size;
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
        let (mut entries, mut size) = (Vec::new(), 0);
        for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
            let entry = match entry {
                Ok(entry) => self.entry(&entry),
                // The entries that were read go on.
                Err(error) => Some(Entry::unreadable(&folder, &error)),
            };
            let Some(entry) = entry else { continue };
            size += entry.size();
            entries.push(entry);
            self.check_room(&folder, entries.len(), size)?;
        }
        entries.sort_unstable_by(|a, b| a.key().cmp(b.key()));
        self.room -= size;
        self.levels.push(Level { folder, entries: entries.into_iter(), size });
        Ok(())
    }

    /// Checks that so many entries of one more folder stay within the limits.
    fn check_room(&self, folder: &Path, count: usize, size: usize) -> Result<(), Failure> {
        let folder = folder.display();
        let found = if count > MAX_ENTRIES {
            format!("`{folder}`: found more than {MAX_ENTRIES} files")
        } else if size > self.room {
            format!(
                "`{folder}`: found names of more than {} MiB in it and the directories above it",
                MAX_OPEN_SIZE >> 20
            )
        } else {
            return Ok(());
        };
        Err(Failure::unacceptable("too_many_files", found)
            .remedy("move some of them into another directory, and name both"))
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
            Err(error) => Kind::Unreadable(Box::new(unreadable(&entry.path(), &error))),
        };
        Some(Entry { name, kind })
    }

    /// True where a link leads to a file below the named folder, as the links of a mounted Secret of Kubernetes do.
    fn is_file_inside(&self, link: &Path) -> bool {
        link.canonicalize().is_ok_and(|target| target.starts_with(&self.root) && target.is_file())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of the system's for temporary files, which goes with its end.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(label: &str, files: &[&str]) -> Self {
            let root = std::env::temp_dir().join(format!("issuedby-folder-{label}-{}", std::process::id()));
            for file in files {
                let path = root.join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "x").unwrap();
            }
            Self(root)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// The files and failures of a walk whose entries may take so many bytes.
    fn walk(folder: &Path, room: usize) -> Vec<Result<PathBuf, String>> {
        let mut walk = Walk::of(folder).unwrap();
        walk.room = room;
        std::iter::from_fn(|| walk.next()).map(|found| found.map_err(|failure| failure.message)).collect()
    }

    #[test]
    fn names_of_all_open_folders_share_one_limit() {
        let long = "n".repeat(200);
        let scratch = Scratch::new("limit", &[&format!("a/{long}"), &format!("b/c/{long}"), "z"]);
        let entry = size_of::<Entry>();
        // `a` has given its room back when `b` is read; `b/c` has that room less the bytes of `c`.
        for (room, folders) in [(entry + 200, "a"), (entry + 199, ""), (2 * entry + 201, "ab")] {
            let found = walk(&scratch.0, room);
            let expected = |folder: &str, file: String| match folders.contains(&folder[..1]) {
                true => Ok(scratch.0.join(file)),
                false => Err(format!(
                    "`{}`: found names of more than 32 MiB in it and the directories above it",
                    scratch.0.join(folder).display()
                )),
            };
            assert_eq!(
                found,
                [
                    expected("a", format!("a/{long}")),
                    expected("b/c", format!("b/c/{long}")),
                    Ok(scratch.0.join("z"))
                ],
                "{room}"
            );
        }
    }

    #[test]
    fn an_entry_that_cannot_be_read_keeps_no_other_from_it() {
        let scratch = Scratch::new("entry", &["a", "b"]);
        let mut walk = Walk::of(&scratch.0).unwrap();
        let mut entries: Vec<_> = walk.levels.pop().unwrap().entries.collect();
        entries.insert(0, Entry::unreadable(&scratch.0, &io::Error::other("no")));
        walk.levels.push(Level { folder: scratch.0.clone(), entries: entries.into_iter(), size: 0 });
        assert!(walk.next().is_some_and(|found| found.is_err_and(|failure| failure.message.ends_with("no"))));
        assert_eq!(walk.next().and_then(Result::ok), Some(scratch.0.join("a")));
        assert_eq!(walk.next().and_then(Result::ok), Some(scratch.0.join("b")));
    }
}
