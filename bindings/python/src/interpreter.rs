//! One interpreter per process: the first that imports the package.

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// Refuses every interpreter but the first.
///
/// The classes are made once in a process and belong to the interpreter that made them: another one would be left
/// with dangling ones when that ends. Interpreters are recognized by their module `sys`, of which the first is kept
/// so that its place in memory is not used again.
///
/// # Errors
///
/// `ImportError`, in every other interpreter.
pub(crate) fn refuse_all_but_first(py: Python<'_>) -> PyResult<()> {
    static FIRST: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let sys = py.import("sys")?;
    match FIRST.get_or_init(py, || sys.clone().unbind()).is(&sys) {
        true => Ok(()),
        false => Err(PyImportError::new_err(
            "issuedby is in use by another interpreter of this process: use one process per interpreter (for mod_wsgi, \
             `WSGIApplicationGroup %{GLOBAL}`)",
        )),
    }
}
