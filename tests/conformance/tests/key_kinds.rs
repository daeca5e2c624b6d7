//! A client's key must be of a kind that the provider verifies: else no handshake could ever use it.

use std::sync::Arc;

use issuedby::{CaCertificate, CaSet, Reason, Verifier, check_time};
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::outcome::seconds;
use issuedby_conformance::providers::OnlyP256;
use issuedby_conformance::template::{NOW, Template};
use rcgen::{KeyPair, PKCS_ECDSA_P384_SHA384, PublicKeyData};

#[test]
fn a_kind_that_the_provider_does_not_take_is_unsupported() {
    let issuer = Issuer::new();
    let key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).expect("a key");
    let public_key_info = key.subject_public_key_info();
    let leaf = issuer.issue(&Template { public_key_info, ..issuer.client() });
    let ca = || CaCertificate::from_der(&issuer.certificate()).expect("a fit CA");
    let now = check_time(seconds(NOW));

    let all = Verifier::new(CaSet::new([ca()]).expect("a P-256 key"));
    assert!(all.evaluate(Some(&leaf), now).verified());
    let few = Verifier::new(CaSet::with_provider([ca()], Arc::new(OnlyP256)).expect("a P-256 key"));
    assert_eq!(few.evaluate(Some(&leaf), now).reason(), Some(Reason::KeyUnsupported));
    assert!(few.evaluate(Some(&issuer.issue(&issuer.client())), now).verified());
}
