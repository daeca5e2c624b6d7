//! A registry in memory: the rules in their plainest form, for tests, and for programs that need nothing to last.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use issuedby::{CaCertificate, UnixTime};

use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::closest_name::closest_name;
use crate::domain::{DomainKind, DomainName, DomainState};
use crate::error::RegistryError;
use crate::generation::{Generation, Incarnation};
use crate::limits::{MAX_CA_CERTIFICATES, MAX_CA_CERTIFICATES_WITH_SUBJECT, MAX_DOMAINS};
use crate::record::{CaCertificateRecord, CaValidity, DomainRecord, NewCaCertificate};
use crate::registry::{Poll, Registry};
use crate::snapshot::Snapshot;

/// A registry that ends with the process.
#[derive(Debug, Default)]
pub struct MemoryRegistry {
    generation: Generation,
    accounts: BTreeMap<AccountName, Account>,
    domains: BTreeMap<DomainName, DomainRecord>,
}

#[derive(Debug, Default)]
struct Account {
    generation: Generation,
    certificates: BTreeMap<CaName, Certificate>,
}

#[derive(Clone, Debug)]
struct Certificate {
    record: CaCertificateRecord,
    /// The normal form of the subject.
    subject: Box<[u8]>,
}

impl MemoryRegistry {
    /// An empty registry, of the incarnation zero: for a cache that ends with it.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty registry of a given incarnation, of [`Incarnation::random`]: for caches that outlive it.
    pub fn with_incarnation(incarnation: Incarnation) -> Self {
        Self { generation: Generation::new(incarnation, 0, 0), ..Self::default() }
    }

    fn account(&self, name: &AccountName) -> Result<&Account, RegistryError> {
        self.accounts.get(name).ok_or_else(|| RegistryError::UnknownAccount {
            account: name.clone(),
            closest_name: closest_name(name, self.accounts.keys().cloned()),
        })
    }

    fn find(&self, account: &AccountName, id: &CertId) -> Result<&Certificate, RegistryError> {
        self.account(account)?
            .certificates
            .values()
            .find(|certificate| certificate.record.id == *id)
            .ok_or_else(|| RegistryError::UnknownCaCertificate { account: account.clone(), id: id.clone() })
    }

    fn find_domain(
        &self,
        account: &AccountName,
        domain: &DomainName,
    ) -> Result<&DomainRecord, RegistryError> {
        self.account(account)?;
        self.domains
            .get(domain)
            .filter(|record| record.account == *account)
            .ok_or_else(|| RegistryError::UnknownDomain { account: account.clone(), domain: domain.clone() })
    }

    fn domains_of<'a>(&'a self, account: &'a AccountName) -> impl Iterator<Item = &'a DomainRecord> {
        self.domains.values().filter(move |record| record.account == *account)
    }

    /// The account, which is made if it is not there, after a change in it.
    fn changed(&mut self, name: &AccountName) -> &mut Account {
        self.generation = next(self.generation);
        let account = self.accounts.entry(name.clone()).or_default();
        account.generation = self.generation;
        account
    }

    /// The first `limit` accounts for which `wanted` is true of whether they have a CA, and an active domain.
    fn accounts_with(&self, limit: u32, wanted: impl Fn(bool, bool) -> bool) -> Vec<AccountName> {
        let is_served =
            |name: &AccountName| self.domains_of(name).any(|record| record.state == DomainState::Active);
        let found = self
            .accounts
            .iter()
            .filter(|(name, account)| wanted(!account.certificates.is_empty(), is_served(name)))
            .map(|(name, _)| name.clone());
        found.take(usize::try_from(limit).unwrap_or(usize::MAX)).collect()
    }
}

