//! Certificates that stand beside a leaf: which of them issued it, for advice alone.

use super::Options;
use super::ca_set::CaSet;
use super::signature_budget::SignatureBudget;
use crate::ca::{CaCertificate, LoadedCa};
use crate::certificate::Certificate;
use crate::fingerprint::Fingerprint;
use crate::limits::MAX_CHAIN_USED;
use crate::provider::algorithm_of;

/// The presented intermediate that a loaded CA signed **and** that signed the leaf.
///
/// Both must hold: anyone can make a certificate that signs a leaf, and an operator must not be talked into
/// uploading it. It must also be fit to be loaded and valid, or the advice would lead nowhere; and the
/// loaded CA must be one that may say so: valid itself, allowed to issue CAs, and without name or policy
/// constraints, which an uploaded intermediate would no longer be under.
pub(super) fn direct_issuer(
    cas: &CaSet,
    options: Options,
    leaf: &Certificate<'_>,
    presented: &[&[u8]],
    now: u64,
    budget: &mut SignatureBudget,
) -> Option<Fingerprint> {
    if !leaf.algorithms_agree() {
        // It is unknown which of the two fields should hold.
        return None;
    }
    let issuer = leaf.issuer().ok()?;
    let presented = presented.get(..presented.len().min(MAX_CHAIN_USED)).unwrap_or_default();
    presented.iter().enumerate().find_map(|(position, der)| {
        if presented.iter().take(position).any(|earlier| earlier == der) {
            return None;
        }
        // The name first: it costs little, and most of a chain has another.
        let certificate = Certificate::from_der(der).ok()?;
        if certificate.subject().ok()? != issuer || !certificate.is_valid_at(now) {
            return None;
        }
        let intermediate = CaCertificate::from_der(der).ok()?;
        let found = is_signed_by_loaded(cas, options, &certificate, now, budget)
            && signs(cas, &certificate, leaf, budget);
        found.then(|| intermediate.fingerprint())
    })
}

/// Tells whether each certificate after the first is a CA's whose key made the signature of the one before it.
///
/// At most [`MAX_CHAIN_USED`] certificates are looked at, and one signature is checked for each; more are no chain.
pub(super) fn each_signs_the_one_before(cas: &CaSet, certificates: &[&[u8]]) -> bool {
    let mut budget = SignatureBudget::new();
    certificates.len() <= MAX_CHAIN_USED
        && certificates.iter().zip(certificates.iter().skip(1)).all(|(below, above)| {
            match (Certificate::from_der(below), Certificate::from_der(above)) {
                (Ok(below), Ok(above)) => {
                    above.is_ca() && below.algorithms_agree() && signs(cas, &above, &below, &mut budget)
                }
                _ => false,
            }
        })
}

/// Tells whether the key in the second certificate made the signature of the first.
pub(super) fn is_signed_by(cas: &CaSet, certificate: &[u8], issuer: &[u8]) -> bool {
    match (Certificate::from_der(certificate), Certificate::from_der(issuer)) {
        (Ok(certificate), Ok(issuer)) => {
            certificate.algorithms_agree() && signs(cas, &issuer, &certificate, &mut SignatureBudget::new())
        }
        _ => false,
    }
}

fn is_signed_by_loaded(
    cas: &CaSet,
    options: Options,
    intermediate: &Certificate<'_>,
    now: u64,
    budget: &mut SignatureBudget,
) -> bool {
    let Ok(candidates) = cas.candidates(intermediate) else { return false };
    candidates.ordered(intermediate, now).any(|member| {
        let ca = &member.loaded;
        may_vouch(ca, options, now)
            && ca.ca.certificate().der() != intermediate.der()
            && ca.algorithm(intermediate.signature_algorithm()).is_some_and(|algorithm| {
                let key = ca.ca.certificate().key_bytes();
                budget.spend()
                    && algorithm
                        .verify_signature(key, intermediate.to_be_signed(), intermediate.signature())
                        .is_ok()
            })
    })
}

/// Tells whether a loaded CA may stand behind the advice to load one that it issued.
fn may_vouch(ca: &LoadedCa, options: Options, now: u64) -> bool {
    (options.ignore_ca_validity || ca.is_valid_at(now))
        && ca.ca.certificate().path_length() != Some(0)
        && ca.ca.name_constraints().is_none()
        && !ca.ca.certificate().has_policy_constraints()
}

/// Tells whether the key of `issuer` made the signature of `leaf`; false where no check is left.
pub(super) fn signs(
    cas: &CaSet,
    issuer: &Certificate<'_>,
    leaf: &Certificate<'_>,
    budget: &mut SignatureBudget,
) -> bool {
    let Ok(key) = cas.provider().prepare(issuer.public_key_info()) else { return false };
    algorithm_of(&key, leaf.signature_algorithm()).is_some_and(|algorithm| {
        budget.spend()
            && algorithm.verify_signature(issuer.key_bytes(), leaf.to_be_signed(), leaf.signature()).is_ok()
    })
}
