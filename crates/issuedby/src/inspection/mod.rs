//! Everything that a reviewer of a certificate looks at: its fields, each extension, and what deserves attention.
//!
//! An inspection is about one certificate alone, at no time: it says nothing about who issued it. It reads on where an
//! extension cannot be read, and what it says about verification is the verifier's own answer.

mod authority;
mod caution;
mod extension;
mod hexadecimal;
mod json;
mod key;
mod names;
mod pointers;
mod policies;
mod review;
mod truncated;

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

pub use self::authority::AuthorityKey;
pub use self::caution::{Caution, CautionSource, ReviewCaution};
pub use self::extension::InspectedExtension;
pub use self::key::InspectedKey;
pub use self::names::InspectedName;
pub use self::pointers::{AccessDescription, DistributionPoint};
pub use self::policies::{InspectedPolicy, PolicyConstraints, PolicyQualifier};

use self::extension::Contents;
use self::truncated::Truncated;
use crate::ca::{CaCertificate, CaError, CaWarning};
use crate::certificate::{Certificate, ExtendedKeyUsage, KeyUsage, ParseError};
use crate::fingerprint::Fingerprint;
use crate::name::{Name, NameError, NameWarning};
use crate::name_constraints::NameConstraints;
use crate::provider::Provider;
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
use crate::provider::default_provider;
use crate::reason::Reason;
use crate::verifier::{CaSet, Verifier};

/// A certificate as its reviewer sees it.
///
/// It is not a verdict. A certificate that is inspected without a caution may be anybody's.
pub struct Inspection<'a> {
    /// Read tolerantly: never given out, so that no one takes it for a certificate that was parsed.
    certificate: Certificate<'a>,
    error: Option<ParseError>,
    extensions: Vec<InspectedExtension>,
    contents: Contents,
    name_constraints: Option<Result<NameConstraints, ParseError>>,
    name_warnings: Vec<(&'static str, NameWarning)>,
    as_ca: Result<Vec<CaWarning>, CaError>,
    never_verifies: Vec<Refusal>,
    cautions: Vec<Caution>,
}

/// A reason for which the verifier refuses a certificate as a client's, with the message and the remedy of the verdict.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Refusal {
    /// The reason.
    pub reason: Reason,
    /// The verdict's message about it.
    pub message: String,
    /// The verdict's remedy for it.
    pub remedy: &'static str,
}

impl<'a> Inspection<'a> {
    /// Inspects the certificate at the start of `der`, with the provider of this build (aws-lc-rs where the feature is on,
    /// else ring).
    ///
    /// # Errors
    ///
    /// [`ParseError`] for bytes that are no certificate, or one of which more than extensions cannot be read.
    #[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
    pub fn of(der: &'a [u8]) -> Result<Self, ParseError> {
        Self::with_provider(der, Arc::new(default_provider()))
    }

    /// Inspects the certificate at the start of `der`. No signature is checked: the provider says which keys and algorithms a
    /// verifier accepts.
    ///
    /// # Errors
    ///
    /// As [`Self::of`].
    pub fn with_provider(der: &'a [u8], provider: Arc<dyn Provider>) -> Result<Self, ParseError> {
        let certificate = Certificate::from_der_tolerantly(der)?;
        let (extensions, mut contents) = extension::read(&certificate);
        let name_constraints = certificate.name_constraints();
        note_cut_lists(&mut contents.truncated, &certificate, name_constraints.as_ref());
        let mut inspection = Self {
            error: Certificate::from_der(der).err(),
            extensions,
            contents,
            name_constraints,
            name_warnings: name_warnings(&certificate),
            as_ca: as_ca(der, &provider),
            never_verifies: never_verifies(der, &provider),
            cautions: Vec::new(),
            certificate,
        };
        inspection.cautions = review::cautions(&inspection);
        Ok(inspection)
    }

    /// The whole inspection as JSON: one line of ASCII without blanks, keys in a fixed order, the same in every language.
    pub fn to_json(&self) -> String {
        json::of_inspection(self)
    }

    /// The error of the strict parser: an extension that a verdict depends on cannot be read, or bytes follow the certificate.
    pub fn error(&self) -> Option<&ParseError> {
        self.error.as_ref()
    }

