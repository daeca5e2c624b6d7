//! The table is sorted, its names are unique, and its numbers encode as everybody else encodes them.

extern crate std;

use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::*;
use crate::certificate::extension_oid;
use crate::name::ObjectIdentifier;

/// The content bytes in a key.
fn contents(row: &OidName) -> Vec<u8> {
    let (bytes, size) = (row.key.to_be_bytes(), usize::from(row.key.to_be_bytes()[15]));
    bytes[..size].to_vec()
}

#[test]
fn the_table_is_sorted_and_no_number_stands_twice() {
    assert!(OID_NAMES.is_sorted_by(|before, after| before.key < after.key));
    assert!(OID_NAMES.iter().all(|row| row.key != 0));
}

#[test]
fn no_name_stands_for_two_numbers() {
    let names: BTreeSet<_> = OID_NAMES.iter().map(|row| row.name.to_ascii_lowercase()).collect();
    assert_eq!(names.len(), OID_NAMES.len());
    for row in &OID_NAMES {
        assert!(row.name.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{}", row.name);
        assert!(!row.name.starts_with("id-") && !row.name.contains(['(', ')', '`']), "{}", row.name);
    }
}

/// The decoder of names prints what the table has. The program compares the table with the crate const-oid.
#[test]
fn every_number_decodes_to_what_is_written() {
    for row in &OID_NAMES {
        let contents = contents(row);
        let oid = ObjectIdentifier::from_bytes(&contents).expect(row.dotted);
        assert_eq!(oid.to_string(), row.dotted);
        assert_eq!(of(&contents), Some(row.name), "{}", row.dotted);
        assert_eq!(NamedOid(&contents).to_string(), alloc::format!("{} ({})", row.name, row.dotted));
    }
}

#[test]
fn the_names_of_known_bytes_are_those_of_the_standards() {
    for (contents, expected) in [
        (&[0x55, 0x1d, 0x0f][..], "keyUsage (2.5.29.15)"),
        (extension_oid::ID_CE_SUBJECT_ALTERNATIVE_NAME, "subjectAltName (2.5.29.17)"),
        (extension_oid::ANY_EXTENDED_KEY_USAGE, "anyExtendedKeyUsage (2.5.29.37.0)"),
        (extension_oid::CLIENT_AUTH, "clientAuth (1.3.6.1.5.5.7.3.2)"),
        (
            extension_oid::SIGNED_CERTIFICATE_TIMESTAMPS,
            "signedCertificateTimestamps (1.3.6.1.4.1.11129.2.4.2)",
        ),
        (&[0x2b, 6, 1, 5, 5, 7, 1, 1], "authorityInfoAccess (1.3.6.1.5.5.7.1.1)"),
        (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2], "ecdsa-with-SHA256 (1.2.840.10045.4.3.2)"),
        (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 11], "sha256WithRSAEncryption (1.2.840.113549.1.1.11)"),
        (&[0x2b, 0x65, 0x70], "Ed25519 (1.3.101.112)"),
        (&[0x67, 0x81, 5, 8, 1], "tcg-kp-EKCertificate (2.23.133.8.1)"),
        (&[0x67, 0x81, 0x0c, 1, 2, 1], "CA/Browser Forum domain validated (2.23.140.1.2.1)"),
        (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 0x12], "ML-DSA-65 (2.16.840.1.101.3.4.3.18)"),
        (&[0x2b, 6, 1, 4, 1, 0x82, 0x37, 0x15, 7], "msCertificateTemplate (1.3.6.1.4.1.311.21.7)"),
        (&[0x88, 0x37], "2.999"),
        (&[], "#"),
        (&[0x2b, 0x86], "#2B86"),
    ] {
        assert_eq!(NamedOid(contents).to_string(), expected);
    }
}

/// A prefix, a longer identifier and one beyond the size of a key have no name of another.
#[test]
fn no_other_bytes_have_a_name() {
    let known: BTreeSet<_> = OID_NAMES.iter().map(contents).collect();
    for contents in &known {
        let longer = [contents, &[0][..]].concat();
        assert_eq!(of(&longer).is_some(), known.contains(&longer), "{longer:02x?}");
        assert_eq!(of(&[&[0], &contents[..]].concat()), None, "{contents:02x?}");
        assert_eq!(of(&contents[1..]), None, "{contents:02x?}");
    }
    for size in [0, 16, 17, 300] {
        assert_eq!(of(&Vec::from_iter(core::iter::repeat_n(1, size))), None);
    }
}
