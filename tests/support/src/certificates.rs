//! CA certificates in any number, for what never looks at the signature on one.

use std::fs;

use crate::repository;

/// Makes certificates of one sample: in place of its name, also as its issuer's, stands a number of equal length, and
/// its signature, which no test checks, carries another.
pub struct CaMaker {
    template: Vec<u8>,
    names: Vec<usize>,
}

impl CaMaker {
    const NAME: &'static [u8] = b"example-ca";

    /// A maker that holds the sample.
    pub fn new() -> Self {
        let path = repository().join("tests/certs/ca.der");
        let template = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let places = template.windows(Self::NAME.len()).enumerate();
        let names: Vec<_> =
            places.filter(|(_, window)| *window == Self::NAME).map(|(place, _)| place).collect();
        assert_eq!(names.len(), 2, "the sample is issued by itself");
        Self { template, names }
    }

    /// The DER of the `number`th certificate of those with the `subject`th subject.
    pub fn make(&self, subject: u32, number: u32) -> Vec<u8> {
        let mut der = self.template.clone();
        for name in &self.names {
            der[*name..name + Self::NAME.len()].copy_from_slice(format!("{subject:010}").as_bytes());
        }
        let end = der.len();
        der[end - 4..].copy_from_slice(&number.to_be_bytes());
        der
    }
}

impl Default for CaMaker {
    fn default() -> Self {
        Self::new()
    }
}
