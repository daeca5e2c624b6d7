//! The rules of the core that webpki does not have: each on a certificate that webpki accepts.

use issuedby::{Reason, check_time};
use issuedby_conformance::bare_webpki;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{bit_string, element, extension, oid, read, sequence};
use issuedby_conformance::outcome::{seconds, verifier};
use issuedby_conformance::template::{NOW, Template, extension_id};

/// webpki accepts the client, the core refuses it for exactly `reason`.
fn assert_stricter(issuer: &Issuer, client: &Template, ca: &Template, reason: Reason) {
    let (leaf, ca) = (issuer.issue(client), ca.sign(&issuer.key));
    assert_eq!(bare_webpki::verify(&leaf, &ca, NOW), Ok(()), "webpki must accept it");
    match verifier(&ca) {
        Ok(verifier) => {
            let verdict = verifier.evaluate(Some(&leaf), check_time(seconds(NOW)));
            let reasons: Vec<Reason> = verdict.reasons().map(|entry| entry.reason).collect();
            assert_eq!(reasons, [reason]);
        }
        Err(code) => assert_eq!(code, reason.code()),
    }
}

fn assert_stricter_about_leaf(issuer: &Issuer, client: &Template, reason: Reason) {
    assert_stricter(issuer, client, &issuer.template(), reason);
}

fn assert_stricter_about_ca(issuer: &Issuer, ca: &Template, reason: Reason) {
    assert_stricter(issuer, &issuer.client(), ca, reason);
}

#[test]
fn a_serial_number_is_positive_and_has_at_most_20_bytes() {
    let issuer = Issuer::new();
    for serial_number in [vec![0], vec![0x80], vec![0xff, 0x7f], vec![1; 21]] {
        let client = Template { serial_number, ..issuer.client() };
        assert_stricter_about_leaf(&issuer, &client, Reason::InvalidSerial);
    }
}

#[test]
fn a_serial_number_is_in_its_shortest_form() {
    let issuer = Issuer::new();
    for serial_number in [vec![], vec![0x00, 0x01], vec![0xff, 0x80]] {
        let client = Template { serial_number, ..issuer.client() };
        assert_stricter_about_leaf(&issuer, &client, Reason::Malformed);
    }
}

#[test]
fn no_extension_stands_twice() {
    let issuer = Issuer::new();
    let unknown = extension(extension_id::UNKNOWN, false, &[0x05, 0]);
    let client = issuer.client().with_extension(unknown.clone()).with_extension(unknown.clone());
    assert_stricter_about_leaf(&issuer, &client, Reason::DuplicateExtension);
    let ca = issuer.template().with_extension(unknown.clone()).with_extension(unknown);
    assert_stricter_about_ca(&issuer, &ca, Reason::DuplicateExtension);
}

#[test]
fn duplicates_are_found_wherever_they_stand() {
    let issuer = Issuer::new();
    let numbered = |number: u8| extension(&[0x2a, 3, 4, number], false, &[0x05, 0]);
    for (first, second) in [(0, 1), (0, 20), (7, 8), (19, 20)] {
        let mut extensions: Vec<_> = (0..=20).map(numbered).collect();
        extensions[second] = extensions[first].clone();
        let client = issuer.client().with_only_extensions(extensions);
        assert_stricter_about_leaf(&issuer, &client, Reason::DuplicateExtension);
    }
}

#[test]
fn there_are_at_most_64_extensions() {
    let issuer = Issuer::new();
    let numbered = |number: u8| extension(&[0x2a, 3, 4, number], false, &[0x05, 0]);
    let client = |number: u8| issuer.client().with_only_extensions((0..number).map(numbered).collect());
    assert_stricter_about_leaf(&issuer, &client(65), Reason::TooLarge);
    let verifier = verifier(&issuer.certificate()).expect("a fit CA");
    assert!(verifier.evaluate(Some(&issuer.issue(&client(64))), check_time(seconds(NOW))).verified());
}

#[test]
fn names_are_well_formed() {
    let issuer = Issuer::new();
    let value = |tag: u8, bytes: &[u8]| {
        let attribute = sequence(&[&oid(&[0x55, 4, 3]), &element(tag, bytes)]);
        sequence(&[&element(0x31, &attribute)])
    };
    let without_attributes = sequence(&[&element(0x31, &[])]);
    for subject in [without_attributes, value(0x0c, b"\xff"), value(0x1e, b"odd")] {
        let client = Template { subject, ..issuer.client() };
        assert_stricter_about_leaf(&issuer, &client, Reason::MalformedSubject);
    }
}

