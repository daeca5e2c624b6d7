//! The rules of webpki about a leaf's extensions, and those that it does not have.

use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{bit_string, extension, sequence};
use issuedby_conformance::template::{Template, extended_key_usage, extension_id, purpose};
use webpki::Error;

use crate::verify;

/// anyExtendedKeyUsage.
const ANY_EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25, 0];

fn client_with_purposes(issuer: &Issuer, purposes: &[&[u8]]) -> Template {
    issuer.client().with_only_extensions(vec![extended_key_usage(purposes)])
}

#[test]
fn the_key_usage_of_a_leaf_is_ignored() {
    let issuer = Issuer::new();
    for usage in [&[0x03, 2, 2, 0x04][..], &[0x03, 1, 0], b"not a BIT STRING"] {
        let leaf = issuer.client().with_extension(extension(extension_id::KEY_USAGE, true, usage));
        assert_eq!(verify(&issuer, &leaf), Ok(()), "{usage:02x?}");
    }
}

#[test]
fn a_leaf_with_ca_true_is_refused() {
    let issuer = Issuer::new();
    let ca = extension(extension_id::BASIC_CONSTRAINTS, true, &[0x30, 3, 1, 1, 0xff]);
    assert_eq!(verify(&issuer, &issuer.client().with_extension(ca)), Err(Error::CaUsedAsEndEntity));
}

#[test]
fn a_leaf_with_a_path_length_but_ca_false_is_accepted() {
    let issuer = Issuer::new();
    let constraints = extension(extension_id::BASIC_CONSTRAINTS, true, &[0x30, 3, 2, 1, 0]);
    assert_eq!(verify(&issuer, &issuer.client().with_extension(constraints)), Ok(()));
}

#[test]
fn the_key_of_a_leaf_is_never_parsed() {
    let issuer = Issuer::new();
    let mut leaf = issuer.client();
    leaf.public_key_info = sequence(&[&sequence(&[&[0x05, 0]]), &bit_string(b"no key")]);
    assert_eq!(verify(&issuer, &leaf), Ok(()));
}

#[test]
fn an_absent_extended_key_usage_is_accepted() {
    let issuer = Issuer::new();
    assert_eq!(verify(&issuer, &issuer.client().with_only_extensions(vec![])), Ok(()));
    let mut leaf = issuer.client();
    leaf.extensions = None;
    assert_eq!(verify(&issuer, &leaf), Ok(()), "nor need there be extensions");
}

#[test]
fn an_extended_key_usage_without_client_auth_is_refused() {
    let issuer = Issuer::new();
    for purposes in [[purpose::SERVER_AUTH], [ANY_EXTENDED_KEY_USAGE]] {
        let answer = verify(&issuer, &client_with_purposes(&issuer, &purposes));
        assert!(matches!(answer, Err(Error::RequiredEkuNotFoundContext(_))), "{answer:?}");
    }
}

#[test]
fn client_auth_after_other_purposes_is_accepted() {
    let issuer = Issuer::new();
    let leaf = client_with_purposes(&issuer, &[purpose::SERVER_AUTH, purpose::CLIENT_AUTH]);
    assert_eq!(verify(&issuer, &leaf), Ok(()));
}

#[test]
fn an_extended_key_usage_without_purposes_is_refused() {
    let issuer = Issuer::new();
    let leaf = client_with_purposes(&issuer, &[]);
    assert_eq!(verify(&issuer, &leaf), Err(Error::EmptyEkuExtension));
}

#[test]
fn purposes_after_client_auth_are_not_read() {
    let issuer = Issuer::new();
    let mut purposes = issuedby_conformance::der::oid(purpose::CLIENT_AUTH);
    purposes.extend([0x05, 0]);
    let value = issuedby_conformance::der::element(0x30, &purposes);
    let usage = extension(extension_id::EXTENDED_KEY_USAGE, false, &value);
    assert_eq!(verify(&issuer, &issuer.client().with_only_extensions(vec![usage])), Ok(()));
}

#[test]
fn critical_certificate_policies_of_a_leaf_are_refused() {
    let issuer = Issuer::new();
    let any_policy = sequence(&[&sequence(&[&[0x06, 4, 0x55, 0x1d, 0x20, 0]])]);
    let policies = extension(extension_id::CERTIFICATE_POLICIES, true, &any_policy);
    let answer = verify(&issuer, &issuer.client().with_extension(policies));
    assert_eq!(answer, Err(Error::UnsupportedCriticalExtension));
}

#[test]
fn an_unknown_critical_extension_of_a_leaf_is_refused() {
    let issuer = Issuer::new();
    let unknown = extension(extension_id::UNKNOWN, true, &[0x05, 0]);
    let answer = verify(&issuer, &issuer.client().with_extension(unknown));
    assert_eq!(answer, Err(Error::UnsupportedCriticalExtension));
}

#[test]
fn a_malformed_name_in_a_leaf_is_not_noticed() {
    let issuer = Issuer::new();
    let mut leaf = issuer.client();
    leaf.subject = sequence(&[&[0x31, 0]]);
    assert_eq!(verify(&issuer, &leaf), Ok(()), "an RDN without attributes");
}
