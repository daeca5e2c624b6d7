//! The key of a certificate that cannot be read: it is never another one than the strict parser
//! has.

use issuedby::certificate::{
    describe_key, key_defect, possession_key, public_key_info_by_structure as by_structure,
};
use issuedby::{Certificate, Reason, pem};
use proptest::prelude::*;

const CLIENT: &[u8] = include_bytes!("../../../tests/certs/client.pem");

fn samples() -> Vec<Vec<u8>> {
    let texts: [&[u8]; 6] = [
        CLIENT,
        include_bytes!("../../../tests/certs/client-rsa.pem"),
        include_bytes!("../../../tests/certs/client-unicode.pem"),
        include_bytes!("../../../tests/certs/client-v1.pem"),
        include_bytes!("../../../tests/certs/client-is-a-ca.pem"),
        include_bytes!("../../../tests/certs/ca.pem"),
    ];
    texts.map(|text| pem::single_certificate(text).unwrap().to_vec()).to_vec()
}

fn client() -> Vec<u8> {
    samples().swap_remove(0)
}

/// The key of the sample, and where it ends in its certificate.
fn key_of(der: &[u8]) -> (Vec<u8>, usize) {
    let key = Certificate::from_der(der).unwrap().public_key_info().to_vec();
    let start = der.windows(key.len()).position(|found| found == key).unwrap();
    let end = start + key.len();
    (key, end)
}

/// A SEQUENCE with this many bytes of length, which may be more than are needed.
fn sequence(contents: &[u8], length_size: u8) -> Vec<u8> {
    let length = u32::try_from(contents.len()).unwrap().to_be_bytes();
    let mut der = vec![0x30, 0x80 | length_size];
    der.extend_from_slice(&length[4 - usize::from(length_size)..]);
    der.extend_from_slice(contents);
    der
}

/// A certificate with a broken date and nothing that is right beside the key.
fn malformed(key: &[u8], length_size: u8) -> Vec<u8> {
    let mut fields = vec![0xa0, 0, 2, 0, 0x30, 2, 0xff, 0xff, 0x30, 1, 7, 0x30, 3, b'n', b'o', b'w', 0x30, 0];
    fields.extend_from_slice(key);
    fields.extend_from_slice(b"and no extensions");
    sequence(&sequence(&fields, length_size), length_size)
}

#[test]
fn a_key_is_found_whatever_is_malformed_beside_it() {
    let (key, _) = key_of(&client());
    for length_size in 1..=4 {
        let der = malformed(&key, length_size);
        assert!(Certificate::from_der(&der).is_err());
        assert_eq!(possession_key(&der), Some(&*key), "{length_size} bytes of length");
    }
}

#[test]
fn a_certificate_cut_off_after_its_key_still_has_the_key() {
    for der in samples() {
        let (key, end) = key_of(&der);
        for length in 0..der.len() {
            let expected = (length >= end).then_some(&*key);
            assert_eq!(possession_key(&der[..length]), expected, "{length} of {end}");
        }
    }
}

#[test]
fn what_ends_before_its_key_does_has_none() {
    let (key, _) = key_of(&client());
    let der = malformed(&key, 2);
    // The tbsCertificate, of 4 bytes of header in 4 bytes of header, says that it is shorter.
    let mut short = der.clone();
    short[6..8].copy_from_slice(&60_u16.to_be_bytes());
    assert_eq!(possession_key(&short), None);
    for (position, value) in [(0, 0x31), (4, 0x31), (5, 0x80), (10, 0x03)] {
        let mut other = der.clone();
        other[position] = value;
        assert_eq!(possession_key(&other), None, "{position}");
    }
}

#[test]
fn a_key_that_is_not_accepted_says_why() {
    let (key, _) = key_of(&client());
    assert_eq!(key_defect(&key), None);
    let mut secp256k1 = key.clone();
    // The named curve is the second object identifier.
    let curve = key.windows(2).position(|found| found == [0x06, 0x08]).unwrap();
    secp256k1[curve + 9] = 1;
    assert_eq!(key_defect(&secp256k1), Some(Reason::KeyUnsupported));
    assert!(describe_key(&secp256k1).to_string().starts_with("EC on the curve"));
    assert_eq!(key_defect(&key[..key.len() - 1]), Some(Reason::Malformed));

    let integer = |bytes: &[u8]| [&[2, 0x81, u8::try_from(bytes.len()).unwrap()][..], bytes].concat();
    let modulus = [&[0, 0xc1][..], &[7; 127]].concat();
    let rsa = sequence(&[integer(&modulus), vec![2, 3, 1, 0, 1]].concat(), 1);
    let bits = [&[3, 0x81, u8::try_from(rsa.len() + 1).unwrap(), 0][..], &rsa].concat();
    let identifier = [0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
    let contents = [&identifier[..], &bits].concat();
    let weak = [&[0x30, 0x81, u8::try_from(contents.len()).unwrap()][..], &contents].concat();
    assert_eq!(key_defect(&weak), Some(Reason::KeyTooWeak));
    assert_eq!(describe_key(&weak).to_string(), "RSA 1024 bits");
}

proptest! {
    #[test]
    fn the_strict_parser_and_the_structure_have_one_key(
        sample in 0..6_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        more in prop::collection::vec(any::<u8>(), 0..4),
    ) {
        let mut der = samples().swap_remove(sample);
        for (place, value) in changes {
            let place = place.index(der.len());
            der[place] = value;
        }
        if let Ok(certificate) = Certificate::from_der(&der) {
            prop_assert_eq!(by_structure(&der), Some(certificate.public_key_info()));
        }
        der.extend(more);
        prop_assert!(possession_key(&der).is_none() || possession_key(&der) == by_structure(&der));
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(der in prop::collection::vec(any::<u8>(), 0..200)) {
        let found = possession_key(&der);
        prop_assert!(found.is_none_or(|key| key.first() == Some(&0x30)));
    }
}
