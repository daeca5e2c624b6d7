//! The upload of a CA certificate, which its warnings may stop.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use issuedby::{CaCertificate, ErrorDetails, UnixTime};

use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::error::{ErrorClass, RegistryError};
use crate::lint::{LintWarning, Severity, lint};
use crate::record::{CaCertificateRecord, NewCaCertificate};
use crate::registry::Registry;

/// A CA certificate that an operator wants in the registry.
#[derive(Clone, Debug)]
pub struct CaUpload {
    /// The account that will have it.
    pub account: AccountName,
    /// The name that it will have.
    pub name: CaName,
    /// The CA, whose fitness was checked when it was loaded.
    pub ca: CaCertificate,
    /// The time of the upload.
    pub now: UnixTime,
}

/// The warnings that stop an upload.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct UploadPolicy {
    /// The treatment of a CA from which anyone can get a certificate.
    pub public_cas: PublicCas,
    /// The treatment of a CA with warnings.
    pub warnings: Warnings,
}

/// The treatment of a CA from which anyone can get a certificate.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum PublicCas {
    /// It is accepted: the operator insists.
    Accepted,
    /// It is refused.
    #[default]
    Refused,
}

/// The treatment of a CA with warnings.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Warnings {
    /// It is accepted.
    #[default]
    Accepted,
    /// It is refused.
    Refused,
}

impl UploadPolicy {
    /// True where this warning stops an upload.
    pub fn refuses(self, warning: &LintWarning) -> bool {
        match warning.severity() {
            Severity::Error => self.public_cas == PublicCas::Refused,
            Severity::Warning => self.warnings == Warnings::Refused,
            Severity::Note => false,
        }
    }
}

/// A CA certificate that is in the registry now.
#[derive(Clone, Debug)]
pub struct Uploaded {
    /// The certificate as it is held.
    pub record: CaCertificateRecord,
    /// The warnings about it, the gravest first.
    pub warnings: Vec<LintWarning>,
}

/// Puts a CA certificate into the registry, unless its warnings stop that.
///
/// # Errors
///
/// [`UploadError::Lint`] with the warnings that stop it; [`UploadError::Registry`] as
/// [`Registry::create_ca_certificate`] says. Nothing was changed then.
pub fn upload(
    registry: &mut dyn Registry,
    upload: CaUpload,
    policy: UploadPolicy,
) -> Result<Uploaded, UploadError> {
    let CaUpload { account, name, ca, now } = upload;
    let same_subject = registry.ca_certificates_with_subject_of(&account, &ca)?;
    let warnings = lint(&ca, &same_subject, now);
    let refused: Vec<_> = warnings.iter().filter(|warning| policy.refuses(warning)).cloned().collect();
    if !refused.is_empty() {
        // What is there already is no upload. The registry is not asked again: by then the other may be gone, and what
        // is refused would get in.
        let twin = same_subject.into_iter().find(|other| other.sha256_fingerprint == ca.fingerprint());
        return Err(twin.map_or(
            UploadError::Lint(refused),
            |CaCertificateRecord { account, id, name, .. }| {
                RegistryError::CertificateExists { account, existing: id, name }.into()
            },
        ));
    }
    let new = NewCaCertificate::new(account, name, ca, now).map_err(RegistryError::from)?;
    Ok(Uploaded { record: registry.create_ca_certificate(&new)?, warnings })
}

/// The reason for which a CA certificate was not put into the registry.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum UploadError {
    /// Its warnings stopped it: at least one, the gravest first.
    Lint(Vec<LintWarning>),
    /// The registry refused it.
    Registry(RegistryError),
}

impl UploadError {
    /// The kind of failure, as the exit status of a program distinguishes it.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Lint(_) => ErrorClass::Unacceptable,
            Self::Registry(error) => error.class(),
        }
    }
}

/// The details of the gravest warning, or of the registry's error.
impl ErrorDetails for UploadError {
    fn code(&self) -> &'static str {
        match self {
            Self::Lint(warnings) => warnings.first().map_or("refused", LintWarning::code),
            Self::Registry(error) => error.code(),
        }
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Lint(warnings) => warnings.first().and_then(LintWarning::remedy).map(Cow::from),
            Self::Registry(error) => error.remedy(),
        }
    }

    fn suggestion(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Lint(_) => None,
            Self::Registry(error) => error.suggestion(),
        }
    }
}

/// Each warning that stopped it, between semicolons; or the registry's sentence.
impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lint(warnings) => {
                for (place, warning) in warnings.iter().enumerate() {
                    write!(f, "{}{warning}", if place == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
            Self::Registry(error) => error.fmt(f),
        }
    }
}

impl Error for UploadError {}

impl From<RegistryError> for UploadError {
    fn from(error: RegistryError) -> Self {
        Self::Registry(error)
    }
}
