//! Which registry: what `--registry` and ISSUEDBY_REGISTRY take, and the default.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::exit::Failure;

/// The environment variable that names a registry.
const VARIABLE: &str = "ISSUEDBY_REGISTRY";

/// A SQLite file.
pub(super) struct Location {
    pub(super) path: PathBuf,
    /// What the option was given, for commands to copy; nothing where the environment or the default decides.
    pub(super) option: Option<OsString>,
}

impl Location {
    /// Reads what was given, with an option or by the environment.
    ///
    /// # Errors
    ///
    /// A usage failure for what is no registry that can be used.
    pub(super) fn read(given: Option<&OsStr>) -> Result<Self, Failure> {
        let Some(given) = given else { return Ok(Self { path: default()?, option: None }) };
        let is_of_environment = env::var_os(VARIABLE).is_some_and(|value| value == given);
        let option = (!is_of_environment).then(|| given.to_owned());
        Ok(Self { path: path(given)?, option })
    }
}

/// The path that was given, plain or as an address.
fn path(given: &OsStr) -> Result<PathBuf, Failure> {
    const INSTEAD: &str = "give a SQLite file, as a path or sqlite:PATH";
    let label = "--registry";
    // Only the beginning is looked at and shown: what follows may be a password.
    let text = given.to_string_lossy();
    let (scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("sqlite") => {
            // Nothing but a path follows, so that two slashes say nothing.
            ("sqlite", rest.strip_prefix("//").unwrap_or(rest))
        }
        Some((scheme, rest)) if rest.starts_with("//") => (scheme, rest),
        _ => ("", &*text),
    };
    match scheme.to_ascii_lowercase().as_str() {
        "" | "sqlite" if rest.is_empty() => {
            Err(Failure::usage(format!("{label}: expected a path, found none")).help(format!(
                "{INSTEAD}; or take {VARIABLE} out of the environment for the registry in your data folder"
            )))
        }
        "" => Ok(PathBuf::from(given)),
        "sqlite" if text.contains(char::REPLACEMENT_CHARACTER) => {
            Err(Failure::usage(format!("{label}: expected text in UTF-8 after `sqlite:`"))
                .help("give the path alone"))
        }
        "sqlite" => Ok(PathBuf::from(rest)),
        "postgres" | "postgresql" => {
            Err(Failure::usage(format!("{label}: PostgreSQL is not supported yet")).help(INSTEAD))
        }
        _ => Err(Failure::usage(format!("{label}: expected a path or sqlite:PATH, found another address"))
            .help(INSTEAD)),
    }
}

/// The registry in the user's data folder.
fn default() -> Result<PathBuf, Failure> {
    let folders = etcetera::choose_base_strategy().map_err(|_| {
        Failure::usage("there is no home folder, and so no registry in it")
            .help(format!("give --registry PATH, or set {VARIABLE}"))
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
            let found = path(OsStr::new(given)).map_err(|failure| failure.message);
            assert_eq!(found, Ok(PathBuf::from(expected)), "{given}");
        }
    }

    #[test]
    fn other_addresses_are_refused_without_showing_a_password() {
        for given in
            ["", "sqlite:", "postgres://me:secret@host/db", "PostgreSQL://me:secret@h", "https://secret"]
        {
            let failure = path(OsStr::new(given)).expect_err(given);
            assert!(!format!("{failure:?}").contains("secret"), "{failure:?}");
            assert!(!failure.help.is_empty());
        }
    }
}