impl Registry for MemoryRegistry {
    fn create_ca_certificate(
        &mut self,
        new: &NewCaCertificate,
    ) -> Result<CaCertificateRecord, RegistryError> {
        let NewCaCertificate { account: name, ca, .. } = new;
        if let Some(account) = self.accounts.get(name) {
            let all = || account.certificates.values();
            if let Some(twin) = all().find(|one| one.record.sha256_fingerprint == ca.fingerprint()) {
                let (existing, taken) = (twin.record.id.clone(), twin.record.name.clone());
                return Err(RegistryError::CertificateExists {
                    account: name.clone(),
                    existing,
                    name: taken,
                });
            }
            if let Some(other) = account.certificates.get(&new.name) {
                return Err(name_taken(&other.record));
            }
            if all().filter(|one| *one.subject == *ca.subject().normalized()).count()
                >= MAX_CA_CERTIFICATES_WITH_SUBJECT
            {
                let subject = ca.subject().to_string();
                return Err(RegistryError::TooManyWithSubject { account: name.clone(), subject });
            }
            if account.certificates.len() >= MAX_CA_CERTIFICATES {
                return Err(RegistryError::TooManyCaCertificates { account: name.clone() });
            }
        }
        let certificate = Certificate { record: new.to_record(), subject: ca.subject().normalized().into() };
        self.changed(name).certificates.insert(new.name.clone(), certificate);
        Ok(new.to_record())
    }

