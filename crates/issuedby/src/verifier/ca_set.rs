//! A set of CAs, indexed by name, with every key prepared once.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::fmt;

use super::provider_keys::ProviderKeys;
use crate::ca::{CaCertificate, CaError, LoadedCa};
use crate::certificate::{Certificate, key};
use crate::limits::MAX_CAS_COMPARED;
use crate::name::Name;
use crate::provider::Provider;
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
use crate::provider::default_provider;
use crate::reason::Reason;

/// The CAs of one account: what leaves are verified against. Immutable.
pub struct CaSet {
    provider: Arc<dyn Provider>,
    provider_keys: ProviderKeys,
    cas: Vec<Arc<LoadedCa>>,
    groups: Vec<Group>,
    /// Subjects as the CAs encode them: the common case, in which a leaf's issuer is byte for byte its CA's
    /// subject, needs no normalization.
    by_encoding: BTreeMap<Box<[u8]>, usize>,
    /// The normal forms of the subjects.
    by_normal_form: BTreeMap<Box<[u8]>, usize>,
    /// The normal forms of the subjects, as far as the order of their RDNs makes no difference.
    unordered_subjects: BTreeSet<Unordered>,
}

/// The length of a normal form, and the sum of its bytes. The order of the RDNs changes neither.
type Unordered = (usize, u64);

/// The CAs that have one subject.
#[derive(Default)]
struct Group {
    /// Latest notAfter first, then by SHA-256, so that the order does not depend on how they were added.
    members: Vec<Member>,
    /// Key identifiers, sorted, with the position of their member.
    by_key_identifier: Vec<(Box<[u8]>, usize)>,
}

/// A CA among those with its subject.
pub(super) struct Member {
    pub(super) loaded: Arc<LoadedCa>,
    /// The same number for the same key: a renewed certificate has its twin's, and one check answers both.
    pub(super) key_class: usize,
}

impl CaSet {
    /// A set with the provider of this build (aws-lc-rs where the feature is on, else ring).
    ///
    /// A certificate that is given twice counts once. An empty set is allowed: it verifies no client.
    ///
    /// # Errors
    ///
    /// [`CaError`] with `ca_key_unsupported` when the provider does not take a CA's key.
    #[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
    pub fn new(cas: impl IntoIterator<Item = CaCertificate>) -> Result<Self, CaError> {
        Self::with_provider(cas, Arc::new(default_provider()))
    }

    /// A set whose signatures `provider` verifies.
    ///
    /// # Errors
    ///
    /// [`CaError`] with `ca_key_unsupported` when the provider does not take a CA's key.
    pub fn with_provider(
        cas: impl IntoIterator<Item = CaCertificate>,
        provider: Arc<dyn Provider>,
    ) -> Result<Self, CaError> {
        let mut set = Self {
            provider_keys: ProviderKeys::of(provider.algorithms()),
            provider,
            cas: Vec::new(),
            groups: Vec::new(),
            by_encoding: BTreeMap::new(),
            by_normal_form: BTreeMap::new(),
            unordered_subjects: BTreeSet::new(),
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

    /// The number of CAs.
    pub fn len(&self) -> usize {
        self.cas.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cas.is_empty()
    }

    /// The kinds of keys that the provider takes.
    pub(super) fn provider_keys(&self) -> ProviderKeys {
        self.provider_keys
    }

    pub(super) fn provider(&self) -> &dyn Provider {
        &*self.provider
    }

    /// The CAs whose subject is the issuer of `certificate`.
    ///
    /// # Errors
    ///
    /// `malformed_issuer`, `too_large`, `empty_issuer` or `no_matching_ca`.
    pub(super) fn candidates(&self, certificate: &Certificate<'_>) -> Result<Candidates<'_>, Reason> {
        let contents = certificate.issuer_contents();
        let position = match self.by_encoding.get(contents) {
            Some(position) => *position,
            None => {
                let issuer = Name::from_rdn_sequence(contents)
                    .map_err(|error| error.reason(Reason::MalformedIssuer))?;
                if issuer.is_empty() {
                    return Err(Reason::EmptyIssuer);
                }
                return self.with_subject(issuer).ok_or(Reason::NoMatchingCa);
            }
        };
        self.groups.get(position).map(|group| Candidates { group }).ok_or(Reason::NoMatchingCa)
    }

    /// The CAs whose subject is the issuer of `certificate`, in the order in which they are tried.
    pub(crate) fn named_as_issuer<'a>(
        &'a self,
        certificate: &'a Certificate<'_>,
        now: u64,
    ) -> impl Iterator<Item = &'a CaCertificate> {
        let candidates = self.candidates(certificate).ok().into_iter();
        candidates.flat_map(move |all| all.ordered(certificate, now)).map(|member| &member.loaded.ca)
    }

    /// The CAs with this subject, by its normal form.
    pub(super) fn with_subject(&self, subject: Name<'_>) -> Option<Candidates<'_>> {
        let position = self.by_normal_form.get(&*subject.normal_form())?;
        self.groups.get(*position).map(|group| Candidates { group })
    }

    /// The CA with this subject key identifier, among the first that are compared for messages.
    pub(super) fn with_key_identifier(&self, identifier: &[u8]) -> Option<&LoadedCa> {
        let cas = self.cas.iter().take(MAX_CAS_COMPARED).map(|ca| &**ca);
        cas.into_iter().find(|ca| ca.ca.certificate().subject_key_identifier() == Some(identifier))
    }

    /// Tells whether the opposite order of a name may be the subject of a CA. Most names are not, and need not be reversed,
    /// which would allocate for each RDN.
    pub(super) fn may_have_reversed(&self, name: Name<'_>) -> bool {
        self.unordered_subjects.contains(&unordered(&name.normal_form()))
    }

    fn add(&mut self, ca: CaCertificate) -> Result<(), CaError> {
        let info = ca.certificate().public_key_info();
        let key = self.provider.prepare(info).map_err(|error| {
            let (subject, fingerprint) = (ca.subject(), ca.fingerprint());
            let kind = key::describe(info);
            let found = format!("the key of `{subject}` (SHA-256 {fingerprint}) is {kind}: {error}");
            CaError::new(Reason::CaKeyUnsupported, found)
        })?;
        let normal_form: Box<[u8]> = ca.subject().normalized().into();
        let encoding: Box<[u8]> = ca.subject_name().rdn_sequence().into();
        let next = self.groups.len();
        self.unordered_subjects.insert(unordered(&normal_form));
        let position = *self.by_normal_form.entry(normal_form).or_insert(next);
        if position == next {
            self.groups.push(Group::default());
        }
        self.by_encoding.insert(encoding, position);
        if let Some(group) = self.groups.get_mut(position)
            && !group.members.iter().any(|other| other.loaded.ca.fingerprint() == ca.fingerprint())
        {
            let loaded = Arc::new(LoadedCa::new(ca, key));
            group.members.push(Member { loaded: Arc::clone(&loaded), key_class: 0 });
            self.cas.push(loaded);
        }
        Ok(())
    }
}

fn unordered(normal_form: &[u8]) -> Unordered {
    (normal_form.len(), normal_form.iter().map(|byte| u64::from(*byte)).sum())
}

impl fmt::Debug for CaSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaSet").field("provider", &self.provider).field("cas", &self.cas).finish()
    }
}

