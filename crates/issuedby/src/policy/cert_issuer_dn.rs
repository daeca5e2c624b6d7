//! The names in `certIssuerDN`, read once and compared at every request.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::closest_pair::closest_pair;
use super::error::OptionError;
use super::options::{PolicyOptions, Unauthenticated};
use super::warning::PolicyWarning;
use crate::ca::CaCertificate;
use crate::limits::MAX_CERT_ISSUER_DNS;
use crate::name::{Comparison, DistinguishedName, Hint, Name, NameForm};

/// The issuers that are accepted; empty where none is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Issuers(Vec<DistinguishedName>);

impl Issuers {
    /// Reads and checks what is configured; `cas` are those whose clients will come, as far as they are known.
    pub(super) fn of(
        options: &PolicyOptions,
        cas: &[&CaCertificate],
    ) -> Result<(Self, Vec<PolicyWarning>), OptionError> {
        let texts = options.issuer_names();
        let required = options.unauthenticated() == Unauthenticated::Refuse;
        let (issuers, mut warnings) = read(texts.unwrap_or_default(), required, cas)?;
        if issuers.is_empty() && required {
            return Err(OptionError::required(&subjects(cas)));
        }
        if issuers.is_empty() && texts.is_some() {
            return Err(OptionError::no_names());
        }
        for (index, name) in issuers.iter().enumerate() {
            let element = element(index, issuers.iter().len());
            warnings.extend(compare_with_cas(name, element, cas)?);
        }
        Ok((issuers, warnings))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &DistinguishedName> {
        self.0.iter()
    }

    /// Tells whether this issuer is one of them, or none is asked for.
    pub(super) fn allow(&self, issuer: Name<'_>) -> bool {
        self.is_empty() || self.0.iter().any(|name| name.as_name() == issuer)
    }

    /// The name that is this subject, in its order or in the opposite one.
    pub(super) fn subject(&self, subject: Name<'_>) -> Option<&DistinguishedName> {
        let reversed = subject.reversed();
        self.0.iter().find(|name| name.as_name() == subject || **name == reversed)
    }

    /// The name that is closest to this issuer.
    pub(super) fn closest(&self, issuer: Name<'_>) -> Option<(&DistinguishedName, Comparison)> {
        let (name, _, comparison) = closest_pair(self.0.iter().map(|name| (name, issuer)))?;
        Some((name, comparison))
    }
}

fn read(
    texts: &[String],
    required: bool,
    cas: &[&CaCertificate],
) -> Result<(Issuers, Vec<PolicyWarning>), OptionError> {
    if texts.len() > MAX_CERT_ISSUER_DNS {
        return Err(OptionError::too_many(texts.len()));
    }
    let mut warnings = Vec::new();
    let mut names = Vec::with_capacity(texts.len());
    let mut empty = None;
    for (index, text) in texts.iter().enumerate() {
        let element = element(index, texts.len());
        let parsed =
            DistinguishedName::parse_single(text).map_err(|error| OptionError::malformed(element, error))?;
        if parsed.name().as_name().is_empty() {
            empty.get_or_insert(element);
            continue;
        }
        if parsed.form() == NameForm::Slash {
            warnings.push(PolicyWarning::slash_form(element, parsed.name()));
        }
        names.push(parsed.into_name());
    }
    match empty {
        // Nothing but empty names is as good as nothing.
        Some(_) if names.is_empty() && required => Err(OptionError::required(&subjects(cas))),
        Some(element) => Err(OptionError::empty(element)),
        None => Ok((Issuers(names), warnings)),
    }
}

/// The position among several, counted from 1; `None` where there is only one.
fn element(index: usize, of: usize) -> Option<usize> {
    (of > 1).then(|| index.saturating_add(1))
}

/// Tells whether the name is that of a CA, as far as CAs are known.
fn compare_with_cas(
    name: &DistinguishedName,
    element: Option<usize>,
    cas: &[&CaCertificate],
) -> Result<Option<PolicyWarning>, OptionError> {
    if cas.iter().any(|ca| ca.subject() == name) {
        return Ok(None);
    }
    let subjects = || cas.iter().map(|ca| ca.subject_name());
    let is_reversed =
        |subject: &Name<'_>| name.as_name().compare(*subject).hints().contains(&Hint::ReversedOrder);
    if let Some(subject) = subjects().find(is_reversed) {
        return Err(OptionError::reversed(element, subject));
    }
    let is_issuer = |ca: &&CaCertificate| {
        !ca.certificate().is_self_issued()
            && ca.certificate().issuer().is_ok_and(|issuer| issuer == name.as_name())
    };
    if let Some(ca) = cas.iter().copied().find(is_issuer) {
        return Ok(Some(PolicyWarning::issuer_of_ca(element, name, ca.subject_name())));
    }
    let closest = closest_pair(subjects().map(|subject| (name, subject)));
    Ok(closest
        .map(|(_, subject, comparison)| PolicyWarning::no_matching_ca(element, name, subject, &comparison)))
}

/// The subjects of the CAs as text, each once.
fn subjects(cas: &[&CaCertificate]) -> Vec<String> {
    let mut subjects: Vec<&DistinguishedName> = Vec::new();
    for ca in cas {
        if !subjects.contains(&ca.subject()) {
            subjects.push(ca.subject());
        }
    }
    subjects.into_iter().map(ToString::to_string).collect()
}
