//! The likely origin of a certificate that no CA issued, as far as its reason alone does not tell.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Verdict;
use crate::ca::CaCertificate;
use crate::certificate::Certificate;
use crate::diagnosis::Quoted;
use crate::did_you_mean::{closest_name, similar_name};
use crate::limits::MAX_CAS_COMPARED;
use crate::name::{Attribute, Bytes, Comparison, Difference, Hint, Name, attribute_form};

/// The result of the signature checks after `no_matching_ca`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Origin {
    /// Issuer and subject are equal, and the certificate's own key made the signature.
    SelfSigned,
    /// Issuer and subject are equal, and the certificate's own key was not seen to make the signature.
    SelfIssued,
    /// The issuer is a CA's name in the opposite order, and the key of that CA made the signature.
    SignedByReversed,
    /// The issuer is a CA's name in the opposite order, and the key of that CA was not seen to make the signature.
    Reversed,
    /// The key of a CA with another name made the signature.
    SignedByNamedOtherwise,
}

/// The sentence for a certificate whose issuer is the name of no CA.
pub(super) fn sentence(verdict: &Verdict<'_>, certificate: &Certificate<'_>) -> Option<String> {
    let issuer = certificate.issuer().ok()?;
    let shown = Quoted(issuer);
    Some(match verdict.refusal.origin {
        Some(Origin::SelfSigned) => {
            format!(
                "the certificate is self-signed, no CA issued it: its issuer is its own subject {shown}, and its own key signed it"
            )
        }
        Some(Origin::SelfIssued) => {
            format!(
                "the certificate gives its own subject {shown} as its issuer, and no configured CA has that name"
            )
        }
        Some(Origin::SignedByReversed) => format!(
            "the certificate has the issuer {shown}, which is the name of the CA {} in the opposite order; the key of that \
             CA did sign it",
            Quoted(issuer.reversed())
        ),
        Some(Origin::Reversed) => format!(
            "the certificate has the issuer {shown}, which is the name of the CA {} in the opposite order",
            Quoted(issuer.reversed())
        ),
        Some(Origin::SignedByNamedOtherwise) => {
            let ca = with_key_identifier(verdict, certificate)?;
            let subject = ca.subject_name();
            let relation = relation(&subject.compare(issuer), subject, &sorted_forms(issuer));
            let relation = relation.map(|relation| format!(", which {relation}")).unwrap_or_default();
            format!(
                "no configured CA is named {shown}, which the certificate gives as its issuer; the key of the CA {}{relation}, did \
                 sign it: it had, or has, the other name too",
                Quoted(ca.subject())
            )
        }
        None => {
            let mut sentence =
                format!("no configured CA is named {shown}, which the certificate gives as its issuer");
            if certificate.is_ca() {
                sentence.push_str("; it is the certificate of a CA itself, not a client's");
            } else if let Some((ca, relation)) = closest(verdict, issuer) {
                sentence.push_str(&format!("; the CA {} {relation}", Quoted(ca.subject())));
            }
            sentence
        }
    })
}

fn with_key_identifier<'v>(
    verdict: &'v Verdict<'_>,
    certificate: &Certificate<'_>,
) -> Option<&'v CaCertificate> {
    let wanted = certificate.authority_key_identifier()?;
    verdict
        .cas()?
        .iter()
        .take(MAX_CAS_COMPARED)
        .find(|ca| ca.certificate().subject_key_identifier() == Some(wanted))
}

/// The CA whose name is likely to be meant, and how its name differs; `None` where none is alike.
fn closest<'v>(verdict: &'v Verdict<'_>, issuer: Name<'_>) -> Option<(&'v CaCertificate, String)> {
    let forms = sorted_forms(issuer);
    let shared = |ca: &CaCertificate| {
        attributes(ca.subject_name()).filter(|one| forms.binary_search(&attribute_form(*one)).is_ok()).count()
    };
    let cas: Vec<(usize, &CaCertificate)> =
        verdict.cas()?.iter().take(MAX_CAS_COMPARED).map(|ca| (shared(ca), ca)).collect();
    let most = cas.iter().map(|(shared, _)| *shared).max()?;
    let alike: Vec<(String, &CaCertificate)> = cas
        .into_iter()
        .filter(|(shared, _)| *shared == most)
        .map(|(_, ca)| (ca.subject().to_string(), ca))
        .collect();
    let names: Vec<&str> = alike.iter().map(|(name, _)| name.as_str()).collect();
    let text = issuer.to_string();
    // Where no attribute is the same, a name must at least look like the other.
    let closest = if most == 0 { similar_name(&text, &names) } else { closest_name(&text, &names) }?;
    let ca = alike.iter().find(|(name, _)| name == closest).map(|(_, ca)| *ca)?;
    let comparison = ca.subject_name().compare(issuer);
    relation(&comparison, ca.subject_name(), &forms).map(|relation| (ca, relation))
}

fn attributes<'a>(name: Name<'a>) -> impl Iterator<Item = Attribute<'a>> {
    name.rdns().flat_map(|rdn| rdn.attributes())
}

/// The normal forms of the attributes of a name, sorted.
fn sorted_forms(name: Name<'_>) -> Vec<Bytes> {
    let mut forms: Vec<Bytes> = attributes(name).map(attribute_form).collect();
    forms.sort_unstable();
    forms
}

fn relation(comparison: &Comparison, ca: Name<'_>, issuer_forms: &[Bytes]) -> Option<String> {
    const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];

    let differences = comparison.differences();
    let only = match differences {
        [only] => Some(only),
        _ => None,
    };
    Some(match (comparison.hints().first()?, only) {
        (Hint::ReversedOrder, _) => "has that name in the opposite order".to_string(),
        (Hint::Reordered, _) => "has the same RDNs in another order".to_string(),
        (Hint::RegroupedMultiValued, _) => {
            "has the same attributes, grouped into RDNs otherwise (`+` and `,`)".to_string()
        }
        (Hint::UnicodeCaseOrCompatibility, _) => {
            "has that name in another letter case beyond ASCII, which is another name".to_string()
        }
        (Hint::AttributeTypeDiffers, _) => {
            format!("has the same values under other attribute types: {}", differences.first()?)
        }
        (_, Some(only)) if is_misspelt(only) => format!("differs in one attribute: {only}"),
        _ if has_common(ca, issuer_forms, ORGANIZATION) => "names the same organization".to_string(),
        (_, Some(only)) => format!("differs in one attribute: {only}"),
        _ => return None,
    })
}

/// Tells whether the two values of an attribute are so similar that one of them may be a spelling mistake.
fn is_misspelt(difference: &Difference) -> bool {
    let (Some(expected), Some(found)) = (difference.expected(), difference.found()) else { return false };
    similar_name(found, &[expected]).is_some()
}

/// Tells whether the name has an attribute of this type that is among these forms.
fn has_common(name: Name<'_>, forms: &[Bytes], oid: &[u8]) -> bool {
    attributes(name)
        .filter(|one| one.oid().as_bytes() == oid)
        .any(|one| forms.binary_search(&attribute_form(one)).is_ok())
}