#[test]
fn a_leafs_key_usage_allows_digital_signature() {
    let issuer = Issuer::new();
    for usage in [&[0x03, 2, 3, 0x08][..], &[0x03, 2, 1, 0x06], &[0x03, 1, 0]] {
        let client = issuer.client().with_extension(extension(extension_id::KEY_USAGE, true, usage));
        assert_stricter_about_leaf(&issuer, &client, Reason::KeyUsageForbidsDigitalSignature);
    }
}

#[test]
fn a_leafs_key_usage_can_be_read() {
    let issuer = Issuer::new();
    for usage in [&b"text"[..], &[0x03, 0], &[0x03, 2, 8, 0x80], &[0x03, 2, 7, 0x81], &[0x03, 2, 7, 0x80, 0]]
    {
        let client = issuer.client().with_extension(extension(extension_id::KEY_USAGE, true, usage));
        assert_stricter_about_leaf(&issuer, &client, Reason::Malformed);
    }
}

#[test]
fn a_leafs_key_is_of_an_accepted_kind() {
    let issuer = Issuer::new();
    let info = issuer.client().public_key_info;
    let (_, contents, _) = read(&info);
    let (_, identifier, rest) = read(contents);
    let (_, bits, _) = read(rest);
    let with_point = |first: u8, bytes: &[u8]| {
        let point = [&[first], bytes].concat();
        sequence(&[&element(0x30, identifier), &bit_string(&point)])
    };
    let coordinates = &bits[2..];
    let x = &coordinates[..32];
    let keys = [
        // RFC 5480 section 2.2: compressed and hybrid points.
        with_point(0x02, x),
        with_point(0x06, coordinates),
        with_point(0x07, coordinates),
        with_point(0x04, x),
        sequence(&[&sequence(&[&[0x05, 0]]), &bit_string(b"no key")]),
    ];
    for public_key_info in keys {
        let client = Template { public_key_info, ..issuer.client() };
        assert_stricter_about_leaf(&issuer, &client, Reason::KeyUnsupported);
    }
}

#[test]
fn a_ca_is_valid_at_the_time_of_the_check() {
    let issuer = Issuer::new();
    let expired = Template { not_after: element(0x17, b"260102000000Z"), ..issuer.template() };
    assert_stricter_about_ca(&issuer, &expired, Reason::CaExpired);
    let early = Template { not_before: element(0x17, b"350101000000Z"), ..issuer.template() };
    assert_stricter_about_ca(&issuer, &early, Reason::CaNotYetValid);
}

#[test]
fn a_ca_is_fit_to_sign_certificates() {
    let issuer = Issuer::new();
    let with = |extensions| issuer.template().with_only_extensions(extensions);
    let ca = extension(extension_id::BASIC_CONSTRAINTS, true, &[0x30, 3, 1, 1, 0xff]);
    let not_a_ca = extension(extension_id::BASIC_CONSTRAINTS, true, &[0x30, 0]);
    let crl_sign = extension(extension_id::KEY_USAGE, true, &[0x03, 2, 1, 0x02]);
    let unknown = extension(extension_id::UNKNOWN, true, &[0x05, 0]);
    assert_stricter_about_ca(&issuer, &with(vec![]), Reason::NotACa);
    assert_stricter_about_ca(&issuer, &with(vec![not_a_ca]), Reason::NotACa);
    assert_stricter_about_ca(&issuer, &with(vec![ca.clone(), crl_sign]), Reason::CaKeyCertSignMissing);
    assert_stricter_about_ca(&issuer, &with(vec![ca, unknown]), Reason::CaUnknownCriticalExtension);
    let version_1 = Template { version: Vec::new(), extensions: None, ..issuer.template() };
    assert_stricter_about_ca(&issuer, &version_1, Reason::CaUnsupportedVersion);
}

#[test]
fn a_ca_has_a_name() {
    let nameless = Issuer::named(sequence(&[]));
    assert_stricter_about_ca(&nameless, &nameless.template(), Reason::CaEmptySubject);
}

#[test]
fn a_time_beyond_the_calendar_is_none() {
    let issuer = Issuer::new();
    let client = Template { not_after: element(0x18, b"99991231235959Z"), ..issuer.client() };
    let leaf = issuer.issue(&client);
    let ca = Template { not_after: element(0x18, b"99991231235959Z"), ..issuer.template() };
    let verifier = verifier(&ca.sign(&issuer.key)).expect("a fit CA");
    let last = 253_402_300_799;
    assert!(verifier.evaluate(Some(&leaf), check_time(last)).verified(), "to its last second");
    let verdict = verifier.evaluate(Some(&leaf), check_time(last + 1));
    assert_eq!(verdict.reason(), Some(Reason::InvalidCheckTime));
}
