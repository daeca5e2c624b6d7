//! SHA-256 fingerprints.

use issuedby::Fingerprint;
use pyo3::prelude::*;

use crate::errors::{parse_error, wrong_type};
use crate::input;

/// The SHA-256 of a certificate: over its whole DER, upper hex with colons.
///
/// Raises ParseError for text that holds no certificate, and for nothing at all.
#[pyfunction]
#[pyo3(signature = (certificate, /))]
pub(crate) fn fingerprint(certificate: &Bound<'_, PyAny>) -> PyResult<String> {
    input::der("certificate", certificate).map(|der| Fingerprint::of(&der).to_string())
}

/// True if two texts are the same SHA-256, in any letter case, with colons or without.
///
/// Raises ParseError for what is no SHA-256, such as a SHA-1.
#[pyfunction]
#[pyo3(signature = (a, b, /))]
pub(crate) fn fingerprint_equal(a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(parse("a", a)? == parse("b", b)?)
}

fn parse(name: &str, argument: &Bound<'_, PyAny>) -> PyResult<Fingerprint> {
    let Ok(text) = argument.extract::<String>() else {
        return Err(wrong_type(name, "str (a SHA-256 in hexadecimal)", argument));
    };
    Fingerprint::parse(&text).map_err(|error| parse_error(argument.py(), &error))
}
