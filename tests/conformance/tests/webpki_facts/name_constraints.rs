//! The name constraints that webpki evaluates, and its refusal of the others.

use issuedby_conformance::bare_webpki;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{element, extension, sequence};
use issuedby_conformance::template::{NOW, extension_id, permitted_names, subject_alternative_name};
use webpki::Error;

const EMAIL: u8 = 0x81;
const DNS_NAME: u8 = 0x82;
const DIRECTORY_NAME: u8 = 0xa4;
const URI: u8 = 0x86;
const IP_ADDRESS: u8 = 0x87;

/// The answer to a client with the names `names` of a CA with the constraints `constraints`.
fn answer(issuer: &Issuer, constraints: Vec<u8>, names: &[(u8, &[u8])]) -> Result<(), Error> {
    let ca = issuer.template().with_extension(constraints);
    let leaf = match names {
        [] => issuer.client(),
        names => issuer.client().with_extension(subject_alternative_name(names)),
    };
    bare_webpki::verify(&issuer.issue(&leaf), &ca.sign(&issuer.key), NOW)
}

fn excluded(tag: u8, name: &[u8]) -> Vec<u8> {
    let subtrees = element(0xa1, &sequence(&[&element(tag, name)]));
    extension(extension_id::NAME_CONSTRAINTS, true, &sequence(&[&subtrees]))
}

#[test]
fn dns_names_are_evaluated() {
    let issuer = Issuer::new();
    let permitted = permitted_names(&[(DNS_NAME, b"example.com")]);
    assert_eq!(answer(&issuer, permitted.clone(), &[(DNS_NAME, b"a.example.com")]), Ok(()));
    let outside = answer(&issuer, permitted, &[(DNS_NAME, b"example.org")]);
    assert_eq!(outside, Err(Error::NameConstraintViolation));
}

#[test]
fn ip_addresses_are_evaluated() {
    let issuer = Issuer::new();
    let permitted = permitted_names(&[(IP_ADDRESS, &[192, 0, 2, 0, 255, 255, 255, 0])]);
    assert_eq!(answer(&issuer, permitted.clone(), &[(IP_ADDRESS, &[192, 0, 2, 7])]), Ok(()));
    let outside = answer(&issuer, permitted, &[(IP_ADDRESS, &[192, 0, 3, 7])]);
    assert_eq!(outside, Err(Error::NameConstraintViolation));
}

#[test]
fn a_directory_name_constraint_is_always_violated() {
    let issuer = Issuer::new();
    let subject = issuer.client().subject;
    let satisfied = answer(&issuer, permitted_names(&[(DIRECTORY_NAME, &subject)]), &[]);
    assert_eq!(satisfied, Err(Error::NameConstraintViolation), "permitted: the client's own subject");
    let satisfied = answer(&issuer, excluded(DIRECTORY_NAME, &issuer.name), &[]);
    assert_eq!(satisfied, Err(Error::NameConstraintViolation), "excluded: another name");
}

#[test]
fn an_email_constraint_is_violated_by_any_email_name() {
    let issuer = Issuer::new();
    let permitted = permitted_names(&[(EMAIL, b"example.com")]);
    let satisfied = answer(&issuer, permitted.clone(), &[(EMAIL, b"a@example.com")]);
    assert_eq!(satisfied, Err(Error::NameConstraintViolation));
    assert_eq!(answer(&issuer, permitted, &[]), Ok(()), "no such name, no violation");
}

#[test]
fn a_uri_constraint_is_violated_by_any_uri_name() {
    let issuer = Issuer::new();
    let permitted = permitted_names(&[(URI, b"example.com")]);
    let satisfied = answer(&issuer, permitted.clone(), &[(URI, b"https://example.com/")]);
    assert_eq!(satisfied, Err(Error::NameConstraintViolation));
    assert_eq!(answer(&issuer, permitted, &[]), Ok(()), "no such name, no violation");
}

#[test]
fn the_common_name_is_not_taken_for_a_dns_name() {
    let issuer = Issuer::new();
    assert_eq!(answer(&issuer, excluded(DNS_NAME, b"client-1"), &[]), Ok(()));
}

#[test]
fn constraints_without_subtrees_constrain_nothing() {
    let issuer = Issuer::new();
    let empty = extension(extension_id::NAME_CONSTRAINTS, true, &[0x30, 0]);
    assert_eq!(answer(&issuer, empty, &[(DNS_NAME, b"example.org")]), Ok(()));
}

#[test]
fn an_ip_address_of_odd_length_matters_only_under_constraints() {
    let issuer = Issuer::new();
    let permitted = permitted_names(&[(IP_ADDRESS, &[192, 0, 2, 0, 255, 255, 255, 0])]);
    let odd: &[(u8, &[u8])] = &[(IP_ADDRESS, &[192, 0, 2, 7, 1])];
    assert_eq!(answer(&issuer, permitted, odd), Err(Error::BadDer));
    assert_eq!(answer(&issuer, permitted_names(&[(DNS_NAME, b"example.com")]), odd), Ok(()));
}
