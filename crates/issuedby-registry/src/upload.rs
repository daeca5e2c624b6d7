//! Uploading a CA certificate: what is found about it is said first, and may stop it.

use std::error::Error;
use std::fmt;

use issuedby::{CaCertificate, UnixTime};

use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::error::{ErrorClass, RegistryError};
use crate::lint::{Finding, Severity, lint};
use crate::record::{CaCertificateRecord, NewCaCertificate};
use crate::registry::Registry;

/// A CA certificate that an operator wants in the registry.
#[derive(Clone, Debug)]
pub struct CaUpload {
    /// Whose it will be.
    pub account: AccountName,
    /// What it will be called.
    pub name: CaName,
    /// The CA, whose fitness was checked when it was loaded.
    pub ca: CaCertificate,
    /// The time of the upload.
    pub now: UnixTime,
}

/// Which findings stop an upload.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct UploadPolicy {
    /// What happens to a CA from which anybody can get a certificate.
    pub public_cas: PublicCas,
    /// What happens to a CA that there is a warning about.
    pub warnings: Warnings,
}

/// What happens to a CA from which anybody can get a certificate.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum PublicCas {
    /// It is accepted: the operator insists.
    Accepted,
    /// It is refused.
    #[default]
    Refused,
}

/// What happens to a CA that there is a warning about.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Warnings {
    /// It is accepted.
    #[default]
    Accepted,
    /// It is refused.
    Refused,
}

impl UploadPolicy {
    /// Whether this finding stops an upload.
    pub fn refuses(self, finding: &Finding) -> bool {
        match finding.severity() {
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
    /// What there is to know about it, the gravest first.
    pub findings: Vec<Finding>,
}

/// Puts a CA certificate into the registry, unless what is found about it stops that.
///
/// # Errors
///
/// [`UploadError::Refused`] with the findings that stop it; [`UploadError::Registry`] as
/// [`Registry::create_ca_certificate`] says. Nothing was changed then.
pub fn upload(
    registry: &mut dyn Registry,
    upload: CaUpload,
    policy: UploadPolicy,
) -> Result<Uploaded, UploadError> {
    let CaUpload { account, name, ca, now } = upload;
    let same_subject = registry.ca_certificates_with_subject_of(&account, &ca)?;
    let findings = lint(&ca, &same_subject, now);
    let refused: Vec<_> = findings.iter().filter(|finding| policy.refuses(finding)).cloned().collect();
    if !refused.is_empty() {
        // What is there already is no upload. The registry is not asked again: by then the other may be gone, and what
        // is refused would get in.
        let twin = same_subject.into_iter().find(|other| other.sha256_fingerprint == ca.fingerprint());
        return Err(twin.map_or(
            UploadError::Refused(refused),
            |CaCertificateRecord { account, id, name, .. }| {
                RegistryError::CertificateExists { account, existing: id, name }.into()
            },
        ));
    }
    let new = NewCaCertificate::new(account, name, ca, now).map_err(RegistryError::from)?;
    Ok(Uploaded { record: registry.create_ca_certificate(&new)?, findings })
}

/// Why a CA certificate was not put into the registry.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum UploadError {
    /// What was found about it stopped it: at least one finding, the gravest first.
    Refused(Vec<Finding>),
    /// The registry refused it.
    Registry(RegistryError),
}

impl UploadError {
    /// The stable name: of the gravest finding, or of the registry's refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(findings) => findings.first().map_or("refused", Finding::code),
            Self::Registry(error) => error.code(),
        }
    }

    /// Which kind of failure it is.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Refused(_) => ErrorClass::Unacceptable,
            Self::Registry(error) => error.class(),
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Refused(findings) => {
                findings.first().map_or_else(String::new, |first| first.remedy().to_owned())
            }
            Self::Registry(error) => error.remedy(),
        }
    }
}

/// Each finding that stopped it, between semicolons; or the registry's sentence.
impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(findings) => {
                for (place, finding) in findings.iter().enumerate() {
                    write!(f, "{}{finding}", if place == 0 { "" } else { "; " })?;
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
