//! `CaCertificate`.

use issuedby::CaCertificate;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime, PyString, PyTuple};

use crate::errors::{ca_bundle_error, parse_error, unfit_ca_error, wrong_type};
use crate::hash::hash_of;
use crate::{enums, input, time};

/// A CA certificate that is fit to be a trust anchor for client certificates. It never changes.
#[pyclass(frozen, name = "CaCertificate", module = "issuedby")]
pub(crate) struct PyCaCertificate(pub(crate) CaCertificate);

const PEM: &str = "PEM text: bytes, bytearray, memoryview or str";

#[pymethods]
impl PyCaCertificate {
    /// Loads a CA from PEM text, bytes or str, that holds exactly one certificate.
    ///
    /// Raises UnfitCaError with the code of what is wrong.
    #[staticmethod]
    #[pyo3(signature = (pem, /))]
    fn from_pem(pem: &Bound<'_, PyAny>) -> PyResult<Self> {
        let Some(bytes) = input::bytes_or_text(pem)? else {
            return Err(input::wrong_contents("pem", PEM, pem));
        };
        CaCertificate::from_pem(&bytes).map(Self).map_err(|error| unfit_ca_error(pem.py(), &error))
    }

    /// Loads every CA of PEM text, bytes or str, that holds one certificate or more: a list, in the order of the text. A
    /// certificate that stands there several times is loaded once, with CaWarning.REPEATED_IN_BUNDLE.
    ///
    /// Raises UnfitCaError whose `unfit` has every unfit certificate.
    #[staticmethod]
    #[pyo3(signature = (pem, /))]
    fn from_pem_bundle(pem: &Bound<'_, PyAny>) -> PyResult<Vec<Self>> {
        let Some(bytes) = input::bytes_or_text(pem)? else {
            return Err(input::wrong_contents("pem", PEM, pem));
        };
        match CaCertificate::from_pem_bundle(&bytes) {
            Ok(cas) => Ok(cas.into_iter().map(Self).collect()),
            Err(error) => Err(ca_bundle_error(pem.py(), &error)),
        }
    }

    /// Loads a CA from one certificate in DER, or from a cryptography.x509.Certificate.
    ///
    /// Raises UnfitCaError with the code of what is wrong.
    #[staticmethod]
    #[pyo3(signature = (der, /))]
    fn from_der(der: &Bound<'_, PyAny>) -> PyResult<Self> {
        if der.is_instance_of::<PyString>() {
            return Err(wrong_type(
                "der",
                "DER: bytes, bytearray, memoryview or a cryptography.x509.Certificate",
                der,
            ));
        }
        let (bytes, _) = input::certificate("der", der)?;
        CaCertificate::from_der(&bytes).map(Self).map_err(|error| unfit_ca_error(der.py(), &error))
    }

    /// The same CA with an identifier, which verdicts then carry as `ca.id`. It is not interpreted.
    ///
    /// Raises ParseError unless it is 1 to 128 visible ASCII characters.
    #[pyo3(signature = (id, /))]
    fn with_id(&self, id: &Bound<'_, PyAny>) -> PyResult<Self> {
        match id.extract::<String>() {
            Ok(text) => {
                let named = self.0.clone().with_id(text);
                named.map(Self).map_err(|error| parse_error(id.py(), &error))
            }
            Err(_) => Err(wrong_type("id", "str", id)),
        }
    }

    /// The identifier that with_id() set, or None.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.id()
    }

    /// The subject: the name to write into certIssuerDN.
    #[getter]
    fn subject(&self) -> String {
        self.0.subject().to_string()
    }

    /// SHA-256 over the whole certificate, upper hex with colons.
    #[getter]
    fn sha256_fingerprint(&self) -> String {
        self.0.fingerprint().to_string()
    }

    /// The first second in which the CA is valid.
    #[getter]
    fn not_before<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::date(py, self.0.certificate().not_before_seconds())
    }

    /// The last second in which the CA is valid.
    #[getter]
    fn not_after<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::date(py, self.0.certificate().not_after_seconds())
    }

    /// The warnings about this CA, which can be used all the same: a tuple of CaWarning.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let warnings: PyResult<Vec<_>> =
            self.0.warnings().iter().map(|warning| enums::ca_warning(py, *warning)).collect();
        PyTuple::new(py, warnings?)
    }

    /// The certificate itself.
    #[getter]
    fn der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.certificate().der())
    }

    fn __repr__(&self) -> String {
        let id = self.0.id().map(|id| format!(" id={id:?}")).unwrap_or_default();
        format!("<issuedby.CaCertificate {} {}{id}>", self.0.subject(), self.0.fingerprint())
    }

    /// Equal: the same certificate with the same identifier.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.identity() == other.get().identity())
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.identity())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    /// Loaded again, with all its checks, in the process that unpickles it.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let load = py.import("issuedby._pickle")?.getattr("load_ca")?;
        (load, (self.der(py), self.0.id())).into_bound_py_any(py)
    }
}

impl PyCaCertificate {
    fn identity(&self) -> (issuedby::Fingerprint, Option<&str>) {
        (self.0.fingerprint(), self.0.id())
    }
}
