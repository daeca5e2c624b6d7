//! The registry that a command is about: which one, whose part of it, and its refusals as failures.

mod location;

use std::ffi::OsStr;
use std::fmt::Display;
use std::ops::ControlFlow;
use std::path::Path;

use issuedby_registry::{
    AccountName, CaCertificateRecord, CaName, CertId, DomainName, ErrorClass, Registry, RegistryError,
    SqliteRegistry, StorageError, StorageErrorKind,
};

use self::location::{Location, source};
use crate::arguments::{InAccount, InRegistry};
use crate::exit::{ExitStatus, Failure};
use crate::source::quoted_label;
use crate::terminal::Console;

/// An account of a registry, as the command line names them: read, and not yet looked for.
pub(crate) struct Place {
    pub(crate) account: AccountName,
    location: Location,
}

impl Place {
    /// Reads `--account` and `--registry`.
    ///
    /// # Errors
    ///
    /// A usage failure for what is no account or no registry that can be used.
    pub(crate) fn read(arguments: &InAccount) -> Result<Self, Failure> {
        let label = source("--account", "ISSUEDBY_ACCOUNT", &arguments.account);
        let account = AccountName::parse(&arguments.account.to_string_lossy())
            .map_err(|error| unreadable(label, &error, error.kind().code()))?;
        Ok(Self { account, location: Location::read(arguments.registry.as_deref())? })
    }

    /// Opens a registry that is there.
    ///
    /// # Errors
    ///
    /// A failure that names it.
    pub(crate) fn open(&self) -> Result<Box<dyn Registry>, Failure> {
        let opened = SqliteRegistry::open(&self.location.path).map_err(|error| storage_failure(&error))?;
        Ok(Box::new(opened))
    }

    /// Opens the registry, if there is one.
    ///
    /// # Errors
    ///
    /// A failure that names it.
    pub(crate) fn open_if_there(&self) -> Result<Option<Box<dyn Registry>>, Failure> {
        match SqliteRegistry::open(&self.location.path) {
            Ok(opened) => Ok(Some(Box::new(opened))),
            Err(error) if *error.kind() == StorageErrorKind::Missing => Ok(None),
            Err(error) => Err(storage_failure(&error)),
        }
    }

    /// Makes the registry, unless somebody else was faster.
    ///
    /// # Errors
    ///
    /// A failure that names it.
    pub(crate) fn make(&self) -> Result<Box<dyn Registry>, Failure> {
        Ok(Box::new(self.location.make()?))
    }

    /// Says that a registry was made, and where: the next command may look elsewhere.
    pub(crate) fn tell_made(&self, console: &mut Console) {
        console.remark("note", &format!("made a new registry at {}", quoted_label(&self.location.path)));
    }

    /// A command about this account, to copy: it names the registry too where that was said with an option.
    pub(crate) fn command(&self, command: impl Display) -> String {
        self.location.in_same_registry(&format!("issuedby {command} --account {}", self.account))
    }

    /// The registry's refusal as a failure.
    pub(crate) fn refused(&self, error: &RegistryError) -> Failure {
        if let RegistryError::Storage(error) = error {
            return storage_failure(error);
        }
        Failure::new(status(error.class()), format!("{error} ({})", error.code()))
            .help(self.location.in_same_registry(&error.remedy()))
    }

    /// Reads `--cert-id`, and finds the certificate.
    ///
    /// # Errors
    ///
    /// A failure where there is none, with the nearest identifier or the one that was meant by a name.
    pub(crate) fn ca_certificate(
        &self,
        registry: &mut dyn Registry,
        cert_id: &OsStr,
    ) -> Result<CaCertificateRecord, Failure> {
        let text = cert_id.to_string_lossy();
        let failure = match CertId::parse(&text) {
            Ok(id) => match registry.ca_certificate(&self.account, &id) {
                Ok(record) => return Ok(record),
                Err(RegistryError::UnknownCaCertificate { account, id }) => {
                    self.refused(&RegistryError::UnknownCaCertificate { account, id })
                }
                Err(other) => return Err(self.refused(&other)),
            },
            Err(error) => {
                Failure::new(ExitStatus::NotFound, format!("--cert-id: {error} ({})", error.code()))
            }
        };
        // An unknown account is said before an identifier that nobody has.
        let meant = self.meant(registry, &text).map_err(|error| self.refused(&error))?;
        let failure = match meant {
            Some((name, id)) => failure.help(format!("did you mean {id}, `{name}`?")),
            None if failure.help.is_empty() => failure
                .help(format!("see the identifiers that there are: {}", self.command("ca-certificate list"))),
            None => failure,
        };
        Err(failure)
    }

    /// The certificate that is called `text`, or else the one with the nearest identifier, if one is near.
    fn meant(
        &self,
        registry: &mut dyn Registry,
        text: &str,
    ) -> Result<Option<(CaName, CertId)>, RegistryError> {
        /// Further apart they are two identifiers rather than one that was copied badly.
        const AT_MOST: usize = 8;
        /// A text that is no identifier may be long.
        const LONGEST: usize = 64;
        let wanted: String = text.chars().take(LONGEST).collect();
        let mut nearest: Option<(usize, CaName, CertId)> = None;
        registry.for_each_ca_certificate(&self.account, &mut |record| {
            let distance = match record.name.as_str() == text {
                true => 0,
                false => strsim::osa_distance(record.id.as_str(), &wanted),
            };
            if distance <= AT_MOST && nearest.as_ref().is_none_or(|(best, ..)| distance < *best) {
                nearest = Some((distance, record.name, record.id));
            }
            ControlFlow::Continue(())
        })?;
        Ok(nearest.map(|(_, name, id)| (name, id)))
    }
}

