//! `Certificate`: what a verdict says about who presented it.

use issuedby::Certificate;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime};

use crate::hash::hash_of;
use crate::time;

/// A certificate that was presented and could be read. It is trusted only if its verdict is verified.
#[pyclass(frozen, name = "Certificate", module = "issuedby")]
pub(crate) struct PyCertificate(pub(crate) Certificate<'static>);

#[pymethods]
impl PyCertificate {
    /// The subject as `openssl x509 -nameopt RFC2253` prints it; None where it is not a well-formed name.
    #[getter]
    fn subject(&self) -> Option<String> {
        self.0.subject().ok().map(|name| name.to_string())
    }

    /// The issuer, printed alike.
    #[getter]
    fn issuer(&self) -> Option<String> {
        self.0.issuer().ok().map(|name| name.to_string())
    }

    /// The serial number as stored, upper hex with colons.
    #[getter]
    fn serial_number(&self) -> String {
        self.0.serial_number_text().to_string()
    }

    /// The first second in which the certificate is valid.
    #[getter]
    fn not_before<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::date(py, self.0.not_before_seconds())
    }

    /// The last second in which the certificate is valid.
    #[getter]
    fn not_after<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::date(py, self.0.not_after_seconds())
    }

    /// SHA-256 over the whole certificate, upper hex with colons.
    #[getter]
    fn sha256_fingerprint(&self) -> String {
        self.0.fingerprint().to_string()
    }

    /// The whole certificate.
    #[getter]
    fn der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.der())
    }

    fn __repr__(&self) -> String {
        let subject = self.subject().unwrap_or_else(|| "(malformed subject)".to_owned());
        format!("<issuedby.Certificate {subject} {}>", self.0.fingerprint())
    }

    /// Equal: the same bytes.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.0.der() == other.get().0.der())
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.der())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(crate::errors::not_picklable("Certificate", "keep its `der`"))
    }
}
