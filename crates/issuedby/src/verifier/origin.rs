//! After `no_matching_ca`: a signature check tells a self-signed certificate, or one whose CA wrote its own name backwards or
//! had another name.

use super::ca_set::CaSet;
use super::chain;
use super::signature_budget::SignatureBudget;
use crate::ca::LoadedCa;
use crate::certificate::Certificate;
use crate::name::Name;
use crate::verdict::Origin;

/// The most CAs of one name that are tried for a reversed issuer: a rotation has two.
const MAX_REVERSED_CAS: usize = 4;

/// The origin of a certificate whose issuer is the name of no CA, where one signature check can tell it.
///
/// It explains the refusal and changes nothing in it. A check is spent only where the names ask for it: the issuer is the
/// certificate's own subject, or a CA's name in the opposite order, or its key identifier is that of a CA.
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
    of_reversed_name(cas, certificate, issuer, budget).or_else(|| of_key_identifier(cas, certificate, budget))
}

fn of_reversed_name(
    cas: &CaSet,
    certificate: &Certificate<'_>,
    issuer: Name<'_>,
    budget: &mut SignatureBudget,
) -> Option<Origin> {
    let reversed = cas.may_have_reversed(issuer).then(|| issuer.reversed())?;
    let candidates = cas.with_subject(reversed.as_name())?;
    let is_signed = candidates
        .ordered(certificate, 0)
        .take(MAX_REVERSED_CAS)
        .any(|member| is_signed_by(&member.loaded, certificate, budget));
    Some(if is_signed { Origin::SignedByReversed } else { Origin::Reversed })
}

/// The CA whose key the certificate names by its identifier (RFC 5280 section 4.2.1.1), if that key made the signature.
fn of_key_identifier(
    cas: &CaSet,
    certificate: &Certificate<'_>,
    budget: &mut SignatureBudget,
) -> Option<Origin> {
    let ca = cas.with_key_identifier(certificate.authority_key_identifier()?)?;
    is_signed_by(ca, certificate, budget).then_some(Origin::SignedByNamedOtherwise)
}

fn is_signed_by(ca: &LoadedCa, certificate: &Certificate<'_>, budget: &mut SignatureBudget) -> bool {
    ca.algorithm(certificate.signature_algorithm()).is_some_and(|algorithm| {
        let (key, signed) = (ca.ca.certificate().key_bytes(), certificate.to_be_signed());
        budget.spend() && algorithm.verify_signature(key, signed, certificate.signature()).is_ok()
    })
}
