//! The bytes that webpki reads as a certificate.

use issuedby_conformance::bare_webpki;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{element, extension, integer, read, sequence};
use issuedby_conformance::template::{Template, extended_key_usage, extension_id, purpose};
use webpki::{DerTypeId, Error};

use crate::verify;

#[test]
fn negative_zero_and_long_serial_numbers_are_accepted() {
    let issuer = Issuer::new();
    for serial_number in
        [vec![0x80], vec![0xff, 0x00], vec![0x00], vec![0x01; 21], vec![0x00, 0x00, 0x01], vec![]]
    {
        let leaf = Template { serial_number: serial_number.clone(), ..issuer.client() };
        assert_eq!(verify(&issuer, &leaf), Ok(()), "{serial_number:02x?}");
    }
}

#[test]
fn an_unknown_extension_may_stand_twice() {
    let issuer = Issuer::new();
    let unknown = extension(extension_id::UNKNOWN, false, &[0x05, 0]);
    let leaf = issuer.client().with_extension(unknown.clone()).with_extension(unknown);
    assert_eq!(verify(&issuer, &leaf), Ok(()));
}

#[test]
fn a_known_extension_that_stands_twice_is_refused() {
    let issuer = Issuer::new();
    let leaf = issuer.client().with_extension(extended_key_usage(&[purpose::CLIENT_AUTH]));
    assert_eq!(verify(&issuer, &leaf), Err(Error::ExtensionValueInvalid));
}

#[test]
fn an_empty_list_of_extensions_is_accepted() {
    let issuer = Issuer::new();
    assert_eq!(verify(&issuer, &issuer.client().with_only_extensions(vec![])), Ok(()));
}

#[test]
fn a_critical_flag_is_00_or_ff() {
    let issuer = Issuer::new();
    let flagged = |flag: u8| {
        let oid = issuedby_conformance::der::oid(extension_id::UNKNOWN);
        let leaf = sequence(&[&oid, &[0x01, 0x01, flag], &[0x04, 2, 0x05, 0]]);
        verify(&issuer, &issuer.client().with_extension(leaf))
    };
    assert_eq!(flagged(0x00), Ok(()));
    assert_eq!(flagged(0x01), Err(Error::BadDer));
}

#[test]
fn unique_identifiers_are_refused() {
    let issuer = Issuer::new();
    for tag in [0x81, 0x82] {
        let leaf = Template { unique_identifiers: element(tag, &[0, 1]), ..issuer.client() };
        let refused = Err(Error::TrailingData(DerTypeId::CertificateExtensions));
        assert_eq!(verify(&issuer, &leaf), refused, "[{}]", tag & 0x1f);
    }
}

#[test]
fn leaves_of_version_1_and_2_are_refused() {
    let issuer = Issuer::new();
    for version in [Vec::new(), element(0xa0, &integer(&[1])), element(0xa0, &integer(&[3]))] {
        let leaf = Template { version, ..issuer.client() };
        assert_eq!(verify(&issuer, &leaf), Err(Error::UnsupportedCertVersion));
    }
}

#[test]
fn a_utc_time_before_1970_is_refused() {
    let issuer = Issuer::new();
    let at = |text: &[u8]| Template { not_before: element(0x17, text), ..issuer.client() };
    assert_eq!(verify(&issuer, &at(b"691231235959Z")), Err(Error::BadDerTime));
    assert_eq!(verify(&issuer, &at(b"500101000000Z")), Err(Error::BadDerTime), "50 is 1950");
    assert_eq!(verify(&issuer, &at(b"700101000000Z")), Ok(()));
}

#[test]
fn a_generalized_time_before_2050_is_accepted() {
    let issuer = Issuer::new();
    let leaf = Template { not_before: element(0x18, b"20260101000000Z"), ..issuer.client() };
    assert_eq!(verify(&issuer, &leaf), Ok(()));
}

#[test]
fn dates_are_read_at_verification_and_not_when_parsing() {
    let issuer = Issuer::new();
    let leaf = Template { not_before: element(0x17, b"not a date"), ..issuer.client() };
    assert_eq!(bare_webpki::parse(&issuer.issue(&leaf)), Ok(()));
    assert_eq!(verify(&issuer, &leaf), Err(Error::BadDerTime));
}

#[test]
fn an_element_has_at_most_65534_bytes_of_contents() {
    let issuer = Issuer::new();
    let of_contents = |wanted: usize| {
        let bare = issuer.client().with_extension(extension(extension_id::UNKNOWN, false, &[0; 60_000]));
        let rest = read(&bare.unsigned()).1.len() - 60_000;
        let padding = vec![0; wanted - rest];
        issuer.client().with_extension(extension(extension_id::UNKNOWN, false, &padding)).unsigned()
    };
    let largest = of_contents(65_534);
    assert_eq!(read(&largest).1.len(), 65_534);
    assert_eq!(bare_webpki::parse(&largest), Ok(()));
    let too_large = of_contents(65_535);
    assert_eq!(read(&too_large).1.len(), 65_535);
    assert!(bare_webpki::parse(&too_large).is_err());
}

#[test]
fn bytes_after_the_certificate_are_its_trailing_data() {
    let issuer = Issuer::new();
    let mut leaf = issuer.issue(&issuer.client());
    leaf.push(0);
    assert_eq!(bare_webpki::parse(&leaf), Err(Error::TrailingData(DerTypeId::Certificate)));
}

#[test]
fn bytes_after_the_signature_are_trailing_data() {
    let issuer = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    let leaf = element(0x30, &[read(&leaf).1, &[0x05, 0]].concat());
    assert_eq!(bare_webpki::parse(&leaf), Err(Error::TrailingData(DerTypeId::SignedData)));
}

#[test]
fn bytes_after_the_extensions_are_trailing_data() {
    let issuer = Issuer::new();
    let leaf = Template { after_extensions: vec![0x05, 0], ..issuer.client() };
    let refused = Err(Error::TrailingData(DerTypeId::CertificateTbsCertificate));
    assert_eq!(bare_webpki::parse(&issuer.issue(&leaf)), refused);
}

#[test]
fn bytes_inside_an_extension_are_trailing_data_of_the_extension() {
    let issuer = Issuer::new();
    let oid = issuedby_conformance::der::oid(extension_id::UNKNOWN);
    let leaf = issuer.client().with_extension(sequence(&[&oid, &[0x04, 0], &[0x05, 0]]));
    let refused = Err(Error::TrailingData(DerTypeId::Extension));
    assert_eq!(bare_webpki::parse(&issuer.issue(&leaf)), refused);
}

#[test]
fn a_truncated_certificate_is_refused() {
    let issuer = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    assert!((0..leaf.len()).all(|length| bare_webpki::parse(&leaf[..length]).is_err()));
}
