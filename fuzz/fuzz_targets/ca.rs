//! Whatever is loaded as a CA, loading and verifying end without a panic, and what loads in PEM loads in DER.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use issuedby::{CaCertificate, CaSet, UnixTime, Verifier, pem};
use libfuzzer_sys::fuzz_target;

static LEAF: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let pem = include_bytes!("../../tests/certs/client.pem");
    pem::single_certificate(pem).expect("the sample is one certificate").to_vec()
});

fuzz_target!(|data: &[u8]| {
    let from_pem = CaCertificate::from_pem(data);
    if from_pem.is_ok() {
        let der = pem::single_certificate(data).expect("a CA that loaded is one certificate");
        CaCertificate::from_der(&der).expect("what loads in PEM loads in DER");
    }
    if let Ok(cas) = from_pem.or_else(|_| CaCertificate::from_der(data)).and_then(|ca| CaSet::new([ca])) {
        let now = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
        Verifier::new(cas).evaluate(Some(&LEAF), now).to_json();
    }
});
