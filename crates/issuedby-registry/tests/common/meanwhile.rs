//! A registry in which somebody else deletes what was found, before anything is done with it.

use std::ops::ControlFlow;

use issuedby::CaCertificate;
use issuedby_registry::{
    AccountName, CaCertificateRecord, CaName, CaValidity, CertId, DomainKind, DomainName, DomainRecord,
    Generation, MemoryRegistry, NewCaCertificate, Poll, Registry, RegistryError, Snapshot, UnixTime,
};

type Done<T> = Result<T, RegistryError>;

/// Deletes every certificate that [`Registry::ca_certificates_with_subject_of`] has given.
pub(crate) struct DeletedMeanwhile(pub(crate) MemoryRegistry);

impl Registry for DeletedMeanwhile {
    fn ca_certificates_with_subject_of(
        &mut self,
        account: &AccountName,
        ca: &CaCertificate,
    ) -> Done<Vec<CaCertificateRecord>> {
        let found = self.0.ca_certificates_with_subject_of(account, ca)?;
        for record in &found {
            self.0.delete_ca_certificate(account, &record.id)?;
        }
        Ok(found)
    }

    fn create_ca_certificate(&mut self, new: &NewCaCertificate) -> Done<CaCertificateRecord> {
        self.0.create_ca_certificate(new)
    }

    fn ca_certificate(&mut self, account: &AccountName, id: &CertId) -> Done<CaCertificateRecord> {
        self.0.ca_certificate(account, id)
    }

    fn for_each_ca_certificate(
        &mut self,
        account: &AccountName,
        visit: &mut dyn FnMut(CaCertificateRecord) -> ControlFlow<()>,
    ) -> Done<()> {
        self.0.for_each_ca_certificate(account, visit)
    }

    fn rename_ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
        name: &CaName,
        now: UnixTime,
    ) -> Done<CaCertificateRecord> {
        self.0.rename_ca_certificate(account, id, name, now)
    }

    fn delete_ca_certificate(&mut self, account: &AccountName, id: &CertId) -> Done<CaCertificateRecord> {
        self.0.delete_ca_certificate(account, id)
    }

    fn add_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
        kind: DomainKind,
        now: UnixTime,
    ) -> Done<DomainRecord> {
        self.0.add_domain(account, domain, kind, now)
    }

    fn for_each_domain(
        &mut self,
        account: &AccountName,
        visit: &mut dyn FnMut(DomainRecord) -> ControlFlow<()>,
    ) -> Done<()> {
        self.0.for_each_domain(account, visit)
    }

    fn activate_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
        now: UnixTime,
    ) -> Done<DomainRecord> {
        self.0.activate_domain(account, domain, now)
    }

    fn remove_domain(&mut self, account: &AccountName, domain: &DomainName) -> Done<DomainRecord> {
        self.0.remove_domain(account, domain)
    }

    fn accounts_with_domains(&mut self, limit: u32) -> Done<Vec<AccountName>> {
        self.0.accounts_with_domains(limit)
    }

    fn remove_account(&mut self, account: &AccountName) -> Done<()> {
        self.0.remove_account(account)
    }

    fn generation(&mut self) -> Done<Generation> {
        self.0.generation()
    }

    fn poll(&mut self) -> Done<Poll> {
        self.0.poll()
    }

    fn generation_at(&mut self, domain: &DomainName) -> Done<Option<Generation>> {
        self.0.generation_at(domain)
    }

    fn snapshot(&mut self, domain: &DomainName) -> Done<Option<Snapshot>> {
        self.0.snapshot(domain)
    }

    fn forget(&mut self) {
        self.0.forget();
    }

    fn domain(&mut self, name: &DomainName) -> Done<Option<DomainRecord>> {
        self.0.domain(name)
    }

    fn domains(&mut self, limit: u32) -> Done<Vec<DomainRecord>> {
        self.0.domains(limit)
    }

    fn accounts_without_ca(&mut self, limit: u32) -> Done<Vec<AccountName>> {
        self.0.accounts_without_ca(limit)
    }

    fn accounts_without_domain(&mut self, limit: u32) -> Done<Vec<AccountName>> {
        self.0.accounts_without_domain(limit)
    }

    fn for_each_ca_not_valid_throughout(
        &mut self,
        range: (UnixTime, UnixTime),
        limit: u32,
        visit: &mut dyn FnMut(CaValidity) -> ControlFlow<()>,
    ) -> Done<u32> {
        self.0.for_each_ca_not_valid_throughout(range, limit, visit)
    }
}
