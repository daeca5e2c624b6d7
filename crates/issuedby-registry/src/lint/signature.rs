//! The check for a weak hash in the signature on a CA certificate.

use issuedby::Certificate;
use x509_cert::der::asn1::{AnyRef, ObjectIdentifier};
use x509_cert::der::{self, Decode, SliceReader, Tag, TagNumber, Tagged};

use super::LintWarning;

/// Signature algorithms that name a hash for which collisions can be made.
const BROKEN: [(ObjectIdentifier, LintWarning); 7] = [
    // md2WithRSAEncryption and md5WithRSAEncryption (RFC 3279 section 2.2.1); between them md4, never in an RFC.
    (oid("1.2.840.113549.1.1.2"), LintWarning::Md5Signature),
    (oid("1.2.840.113549.1.1.3"), LintWarning::Md5Signature),
    (oid("1.2.840.113549.1.1.4"), LintWarning::Md5Signature),
    // sha1WithRSAEncryption (RFC 4055 section 5), and as the OIW called it.
    (oid("1.2.840.113549.1.1.5"), LintWarning::Sha1Signature),
    (oid("1.3.14.3.2.29"), LintWarning::Sha1Signature),
    // id-dsa-with-sha1 and ecdsa-with-SHA1 (RFC 3279 sections 2.2.2 and 2.2.3).
    (oid("1.2.840.10040.4.3"), LintWarning::Sha1Signature),
    (oid("1.2.840.10045.4.1"), LintWarning::Sha1Signature),
];
/// id-RSASSA-PSS (RFC 4055 section 3.1).
const RSASSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
/// id-sha1 (RFC 4055 section 2.1) and md5 (RFC 1321).
const HASH_SHA1: ObjectIdentifier = oid("1.3.14.3.2.26");
const HASH_MD5: ObjectIdentifier = oid("1.2.840.113549.2.5");

/// The warning about the signature.
pub(super) fn warning(certificate: &Certificate<'_>) -> Option<LintWarning> {
    let mut algorithm = SliceReader::new(certificate.signature_algorithm()).ok()?;
    let name = ObjectIdentifier::decode(&mut algorithm).ok()?;
    if name == RSASSA_PSS {
        // Parameters that cannot be read name no other hash than the default.
        return match hash_of_pss(AnyRef::decode(&mut algorithm)).unwrap_or(HASH_SHA1) {
            HASH_SHA1 => Some(LintWarning::Sha1Signature),
            HASH_MD5 => Some(LintWarning::Md5Signature),
            _ => None,
        };
    }
    BROKEN.into_iter().find(|(broken, _)| *broken == name).map(|(_, warning)| warning)
}

/// hashAlgorithm of RSASSA-PSS-params, which is SHA-1 where it is absent (RFC 4055 section 3.1).
fn hash_of_pss(parameters: der::Result<AnyRef<'_>>) -> der::Result<ObjectIdentifier> {
    const HASH: Tag = Tag::ContextSpecific { constructed: true, number: TagNumber(0) };
    let first = AnyRef::decode(&mut SliceReader::new(parameters?.value())?)?;
    first.tag().assert_eq(HASH)?;
    let algorithm = AnyRef::from_der(first.value())?;
    ObjectIdentifier::decode(&mut SliceReader::new(algorithm.value())?)
}

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}
