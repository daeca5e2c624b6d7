//! A set of CAs, indexed by name, with every key prepared once.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::fmt;

use pki_types::SignatureVerificationAlgorithm;

use crate::ca::{CaCertificate, UnfitCa};
use crate::certificate::Certificate;
use crate::name::Name;
use crate::provider::{PreparedKey, Provider};
use crate::reason::Reason;

/// The CAs of one account: what leaves are verified against. Immutable.
pub struct CaSet {
    provider: Arc<dyn Provider>,
    cas: Vec<Arc<LoadedCa>>,
    groups: Vec<Group>,
    /// Subjects as the CAs encode them: the common case, in which a leaf's issuer is byte for byte its CA's
    /// subject, needs no normalization.
    by_encoding: BTreeMap<Box<[u8]>, usize>,
    /// The normal forms of the subjects.
    by_normal_form: BTreeMap<Box<[u8]>, usize>,
}

/// A CA with its prepared key.
pub(crate) struct LoadedCa {
    pub(crate) ca: CaCertificate,
    key: PreparedKey,
}

/// The CAs that have one subject.
#[derive(Default)]
struct Group {
    /// Latest notAfter first, then by SHA-256, so that the order does not depend on how they were added.
    members: Vec<Arc<LoadedCa>>,
    /// Key identifiers, sorted, with the position of their member.
    by_key_identifier: Vec<(Box<[u8]>, usize)>,
}

impl CaSet {
    /// A set with the provider of this build (aws-lc-rs where the feature is on, else ring).
    ///
    /// A certificate that is given twice counts once. An empty set is allowed: it verifies nobody.
    ///
    /// # Errors
    ///
    /// [`UnfitCa`] with `ca_key_unsupported` when the provider does not take a CA's key.
    #[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
    pub fn new(cas: impl IntoIterator<Item = CaCertificate>) -> Result<Self, UnfitCa> {
        #[cfg(feature = "aws-lc-rs")]
        let provider = crate::provider::AwsLcRs;
        #[cfg(not(feature = "aws-lc-rs"))]
        let provider = crate::provider::Ring;
        Self::with_provider(cas, Arc::new(provider))
    }

    /// A set whose signatures `provider` verifies.
    ///
    /// # Errors
    ///
    /// [`UnfitCa`] with `ca_key_unsupported` when the provider does not take a CA's key.
    pub fn with_provider(
        cas: impl IntoIterator<Item = CaCertificate>,
        provider: Arc<dyn Provider>,
    ) -> Result<Self, UnfitCa> {
        let mut set = Self {
            provider,
            cas: Vec::new(),
            groups: Vec::new(),
            by_encoding: BTreeMap::new(),
            by_normal_form: BTreeMap::new(),
        };
        for ca in cas {
            set.add(ca)?;
        }
        for group in &mut set.groups {
            group.arrange();
        }
        Ok(set)
    }

    /// The CAs, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &CaCertificate> {
        self.cas.iter().map(|loaded| &loaded.ca)
    }

    /// How many CAs there are.
    pub fn len(&self) -> usize {
        self.cas.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cas.is_empty()
    }

    pub(super) fn provider(&self) -> &dyn Provider {
        &*self.provider
    }

    /// The CAs whose subject is the issuer of `certificate`.
    ///
    /// # Errors
    ///
    /// `malformed_issuer`, `empty_issuer` or `no_matching_ca`.
    pub(super) fn candidates(&self, certificate: &Certificate<'_>) -> Result<Candidates<'_>, Reason> {
        let contents = certificate.issuer_contents();
        let position = match self.by_encoding.get(contents) {
            Some(position) => *position,
            None => {
                let issuer = Name::from_rdn_sequence(contents).map_err(|_| Reason::MalformedIssuer)?;
                if issuer.is_empty() {
                    return Err(Reason::EmptyIssuer);
                }
                let normal_form = issuer.normal_form();
                *self.by_normal_form.get(&*normal_form).ok_or(Reason::NoMatchingCa)?
            }
        };
        self.groups.get(position).map(|group| Candidates { group }).ok_or(Reason::NoMatchingCa)
    }

    fn add(&mut self, ca: CaCertificate) -> Result<(), UnfitCa> {
        let info = ca.certificate().public_key_info();
        let key = self.provider.prepare(info).map_err(|error| {
            let algorithm = ca.certificate().key_algorithm();
            UnfitCa::new(Reason::CaKeyUnsupported, format!("{error}: {algorithm}"))
        })?;
        let normal_form: Box<[u8]> = ca.subject().normalized().into();
        let encoding: Box<[u8]> = ca.subject_name().rdn_sequence().into();
        let next = self.groups.len();
        let position = *self.by_normal_form.entry(normal_form).or_insert(next);
        if position == next {
            self.groups.push(Group::default());
        }
        self.by_encoding.insert(encoding, position);
        if let Some(group) = self.groups.get_mut(position)
            && !group.members.iter().any(|other| other.ca.fingerprint() == ca.fingerprint())
        {
            let loaded = Arc::new(LoadedCa { ca, key });
            group.members.push(Arc::clone(&loaded));
            self.cas.push(loaded);
        }
        Ok(())
    }
}

