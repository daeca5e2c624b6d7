//! The records of the registry: CA certificates and domains.

use issuedby::{CaCertificate, CaError, Fingerprint, UnixTime, pem};

use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::domain::{DomainKind, DomainName, DomainState};
use crate::storage_error::StorageError;

/// A CA certificate as the registry holds it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CaCertificateRecord {
    /// Its identifier.
    pub id: CertId,
    /// The account.
    pub account: AccountName,
    /// Its name, unique in the account.
    pub name: CaName,
    /// The certificate, DER.
    pub der: Vec<u8>,
    /// The subject as RFC 4514 text: what to paste into `certIssuerDN`.
    pub subject: String,
    /// SHA-256 over the DER.
    pub sha256_fingerprint: Fingerprint,
    /// The first second in which it is valid.
    pub not_before: UnixTime,
    /// The last second in which it is valid.
    pub not_after: UnixTime,
    /// When it was uploaded.
    pub created_at: UnixTime,
    /// When its name was last changed; [`Self::created_at`] before that.
    pub updated_at: UnixTime,
}

impl CaCertificateRecord {
    /// A CA certificate that another registry has held: what follows from the certificate is read from it.
    pub fn transferred(
        id: CertId,
        account: AccountName,
        name: CaName,
        ca: &CaCertificate,
        created_at: UnixTime,
        updated_at: UnixTime,
    ) -> Self {
        Self {
            id,
            account,
            name,
            der: ca.certificate().der().to_vec(),
            subject: ca.subject().to_string(),
            sha256_fingerprint: ca.fingerprint(),
            not_before: ca.not_before(),
            not_after: ca.not_after(),
            created_at,
            updated_at,
        }
    }

    /// The certificate as PEM text.
    pub fn pem(&self) -> String {
        pem::encode_certificate(&self.der)
    }

    /// The CA as the verifier takes it, with its identifier.
    ///
    /// # Errors
    ///
    /// [`CaError`] when this version no longer takes what an earlier one accepted.
    pub fn to_ca_certificate(&self) -> Result<CaCertificate, CaError> {
        let ca = CaCertificate::from_der(&self.der)?;
        // The identifiers of the registry are letters and digits, which are always taken.
        Ok(ca.clone().with_id(self.id.as_str()).unwrap_or(ca))
    }
}

/// A CA certificate to create.
#[derive(Clone, Debug)]
pub struct NewCaCertificate {
    /// The identifier that it will have: a new one, of [`CertId::random`].
    pub id: CertId,
    /// The future account.
    pub account: AccountName,
    /// The name that it will have.
    pub name: CaName,
    /// The CA, whose fitness was checked when it was loaded.
    pub ca: CaCertificate,
    /// The time of the upload.
    pub now: UnixTime,
}

impl NewCaCertificate {
    /// A CA certificate with a new identifier.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the operating system gives no randomness.
    pub fn new(
        account: AccountName,
        name: CaName,
        ca: CaCertificate,
        now: UnixTime,
    ) -> Result<Self, StorageError> {
        Ok(Self { id: CertId::random()?, account, name, ca, now })
    }

    /// The record that it becomes.
    pub fn to_record(&self) -> CaCertificateRecord {
        let (id, account, name) = (self.id.clone(), self.account.clone(), self.name.clone());
        CaCertificateRecord::transferred(id, account, name, &self.ca, self.now, self.now)
    }
}

/// A domain as the registry holds it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct DomainRecord {
    /// Its name, unique over all accounts.
    pub name: DomainName,
    /// The account.
    pub account: AccountName,
    /// Managed or custom.
    pub kind: DomainKind,
    /// Pending or active.
    pub state: DomainState,
    /// When it was added.
    pub created_at: UnixTime,
    /// When it was activated; [`Self::created_at`] before that.
    pub updated_at: UnixTime,
}

impl DomainRecord {
    /// A domain that another registry has held.
    pub fn transferred(
        name: DomainName,
        account: AccountName,
        kind: DomainKind,
        state: DomainState,
        created_at: UnixTime,
        updated_at: UnixTime,
    ) -> Self {
        Self { name, account, kind, state, created_at, updated_at }
    }

    /// A domain that is added now, in the first state of its kind.
    pub(crate) fn added(account: &AccountName, name: &DomainName, kind: DomainKind, now: UnixTime) -> Self {
        Self {
            name: name.clone(),
            account: account.clone(),
            kind,
            state: kind.first_state(),
            created_at: now,
            updated_at: now,
        }
    }
}

/// The validity of a CA certificate, and which certificate it is.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CaValidity {
    /// The account that has it.
    pub account: AccountName,
    /// Its identifier.
    pub id: CertId,
    /// Its name in the account.
    pub name: CaName,
    /// The first second in which it is valid.
    pub not_before: UnixTime,
    /// The last second in which it is valid.
    pub not_after: UnixTime,
}

impl CaValidity {
    pub(crate) fn of(record: &CaCertificateRecord) -> Self {
        Self {
            account: record.account.clone(),
            id: record.id.clone(),
            name: record.name.clone(),
            not_before: record.not_before,
            not_after: record.not_after,
        }
    }
}
