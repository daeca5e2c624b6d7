//! Every certificate that the strict parser reads has the same key by structure, which is webpki's too; one that it does
//! not read is never accepted, whatever key is found in it.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use issuedby::certificate::{possession_key, public_key_info_by_structure};
use issuedby::{CaCertificate, CaSet, Certificate, UnixTime, Verifier};
use libfuzzer_sys::fuzz_target;
use rustls_pki_types::CertificateDer;
use webpki::EndEntityCert;

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    let ca = CaCertificate::from_pem(include_bytes!("../../tests/certs/ca.pem")).expect("the sample is a CA");
    Verifier::new(CaSet::new([ca]).expect("the sample's key is supported"))
});

fuzz_target!(|data: &[u8]| {
    let (key, found) = (possession_key(data), public_key_info_by_structure(data));
    assert_eq!(key, found);
    let Ok(strict) = Certificate::from_der(data) else {
        let now = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
        assert!(!VERIFIER.evaluate(Some(data), now).verified(), "accepted, though it could not be read");
        return;
    };
    assert_eq!(key, Some(strict.public_key_info()));
    if let Ok(theirs) = EndEntityCert::try_from(&CertificateDer::from(data)) {
        assert_eq!(theirs.subject_public_key_info().as_ref(), strict.public_key_info());
    }
});
