//! The trait of every registry.

use std::ops::ControlFlow;

use issuedby::{CaCertificate, UnixTime};

use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::domain::{DomainKind, DomainName};
use crate::error::RegistryError;
use crate::generation::Generation;
use crate::record::{CaCertificateRecord, CaValidity, DomainRecord, NewCaCertificate};
use crate::snapshot::Snapshot;

/// The state of the registry, for a follower.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Poll {
    /// The generation of the whole registry.
    pub generation: Generation,
    /// True where something other than changes of this registry has written to its storage since the last poll: a file
    /// was copied over it, or is being copied. Then nothing that was read before can be relied on, whatever its
    /// generation. It stays so until a poll finds everything at rest; the first poll finds it so.
    pub is_overwritten: bool,
}

/// Accounts, their CA certificates and domains.
///
/// Each operation is done whole or not at all. One that has returned `Ok` outlasts the end of the process and of
/// the machine's power, where the implementation is a lasting one. Several processes may use one registry.
///
/// An account that is not there is [`RegistryError::UnknownAccount`] in every operation but the two that make
/// accounts, [`Self::create_ca_certificate`] and [`Self::add_domain`]. What belongs to another account is not there.
///
/// # Errors
///
/// Every operation can end with [`RegistryError::Storage`] besides those that it names.
pub trait Registry: Send {
    /// Adds a CA certificate to an account, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// In this order: [`RegistryError::CertificateExists`], [`RegistryError::NameTaken`],
    /// [`RegistryError::TooManyWithSubject`], [`RegistryError::TooManyCaCertificates`].
    fn create_ca_certificate(&mut self, new: &NewCaCertificate)
    -> Result<CaCertificateRecord, RegistryError>;

    /// One CA certificate.
    ///
    /// # Errors
    ///
    /// [`RegistryError::UnknownCaCertificate`].
    fn ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
    ) -> Result<CaCertificateRecord, RegistryError>;

    /// Shows every CA certificate of an account to `visit`, by name in the order of their bytes, until it breaks.
    ///
    /// They are those of one moment. `visit` may take its time: no other program waits for it.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn for_each_ca_certificate(
        &mut self,
        account: &AccountName,
        visit: &mut dyn FnMut(CaCertificateRecord) -> ControlFlow<()>,
    ) -> Result<(), RegistryError>;

    /// The CA certificates of an account with the subject of `ca`, by name: those that a verification would try
    /// together with it. An account that is not there has none.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn ca_certificates_with_subject_of(
        &mut self,
        account: &AccountName,
        ca: &CaCertificate,
    ) -> Result<Vec<CaCertificateRecord>, RegistryError>;

    /// Gives a CA certificate another name. The name that it has already changes nothing.
    ///
    /// # Errors
    ///
    /// [`RegistryError::UnknownCaCertificate`], [`RegistryError::NameTaken`].
    fn rename_ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
        name: &CaName,
        now: UnixTime,
    ) -> Result<CaCertificateRecord, RegistryError>;

    /// Deletes a CA certificate, at once and for good. Gives what it was.
    ///
    /// # Errors
    ///
    /// [`RegistryError::UnknownCaCertificate`].
    fn delete_ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
    ) -> Result<CaCertificateRecord, RegistryError>;

    /// Adds a domain to an account, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// In this order: [`RegistryError::DomainExists`], [`RegistryError::DomainTaken`],
    /// [`RegistryError::TooManyDomains`].
    fn add_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
        kind: DomainKind,
        now: UnixTime,
    ) -> Result<DomainRecord, RegistryError>;

    /// Shows every domain of an account to `visit`, by name, until it breaks.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn for_each_domain(
        &mut self,
        account: &AccountName,
        visit: &mut dyn FnMut(DomainRecord) -> ControlFlow<()>,
    ) -> Result<(), RegistryError>;

    /// Makes a domain active: whoever calls it has seen the proof that the account controls it. One that is active
    /// already stays as it is.
    ///
    /// # Errors
    ///
    /// [`RegistryError::UnknownDomain`].
    fn activate_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
        now: UnixTime,
    ) -> Result<DomainRecord, RegistryError>;

    /// Removes a domain, at once. Gives what it was.
    ///
    /// # Errors
    ///
    /// [`RegistryError::UnknownDomain`].
    fn remove_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
    ) -> Result<DomainRecord, RegistryError>;

    /// The names of the accounts that have a domain, active or pending, in the order of their bytes, at most `limit` of
    /// them. No request can be for an account without a domain.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn accounts_with_domains(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError>;

    /// Removes an account with all that it has.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn remove_account(&mut self, account: &AccountName) -> Result<(), RegistryError>;

    /// The generation of the whole registry. Cheap enough to be asked every second.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn generation(&mut self) -> Result<Generation, RegistryError>;

    /// The generation of the whole registry, and whether what was read before can be relied on. For a gateway that
    /// follows the registry: it asks several times a second.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn poll(&mut self) -> Result<Poll, RegistryError>;

    /// The generation of the account that an active domain serves: which of its snapshots is current. `None` where
    /// [`Self::snapshot`] would be.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn generation_at(&mut self, domain: &DomainName) -> Result<Option<Generation>, RegistryError>;

    /// The snapshot for a gateway at a domain: the CAs of the account that it serves, of one moment. `None` where the
    /// domain is not there or is not active. It reads nothing of other accounts.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn snapshot(&mut self, domain: &DomainName) -> Result<Option<Snapshot>, RegistryError>;

    /// Relies on nothing that was read before: the next operation reads everything again, also where nothing seems to have
    /// changed.
    fn forget(&mut self);

    /// One domain, active or pending, of any account.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn domain(&mut self, name: &DomainName) -> Result<Option<DomainRecord>, RegistryError>;

    /// The first `limit` domains of all accounts, by name, active or pending.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn domains(&mut self, limit: u32) -> Result<Vec<DomainRecord>, RegistryError>;

    /// The first `limit` accounts, by name, that have an active domain and no CA certificate: none of their clients can
    /// be verified.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn accounts_without_ca(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError>;

    /// The first `limit` accounts, by name, that have a CA certificate and no active domain: their CAs verify no client.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn accounts_without_domain(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError>;

    /// Shows `visit` the CA certificates, of the first `limit` of all accounts, that are not valid during the whole time
    /// from `from` to `until`. It stops when `visit` breaks, and returns how many certificates were looked at.
    ///
    /// Writers may wait for `visit`. The order is always the same.
    ///
    /// # Errors
    ///
    /// Those of every operation.
    fn for_each_ca_not_valid_throughout(
        &mut self,
        range: (UnixTime, UnixTime),
        limit: u32,
        visit: &mut dyn FnMut(CaValidity) -> ControlFlow<()>,
    ) -> Result<u32, RegistryError>;
}
