//! A leaf that parses here and in webpki has the same names and serial number, and what is accepted here is
//! accepted by webpki alone.
#![no_main]

use std::sync::LazyLock;

use issuedby::Certificate;
use issuedby::name::Name;
use issuedby_fuzz::samples::{CA, VERIFIER};
use libfuzzer_sys::fuzz_target;
use rustls_pki_types::{CertificateDer, Der, TrustAnchor};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

static ANCHOR: LazyLock<TrustAnchor<'static>> = LazyLock::new(|| {
    let der = CertificateDer::from(CA.as_slice());
    anchor_from_trusted_cert(&der).expect("the sample is a certificate").to_owned()
});

fuzz_target!(|data: &[u8]| {
    let now = issuedby_fuzz::now();
    let der = CertificateDer::from(data);
    let accepted = VERIFIER.evaluate(Some(data), now).verified();
    let Ok(theirs) = EndEntityCert::try_from(&der) else {
        assert!(!accepted, "accepted, though webpki cannot parse it");
        return;
    };
    if accepted {
        // webpki compares names byte by byte; ours may be equal in another string type.
        let anchor = TrustAnchor { subject: Der::from_slice(theirs.issuer()), ..ANCHOR.clone() };
        theirs
            .verify_for_usage(ALL_VERIFICATION_ALGS, &[anchor], &[], now, KeyUsage::client_auth(), None, None)
            .expect("what is accepted here is accepted by webpki");
    }
    if let Ok(ours) = Certificate::from_der(data) {
        assert_eq!(ours.serial_number(), theirs.serial());
        assert!(same(ours.issuer(), Name::from_rdn_sequence(theirs.issuer())));
        assert!(same(ours.subject(), Name::from_rdn_sequence(theirs.subject())));
    }
});

fn same<E>(ours: Result<Name<'_>, E>, theirs: Result<Name<'_>, E>) -> bool {
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => ours.normal_form() == theirs.normal_form(),
        (ours, theirs) => ours.is_err() && theirs.is_err(),
    }
}
