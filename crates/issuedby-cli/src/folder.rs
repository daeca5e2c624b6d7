//! The files of a folder and of the folders in it, and what was left out.

use std::fmt::{self, Display};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::source::{is_standard_input, unreadable};

/// The most folders that one file is below the named one: an archive by account, year, month and day has 4.
const MAX_DEPTH: usize = 16;
/// The most files, over all folders: each takes one path of memory, and each is one line.
const MAX_FILES: usize = 100_000;

/// The files that the arguments stand for, in order, and what stands in their folders beside them.
#[derive(Default)]
pub(crate) struct Files {
    /// Each file, or why it cannot be had.
    pub(crate) files: Vec<Result<PathBuf, Failure>>,
    /// One sentence for each folder of which something was left out.
    pub(crate) left_out: Vec<String>,
}

impl Files {
    /// A folder stands for its files and those of its folders, sorted bytewise by their paths.
    pub(crate) fn of(arguments: &[PathBuf]) -> Self {
        let mut all = Self::default();
        for argument in arguments {
            if is_standard_input(argument) || !argument.is_dir() {
                all.files.push(Ok(argument.clone()));
                continue;
            }
            match Walk::of(argument) {
                Ok(walk) => all.add(argument, walk),
                Err(failure) => all.files.push(Err(failure)),
            }
        }
        all
    }

    fn add(&mut self, folder: &Path, walk: Walk) {
        let shown = folder.display();
        if walk.left_out.is_any() {
            self.left_out.push(format!("`{shown}`: left out {}", walk.left_out));
        }
        if walk.files.is_empty() && walk.failures.is_empty() {
            let failure =
                Failure::unacceptable("no_files", format!("`{shown}`: found no files in the directory"));
            self.files.push(Err(failure.remedy("name the directory that holds the files")));
        }
        self.files.extend(walk.files.into_iter().map(Ok));
        self.files.extend(walk.failures.into_iter().map(Err));
    }
}

/// The files that are left out.
#[derive(Default)]
struct LeftOut {
    hidden: usize,
    /// Symbolic links to folders, to what is outside, or to nothing.
    links: usize,
    special: usize,
}

impl LeftOut {
    fn is_any(&self) -> bool {
        self.hidden + self.links + self.special > 0
    }
}

impl Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [
            (self.hidden, "hidden (the name begins with a dot)"),
            (self.links, "symbolic, a link to a directory or out of this one"),
            (self.special, "special, neither a file nor a directory"),
        ];
        let mut separator = "";
        for (count, what) in groups.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{separator}{count} {what}")?;
            separator = ", ";
        }
        Ok(())
    }
}

struct Walk {
    /// The named folder without links on the way to it.
    root: PathBuf,
    files: Vec<PathBuf>,
    failures: Vec<Failure>,
    left_out: LeftOut,
}

impl Walk {
    fn of(folder: &Path) -> Result<Self, Failure> {
        let root = folder.canonicalize().map_err(|error| unreadable(folder, &error))?;
        let mut walk = Self { root, files: Vec::new(), failures: Vec::new(), left_out: LeftOut::default() };
        let mut waiting = vec![(folder.to_owned(), 0)];
        while let Some((folder, depth)) = waiting.pop() {
            if let Err(failure) = walk.enter(&folder, depth, &mut waiting) {
                walk.failures.push(failure);
            }
            if walk.files.len() > MAX_FILES {
                let found = format!("`{}`: found more than {MAX_FILES} files", walk.root.display());
                return Err(Failure::unacceptable("too_many_files", found)
                    .remedy("name the directories in it one at a time"));
            }
        }
        walk.files.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
        Ok(walk)
    }

    fn enter(
        &mut self,
        folder: &Path,
        depth: usize,
        waiting: &mut Vec<(PathBuf, usize)>,
    ) -> Result<(), Failure> {
        if depth > MAX_DEPTH {
            let found =
                format!("`{}`: found more than {MAX_DEPTH} directories in one another", folder.display());
            return Err(
                Failure::unacceptable("too_many_directories", found).remedy("name that directory itself")
            );
        }
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        for entry in entries.map_err(|error| unreadable(folder, &error))? {
            let path = entry.path();
            // What a link leads to is not looked at here.
            let kind = entry.file_type().map_err(|error| unreadable(&path, &error))?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                self.left_out.hidden += 1;
            } else if kind.is_dir() {
                waiting.push((path, depth + 1));
            } else if kind.is_file() || (kind.is_symlink() && self.is_file_inside(&path)) {
                self.files.push(path);
            } else if kind.is_symlink() {
                self.left_out.links += 1;
            } else {
                self.left_out.special += 1;
            }
        }
        Ok(())
    }

    /// True where a link leads to a file below the named folder, as the links of a mounted Secret of Kubernetes do.
    fn is_file_inside(&self, link: &Path) -> bool {
        link.canonicalize().is_ok_and(|target| target.starts_with(&self.root) && target.is_file())
    }
}
