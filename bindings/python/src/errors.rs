//! The exceptions of `issuedby/_errors.py`, and the refusals that every class here shares.

use issuedby::ca::{CaBundleError, UnfitCertificate};
use issuedby::policy::{OptionError, OptionErrorKind};
use issuedby::trusted_edge::{TrustedEdgeError, TrustedEdgeErrorKind};
use issuedby::{CaError, ErrorDetails, ParseError};
use pyo3::call::PyCallArgs;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::enums;

/// `ParseError`: bytes or text that are not what they should be.
pub(crate) fn parse_error(py: Python<'_>, error: &dyn ErrorDetails) -> PyErr {
    raised(py, "ParseError", error, error.to_string(), |_| Ok(()))
}

/// `ParseError` for DER that is no certificate: its message says what to do.
pub(crate) fn parse_error_with_remedy(py: Python<'_>, error: &ParseError) -> PyErr {
    raised(py, "ParseError", error, format!("{error}; {}", error.remedy()), |_| Ok(()))
}

/// `UnfitCaError`: a CA certificate that cannot be loaded. Its code is a `Reason`.
pub(crate) fn unfit_ca_error(py: Python<'_>, error: &CaError) -> PyErr {
    let message = format!("{error}; {}", error.remedy());
    raised(py, "UnfitCaError", error, message, |details| {
        details.set_item("code", enums::reason(py, error.reason())?)
    })
}

/// `UnfitCaError` with every unfit certificate of a bundle.
pub(crate) fn ca_bundle_error(py: Python<'_>, error: &CaBundleError) -> PyErr {
    let message = format!("{error}; {}", error.remedy());
    raised(py, "UnfitCaError", error, message, |details| {
        let class = py.import("issuedby._errors")?.getattr("UnfitCertificate")?;
        let unfit: PyResult<Vec<_>> =
            error.unfit().iter().map(|unfit| unfit_certificate(&class, unfit)).collect();
        details.set_item("unfit", PyTuple::new(py, unfit?)?)?;
        details.set_item("code", enums::reason(py, error.reason())?)
    })
}

fn unfit_certificate<'py>(
    class: &Bound<'py, PyAny>,
    unfit: &UnfitCertificate,
) -> PyResult<Bound<'py, PyAny>> {
    let (error, subject) = (unfit.error(), unfit.subject().map(ToString::to_string));
    let code = enums::reason(class.py(), error.reason())?;
    class.call1((unfit.number(), unfit.line(), subject, code, error.to_string(), error.remedy()))
}

/// `OptionError`: options that cannot be used. One for a value of another type is a `TypeError` too.
pub(crate) fn option_error(py: Python<'_>, error: &OptionError) -> PyErr {
    let class = match error.kind() {
        OptionErrorKind::WrongType => "OptionTypeError",
        _ => "OptionError",
    };
    raised(py, class, error, error.to_string(), |details| {
        details.set_item("option", error.option())?;
        details.set_item("element", error.element())?;
        details.set_item("name_error", error.name_error().map(ErrorDetails::code))
    })
}

/// `OptionError` for the options of a trusted edge.
pub(crate) fn trusted_edge_error(py: Python<'_>, error: &TrustedEdgeError) -> PyErr {
    let class = match error.kind() {
        TrustedEdgeErrorKind::WrongType => "OptionTypeError",
        _ => "OptionError",
    };
    raised(py, class, error, error.to_string(), |details| {
        details.set_item("option", error.option())?;
        details.set_item("element", error.element())
    })
}

/// `OptionError` for a value of another type.
pub(crate) fn option_type(expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    let message = format!("found {}, expected {expected}", type_name(found));
    let details = PyDict::new(found.py());
    match details.set_item("code", OptionErrorKind::WrongType.code()) {
        Ok(()) => make(found.py(), "OptionTypeError", (message,), Some(&details)),
        Err(error) => error,
    }
}

/// An exception with the five details of an error, and those that `more` adds.
fn raised(
    py: Python<'_>,
    class: &str,
    error: &dyn ErrorDetails,
    message: String,
    more: impl FnOnce(&Bound<'_, PyDict>) -> PyResult<()>,
) -> PyErr {
    let details = PyDict::new(py);
    let filled = details
        .set_item("code", error.code())
        .and_then(|()| details.set_item("remedy", error.remedy()))
        .and_then(|()| details.set_item("suggestion", error.suggestion()))
        .and_then(|()| details.set_item("position", error.position()))
        .and_then(|()| more(&details));
    match filled {
        Ok(()) => make(py, class, (message,), Some(&details)),
        Err(error) => error,
    }
}

/// An exception of `issuedby/_errors.py`.
pub(crate) fn make<'py>(
    py: Python<'py>,
    class: &str,
    arguments: impl PyCallArgs<'py>,
    details: Option<&Bound<'py, PyDict>>,
) -> PyErr {
    let module = py.import("issuedby._errors");
    match module.and_then(|module| module.getattr(class)?.call(arguments, details)) {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// `TypeError` for an argument.
pub(crate) fn wrong_type(argument: &str, expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    PyTypeError::new_err(format!("`{argument}` must be {expected}, not {}", type_name(found)))
}

/// `TypeError` for an argument, with what to do about it.
pub(crate) fn wrong_type_with_remedy(
    argument: &str,
    expected: &str,
    found: &Bound<'_, PyAny>,
    remedy: &str,
) -> PyErr {
    PyTypeError::new_err(format!("`{argument}` must be {expected}, not {}; {remedy}", type_name(found)))
}

/// `TypeError` for whoever asks an object whether it is true. Every object is, so a refusal would be as well.
pub(crate) fn not_a_boolean(class: &str, instead: &str) -> PyErr {
    PyTypeError::new_err(format!("a {class} is neither true nor false: {instead}"))
}

/// `TypeError` for whoever pickles what vouches for a client: pickled bytes can be made by anyone.
pub(crate) fn not_picklable(class: &str, instead: &str) -> PyErr {
    PyTypeError::new_err(format!("a {class} cannot be pickled: {instead}"))
}

fn type_name(found: &Bound<'_, PyAny>) -> String {
    found.get_type().name().map_or_else(|_| "another type".to_owned(), |name| name.to_string())
}
