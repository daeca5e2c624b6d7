//! Whatever is loaded as a CA, loading and verifying end without a panic, and what loads in PEM loads in DER.
#![no_main]

use issuedby::{CaCertificate, CaSet, Verifier, pem};
use issuedby_fuzz::now;
use issuedby_fuzz::samples::CLIENT;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let from_pem = CaCertificate::from_pem(data);
    if from_pem.is_ok() {
        let der = pem::single_certificate(data).expect("a CA that loaded is one certificate");
        CaCertificate::from_der(&der).expect("what loads in PEM loads in DER");
    }
    if let Ok(cas) = from_pem.or_else(|_| CaCertificate::from_der(data)).and_then(|ca| CaSet::new([ca])) {
        Verifier::new(cas).evaluate(Some(&CLIENT), now()).to_json();
    }
});
