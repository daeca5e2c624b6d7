//! The enumerations of `issuedby/_reasons.py`: their members, found by their text.

use issuedby::{Reason, Status};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

/// `Status`, from the core's.
pub(crate) fn status(py: Python<'_>, status: Status) -> PyResult<Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, MODULE, "Status")?.call1((status.as_str(),))
}

/// `Reason`, from the core's.
pub(crate) fn reason(py: Python<'_>, reason: Reason) -> PyResult<Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, MODULE, "Reason")?.call1((reason.code(),))
}

/// `CaWarning`, from the core's.
pub(crate) fn ca_warning(py: Python<'_>, warning: issuedby::CaWarning) -> PyResult<Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, MODULE, "CaWarning")?.call1((warning.code(),))
}

const MODULE: &str = "issuedby._reasons";
