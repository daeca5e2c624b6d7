//! The registry that a command is about: which one, whose part of it, and its refusals as failures.

mod location;
pub(crate) mod remedies;

use std::ffi::OsStr;
use std::fmt::Display;
use std::ops::ControlFlow;
use std::path::Path;

use issuedby::ErrorDetails;
use issuedby_registry::{
    AccountName, CaCertificateRecord, CaName, CertId, Defect, DomainName, ErrorClass, Registry,
    RegistryError, SqliteRegistry, StorageError, StorageErrorKind,
};

use self::location::{Location, source};
use crate::arguments::{InAccount, InRegistry};
use crate::exit::ExitStatus;
use crate::failure::Failure;
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
            .map_err(|error| unreadable(label, &error))?;
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
        console.note("note", &format!("made a new registry at {}", quoted_label(&self.location.path)));
    }

    /// A command about this account, to copy: it names the registry too where that was said with an option.
    pub(crate) fn command(&self, command: impl Display) -> String {
        self.location.command(command, &self.account)
    }

    /// The registry's refusal as a failure.
    pub(crate) fn refused(&self, error: &RegistryError) -> Failure {
        if let RegistryError::Storage(error) = error {
            return storage_failure(error);
        }
        Failure::new(status(error.class()), error.code(), format!("{error} ({})", error.code()))
            .of(error)
            .remedy(remedies::of_registry(error, &self.location))
    }

    /// Reads `--cert-id`, and finds the certificate.
    ///
    /// # Errors
    ///
    /// A failure where there is none, with the closest identifier or the one of that name.
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
            Err(error) => Failure::new(
                ExitStatus::NotFound,
                error.code(),
                format!("--cert-id: {error} ({})", error.code()),
            ),
        };
        // The error for an unknown account comes before that for an unknown identifier.
        let meant = self.meant(registry, &text).map_err(|error| self.refused(&error))?;
        let failure = match meant {
            Some((name, id)) => {
                failure.remedy(format!("did you mean {id}, `{name}`?")).suggestion(id.as_str())
            }
            None if failure.remedies.is_empty() => failure.remedy(format!(
                "{}see the identifiers that there are: {}",
                if text.contains(':') {
                    "that looks like a fingerprint, which is no identifier; "
                } else {
                    ""
                },
                self.command("ca-certificate list")
            )),
            None => failure,
        };
        Err(failure)
    }

    /// The certificate that is called `text`, or else the one with the closest identifier, if one is close.
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
        let mut closest: Option<(usize, CaName, CertId)> = None;
        registry.for_each_ca_certificate(&self.account, &mut |record| {
            let distance = match record.name.as_str() == text {
                true => 0,
                false => strsim::osa_distance(record.id.as_str(), &wanted),
            };
            if distance <= AT_MOST && closest.as_ref().is_none_or(|(best, ..)| distance < *best) {
                closest = Some((distance, record.name, record.id));
            }
            ControlFlow::Continue(())
        })?;
        Ok(closest.map(|(_, name, id)| (name, id)))
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

    /// Its path.
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

    /// The remedy for a defect of this registry.
    pub(crate) fn remedy(&self, defect: &Defect) -> String {
        self.command(remedies::of_defect(defect))
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
            Failure::unacceptable("registry_not_made", format!("no registry can be made at {path} ({error})"))
                .remedy("give a path in a folder that this user can write to")
        })
    }

    /// The registry's refusal as a failure.
    pub(crate) fn refused(&self, error: &RegistryError) -> Failure {
        if let RegistryError::Storage(error) = error {
            return storage_failure(error);
        }
        Failure::new(status(error.class()), error.code(), format!("{error} ({})", error.code()))
            .of(error)
            .remedy(remedies::of_registry(error, &self.location))
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

/// The failure of a backup in a restore. The remedy for a registry would restore the backup onto itself.
fn backup_failure(error: &StorageError) -> Failure {
    let backup = quoted_label(Path::new(error.place()));
    match error.kind() {
        StorageErrorKind::Missing => Failure::new(
            ExitStatus::NotFound,
            error.code(),
            format!("found no backup at {backup} ({})", error.code()),
        )
        .remedy("check the path"),
        StorageErrorKind::Damaged => {
            storage_failure(error).without_remedies().remedy("the backup is damaged; use an older one")
        }
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
    Failure::new(status, error.code(), format!("{error} ({})", error.code()))
        .remedy(remedies::of_storage(error))
}

/// The remedy for a link on the way to `path` that leads nowhere, if there is one.
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
/// A usage failure for any other text.
pub(crate) fn ca_name(name: &OsStr) -> Result<CaName, Failure> {
    CaName::parse(&name.to_string_lossy()).map_err(|error| unreadable("--name", &error))
}

/// Reads the name of a domain.
///
/// # Errors
///
/// A usage failure for any other text.
pub(crate) fn domain_name(name: &OsStr) -> Result<DomainName, Failure> {
    DomainName::parse(&name.to_string_lossy()).map_err(|error| unreadable("NAME", &error))
}

/// An error of a name on the command line; `label` is its option or argument.
fn unreadable(label: &str, error: &dyn ErrorDetails) -> Failure {
    Failure::usage(error.code(), format!("{label}: {error} ({})", error.code()))
        .remedy(error.remedy().unwrap_or_default())
        .of(error)
}

/// The exit status for a kind of refusal.
pub(crate) fn status(class: ErrorClass) -> ExitStatus {
    match class {
        ErrorClass::Conflict => ExitStatus::Conflict,
        ErrorClass::NotFound => ExitStatus::NotFound,
        ErrorClass::Unacceptable => ExitStatus::Unacceptable,
    }
}