/// A whole registry, as the command line names it: read, and not yet looked for.
pub(crate) struct WholeRegistry {
    location: Location,
}

impl WholeRegistry {
    /// Reads `--registry`.
    ///
    /// # Errors
    ///
    /// A usage failure for what is no registry that can be used.
    pub(crate) fn read(arguments: &InRegistry) -> Result<Self, Failure> {
        Ok(Self { location: Location::read(arguments.registry.as_deref())? })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.location.path
    }

    /// Opens a registry that is there.
    ///
    /// # Errors
    ///
    /// A failure that names it.
    pub(crate) fn open(&self) -> Result<SqliteRegistry, Failure> {
        SqliteRegistry::open(self.path()).map_err(|error| storage_failure(&error))
    }

    /// A text that ends with a command, to copy: it names the registry too where that was said with an option.
    pub(crate) fn command(&self, command: impl Display) -> String {
        format!("{command}{}", self.location.option())
    }

    /// Opens a registry that is there, and leaves its format as it is.
    ///
    /// # Errors
    ///
    /// A failure that names it.
    pub(crate) fn open_to_read(&self) -> Result<SqliteRegistry, Failure> {
        SqliteRegistry::open_to_read(self.path()).map_err(|error| storage_failure(&error))
    }

    /// Opens a registry, which is made where there is none.
    ///
    /// # Errors
    ///
    /// A failure that names it.
    pub(crate) fn open_or_make(&self) -> Result<SqliteRegistry, Failure> {
        match SqliteRegistry::open(self.path()) {
            Err(error) if *error.kind() == StorageErrorKind::Missing => self.location.make(),
            opened => opened.map_err(|error| storage_failure(&error)),
        }
    }

    /// Makes the folder of the default registry, where a restore makes the registry itself.
    ///
    /// # Errors
    ///
    /// A failure that names it.
    pub(crate) fn make_folder(&self) -> Result<(), Failure> {
        self.location.make_folder().map_err(|error| {
            let path = quoted_label(self.path());
            Failure::unacceptable(format!("no registry can be made at {path} ({error})"))
                .help("give a path in a folder that this user can write to")
        })
    }

    /// The registry's refusal as a failure.
    pub(crate) fn refused(&self, error: &RegistryError) -> Failure {
        if let RegistryError::Storage(error) = error {
            return storage_failure(error);
        }
        Failure::new(status(error.class()), format!("{error} ({})", error.code()))
            .help(self.location.in_same_registry(&error.remedy()))
    }

    /// The refusal of a restore as a failure: it is about the registry or about `backup`.
    pub(crate) fn restore_refused(&self, error: &RegistryError, backup: &Path) -> Failure {
        match error {
            RegistryError::Storage(error) if error.place() == backup.display().to_string() => {
                backup_failure(error)
            }
            _ => self.refused(error),
        }
    }
}

/// A fault of a backup that is to be restored. What would repair a registry would restore the backup onto itself.
fn backup_failure(error: &StorageError) -> Failure {
    let backup = quoted_label(Path::new(error.place()));
    match error.kind() {
        StorageErrorKind::Missing => {
            Failure::new(ExitStatus::NotFound, format!("found no backup at {backup} ({})", error.code()))
                .help("check the path")
        }
        StorageErrorKind::Damaged => Failure { help: Vec::new(), ..storage_failure(error) }
            .help("the backup is damaged; use an older one"),
        _ => storage_failure(error),
    }
}

/// A fault of what holds a registry.
fn storage_failure(error: &StorageError) -> Failure {
    let status = match error.kind() {
        // Without a registry there is no account: the same to whoever asks for one.
        StorageErrorKind::Missing => ExitStatus::NotFound,
        StorageErrorKind::Exists => ExitStatus::Conflict,
        _ => ExitStatus::Unacceptable,
    };
    Failure::new(status, format!("{error} ({})", error.code())).help(error.remedy())
}

/// What to do about a link on the way to `path` that leads nowhere, if one does.
fn dangling_link(path: &Path) -> Option<String> {
    let link = path.ancestors().find(|part| part.is_symlink() && !part.exists())?;
    let target = link.read_link().ok()?;
    let (link, target) = (quoted_label(link), quoted_label(&target));
    Some(format!("{link} is a link to {target}, which is not there; give the path of the registry itself"))
}

/// Reads the name of a CA certificate.
///
/// # Errors
///
/// A usage failure for any text that is none.
pub(crate) fn ca_name(name: &OsStr) -> Result<CaName, Failure> {
    CaName::parse(&name.to_string_lossy()).map_err(|error| unreadable("--name", &error, error.kind().code()))
}

/// Reads the name of a domain.
///
/// # Errors
///
/// A usage failure for any text that is none.
pub(crate) fn domain_name(name: &OsStr) -> Result<DomainName, Failure> {
    DomainName::parse(&name.to_string_lossy())
        .map_err(|error| unreadable("NAME", &error, error.kind().code()))
}

/// What is found and, after the first semicolon, what to do.
fn unreadable(label: &str, error: &dyn Display, code: &str) -> Failure {
    let sentence = error.to_string();
    let (found, remedy) = sentence.split_once("; ").unwrap_or((&sentence, ""));
    Failure::usage(format!("{label}: {found} ({code})")).help(remedy)
}

/// The exit status for a kind of refusal.
pub(crate) fn status(class: ErrorClass) -> ExitStatus {
    match class {
        ErrorClass::Conflict => ExitStatus::Conflict,
        ErrorClass::NotFound => ExitStatus::NotFound,
        ErrorClass::Unacceptable => ExitStatus::Unacceptable,
    }
}
