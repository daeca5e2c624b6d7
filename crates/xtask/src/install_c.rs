//! Builds the C library and installs it: headers, shared library with its links, static library, pkg-config file,
//! manual pages.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::repository;

mod archive;
pub(crate) mod build;

/// The usage text.
pub(crate) const USAGE: &str = "cargo xtask install-c [--prefix DIR] [--libdir DIR] [--destdir DIR]";

/// The version of the workspace, which is that of the library.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The number in the name that programs ask the loader for.
const SONAME_VERSION: &str = env!("CARGO_PKG_VERSION_MAJOR");

/// The settings that the library was built with: the pkg-config file, to be filled in.
const TEMPLATE: &str = "bindings/c/issuedby.pc.in";

/// The folders of the installation.
struct Destination {
    /// The folder where the files are used, as the pkg-config file has it.
    prefix: PathBuf,
    library: PathBuf,
    /// The prefix of the paths that are written: the root of a package that is being made.
    staging: Option<PathBuf>,
}

/// Builds for release and installs.
///
/// # Errors
///
/// A wrong command line, a failed build, or a file that cannot be written.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let destination = Destination::from_arguments(arguments, env::var_os("DESTDIR").map(PathBuf::from))?;
    let root = repository::root();
    if !build::release(&root) {
        return Ok(false);
    }
    let built = target_folder(&root).join("release");
    destination.install(&root, &built).map_err(|error| format!("could not install: {error}"))?;
    println!("installed in {}", destination.staged(&destination.prefix).display());
    Ok(true)
}

impl Destination {
    fn from_arguments(arguments: &[String], staging: Option<PathBuf>) -> Result<Self, String> {
        let mut prefix = PathBuf::from("/usr/local");
        let mut library = PathBuf::from("lib");
        let mut staging = staging.filter(|folder| !folder.as_os_str().is_empty());
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let (option, joined) = match argument.split_once('=') {
                Some((option, value)) => (option, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            let value = joined.or_else(|| arguments.next().cloned());
            let value = value.filter(|value| !value.is_empty()).ok_or_else(|| USAGE.to_owned())?;
            match option {
                "--prefix" => prefix = value.into(),
                "--libdir" => library = value.into(),
                "--destdir" => staging = Some(value.into()),
                _ => return Err(format!("`{option}` is no option\n\n{USAGE}")),
            }
        }
        let prefix = absolute(&prefix)?;
        let library = prefix.join(library);
        let staging = staging.map(|folder| absolute(&folder)).transpose()?;
        Ok(Self { prefix, library, staging })
    }

    fn install(&self, root: &Path, built: &Path) -> io::Result<()> {
        let include = self.staged(&self.prefix.join("include"));
        let library = self.staged(&self.library);
        let pkg_config = library.join("pkgconfig");
        let manual = self.staged(&self.prefix.join("share/man/man3"));
        for folder in [&library, &pkg_config] {
            fs::create_dir_all(folder)?;
        }
        replace_all(&root.join("bindings/c/include"), &include)?;
        replace_all(&root.join("bindings/c/man"), &manual)?;
        let shared = built.join("libissuedby.so");
        archive::install(&built.join("libissuedby.a"), &shared, &library.join("libissuedby.a"))?;
        let versioned = format!("libissuedby.so.{VERSION}");
        let soname = format!("libissuedby.so.{SONAME_VERSION}");
        replace(&shared, &library.join(&versioned))?;
        link(&versioned, &library.join(&soname))?;
        link(&soname, &library.join("libissuedby.so"))?;
        let template = fs::read_to_string(root.join(TEMPLATE))?;
        fs::write(pkg_config.join("issuedby.pc"), self.pkg_config(&template))
    }

    fn pkg_config(&self, template: &str) -> String {
        let library = match self.library.strip_prefix(&self.prefix) {
            Ok(below) => format!("${{prefix}}/{}", below.display()),
            Err(_) => self.library.display().to_string(),
        };
        template
            .replace("@prefix@", &self.prefix.display().to_string())
            .replace("@libdir@", &library)
            .replace("@version@", VERSION)
            .replace("@license@", env!("CARGO_PKG_LICENSE"))
    }

    /// The path to which a file that is used at `path` is written.
    fn staged(&self, path: &Path) -> PathBuf {
        match (&self.staging, path.strip_prefix("/")) {
            (Some(staging), Ok(below)) => staging.join(below),
            _ => path.to_path_buf(),
        }
    }
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("`{}`: {error}", path.display()))
}

/// The folder in which cargo puts what it builds.
pub(crate) fn target_folder(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}

/// Copies every file of a folder to another one.
fn replace_all(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        replace(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Copies a file over another one. It is never written to in place: a program may be running it.
fn replace(from: &Path, to: &Path) -> io::Result<()> {
    let incoming = to.with_extension("new");
    fs::copy(from, &incoming)?;
    fs::rename(incoming, to)
}

fn link(target: &str, at: &Path) -> io::Result<()> {
    match fs::remove_file(at) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    symlink(target, at)
}

#[cfg(unix)]
fn symlink(target: &str, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(not(unix))]
fn symlink(target: &str, at: &Path) -> io::Result<()> {
    fs::copy(at.with_file_name(target), at).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn destination(arguments: &[&str], staging: Option<&str>) -> Destination {
        let arguments: Vec<_> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Destination::from_arguments(&arguments, staging.map(PathBuf::from)).expect("a command line")
    }

    #[test]
    fn the_prefix_stands_in_the_file_and_the_staging_folder_does_not() {
        let destination = destination(&["--prefix=/opt/x"], Some("/tmp/package"));
        assert_eq!(destination.staged(&destination.library), Path::new("/tmp/package/opt/x/lib"));
        let text = destination.pkg_config("prefix=@prefix@ libdir=@libdir@ @version@");
        assert_eq!(text, format!("prefix=/opt/x libdir=${{prefix}}/lib {VERSION}"));
    }

    #[test]
    fn a_library_folder_elsewhere_is_written_as_it_is() {
        let destination = destination(&["--prefix", "/usr", "--libdir", "/usr/lib64"], None);
        assert_eq!(destination.pkg_config("@libdir@"), "${prefix}/lib64");
        let elsewhere = self::destination(&["--libdir", "/lib"], None);
        assert_eq!(elsewhere.pkg_config("@libdir@"), "/lib");
        assert_eq!(elsewhere.prefix, Path::new("/usr/local"));
    }

    #[test]
    fn an_option_without_a_value_or_an_unknown_one_is_refused() {
        for arguments in [&["--prefix"][..], &["--prefix="], &["--prefiks", "/usr"], &["/usr"]] {
            let arguments: Vec<_> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
            assert!(Destination::from_arguments(&arguments, None).is_err(), "{arguments:?}");
        }
    }
}
