//! The sample certificates of the repository, as every target may need them.

use std::sync::LazyLock;

use issuedby::{CaCertificate, CaSet, Verifier, pem};

/// The sample CA, PEM.
pub const CA_PEM: &[u8] = include_bytes!("../../tests/certs/ca.pem");

/// A client's certificate of the sample CA, PEM.
pub const CLIENT_PEM: &[u8] = include_bytes!("../../tests/certs/client.pem");

/// The sample CA, DER.
pub static CA: LazyLock<Vec<u8>> = LazyLock::new(|| der(CA_PEM));

/// A client's certificate of the sample CA, DER.
pub static CLIENT: LazyLock<Vec<u8>> = LazyLock::new(|| der(CLIENT_PEM));

/// A verifier with the sample CA alone, by its identifier `sample`.
pub static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    let ca = CaCertificate::from_pem(CA_PEM).expect("the sample is a CA");
    let ca = ca.with_id("sample").expect("visible ASCII");
    Verifier::new(CaSet::new([ca]).expect("the sample's key is supported"))
});

fn der(text: &[u8]) -> Vec<u8> {
    pem::single_certificate(text).expect("the sample is one certificate")
}
