//! The location of the registry: `--registry`, ISSUEDBY_REGISTRY, and the default.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use issuedby::ErrorDetails;
use issuedby_registry::{AccountName, SqliteRegistry, StorageErrorKind};

use super::{dangling_link, storage_failure};
use crate::failure::Failure;
use crate::shell::{quoted, quoted_path};
use crate::source::quoted_label;

/// The environment variable that names a registry.
const VARIABLE: &str = "ISSUEDBY_REGISTRY";

/// A SQLite file.
pub(super) struct Location {
    pub(super) path: PathBuf,
    /// The value of the option, for commands to copy; `None` where the environment or the default decides.
    option: Option<OsString>,
    /// True for the default: its folder is made with it.
    is_default: bool,
}

impl Location {
    /// Reads what was given, with an option or by the environment.
    ///
    /// # Errors
    ///
    /// A usage failure for what is no registry that can be used.
    pub(super) fn read(given: Option<&OsStr>) -> Result<Self, Failure> {
        let Some(given) = given else {
            return Ok(Self { path: default()?, option: None, is_default: true });
        };
        let label = source("--registry", VARIABLE, given);
        let option = (label != VARIABLE).then(|| given.to_owned());
        Ok(Self { path: path(given, label)?, option, is_default: false })
    }

    /// Makes the folder of the default registry, for its owner alone. Elsewhere a folder that is not there is more likely
    /// a slip.
    pub(super) fn make_folder(&self) -> io::Result<()> {
        let mut folders = DirBuilder::new();
        folders.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
        match self.path.parent() {
            Some(folder) if self.is_default => folders.create(folder),
            _ => Ok(()),
        }
    }
}

impl Location {
    /// Makes the registry, unless somebody else was faster.
    ///
    /// # Errors
    ///
    /// A failure that names it.
    pub(super) fn make(&self) -> Result<SqliteRegistry, Failure> {
        let path = &self.path;
        let cannot = |why: &dyn Display, remedy: String| {
            Failure::unacceptable(
                "registry_not_made",
                format!("no registry can be made at {} ({why})", quoted_label(path)),
            )
            .remedy(remedy)
        };
        self.make_folder().map_err(|error| {
            cannot(&error, "give a path in a folder that this user can write to".to_owned())
        })?;
        SqliteRegistry::open_or_create(path).map_err(|error| match (error.kind(), path.parent()) {
            (StorageErrorKind::Missing, Some(folder)) => {
                let remedy = match dangling_link(path) {
                    Some(remedy) => remedy,
                    None => format!(
                        "its folder is not there; this makes it: `mkdir -p -m 700 {}`",
                        quoted_path(folder)
                    ),
                };
                cannot(&error.code(), remedy)
            }
            _ => storage_failure(&error),
        })
    }

    /// A command about an account, to copy: it names the registry too where an option named it.
    pub(super) fn command(&self, command: impl Display, account: &AccountName) -> String {
        format!("issuedby {command} --account {account}{}", self.option())
    }

    /// ` --registry PATH` to append to a command, where the registry was said with that option; else nothing.
    pub(super) fn option(&self) -> String {
        self.option.as_ref().map(|given| format!(" --registry {}", quoted(given))).unwrap_or_default()
    }
}

/// The origin of a value, as failures name it: the variable if that has it, or else the option.
pub(super) fn source(option: &'static str, variable: &'static str, value: &OsStr) -> &'static str {
    match env::var_os(variable) {
        Some(of_environment) if of_environment == value => variable,
        _ => option,
    }
}

/// The path that was given, plain or as an address.
fn path(given: &OsStr, label: &str) -> Result<PathBuf, Failure> {
    const INSTEAD: &str = "give a SQLite file, as a path or sqlite:PATH";
    // Only the beginning is looked at and shown: what follows may be a password.
    let text = given.to_string_lossy();
    let (scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("sqlite") => {
            // Nothing but a path follows, so that two slashes say nothing.
            ("sqlite", rest.strip_prefix("//").unwrap_or(rest))
        }
        Some((scheme, rest)) if rest.starts_with("//") || scheme.eq_ignore_ascii_case("file") => {
            (scheme, rest)
        }
        _ => ("", &*text),
    };
    match scheme.to_ascii_lowercase().as_str() {
        "" | "sqlite" if rest.is_empty() => Err(Failure::usage(
            "registry_path_empty",
            format!("{label}: found no path, expected one"),
        )
        .remedy(format!(
            "{INSTEAD}; or take {VARIABLE} out of the environment for the registry in your data folder"
        ))),
        "" | "sqlite" if rest.starts_with("~/") => Err(Failure::usage(
            "registry_path_not_whole",
            format!("{label}: found a path that begins with `~/`, which only a shell replaces"),
        )
        .remedy(
            "only a shell makes your home folder of it, and only at the start of a word: give the whole path",
        )),
        "" => Ok(PathBuf::from(given)),
        "sqlite" if text.contains(char::REPLACEMENT_CHARACTER) => Err(Failure::usage(
            "registry_path_not_utf8",
            format!("{label}: expected text in UTF-8 after `sqlite:`"),
        )
        .remedy("give the path alone")),
        "sqlite" => Ok(PathBuf::from(rest)),
        "postgres" | "postgresql" => Err(Failure::usage(
            "registry_kind_unsupported",
            format!("{label}: PostgreSQL is not supported yet"),
        )
        .remedy(INSTEAD)),
        _ => Err(Failure::usage(
            "registry_address_unknown",
            format!("{label}: found another address, expected a path or sqlite:PATH"),
        )
        .remedy(INSTEAD)),
    }
}

/// The registry in the user's data folder.
fn default() -> Result<PathBuf, Failure> {
    let folders = etcetera::choose_base_strategy().map_err(|_| {
        Failure::usage("home_missing", "there is no home folder, and so no registry in it")
            .remedy(format!("give --registry PATH, or set {VARIABLE}"))
    })?;
    Ok(folders.data_dir().join(Path::new("issuedby/registry.sqlite")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_plainly_and_as_an_address() {
        for (given, expected) in [
            ("registry.sqlite", "registry.sqlite"),
            ("/var/lib/registry", "/var/lib/registry"),
            ("sqlite:registry.sqlite", "registry.sqlite"),
            ("sqlite:/var/lib/registry", "/var/lib/registry"),
            ("sqlite:///var/lib/registry", "/var/lib/registry"),
            ("SQLITE://here", "here"),
            ("a:b", "a:b"),
            (":memory:", ":memory:"),
            (r"C:\issuedby\registry", r"C:\issuedby\registry"),
        ] {
            let found = path(OsStr::new(given), "--registry").map_err(|failure| failure.message);
            assert_eq!(found, Ok(PathBuf::from(expected)), "{given}");
        }
    }

    #[test]
    fn other_addresses_are_refused_without_showing_a_password() {
        for given in [
            "",
            "sqlite:",
            "~/secret",
            "sqlite:~/secret",
            "file:secret",
            "FILE:///secret",
            "postgres://me:secret@host/db",
            "PostgreSQL://me:secret@h",
            "https://secret",
        ] {
            let failure = path(OsStr::new(given), "--registry").expect_err(given);
            assert!(!format!("{failure:?}").contains("secret"), "{failure:?}");
            assert!(!failure.remedies.is_empty());
        }
    }
}