impl Group {
    fn arrange(&mut self) {
        self.members.sort_by_key(|member| {
            let (_, not_after) = member.loaded.ca.certificate().validity();
            (Reverse(not_after), member.loaded.ca.fingerprint())
        });
        let mut classes: BTreeMap<Box<[u8]>, usize> = BTreeMap::new();
        let mut identifiers = Vec::new();
        for (position, member) in self.members.iter_mut().enumerate() {
            let certificate = member.loaded.ca.certificate();
            member.key_class = *classes.entry(certificate.public_key_info().into()).or_insert(position);
            if let Some(identifier) = certificate.subject_key_identifier() {
                identifiers.push((identifier.into(), position));
            }
        }
        identifiers.sort();
        self.by_key_identifier = identifiers;
    }

    /// The members with this key identifier, in the order of the members.
    fn with_key_identifier<'a>(&'a self, identifier: &[u8]) -> impl Iterator<Item = &'a Member> {
        let start = self.by_key_identifier.partition_point(|(other, _)| &**other < identifier);
        let end = self.by_key_identifier.partition_point(|(other, _)| &**other <= identifier);
        let found = self.by_key_identifier.get(start..end).unwrap_or_default();
        found.iter().filter_map(|(_, position)| self.members.get(*position))
    }
}

/// A set of key classes. Those beyond its size are never in it: they are only tried again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KeyClasses(u128);

impl KeyClasses {
    pub(super) fn insert(&mut self, class: usize) {
        self.0 |= Self::bit(class);
    }

    pub(super) fn contain(self, class: usize) -> bool {
        self.0 & Self::bit(class) != 0
    }

    fn bit(class: usize) -> u128 {
        u32::try_from(class).ok().and_then(|class| 1_u128.checked_shl(class)).unwrap_or(0)
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
            [only] => Some(&only.loaded),
            _ => None,
        }
    }

    /// Key identifier match first, then valid at `now`, then latest notAfter, then SHA-256.
    ///
    /// The key identifier orders and never decides: one that is absent or wrong costs time, not the
    /// verdict. Nothing is sorted here, so that the first one costs the same whatever their number.
    pub(super) fn ordered(self, certificate: &Certificate<'_>, now: u64) -> impl Iterator<Item = &'a Member> {
        let wanted = certificate.authority_key_identifier();
        let has_wanted = move |member: &Member| {
            wanted.is_some() && member.loaded.ca.certificate().subject_key_identifier() == wanted
        };
        let matching = move || wanted.into_iter().flat_map(|wanted| self.group.with_key_identifier(wanted));
        let others = move || self.group.members.iter().filter(move |member| !has_wanted(member));
        let valid = move |member: &&Member| member.loaded.is_valid_at(now);
        let invalid = move |member: &&Member| !member.loaded.is_valid_at(now);
        matching()
            .filter(valid)
            .chain(matching().filter(invalid))
            .chain(others().filter(valid))
            .chain(others().filter(invalid))
    }
}
