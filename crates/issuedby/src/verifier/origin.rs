//! After `no_matching_ca`: a signature check tells a self-signed certificate, or one whose CA wrote its own name backwards.

use super::ca_set::CaSet;
use super::chain;
use super::signature_budget::SignatureBudget;
use crate::certificate::Certificate;
use crate::verdict::Origin;

/// The most CAs of one name that are tried for a reversed issuer: a rotation has two.
const MAX_REVERSED_CAS: usize = 4;

/// The origin of a certificate whose issuer is the name of no CA, where one signature check can tell it.
///
/// It explains the refusal and changes nothing in it. A check is spent only where the names ask for it: the issuer is the
/// certificate's own subject, or a CA's name in the opposite order.
pub(super) fn of_unknown_issuer(
    cas: &CaSet,
    certificate: &Certificate<'_>,
    budget: &mut SignatureBudget,
) -> Option<Origin> {
    if !certificate.algorithms_agree() {
        // It is unknown which of the two fields should hold.
        return None;
    }
    let issuer = certificate.issuer().ok()?;
    if certificate.is_self_issued() {
        let is_self_signed = chain::signs(cas, certificate, certificate, budget);
        return Some(if is_self_signed { Origin::SelfSigned } else { Origin::SelfIssued });
    }
    let reversed = cas.may_have_reversed(issuer).then(|| issuer.reversed())?;
    let candidates = cas.with_subject(reversed.as_name())?;
    let is_signed = candidates.ordered(certificate, 0).take(MAX_REVERSED_CAS).any(|member| {
        let ca = &member.loaded;
        ca.algorithm(certificate.signature_algorithm()).is_some_and(|algorithm| {
            let (key, signed) = (ca.ca.certificate().key_bytes(), certificate.to_be_signed());
            budget.spend() && algorithm.verify_signature(key, signed, certificate.signature()).is_ok()
        })
    });
    Some(if is_signed { Origin::SignedByReversed } else { Origin::Reversed })
}
