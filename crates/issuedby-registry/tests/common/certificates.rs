//! CA certificates in any number: the registry never looks at the signature on one.

use issuedby::{CaCertificate, pem};
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
    CaCertificate::from_der(&Maker::new().make(subject, number)).expect("a fit CA")
}

/// Makes certificates of one sample: in place of its name, also as its issuer's, stands a number of equal length, and its signature, which
/// nobody checks, carries another.
pub(crate) struct Maker {
    template: Vec<u8>,
    names: Vec<usize>,
}

impl Maker {
    const NAME: &'static [u8] = b"example-ca";

    pub(crate) fn new() -> Self {
        let template = sample("ca.pem");
        let places = template.windows(Self::NAME.len()).enumerate();
        let names: Vec<_> =
            places.filter(|(_, window)| *window == Self::NAME).map(|(place, _)| place).collect();
        assert_eq!(names.len(), 2, "the sample is issued by itself");
        Self { template, names }
    }

    pub(crate) fn make(&self, subject: u32, number: u32) -> Vec<u8> {
        let mut der = self.template.clone();
        for name in &self.names {
            der[*name..name + Self::NAME.len()].copy_from_slice(format!("{subject:010}").as_bytes());
        }
        let end = der.len();
        der[end - 4..].copy_from_slice(&number.to_be_bytes());
        der
    }
}
