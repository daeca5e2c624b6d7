//! The check for a public CA, from which anyone can get a certificate.

use issuedby::Certificate;
use sha2::{Digest, Sha256};
use x509_cert::der::asn1::{AnyRef, ObjectIdentifier};
use x509_cert::der::{self, Decode, SliceReader, Tag, Tagged};

use super::{LintWarning, PublicCaEvidence};

/// The keys of the CAs that browsers trust: one a line, the SHA-256 of the SubjectPublicKeyInfo and a name. Made by
/// the example `public_ca_keys`; a test makes it again and compares.
const PUBLIC_CA_KEYS: &str = include_str!("public-ca-keys.txt");

/// The warning about a public CA, or about policies that cannot be parsed; `None` where there is none.
pub(super) fn warning(certificate: &Certificate<'_>) -> Option<LintWarning> {
    if let Some(evidence) = known_key(certificate) {
        return Some(LintWarning::PublicCa(evidence));
    }
    /// certificatePolicies, 2.5.29.32 (RFC 5280 section 4.2.1.4).
    const CERTIFICATE_POLICIES: &[u8] = &[0x55, 0x1D, 0x20];
    let extension = certificate.extensions().find(|extension| extension.oid == CERTIFICATE_POLICIES)?;
    match forum_policy(extension.value) {
        Ok(evidence) => evidence.map(LintWarning::PublicCa),
        Err(_) => Some(LintWarning::PoliciesUnreadable),
    }
}

fn known_key(certificate: &Certificate<'_>) -> Option<PublicCaEvidence> {
    let hash: String =
        Sha256::digest(certificate.public_key_info()).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut lines = PUBLIC_CA_KEYS.lines().filter_map(|line| line.split_once(' '));
    let (_, known_as) = lines.find(|(known, _)| *known == hash)?;
    Some(PublicCaEvidence::Key { known_as: known_as.to_owned() })
}

/// The first policy of the CA/Browser Forum. Identifiers are compared as bytes: one that no library reads must not
/// hide those beside it.
fn forum_policy(extension: &[u8]) -> der::Result<Option<PublicCaEvidence>> {
    /// 2.23.140.1, the arc of the Forum's policies for certificates (Baseline Requirements section 7.1.6.1).
    const FORUM_POLICIES: &[u8] = &[0x67, 0x81, 0x0C, 0x01];
    for policy in Vec::<AnyRef<'_>>::from_der(extension)? {
        policy.tag().assert_eq(Tag::Sequence)?;
        // PolicyInformation begins with its identifier; qualifiers may follow.
        let identifier = AnyRef::decode(&mut SliceReader::new(policy.value())?)?;
        identifier.tag().assert_eq(Tag::ObjectIdentifier)?;
        if identifier.value().starts_with(FORUM_POLICIES) {
            let oid = ObjectIdentifier::from_bytes(identifier.value());
            let oid = oid.map_or_else(|_| "below 2.23.140.1".to_owned(), |oid| oid.to_string());
            return Ok(Some(PublicCaEvidence::Policy { oid }));
        }
    }
    Ok(None)
}
