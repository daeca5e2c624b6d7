//! Object identifiers as people read them.

use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::oid::db::DB;

/// Identifiers in client certificates that the registry lacks or names otherwise; OpenSSL's names where it has one.
const OWN_NAMES: [(&str, &str); 12] = [
    ("1.2.840.10045.4.1", "ecdsa-with-SHA1"),
    ("1.3.132.0.10", "secp256k1"),
    ("1.3.6.1.4.1.11129.2.4.2", "signedCertificateTimestamps"),
    ("1.3.6.1.4.1.311.20.2", "msEnrollCertType"),
    ("1.3.6.1.4.1.311.20.2.2", "msSmartcardLogin"),
    ("1.3.6.1.4.1.311.20.2.3", "msUPN"),
    ("1.3.6.1.4.1.311.21.10", "msApplicationPolicies"),
    ("1.3.6.1.4.1.311.21.7", "msCertificateTemplate"),
    ("1.3.6.1.4.1.311.25.2", "msNtdsCaSecurity"),
    ("2.16.840.1.113730.1.1", "nsCertType"),
    ("2.16.840.1.113730.1.13", "nsComment"),
    ("2.5.29.37.0", "anyExtendedKeyUsage"),
];

/// The name of an object identifier if it has a usual one, without the prefix of its registry.
pub(super) fn name(contents: &[u8]) -> Option<&'static str> {
    /// The prefixes that the standards put before the names of extensions, key purposes and algorithms.
    const PREFIXES: [&str; 4] = ["id-ce-", "id-pe-", "id-kp-", "id-"];

    let oid = ObjectIdentifier::from_bytes(contents).ok()?;
    let number = dotted(contents);
    let own = OWN_NAMES.iter().find(|(other, _)| *other == number).map(|(_, name)| *name);
    let name = own.or_else(|| DB.by_oid(&oid))?;
    let stripped = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix));
    Some(stripped.unwrap_or(name))
}

/// Dotted decimal; hexadecimal in the form of RFC 4514 for what is not an object identifier or has an arc
/// beyond 128 bits.
pub(super) fn dotted(contents: &[u8]) -> String {
    arcs(contents).map_or_else(
        || format!("#{}", crate::json::hexadecimal(contents).replace(':', "")),
        |arcs| arcs.iter().map(u128::to_string).collect::<Vec<_>>().join("."),
    )
}

/// The name and the number, or the number alone.
pub(super) fn named(contents: &[u8]) -> String {
    match name(contents) {
        Some(name) => format!("{name} ({})", dotted(contents)),
        None => dotted(contents),
    }
}

/// X.690 section 8.19.
fn arcs(contents: &[u8]) -> Option<Vec<u128>> {
    let mut arcs = Vec::new();
    let mut arc: u128 = 0;
    let mut complete = false;
    for byte in contents {
        arc = arc.checked_mul(128)?.checked_add(u128::from(byte & 0x7f))?;
        complete = byte & 0x80 == 0;
        if complete {
            match arcs.is_empty() {
                // The first two arcs share a number: 40 times the first, which is at most 2, plus the second.
                true => arcs.extend([(arc / 40).min(2), arc - (arc / 40).min(2) * 40]),
                false => arcs.push(arc),
            }
            arc = 0;
        }
    }
    complete.then_some(arcs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_those_of_the_standards() {
        for (contents, expected) in [
            (&[0x55, 0x1d, 0x0f][..], "keyUsage (2.5.29.15)"),
            (&[0x55, 0x1d, 0x11], "subjectAltName (2.5.29.17)"),
            (&[0x55, 0x1d, 0x25, 0], "anyExtendedKeyUsage (2.5.29.37.0)"),
            (&[0x2b, 6, 1, 5, 5, 7, 3, 2], "clientAuth (1.3.6.1.5.5.7.3.2)"),
            (&[0x2b, 6, 1, 5, 5, 7, 1, 1], "authorityInfoAccess (1.3.6.1.5.5.7.1.1)"),
            (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2], "ecdsa-with-SHA256 (1.2.840.10045.4.3.2)"),
            (
                &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 11],
                "sha256WithRSAEncryption (1.2.840.113549.1.1.11)",
            ),
            (&[0x2b, 0x65, 0x70], "Ed25519 (1.3.101.112)"),
            (&[0x88, 0x37], "2.999"),
            (&[], "#"),
            (&[0x2b, 0x86], "#2B86"),
        ] {
            assert_eq!(named(contents), expected);
        }
    }
}
