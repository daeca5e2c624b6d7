//! The CAs for a gateway at one domain.

use std::sync::Arc;

use issuedby::provider::Provider;
use issuedby::{CaCertificate, CaError, CaSet};

use crate::account::AccountName;
use crate::cert_id::CertId;
use crate::generation::Generation;
use crate::record::{CaCertificateRecord, DomainRecord};

/// The CAs of the account that an active domain serves, as they were at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    domain: DomainRecord,
    generation: Generation,
    cas: Vec<CaCertificate>,
    left_out: Vec<LeftOut>,
}

impl Snapshot {
    /// A snapshot of `records`, which are all of the domain's account.
    pub(crate) fn new(
        domain: DomainRecord,
        generation: Generation,
        records: impl IntoIterator<Item = CaCertificateRecord>,
    ) -> Self {
        let (mut cas, mut left_out) = (Vec::new(), Vec::new());
        for record in records {
            match record.to_ca_certificate() {
                Ok(ca) => cas.push(ca),
                Err(error) => left_out.push(LeftOut { id: record.id, error }),
            }
        }
        Self { domain, generation, cas, left_out }
    }

    /// The domain.
    pub fn domain(&self) -> &DomainRecord {
        &self.domain
    }

    /// The account.
    pub fn account(&self) -> &AccountName {
        &self.domain.account
    }

    /// The generation of the account: the same snapshot as long as
    /// [`generation_at`](crate::Registry::generation_at) gives it.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// The CAs, by name, each with its identifier.
    pub fn cas(&self) -> &[CaCertificate] {
        &self.cas
    }

    /// The CA certificates of the account that this version no longer takes, and why.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The CAs with their keys prepared by `provider`, and those that had to be left out, to be reported: one CA that
    /// a gateway cannot take must not stop the clients of the others.
    ///
    /// # Errors
    ///
    /// [`CaError`] when the provider takes a key and later refuses it.
    pub fn into_ca_set(self, provider: Arc<dyn Provider>) -> Result<(CaSet, Vec<LeftOut>), CaError> {
        let Self { cas, mut left_out, .. } = self;
        if let Ok(set) = CaSet::with_provider(cas.iter().cloned(), Arc::clone(&provider)) {
            return Ok((set, left_out));
        }
        let mut taken = Vec::with_capacity(cas.len());
        for ca in cas {
            match CaSet::with_provider([ca.clone()], Arc::clone(&provider)) {
                Ok(_) => taken.push(ca),
                Err(error) => {
                    left_out.extend(
                        ca.id().and_then(|id| CertId::parse(id).ok()).map(|id| LeftOut { id, error }),
                    );
                }
            }
        }
        Ok((CaSet::with_provider(taken, provider)?, left_out))
    }
}

/// A CA certificate that is in the registry and not in the set.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeftOut {
    /// Its identifier.
    pub id: CertId,
    /// The reason for which it was left out.
    pub error: CaError,
}
