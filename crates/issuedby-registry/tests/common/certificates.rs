//! CA certificates in any number: the registry never looks at the signature on one.

use issuedby::{CaCertificate, pem};
use issuedby_test_support::certificates::CaMaker;
use issuedby_test_support::repository;

/// A sample of `tests/certs`.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    let path = repository().join("tests/certs").join(name);
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    pem::single_certificate(&text).expect("one certificate")
}

/// The CA of a sample.
pub(crate) fn sample_ca(name: &str) -> CaCertificate {
    CaCertificate::from_der(&sample(name)).expect("a fit CA")
}

/// A CA certificate with the key of a sample: the `number`th of those with the `subject`th subject.
pub(crate) fn ca(subject: u32, number: u32) -> CaCertificate {
    CaCertificate::from_der(&CaMaker::new().make(subject, number)).expect("a fit CA")
}