    /// The whole certificate, DER, without what follows it.
    pub fn der(&self) -> &[u8] {
        self.certificate.der()
    }

    /// The number of bytes after the certificate.
    pub fn trailing(&self) -> usize {
        self.certificate.trailing()
    }

    /// The X.509 version as people count: 3 for a version field of 2.
    pub fn version(&self) -> u8 {
        self.certificate.version()
    }

    /// The subject.
    ///
    /// # Errors
    ///
    /// [`NameError`] when it is not a well-formed Name.
    pub fn subject(&self) -> Result<Name<'_>, NameError> {
        self.certificate.subject()
    }

    /// The issuer.
    ///
    /// # Errors
    ///
    /// [`NameError`] when it is not a well-formed Name.
    pub fn issuer(&self) -> Result<Name<'_>, NameError> {
        self.certificate.issuer()
    }

    /// The name that an operator writes into `certIssuerDN`: the subject of a CA, the issuer of a client.
    ///
    /// # Errors
    ///
    /// [`NameError`] when it is not a well-formed Name.
    pub fn cert_issuer_dn(&self) -> Result<Name<'_>, NameError> {
        if self.is_ca() { self.subject() } else { self.issuer() }
    }

    /// The serial number as verdicts write it.
    pub fn serial_number_text(&self) -> impl fmt::Display {
        self.certificate.serial_number_text()
    }

    /// notBefore as verdicts write it: RFC 3339 in UTC.
    pub fn not_before_text(&self) -> impl fmt::Display + use<> {
        self.certificate.not_before_text()
    }

    /// notAfter as verdicts write it: RFC 3339 in UTC.
    pub fn not_after_text(&self) -> impl fmt::Display + use<> {
        self.certificate.not_after_text()
    }

    /// notBefore and notAfter, in Unix seconds: below zero before 1970.
    pub fn validity(&self) -> (i64, i64) {
        self.certificate.validity()
    }

    /// SHA-256 over the whole certificate.
    pub fn fingerprint(&self) -> Fingerprint {
        self.certificate.fingerprint()
    }

    /// SHA-256 over the SubjectPublicKeyInfo, DER: what a pin of a key is (RFC 7469 section 2.4).
    pub fn spki_fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.certificate.public_key_info())
    }

    /// The value of basicConstraints' cA; `false` where the extension is absent or unreadable.
    pub fn is_ca(&self) -> bool {
        self.certificate.is_ca()
    }

    /// Tells whether there are basicConstraints that can be read.
    pub fn has_basic_constraints(&self) -> bool {
        self.certificate.basic_constraints().is_some()
    }

    /// The pathLenConstraint of basicConstraints; `u64::MAX` for more.
    pub fn path_length(&self) -> Option<u64> {
        self.certificate.path_length()
    }

    /// The keyUsage extension.
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.certificate.key_usage()
    }

    /// The extKeyUsage extension.
    pub fn extended_key_usage(&self) -> Option<ExtendedKeyUsage<'_>> {
        self.certificate.extended_key_usage()
    }

    /// The names of the subjectAltName extension; what cannot be read ends the list as one last name.
    pub fn alternative_names(&self) -> Option<&[InspectedName]> {
        self.contents.alternative_names.as_deref()
    }

    /// The nameConstraints extension, or why it cannot be read.
    pub fn name_constraints(&self) -> Option<&Result<NameConstraints, ParseError>> {
        self.name_constraints.as_ref()
    }

    /// The certificatePolicies extension; `None` also where it cannot be read.
    pub fn policies(&self) -> Option<&[InspectedPolicy]> {
        self.contents.policies.as_deref()
    }

    /// The policyConstraints extension.
    pub fn policy_constraints(&self) -> Option<PolicyConstraints> {
        self.contents.policy_constraints
    }

    /// The inhibitAnyPolicy extension: the number of certificates below which anyPolicy counts.
    pub fn inhibit_any_policy(&self) -> Option<u64> {
        self.contents.inhibit_any_policy
    }

    /// The cRLDistributionPoints extension; `None` also where it cannot be read.
    pub fn distribution_points(&self) -> Option<&[DistributionPoint]> {
        self.contents.distribution_points.as_deref()
    }

    /// The authorityInfoAccess extension; `None` also where it cannot be read.
    pub fn information_access(&self) -> Option<&[AccessDescription]> {
        self.contents.information_access.as_deref()
    }

    /// The keyIdentifier of the authorityKeyIdentifier extension.
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.certificate.authority_key_identifier()
    }

    /// The whole authorityKeyIdentifier extension; `None` also where it cannot be read.
    pub fn authority_key(&self) -> Option<&AuthorityKey> {
        self.contents.authority.as_ref()
    }

    /// The subjectKeyIdentifier extension.
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.certificate.subject_key_identifier()
    }

    /// Every rule about the form of a certificate that this one breaks, in table order.
    pub fn defects(&self) -> impl Iterator<Item = Reason> + use<> {
        self.certificate.structure_defects()
    }

    /// The warnings about its names: `subject` or `issuer`, and the warning.
    pub fn name_warnings(&self) -> &[(&'static str, NameWarning)] {
        &self.name_warnings
    }

    /// The warnings of a CA that can be loaded, or why this certificate cannot be loaded as one.
    pub fn as_ca(&self) -> &Result<Vec<CaWarning>, CaError> {
        &self.as_ca
    }

    /// The reasons for which every verifier refuses it as a client's, whatever the CA and the time.
    pub fn never_verifies(&self) -> &[Refusal] {
        &self.never_verifies
    }

    /// Everything that deserves attention: first what the verifier or the loading of a CA says, then the review, then the
    /// names.
    pub fn cautions(&self) -> &[Caution] {
        &self.cautions
    }

    /// The JSON keys of the lists that have more than
    /// [`MAX_INSPECTED_ENTRIES`](crate::limits::MAX_INSPECTED_ENTRIES) entries, of which the first are given, and of those in
    /// which a value is cut.
    pub fn truncated(&self) -> &[&'static str] {
        self.contents.truncated.keys()
    }

    /// Tells whether the extension with this usual name is critical.
    fn is_critical(&self, name: &str) -> bool {
        self.extensions.iter().any(|extension| extension.name == Some(name) && extension.critical)
    }
}

