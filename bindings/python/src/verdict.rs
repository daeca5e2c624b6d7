//! `Verdict` and `Verified`: the core's, and what is made from it when it is asked for.

use std::sync::Arc;

use issuedby::{Verdict, VerdictReason};
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyTuple};

use crate::ca::PyCaCertificate;
use crate::certificate::PyCertificate;
use crate::errors::{not_a_boolean, not_picklable};
use crate::hash::hash_of;
use crate::{enums, time};

/// The answer to "was this certificate issued by one of these CAs, who is the client, and if not, why not?"
///
/// It refuses to be a boolean: write `verdict.verified`.
#[pyclass(frozen, name = "Verdict", module = "issuedby")]
pub(crate) struct PyVerdict(Arc<Verdict<'static>>);

#[pymethods]
impl PyVerdict {
    /// True if the status is SUCCESS.
    #[getter]
    fn verified(&self) -> bool {
        self.0.verified()
    }

    /// Status.SUCCESS, Status.FAILED or Status.NONE.
    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        enums::status(py, self.0.status())
    }

    /// The reason why it is not a SUCCESS: the first of `reasons`, or None.
    #[getter]
    fn reason<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.reason().map(|reason| enums::reason(py, reason)).transpose()
    }

    /// Every reason that applies: a tuple of VerdictReason, empty for SUCCESS.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let reasons: PyResult<Vec<_>> = self
            .0
            .reasons()
            .map(|entry| Bound::new(py, PyVerdictReason { verdict: Arc::clone(&self.0), entry }))
            .collect();
        PyTuple::new(py, reasons?)
    }

    /// A sentence for people. It may change; codes do not.
    #[getter]
    fn message(&self) -> String {
        self.0.message()
    }

    /// The remedy for the reason; None for a SUCCESS. In its commands `FILE` stands for the file that was read, and
    /// `FILE.pem` for the file that they write.
    #[getter]
    fn remedy(&self) -> Option<&'static str> {
        self.0.remedy()
    }

    /// The certificate that was presented, if it could be read; trusted only if `verified`.
    #[getter]
    fn certificate(&self) -> Option<PyCertificate> {
        self.0.certificate().map(|certificate| PyCertificate(certificate.clone()))
    }

    /// The CA that issued it; for a refusal the CA whose key verified it, else the only candidate, else None.
    #[getter]
    fn ca(&self) -> Option<PyCaCertificate> {
        self.0.ca().map(|ca| PyCaCertificate(ca.clone()))
    }

    /// The first second in which this same SUCCESS holds, or None.
    #[getter]
    fn valid_from<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.valid_from().map(|second| time::datetime(py, second)).transpose()
    }

    /// The last second in which this same SUCCESS holds, or None.
    #[getter]
    fn valid_until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.valid_until().map(|second| time::datetime(py, second)).transpose()
    }

    /// The verdict as one line of JSON, the same in every language.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(not_a_boolean("Verdict", "write `verdict.verified`"))
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        match self.0.reason() {
            Some(reason) => format!("<issuedby.Verdict {} {reason}>", self.0.status()),
            None => format!("<issuedby.Verdict {}>", self.0.status()),
        }
    }

    /// Equal: they say the same, so that their JSON is the same.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.0.to_json() == other.get().0.to_json())
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_picklable("Verdict", "whoever reads it could not know who made it; keep its `to_json()`"))
    }
}

impl PyVerdict {
    pub(crate) fn new(verdict: Verdict<'static>) -> Self {
        Self(Arc::new(verdict))
    }

    pub(crate) fn verdict(&self) -> &Verdict<'static> {
        &self.0
    }

    pub(crate) fn into_verified(self) -> Result<PyVerified, Self> {
        match self.0.verified() {
            true => Ok(PyVerified(self)),
            false => Err(self),
        }
    }
}

/// One reason of a refusal.
#[pyclass(frozen, name = "VerdictReason", module = "issuedby")]
pub(crate) struct PyVerdictReason {
    verdict: Arc<Verdict<'static>>,
    entry: VerdictReason,
}

#[pymethods]
impl PyVerdictReason {
    /// The reason: a Reason.
    #[getter]
    fn code<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        enums::reason(py, self.entry.reason)
    }

    /// A sentence for people, with the values that matter.
    #[getter]
    fn message(&self) -> String {
        self.verdict.message_of(self.entry.reason)
    }

    /// True if a loaded CA really signed what is refused, so that it is no forgery.
    #[getter]
    fn authenticated(&self) -> bool {
        self.entry.authenticated
    }

    fn __repr__(&self) -> String {
        let authenticated = if self.entry.authenticated { " authenticated" } else { "" };
        format!("<issuedby.VerdictReason {}{authenticated}>", self.entry.reason)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// A client whose certificate was verified. Only a verification that ended in SUCCESS makes one.
#[pyclass(frozen, name = "Verified", module = "issuedby")]
pub(crate) struct PyVerified(PyVerdict);

#[pymethods]
impl PyVerified {
    /// The client's certificate.
    #[getter]
    fn certificate(&self) -> Option<PyCertificate> {
        self.0.certificate()
    }

    /// The CA that issued it.
    #[getter]
    fn ca(&self) -> Option<PyCaCertificate> {
        self.0.ca()
    }

    /// The first second in which this holds.
    #[getter]
    fn valid_from<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.valid_from(py)
    }

    /// The last second in which this holds.
    #[getter]
    fn valid_until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.valid_until(py)
    }

    /// The verdict that this came from.
    #[getter]
    fn verdict(&self) -> PyVerdict {
        PyVerdict(Arc::clone(&self.0.0))
    }

    fn __repr__(&self) -> String {
        match self.0.0.certificate() {
            Some(certificate) => format!("<issuedby.Verified {}>", certificate.fingerprint()),
            None => "<issuedby.Verified>".to_owned(),
        }
    }

    /// Equal: their verdicts are.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.0.0.to_json() == other.get().0.0.to_json())
    }

    fn __hash__(&self) -> u64 {
        self.0.__hash__()
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_picklable(
            "Verified",
            "whoever reads it could not know who made it; keep what you need of it",
        ))
    }
}
