//! Options, given as keywords, as a dict or as JSON: unknown ones are errors that name the closest.

use issuedby::policy::OptionError;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBool, PyDict, PyString};

use crate::errors::{option_error, option_type, wrong_type};
use crate::input;

/// An option as a keyword, and as a key of a dict.
pub(crate) type Names = (&'static str, &'static str);

/// Options as the JSON text that the core reads: given as a dict or JSON, or as keywords.
pub(crate) fn json(
    py: Python<'_>,
    options: Option<&Bound<'_, PyAny>>,
    keywords: Option<&Bound<'_, PyDict>>,
    names: &[Names],
) -> PyResult<PyBackedBytes> {
    match (options, named(py, keywords, names)?) {
        (Some(_), Some(_)) => {
            Err(PyTypeError::new_err("the options must be given as a dict or as keywords, not both"))
        }
        (Some(options), None) => json_of(options),
        (None, Some(named)) => json_of(&named),
        (None, None) => input::utf8(pyo3::intern!(py, "{}")),
    }
}

/// Keywords as the dict that means the same; None where there are none.
fn named<'py>(
    py: Python<'py>,
    keywords: Option<&Bound<'py, PyDict>>,
    names: &[Names],
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let options = PyDict::new(py);
    let known: Vec<&str> = names.iter().map(|(keyword, _)| *keyword).collect();
    for_each(keywords, &known, |keyword, value| {
        let name = names.iter().find(|(known, _)| *known == keyword);
        name.map_or(Ok(()), |(_, name)| options.set_item(*name, value))
    })?;
    Ok((!options.is_empty()).then(|| options.into_any()))
}

/// JSON text as it was given, or that of a dict.
fn json_of(options: &Bound<'_, PyAny>) -> PyResult<PyBackedBytes> {
    if let Some(text) = input::bytes_or_text(options)? {
        return Ok(text);
    }
    if !options.is_instance_of::<PyDict>() {
        return Err(wrong_type("options", "a dict, or str or bytes (JSON)", options));
    }
    let text = options.py().import("json")?.call_method1("dumps", (options,))?;
    input::utf8(text.cast::<PyString>()?)
}

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

/// Raises the error for a scenario that is not in `known`; for `issuedby.testing`.
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
