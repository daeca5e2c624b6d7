//! The exceptions of `issuedby/_errors.py`, and the refusals that every class here shares.

use std::fmt::Display;

use issuedby::CaError;
use issuedby::policy::{OptionError, OptionErrorKind};
use pyo3::call::PyCallArgs;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::enums;
use crate::verdict::PyVerdict;

/// `ParseError`: bytes or text that are not what they should be.
pub(crate) fn parse_error(py: Python<'_>, error: impl Display, code: &str) -> PyErr {
    make(py, "ParseError", (error.to_string(), code))
}

/// `UnfitCaError`: a CA certificate that cannot be loaded.
pub(crate) fn unfit_ca_error(py: Python<'_>, error: &CaError) -> PyErr {
    match enums::reason(py, error.reason()) {
        Ok(reason) => {
            make(py, "UnfitCaError", (format!("{error}; {}", error.remedy()), reason, error.remedy()))
        }
        Err(error) => error,
    }
}

/// `OptionError`: options that cannot be used. One for a value of another type is a `TypeError` too.
pub(crate) fn option_error(py: Python<'_>, error: &OptionError) -> PyErr {
    let class = match error.kind() {
        OptionErrorKind::WrongType => "OptionTypeError",
        _ => "OptionError",
    };
    let name_error = error.name_error().map(|error| error.kind().code());
    make(py, class, (error.to_string(), error.code(), error.suggestion(), error.element(), name_error))
}

/// `OptionError` for a value of another type.
pub(crate) fn option_type(expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    let message = format!("expected {expected}, found {}", type_name(found));
    make(found.py(), "OptionTypeError", (message, OptionErrorKind::WrongType.code(), None::<&str>))
}

/// `VerificationError`: a verdict that is no SUCCESS, where only a SUCCESS is an answer.
pub(crate) fn verification_error(py: Python<'_>, verdict: PyVerdict) -> PyErr {
    make(py, "VerificationError", (verdict,))
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

fn make<'py>(py: Python<'py>, class: &str, arguments: impl PyCallArgs<'py>) -> PyErr {
    let made = py.import("issuedby._errors").and_then(|module| module.getattr(class)?.call1(arguments));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

fn type_name(found: &Bound<'_, PyAny>) -> String {
    found.get_type().name().map_or_else(|_| "another type".to_owned(), |name| name.to_string())
}
