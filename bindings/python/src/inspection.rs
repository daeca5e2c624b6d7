//! Everything that a reviewer of a certificate looks at.

use issuedby::Inspection;
use pyo3::prelude::*;

use crate::errors::parse_error_with_remedy;
use crate::input;

/// The inspection of a certificate, as the core's JSON.
///
/// Raises ParseError for what is no certificate.
#[pyfunction]
#[pyo3(signature = (certificate, /))]
pub(crate) fn inspection_json(certificate: &Bound<'_, PyAny>) -> PyResult<String> {
    let der = input::der("certificate", certificate)?;
    match Inspection::of(&der) {
        Ok(inspection) => Ok(inspection.to_json()),
        Err(error) => Err(parse_error_with_remedy(certificate.py(), &error)),
    }
}
