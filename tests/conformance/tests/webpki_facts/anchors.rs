//! The parts of a CA certificate that webpki takes, and those that it ignores.

use issuedby_conformance::bare_webpki;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{
    PRINTABLE_STRING, UTF8_STRING, common_name, element, extension, integer, read,
};
use issuedby_conformance::template::{NOW, extended_key_usage, extension_id, permitted_names, purpose};
use pki_types::CertificateDer;
use webpki::{EndEntityCert, Error, anchor_from_trusted_cert};

use crate::verify_under;

/// The context-specific tag of a dNSName.
const DNS_NAME: u8 = 0x82;

#[test]
fn the_fields_of_an_anchor_have_no_sequence_header() {
    let issuer = Issuer::new();
    let template = issuer.template().with_extension(permitted_names(&[(DNS_NAME, b"example.com")]));
    let der = CertificateDer::from(template.sign(&issuer.key));
    let anchor = anchor_from_trusted_cert(&der).expect("an anchor");

    assert_eq!(anchor.subject.as_ref(), read(&template.subject).1);
    assert_eq!(anchor.subject_public_key_info.as_ref(), read(&template.public_key_info).1);
    let subtree = element(0x30, &element(DNS_NAME, b"example.com"));
    assert_eq!(anchor.name_constraints.expect("constraints").as_ref(), element(0xa0, &subtree));
}

#[test]
fn the_names_of_a_leaf_have_no_sequence_header() {
    let issuer = Issuer::new();
    let template = issuer.client();
    let der = CertificateDer::from(issuer.issue(&template));
    let leaf = EndEntityCert::try_from(&der).expect("a leaf");
    assert_eq!(leaf.issuer(), read(&template.issuer).1);
    assert_eq!(leaf.subject(), read(&template.subject).1);
}

#[test]
fn the_serial_number_of_a_leaf_is_the_contents_as_stored() {
    let issuer = Issuer::new();
    let mut template = issuer.client();
    template.serial_number = vec![0x00, 0x80];
    let der = CertificateDer::from(issuer.issue(&template));
    assert_eq!(EndEntityCert::try_from(&der).expect("a leaf").serial(), [0x00, 0x80]);
}

#[test]
fn names_are_compared_byte_for_byte() {
    let issuer = Issuer::named(common_name(UTF8_STRING, "example-ca"));
    for other in [common_name(PRINTABLE_STRING, "example-ca"), common_name(UTF8_STRING, "Example-CA")] {
        let mut leaf = issuer.client();
        leaf.issuer = other;
        let answer = bare_webpki::verify(&issuer.issue(&leaf), &issuer.certificate(), NOW);
        assert_eq!(answer, Err(Error::UnknownIssuer));
    }
}

#[test]
fn an_anchor_with_the_leafs_own_issuer_bytes_is_matched() {
    let issuer = Issuer::named(common_name(UTF8_STRING, "example-ca"));
    let printable = common_name(PRINTABLE_STRING, "example-ca");
    let mut leaf = issuer.client();
    leaf.issuer = printable.clone();
    let mut ca = issuer.template();
    ca.subject = printable;
    let answer = bare_webpki::verify(&issuer.issue(&leaf), &ca.sign(&issuer.key), NOW);
    assert_eq!(answer, Ok(()), "only the name was in the way");
}

#[test]
fn the_dates_of_an_anchor_are_ignored() {
    let issuer = Issuer::new();
    let mut ca = issuer.template();
    ca.not_before = element(0x17, b"200101000000Z");
    ca.not_after = element(0x17, b"210101000000Z");
    assert_eq!(verify_under(&issuer, &ca), Ok(()));
    ca.not_before = element(0x17, b"not a date");
    assert_eq!(verify_under(&issuer, &ca), Ok(()), "not even read");
}

#[test]
fn the_basic_constraints_of_an_anchor_are_ignored() {
    let issuer = Issuer::new();
    let not_a_ca = extension(extension_id::BASIC_CONSTRAINTS, true, &[0x30, 0]);
    assert_eq!(verify_under(&issuer, &issuer.template().with_only_extensions(vec![not_a_ca])), Ok(()));
    assert_eq!(verify_under(&issuer, &issuer.template().with_only_extensions(vec![])), Ok(()));
}

#[test]
fn the_key_usage_of_an_anchor_is_ignored() {
    let issuer = Issuer::new();
    let crl_sign = extension(extension_id::KEY_USAGE, true, &[0x03, 2, 1, 0x02]);
    assert_eq!(verify_under(&issuer, &issuer.template().with_only_extensions(vec![crl_sign])), Ok(()));
}

#[test]
fn the_extended_key_usage_of_an_anchor_is_ignored() {
    let issuer = Issuer::new();
    let server_auth = extended_key_usage(&[purpose::SERVER_AUTH]);
    assert_eq!(verify_under(&issuer, &issuer.template().with_extension(server_auth)), Ok(()));
}

#[test]
fn unknown_critical_extensions_of_an_anchor_are_ignored() {
    let issuer = Issuer::new();
    let unknown = extension(extension_id::UNKNOWN, true, &[0x05, 0]);
    assert_eq!(verify_under(&issuer, &issuer.template().with_extension(unknown)), Ok(()));
}

#[test]
fn the_signature_of_an_anchor_is_not_checked() {
    let issuer = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    assert_eq!(bare_webpki::verify(&leaf, &issuer.template().unsigned(), NOW), Ok(()));
}

#[test]
fn an_anchor_of_version_1_is_accepted() {
    let issuer = Issuer::new();
    let mut ca = issuer.template();
    ca.version = Vec::new();
    ca.extensions = None;
    assert_eq!(verify_under(&issuer, &ca), Ok(()));
}

#[test]
fn an_anchor_of_version_2_is_refused() {
    let issuer = Issuer::new();
    let mut ca = issuer.template();
    ca.version = element(0xa0, &integer(&[1]));
    assert_eq!(verify_under(&issuer, &ca), Err(Error::BadDer));
}

#[test]
fn bytes_after_an_anchor_are_refused() {
    let issuer = Issuer::new();
    let mut ca = issuer.certificate();
    ca.push(0);
    let der = CertificateDer::from(ca);
    assert!(anchor_from_trusted_cert(&der).is_err());
}
