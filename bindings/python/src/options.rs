//! Options given as keywords: unknown ones are errors that name the nearest, and a boolean is a boolean.

use issuedby::policy::OptionError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict};

use crate::errors::{option_error, option_type};

/// Calls `set` with each keyword of `known` that was given.
pub(crate) fn for_each<'py>(
    keywords: Option<&Bound<'py, PyDict>>,
    known: &[&str],
    mut set: impl FnMut(&str, &Bound<'py, PyAny>) -> PyResult<()>,
) -> PyResult<()> {
    for (keyword, value) in keywords.into_iter().flatten() {
        let keyword = keyword.extract::<String>()?;
        if !known.contains(&keyword.as_str()) {
            return Err(option_error(value.py(), &OptionError::unknown_option(&keyword, known)));
        }
        set(&keyword, &value)?;
    }
    Ok(())
}

/// Raises the error for a scenario that is none of `known`; for `issuedby.testing`.
#[pyfunction]
#[pyo3(signature = (written, known, /))]
pub(crate) fn refuse_scenario(py: Python<'_>, written: &str, known: Vec<String>) -> PyResult<()> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(option_error(py, &OptionError::unknown_scenario(written, &known)))
}

/// The value of an option that is on or off.
pub(crate) fn flag(name: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    match value.cast::<PyBool>() {
        Ok(flag) => Ok(flag.is_true()),
        Err(_) => Err(option_type(&format!("True or False in `{name}`"), value)),
    }
}
