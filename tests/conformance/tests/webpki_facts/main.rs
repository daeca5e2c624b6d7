//! Each fact about webpki that the core rests on, a test of its own: an update that changes one is noticed
//! here and not in a verdict.
//!
//! The tests `allocations` cover the allocations of webpki.

mod anchors;
mod encoding;
mod leaf_usage;
mod name_constraints;
mod refusal_order;
mod signatures;

use issuedby_conformance::bare_webpki;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::template::{NOW, Template};
use webpki::Error;

/// webpki's answer to a client's certificate that `issuer` signed.
fn verify(issuer: &Issuer, leaf: &Template) -> Result<(), Error> {
    bare_webpki::verify(&issuer.issue(leaf), &issuer.certificate(), NOW)
}

/// webpki's answer to a good client of a CA whose certificate is `ca`.
fn verify_under(issuer: &Issuer, ca: &Template) -> Result<(), Error> {
    bare_webpki::verify(&issuer.issue(&issuer.client()), &ca.sign(&issuer.key), NOW)
}

#[test]
fn a_client_certificate_of_the_ca_is_accepted() {
    let issuer = Issuer::new();
    assert_eq!(verify(&issuer, &issuer.client()), Ok(()));
}
