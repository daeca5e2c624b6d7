//! Why the registry did not do what it was asked: a stable code, a sentence, what to do.

use std::error::Error;
use std::fmt;

use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::domain::DomainName;
use crate::limits::{MAX_CA_CERTIFICATES, MAX_CA_CERTIFICATES_WITH_SUBJECT, MAX_DOMAINS};
use crate::storage_error::{StorageError, StorageErrorKind};

/// Why the registry did not do what it was asked. Nothing of the operation was done.
///
/// The variants and codes are stable; the sentence that `Display` writes is for people and may change.
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
    /// What holds the registry failed.
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
        /// The existing account with the nearest name, if one is near.
        nearest: Option<AccountName>,
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
    /// The stable name: lower case, words joined by `_`. Names are never changed or used again.
    pub fn code(&self) -> &'static str {
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

    /// Which kind of failure it is, as a program's exit status tells them apart.
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

    /// What to do about it. Its commands can be copied as they stand.
    pub fn remedy(&self) -> String {
        match self {
            Self::CertIdTaken { .. } => {
                // A file has an account whole, and what is there is never imported again.
                "import the accounts that are missing, one at a time: issuedby registry import --account NAME FILE"
                    .to_owned()
            }
            Self::CertificateExists { account, existing, .. } => format!(
                "use it, or give it another name: issuedby ca-certificate update --cert-id {existing} --name NAME \
                 --account {account}"
            ),
            Self::DomainExists { account, .. } => {
                format!("see its state: issuedby domain list --account {account}")
            }
            Self::DomainTaken { .. } => "the account that has it must remove it first".to_owned(),
            Self::NameTaken { account, existing, .. } => format!(
                "choose another name; this shows the certificate that has it: issuedby ca-certificate describe \
                 --cert-id {existing} --account {account}"
            ),
            Self::Storage(error) => error.remedy(),
            Self::TooManyCaCertificates { account } | Self::TooManyWithSubject { account, .. } => format!(
                "delete those that have expired or are no longer used: issuedby ca-certificate list --account {account}"
            ),
            Self::TooManyDomains { account } => {
                format!("remove those that are no longer used: issuedby domain list --account {account}")
            }
            Self::UnknownAccount { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            Self::UnknownAccount { nearest: None, account } => format!(
                "an account is made by its first certificate or domain: issuedby ca-certificate create --account \
                 {account} --name NAME --cert FILE"
            ),
            Self::UnknownCaCertificate { account, .. } => {
                format!("see what there is: issuedby ca-certificate list --account {account}")
            }
            Self::UnknownDomain { account, .. } => {
                format!("see what there is: issuedby domain list --account {account}")
            }
        }
    }
}

/// What was expected and what was found, in one sentence; what to do is [`RegistryError::remedy`].
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
    /// What was named is not there.
    NotFound,
    /// The registry, or what it was given, could not be used or accepted.
    Unacceptable,
}
