//! The refusals of a registry: each has a stable code, a message and a remedy in words.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use issuedby::ErrorDetails;

use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::domain::DomainName;
use crate::limits::{MAX_CA_CERTIFICATES, MAX_CA_CERTIFICATES_WITH_SUBJECT, MAX_DOMAINS};
use crate::storage_error::{StorageError, StorageErrorKind};

/// A refusal of the registry. Nothing of the operation was done.
///
/// The variants and codes are stable; the sentence that `Display` writes is for people and may change. The details
/// are those of [`ErrorDetails`]: the remedy names no command, since the caller may be any program.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RegistryError {
    /// A CA certificate with this identifier is there already, in whichever account.
    CertIdTaken {
        /// The identifier.
        id: CertId,
    },
    /// The account already has this very certificate.
    CertificateExists {
        /// The account.
        account: AccountName,
        /// The identifier that the certificate has.
        existing: CertId,
        /// The name that it has.
        name: CaName,
    },
    /// The account already has this domain.
    DomainExists {
        /// The account.
        account: AccountName,
        /// The domain.
        domain: DomainName,
    },
    /// Another account has this domain. Which one is not said.
    DomainTaken {
        /// The domain.
        domain: DomainName,
    },
    /// Another certificate of the account has this name.
    NameTaken {
        /// The account.
        account: AccountName,
        /// The name.
        name: CaName,
        /// The identifier of the certificate that has it.
        existing: CertId,
    },
    /// The storage of the registry failed.
    Storage(StorageError),
    /// The account has as many CA certificates as it may.
    TooManyCaCertificates {
        /// The account.
        account: AccountName,
    },
    /// The account has as many domains as it may.
    TooManyDomains {
        /// The account.
        account: AccountName,
    },
    /// The account has as many CA certificates with this subject as it may.
    TooManyWithSubject {
        /// The account.
        account: AccountName,
        /// The subject, RFC 4514 text.
        subject: String,
    },
    /// There is no such account.
    UnknownAccount {
        /// The account.
        account: AccountName,
        /// The existing account with the closest name, if one is close.
        closest_name: Option<AccountName>,
    },
    /// The account has no CA certificate with this identifier.
    UnknownCaCertificate {
        /// The account.
        account: AccountName,
        /// The identifier.
        id: CertId,
    },
    /// The account has no such domain.
    UnknownDomain {
        /// The account.
        account: AccountName,
        /// The domain.
        domain: DomainName,
    },
}

impl RegistryError {
    /// The kind of failure, as the exit status of a program distinguishes it.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::CertIdTaken { .. }
            | Self::CertificateExists { .. }
            | Self::DomainExists { .. }
            | Self::DomainTaken { .. }
            | Self::NameTaken { .. } => ErrorClass::Conflict,
            Self::UnknownAccount { .. } | Self::UnknownCaCertificate { .. } | Self::UnknownDomain { .. } => {
                ErrorClass::NotFound
            }
            Self::Storage(error) if *error.kind() == StorageErrorKind::Exists => ErrorClass::Conflict,
            Self::Storage(_)
            | Self::TooManyCaCertificates { .. }
            | Self::TooManyDomains { .. }
            | Self::TooManyWithSubject { .. } => ErrorClass::Unacceptable,
        }
    }
}

impl ErrorDetails for RegistryError {
    fn code(&self) -> &'static str {
        match self {
            Self::CertIdTaken { .. } => "cert_id_taken",
            Self::CertificateExists { .. } => "certificate_exists",
            Self::DomainExists { .. } => "domain_exists",
            Self::DomainTaken { .. } => "domain_taken",
            Self::NameTaken { .. } => "name_taken",
            Self::Storage(error) => error.code(),
            Self::TooManyCaCertificates { .. } => "too_many_ca_certificates",
            Self::TooManyDomains { .. } => "too_many_domains",
            Self::TooManyWithSubject { .. } => "too_many_with_subject",
            Self::UnknownAccount { .. } => "unknown_account",
            Self::UnknownCaCertificate { .. } => "unknown_ca_certificate",
            Self::UnknownDomain { .. } => "unknown_domain",
        }
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        let remedy = match self {
            Self::CertIdTaken { .. } => "import the accounts that are missing, one at a time",
            Self::CertificateExists { .. } => "use it, or give it another name",
            Self::DomainExists { .. } => "use it as it is",
            Self::DomainTaken { .. } => "ask the account that has it to remove it first",
            Self::NameTaken { .. } => "choose another name",
            Self::Storage(error) => return error.remedy(),
            Self::TooManyCaCertificates { .. } | Self::TooManyWithSubject { .. } => {
                "delete those that have expired or are no longer used"
            }
            Self::TooManyDomains { .. } => "remove those that are no longer used",
            Self::UnknownAccount { .. } => {
                "check the name, or make the account with its first CA certificate or domain"
            }
            Self::UnknownCaCertificate { .. } => "choose one of the CA certificates of the account",
            Self::UnknownDomain { .. } => "choose one of the domains of the account",
        };
        Some(remedy.into())
    }

    fn suggestion(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::UnknownAccount { closest_name, .. } => {
                closest_name.as_ref().map(|name| name.as_str().into())
            }
            _ => None,
        }
    }
}

/// The message: what was found and what was expected, in one sentence.
impl fmt::Display for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CertIdTaken { id } => write!(f, "there is a CA certificate {id} already"),
            Self::CertificateExists { account, existing, name } => {
                write!(f, "the account `{account}` already has this certificate: `{name}`, {existing}")
            }
            Self::DomainExists { account, domain } => {
                write!(f, "the account `{account}` already has the domain `{domain}`")
            }
            Self::DomainTaken { domain } => write!(f, "the domain `{domain}` belongs to another account"),
            Self::NameTaken { account, name, existing } => {
                write!(f, "the name `{name}` is taken in the account `{account}`: {existing} has it")
            }
            Self::Storage(error) => error.fmt(f),
            Self::TooManyCaCertificates { account } => write!(
                f,
                "the account `{account}` has {MAX_CA_CERTIFICATES} CA certificates, which is as many as an account may \
                 have"
            ),
            Self::TooManyDomains { account } => write!(
                f,
                "the account `{account}` has {MAX_DOMAINS} domains, which is as many as an account may have"
            ),
            Self::TooManyWithSubject { account, subject } => write!(
                f,
                "the account `{account}` has {MAX_CA_CERTIFICATES_WITH_SUBJECT} CA certificates with the subject \
                 `{subject}`, which is as many as one verification tries"
            ),
            Self::UnknownAccount { account, .. } => write!(f, "there is no account `{account}`"),
            Self::UnknownCaCertificate { account, id } => {
                write!(f, "the account `{account}` has no CA certificate {id}")
            }
            Self::UnknownDomain { account, domain } => {
                write!(f, "the account `{account}` has no domain `{domain}`")
            }
        }
    }
}

impl Error for RegistryError {}

impl From<StorageError> for RegistryError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// The kinds of failure that programs tell apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ErrorClass {
    /// Something with this name, or this very thing, is already there.
    Conflict,
    /// The named object is not there.
    NotFound,
    /// The registry, or what it was given, could not be used or accepted.
    Unacceptable,
}
