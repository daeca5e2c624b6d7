//! What parses here and in webpki has the same names and serial number, and what is accepted here is
//! accepted by webpki alone.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use issuedby::name::Name;
use issuedby::{CaCertificate, CaSet, Certificate, UnixTime, Verifier, pem};
use libfuzzer_sys::fuzz_target;
use rustls_pki_types::{CertificateDer, Der, TrustAnchor};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

const CA: &[u8] = include_bytes!("../../tests/certs/ca.pem");

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    let ca = CaCertificate::from_pem(CA).expect("the sample is a CA");
    Verifier::new(CaSet::new([ca]).expect("the sample's key is supported"))
});

static ANCHOR: LazyLock<TrustAnchor<'static>> = LazyLock::new(|| {
    let der =
        CertificateDer::from(pem::single_certificate(CA).expect("the sample is one certificate").to_vec());
    anchor_from_trusted_cert(&der).expect("the sample is a certificate").to_owned()
});

fuzz_target!(|data: &[u8]| {
    let now = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
    let der = CertificateDer::from(data);
    let accepted = VERIFIER.evaluate(Some(data), now).verified();
    let Ok(theirs) = EndEntityCert::try_from(&der) else {
        assert!(!accepted, "accepted, though webpki cannot parse it");
        return;
    };
    if accepted {
        // webpki compares names octet by octet; ours may be equal in another string type.
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
