//! After a refusal: did an intermediate that the client sent along issue the leaf?

use super::budget::SignatureBudget;
use super::ca_set::{CaSet, algorithm};
use crate::ca::CaCertificate;
use crate::certificate::Certificate;
use crate::fingerprint::Fingerprint;
use crate::limits::MAX_CHAIN_USED;

/// The presented intermediate that a loaded CA signed **and** that signed the leaf.
///
/// Both must hold: anyone can make a certificate that signs a leaf, and an operator must not be talked into
/// uploading it. It must also be fit to be loaded, and valid, or the advice would lead nowhere.
pub(super) fn direct_issuer(
    cas: &CaSet,
    leaf: &Certificate<'_>,
    presented: &[&[u8]],
    now: u64,
    budget: &mut SignatureBudget,
) -> Option<Fingerprint> {
    let issuer = leaf.issuer().ok()?;
    presented.iter().take(MAX_CHAIN_USED).find_map(|der| {
        let intermediate = CaCertificate::from_der(der).ok()?;
        let fits = intermediate.subject_name() == issuer
            && intermediate.certificate().is_valid_at(now)
            && is_signed_by_loaded(cas, intermediate.certificate(), now, budget)
            && signs(cas, intermediate.certificate(), leaf, budget);
        fits.then(|| intermediate.fingerprint())
    })
}

fn is_signed_by_loaded(
    cas: &CaSet,
    intermediate: &Certificate<'_>,
    now: u64,
    budget: &mut SignatureBudget,
) -> bool {
    let Ok(candidates) = cas.candidates(intermediate) else { return false };
    candidates.ordered(intermediate, now).any(|ca| {
        ca.ca.certificate().der() != intermediate.der()
            && ca.algorithm(intermediate.signature_algorithm()).is_some_and(|algorithm| {
                let key = ca.ca.certificate().key_octets();
                budget.spend()
                    && algorithm
                        .verify_signature(key, intermediate.to_be_signed(), intermediate.signature())
                        .is_ok()
            })
    })
}

fn signs(
    cas: &CaSet,
    issuer: &Certificate<'_>,
    leaf: &Certificate<'_>,
    budget: &mut SignatureBudget,
) -> bool {
    let Ok(key) = cas.provider().prepare(issuer.public_key_info()) else { return false };
    algorithm(&key, leaf.signature_algorithm()).is_some_and(|algorithm| {
        budget.spend()
            && algorithm.verify_signature(issuer.key_octets(), leaf.to_be_signed(), leaf.signature()).is_ok()
    })
}