impl fmt::Debug for CaSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaSet").field("provider", &self.provider).field("cas", &self.cas).finish()
    }
}

impl fmt::Debug for LoadedCa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ca.fmt(f)
    }
}

impl LoadedCa {
    /// The prepared key under the algorithm with these AlgorithmIdentifier contents, if it fits.
    pub(super) fn algorithm(&self, identifier: &[u8]) -> Option<&dyn SignatureVerificationAlgorithm> {
        algorithm(&self.key, identifier)
    }

    pub(super) fn is_valid_at(&self, now: u64) -> bool {
        self.ca.certificate().is_valid_at(now)
    }
}

/// The algorithm of a prepared key that has these AlgorithmIdentifier contents.
pub(super) fn algorithm<'a>(
    key: &'a PreparedKey,
    identifier: &[u8],
) -> Option<&'a dyn SignatureVerificationAlgorithm> {
    key.iter().find(|algorithm| algorithm.signature_alg_id().as_ref() == identifier).map(|found| &**found)
}

impl Group {
    fn arrange(&mut self) {
        self.members.sort_by_key(|loaded| {
            let (_, not_after) = loaded.ca.certificate().validity();
            (Reverse(not_after), loaded.ca.fingerprint())
        });
        let identifiers = self.members.iter().enumerate().filter_map(|(position, loaded)| {
            loaded.ca.certificate().subject_key_identifier().map(|identifier| (identifier.into(), position))
        });
        self.by_key_identifier = identifiers.collect();
        self.by_key_identifier.sort();
    }

    /// The members with this key identifier, in the order of the members.
    fn with_key_identifier<'a>(&'a self, identifier: &[u8]) -> impl Iterator<Item = &'a Arc<LoadedCa>> {
        let start = self.by_key_identifier.partition_point(|(other, _)| &**other < identifier);
        let end = self.by_key_identifier.partition_point(|(other, _)| &**other <= identifier);
        let found = self.by_key_identifier.get(start..end).unwrap_or_default();
        found.iter().filter_map(|(_, position)| self.members.get(*position))
    }
}

/// The CAs that may have issued a leaf: those whose subject is its issuer.
#[derive(Clone, Copy)]
pub(super) struct Candidates<'a> {
    group: &'a Group,
}

impl<'a> Candidates<'a> {
    /// The only candidate, if there is no other.
    pub(super) fn only(self) -> Option<&'a Arc<LoadedCa>> {
        match &*self.group.members {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Key identifier match first, then valid at `now`, then latest notAfter, then SHA-256.
    ///
    /// The key identifier orders and never decides: one that is absent or wrong costs time, not the
    /// verdict. Nothing is sorted here, so that the first one costs the same whatever their number.
    pub(super) fn ordered(
        self,
        certificate: &Certificate<'_>,
        now: u64,
    ) -> impl Iterator<Item = &'a Arc<LoadedCa>> {
        let wanted = certificate.authority_key_identifier();
        let has_wanted = move |loaded: &Arc<LoadedCa>| {
            wanted.is_some() && loaded.ca.certificate().subject_key_identifier() == wanted
        };
        let matching = move || wanted.into_iter().flat_map(|wanted| self.group.with_key_identifier(wanted));
        let others = move || self.group.members.iter().filter(move |loaded| !has_wanted(loaded));
        let valid = move |loaded: &&Arc<LoadedCa>| loaded.is_valid_at(now);
        let invalid = move |loaded: &&Arc<LoadedCa>| !loaded.is_valid_at(now);
        matching()
            .filter(valid)
            .chain(matching().filter(invalid))
            .chain(others().filter(valid))
            .chain(others().filter(invalid))
    }
}