impl fmt::Debug for Inspection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inspection").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

/// The lists that other parts of this crate read whole, and of which the JSON gives the first entries.
fn note_cut_lists(
    truncated: &mut Truncated,
    certificate: &Certificate<'_>,
    constraints: Option<&Result<NameConstraints, ParseError>>,
) {
    if let Some(usage) = certificate.extended_key_usage() {
        truncated.list("extendedKeyUsage", usage.purposes());
    }
    if let Some(Ok(constraints)) = constraints {
        truncated.list("nameConstraints", constraints.permitted());
        truncated.list("nameConstraints", constraints.excluded());
    }
}

fn name_warnings(certificate: &Certificate<'_>) -> Vec<(&'static str, NameWarning)> {
    [("subject", certificate.subject()), ("issuer", certificate.issuer())]
        .into_iter()
        .filter_map(|(label, name)| Some((label, name.ok()?)))
        .flat_map(|(label, name)| name.warnings().into_iter().map(move |warning| (label, warning)))
        .collect()
}

/// The warnings of a CA that can be loaded, with its key.
fn as_ca(der: &[u8], provider: &Arc<dyn Provider>) -> Result<Vec<CaWarning>, CaError> {
    let ca = CaCertificate::from_der(der)?;
    let warnings = ca.warnings().to_vec();
    CaSet::with_provider([ca], Arc::clone(provider)).map(|_| warnings)
}

/// The reasons of a verifier without CAs that are about the certificate alone.
fn never_verifies(der: &[u8], provider: &Arc<dyn Provider>) -> Vec<Refusal> {
    let Ok(no_cas) = CaSet::with_provider([], Arc::clone(provider)) else { return Vec::new() };
    let Some(verdict) = Verifier::new(no_cas).permanent_refusal(der) else { return Vec::new() };
    let refusal =
        |reason| Refusal { reason, message: verdict.message_of(reason), remedy: verdict.remedy_of(reason) };
    verdict.reasons().map(|entry| refusal(entry.reason)).collect()
}
