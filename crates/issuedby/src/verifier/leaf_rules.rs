//! The rules that a leaf keeps or breaks by itself, whoever signed it: one function each.
//!
//! The rules about its structure are those of [`Certificate::structure_defects`].

use super::Options;
use super::provider_keys::ProviderKeys;
use crate::certificate::KeyFitness;
use crate::certificate::{Certificate, SerialNumberDefect, is_representable, signed};
use crate::reason::{Reason, ReasonSet};

/// Every rule that the leaf breaks by itself.
pub(super) fn violations(
    leaf: &Certificate<'_>,
    options: Options,
    keys: ProviderKeys,
    now: u64,
) -> ReasonSet {
    let mut reasons = permanent_violations(leaf, options, keys);
    if is_representable(now) {
        reasons.extend(leaf_is_not_yet_valid(leaf, signed(now)));
        reasons.extend(leaf_is_expired(leaf, signed(now)));
    } else {
        reasons.insert(Reason::InvalidCheckTime);
    }
    reasons
}

/// Every rule that the leaf breaks by itself at any time.
pub(super) fn permanent_violations(
    leaf: &Certificate<'_>,
    options: Options,
    keys: ProviderKeys,
) -> ReasonSet {
    let mut reasons = structure(leaf, options);
    reasons.extend(algorithm_fields_differ(leaf));
    reasons.extend(key_is_not_accepted(leaf, keys));
    reasons.extend(leaf_is_a_ca(leaf));
    reasons.extend(client_auth_is_not_allowed(leaf, options));
    reasons.extend(digital_signature_is_not_allowed(leaf));
    reasons.extend(critical_extension_is_unknown(leaf));
    reasons.extend(webpki_cannot_verify(leaf));
    reasons
}

/// The form is that of RFC 5280 section 4.1; an option accepts serial numbers that are zero, negative, or of 20 bytes
/// with the top bit set (section 4.1.2.2).
fn structure(leaf: &Certificate<'_>, options: Options) -> ReasonSet {
    let defects = leaf.defects_but_issuer();
    let may_be_allowed = leaf.serial_number_defect().is_some_and(SerialNumberDefect::may_be_allowed);
    match options.allow_unusual_serial && may_be_allowed {
        true => defects.without(Reason::InvalidSerial),
        false => defects,
    }
}

/// The two signature algorithm fields are equal (RFC 5280 section 4.1.1.2).
fn algorithm_fields_differ(leaf: &Certificate<'_>) -> Option<Reason> {
    (!leaf.algorithms_agree()).then_some(Reason::SignatureAlgorithmMismatch)
}

/// The client's key is of an accepted kind and size, and of a kind that the provider takes. webpki never parses it.
fn key_is_not_accepted(leaf: &Certificate<'_>, keys: ProviderKeys) -> Option<Reason> {
    match leaf.key_algorithm().fitness() {
        KeyFitness::Fit if keys.contain(leaf.key_algorithm()) => None,
        KeyFitness::TooWeak => Some(Reason::KeyTooWeak),
        KeyFitness::Fit | KeyFitness::Unsupported => Some(Reason::KeyUnsupported),
    }
}

/// A leaf that is a CA is refused: cA of basicConstraints is false or absent (RFC 5280 section 4.2.1.9).
fn leaf_is_a_ca(leaf: &Certificate<'_>) -> Option<Reason> {
    leaf.is_ca().then_some(Reason::IsACa)
}

/// An extKeyUsage has clientAuth (RFC 5280 section 4.2.1.12); an option refuses a leaf without the extension too.
fn client_auth_is_not_allowed(leaf: &Certificate<'_>, options: Options) -> Option<Reason> {
    let is_allowed = match leaf.extended_key_usage() {
        Some(usage) => usage.client_auth,
        None => !options.require_client_auth_eku,
    };
    (!is_allowed).then_some(Reason::NotForClientAuthentication)
}

/// A keyUsage has digitalSignature (RFC 5280 section 4.2.1.3): a TLS client signs with its key (RFC 8446 section
/// 4.4.2.2). webpki ignores the leaf's keyUsage.
fn digital_signature_is_not_allowed(leaf: &Certificate<'_>) -> Option<Reason> {
    let is_forbidden = leaf.key_usage().is_some_and(|usage| !usage.allows_digital_signature());
    is_forbidden.then_some(Reason::KeyUsageForbidsDigitalSignature)
}

/// Every critical extension is understood (RFC 5280 section 4.2).
fn critical_extension_is_unknown(leaf: &Certificate<'_>) -> Option<Reason> {
    leaf.unknown_critical_extension().map(|_| Reason::UnknownCriticalExtension)
}

/// The leaf has nothing that RFC 5280 allows and webpki does not read.
fn webpki_cannot_verify(leaf: &Certificate<'_>) -> Option<Reason> {
    leaf.unsupported_by_verifier().map(|_| Reason::UnsupportedByVerifier)
}

/// The time is not before notBefore (RFC 5280 section 6.1.3 (a)(2)).
fn leaf_is_not_yet_valid(leaf: &Certificate<'_>, now: i64) -> Option<Reason> {
    (now < leaf.validity().0).then_some(Reason::NotYetValid)
}

/// The time is not after notAfter (RFC 5280 section 6.1.3 (a)(2)).
fn leaf_is_expired(leaf: &Certificate<'_>, now: i64) -> Option<Reason> {
    (now > leaf.validity().1).then_some(Reason::Expired)
}