    fn ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
    ) -> Result<CaCertificateRecord, RegistryError> {
        Ok(self.find(account, id)?.record.clone())
    }

    fn for_each_ca_certificate(
        &mut self,
        account: &AccountName,
        visit: &mut dyn FnMut(CaCertificateRecord) -> ControlFlow<()>,
    ) -> Result<(), RegistryError> {
        for certificate in self.account(account)?.certificates.values() {
            if visit(certificate.record.clone()).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn ca_certificates_with_subject_of(
        &mut self,
        account: &AccountName,
        ca: &CaCertificate,
    ) -> Result<Vec<CaCertificateRecord>, RegistryError> {
        let Some(account) = self.accounts.get(account) else { return Ok(Vec::new()) };
        let with_subject =
            account.certificates.values().filter(|one| *one.subject == *ca.subject().normalized());
        Ok(with_subject.map(|one| one.record.clone()).collect())
    }

    fn rename_ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
        name: &CaName,
        now: UnixTime,
    ) -> Result<CaCertificateRecord, RegistryError> {
        let mut renamed = self.find(account, id)?.clone();
        if renamed.record.name == *name {
            return Ok(renamed.record);
        }
        if let Some(other) = self.account(account)?.certificates.get(name) {
            return Err(name_taken(&other.record));
        }
        let certificates = &mut self.changed(account).certificates;
        certificates.remove(&renamed.record.name);
        renamed.record.name = name.clone();
        renamed.record.updated_at = now;
        certificates.insert(name.clone(), renamed.clone());
        Ok(renamed.record)
    }

    fn delete_ca_certificate(
        &mut self,
        account: &AccountName,
        id: &CertId,
    ) -> Result<CaCertificateRecord, RegistryError> {
        let deleted = self.find(account, id)?.record.clone();
        self.changed(account).certificates.remove(&deleted.name);
        Ok(deleted)
    }

    fn add_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
        kind: DomainKind,
        now: UnixTime,
    ) -> Result<DomainRecord, RegistryError> {
        if let Some(existing) = self.domains.get(domain) {
            return Err(domain_conflict(account, existing));
        }
        if self.domains_of(account).count() >= MAX_DOMAINS {
            return Err(RegistryError::TooManyDomains { account: account.clone() });
        }
        let record = DomainRecord::added(account, domain, kind, now);
        self.changed(account);
        self.domains.insert(domain.clone(), record.clone());
        Ok(record)
    }

    fn for_each_domain(
        &mut self,
        account: &AccountName,
        visit: &mut dyn FnMut(DomainRecord) -> ControlFlow<()>,
    ) -> Result<(), RegistryError> {
        self.account(account)?;
        for record in self.domains_of(account) {
            if visit(record.clone()).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn activate_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
        now: UnixTime,
    ) -> Result<DomainRecord, RegistryError> {
        let record = self.find_domain(account, domain)?.clone();
        if record.state == DomainState::Active {
            return Ok(record);
        }
        let active = DomainRecord { state: DomainState::Active, updated_at: now, ..record };
        self.changed(account);
        self.domains.insert(domain.clone(), active.clone());
        Ok(active)
    }

    fn remove_domain(
        &mut self,
        account: &AccountName,
        domain: &DomainName,
    ) -> Result<DomainRecord, RegistryError> {
        let removed = self.find_domain(account, domain)?.clone();
        self.changed(account);
        self.domains.remove(domain);
        Ok(removed)
    }

    fn accounts_with_domains(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError> {
        let has_domain = |name: &&AccountName| self.domains.values().any(|record| record.account == **name);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(self.accounts.keys().filter(has_domain).take(limit).cloned().collect())
    }

    fn remove_account(&mut self, account: &AccountName) -> Result<(), RegistryError> {
        self.account(account)?;
        self.changed(account);
        self.accounts.remove(account);
        self.domains.retain(|_, record| record.account != *account);
        Ok(())
    }

    fn generation(&mut self) -> Result<Generation, RegistryError> {
        Ok(self.generation)
    }

    fn poll(&mut self) -> Result<Poll, RegistryError> {
        Ok(Poll { generation: self.generation, is_overwritten: false })
    }

    fn generation_at(&mut self, domain: &DomainName) -> Result<Option<Generation>, RegistryError> {
        Ok(self.snapshot(domain)?.map(|snapshot| snapshot.generation()))
    }

    fn snapshot(&mut self, domain: &DomainName) -> Result<Option<Snapshot>, RegistryError> {
        let active = self.domains.get(domain).filter(|record| record.state == DomainState::Active);
        Ok(active.and_then(|record| {
            let account = self.accounts.get(&record.account)?;
            let records = account.certificates.values().map(|one| one.record.clone());
            Some(Snapshot::new(record.clone(), account.generation, records))
        }))
    }

    fn forget(&mut self) {}

    fn domain(&mut self, name: &DomainName) -> Result<Option<DomainRecord>, RegistryError> {
        Ok(self.domains.get(name).cloned())
    }

    fn domains(&mut self, limit: u32) -> Result<Vec<DomainRecord>, RegistryError> {
        Ok(self.domains.values().take(usize::try_from(limit).unwrap_or(usize::MAX)).cloned().collect())
    }

    fn accounts_without_ca(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError> {
        Ok(self.accounts_with(limit, |has_ca, is_served| !has_ca && is_served))
    }

    fn accounts_without_domain(&mut self, limit: u32) -> Result<Vec<AccountName>, RegistryError> {
        Ok(self.accounts_with(limit, |has_ca, is_served| has_ca && !is_served))
    }

    fn for_each_ca_not_valid_throughout(
        &mut self,
        (from, until): (UnixTime, UnixTime),
        limit: u32,
        visit: &mut dyn FnMut(CaValidity) -> ControlFlow<()>,
    ) -> Result<u32, RegistryError> {
        let all = self.accounts.values().flat_map(|account| account.certificates.values());
        let mut seen = 0;
        for Certificate { record, .. } in all.take(usize::try_from(limit).unwrap_or(usize::MAX)) {
            seen += 1;
            let is_valid = record.not_before <= from && until <= record.not_after;
            if !is_valid && visit(CaValidity::of(record)).is_break() {
                break;
            }
        }
        Ok(seen)
    }
}

/// The generation after this one. What is in memory cannot be copied and put back: the number alone tells changes apart.
fn next(generation: Generation) -> Generation {
    let number = generation.number().saturating_add(1);
    Generation::new(generation.incarnation(), number, number)
}

fn name_taken(other: &CaCertificateRecord) -> RegistryError {
    RegistryError::NameTaken {
        account: other.account.clone(),
        name: other.name.clone(),
        existing: other.id.clone(),
    }
}

/// The error where `account` adds a domain that is there.
fn domain_conflict(account: &AccountName, existing: &DomainRecord) -> RegistryError {
    let domain = existing.name.clone();
    match existing.account == *account {
        true => RegistryError::DomainExists { account: account.clone(), domain },
        false => RegistryError::DomainTaken { domain },
    }
}
