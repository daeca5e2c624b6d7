//! Every certificate that the strict parser reads has the same key by structure, which is webpki's too; one that it does
//! not read is never accepted, whatever key is found in it.
#![no_main]

use issuedby::Certificate;
use issuedby::certificate::{possession_key, public_key_info_by_structure};
use issuedby_fuzz::now;
use issuedby_fuzz::samples::VERIFIER;
use libfuzzer_sys::fuzz_target;
use rustls_pki_types::CertificateDer;
use webpki::EndEntityCert;

fuzz_target!(|data: &[u8]| {
    let (key, found) = (possession_key(data), public_key_info_by_structure(data));
    assert_eq!(key, found);
    let Ok(strict) = Certificate::from_der(data) else {
        assert!(!VERIFIER.evaluate(Some(data), now()).verified(), "accepted, though it could not be read");
        return;
    };
    assert_eq!(key, Some(strict.public_key_info()));
    if let Ok(theirs) = EndEntityCert::try_from(&CertificateDer::from(data)) {
        assert_eq!(theirs.subject_public_key_info().as_ref(), strict.public_key_info());
    }
});
