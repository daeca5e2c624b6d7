//! RFC 9440: certificates as header fields.

use issuedby::ClientCert;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::{parse_error, wrong_type};
use crate::input;

/// Writes a certificate as the value of the header `Client-Cert` (RFC 9440). Nothing is verified.
///
/// Raises ParseError for text that holds no certificate.
#[pyfunction]
#[pyo3(signature = (certificate, /))]
pub(crate) fn client_cert_encode(certificate: &Bound<'_, PyAny>) -> PyResult<String> {
    input::der("certificate", certificate).map(|der| ClientCert::encode(&der))
}

/// Reads the DER of the certificate from the value of the header `Client-Cert` (RFC 9440). Nothing is verified.
///
/// Raises ParseError, which says what was expected where.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn client_cert_decode<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    let py = text.py();
    let Some(value) = input::bytes_or_text(text)? else {
        return Err(wrong_type("text", "str or bytes (RFC 9440 text)", text));
    };
    match ClientCert::decode(&value) {
        Ok(der) => Ok(PyBytes::new(py, &der)),
        Err(error) => Err(parse_error(py, &error)),
    }
}
