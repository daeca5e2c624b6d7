//! The rules that a leaf keeps or breaks by itself, whoever signed it.

use super::Options;
use super::key_kinds::KeyKinds;
use crate::certificate::key::KeyFitness;
use crate::certificate::{Certificate, SerialNumberDefect, is_representable, signed};
use crate::reason::{Reason, ReasonSet};

/// Every rule that the leaf breaks by itself.
pub(super) fn broken_by(
    certificate: &Certificate<'_>,
    options: Options,
    keys: KeyKinds,
    now: u64,
) -> ReasonSet {
    let mut reasons = certificate.defects_but_issuer();
    let serial_number = certificate.serial_number_defect();
    if options.allow_unusual_serial && serial_number.is_some_and(SerialNumberDefect::may_be_allowed) {
        reasons = reasons.without(Reason::InvalidSerial);
    }
    if !certificate.algorithms_agree() {
        reasons.insert(Reason::SignatureAlgorithmMismatch);
    }
    match certificate.key_algorithm().fitness() {
        KeyFitness::Fit if keys.contain(certificate.key_algorithm()) => {}
        KeyFitness::Fit => reasons.insert(Reason::KeyUnsupported),
        KeyFitness::TooWeak => reasons.insert(Reason::KeyTooWeak),
        KeyFitness::Unsupported => reasons.insert(Reason::KeyUnsupported),
    }

    if certificate.is_ca() {
        reasons.insert(Reason::IsACa);
    }
    let for_client_authentication = match certificate.extended_key_usage() {
        Some(usage) => usage.client_auth,
        None => !options.require_client_auth_eku,
    };
    if !for_client_authentication {
        reasons.insert(Reason::NotForClientAuthentication);
    }
    // webpki ignores the leaf's keyUsage; a TLS client signs with its key (RFC 8446 section 4.4.2.2).
    if certificate.key_usage().is_some_and(|usage| !usage.allows_digital_signature()) {
        reasons.insert(Reason::KeyUsageForbidsDigitalSignature);
    }
    if certificate.unknown_critical_extension().is_some() {
        reasons.insert(Reason::UnknownCriticalExtension);
    }
    if certificate.unsupported_by_verifier().is_some() {
        reasons.insert(Reason::UnsupportedByVerifier);
    }

    let (not_before, not_after) = certificate.validity();
    if !is_representable(now) {
        reasons.insert(Reason::InvalidCheckTime);
    } else {
        let now = signed(now);
        if now < not_before {
            reasons.insert(Reason::NotYetValid);
        }
        if now > not_after {
            reasons.insert(Reason::Expired);
        }
    }
    reasons
}
