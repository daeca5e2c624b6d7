//! Distinguished Names: `dn_equal`, `dn_compare`, `dn_normalize` and `dn_from_der`.

use issuedby::DistinguishedName;
use issuedby::name::{Comparison, Difference, Name};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::errors::{not_a_boolean, parse_error, wrong_type};
use crate::input;

/// True if two names, written in any of the usual forms, are the same name.
///
/// Raises ParseError for what is no name.
#[pyfunction]
#[pyo3(signature = (a, b, /))]
pub(crate) fn dn_equal(a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(parse("a", a)? == parse("b", b)?)
}

/// The comparison of the found name, such as a certificate's issuer, with the expected name, such as
/// a certIssuerDN: where they differ, and the likely cause.
///
/// Raises ParseError for what is no name.
#[pyfunction]
#[pyo3(signature = (expected, found, /))]
pub(crate) fn dn_compare(expected: &Bound<'_, PyAny>, found: &Bound<'_, PyAny>) -> PyResult<PyDnComparison> {
    let (expected, found) = (parse("expected", expected)?, parse("found", found)?);
    Ok(PyDnComparison(expected.as_name().compare(found.as_name())))
}

/// The normal form of a name as text: the same for names that are equal, and for no others.
///
/// Raises ParseError for what is no name.
#[pyfunction]
#[pyo3(signature = (a, /))]
pub(crate) fn dn_normalize(a: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(parse("a", a)?.as_name().to_normalized_string())
}

/// The text of a Name in DER, SEQUENCE header included, as `openssl x509 -nameopt RFC2253` prints it.
///
/// Raises ParseError for what is no Name.
#[pyfunction]
#[pyo3(signature = (der, /))]
pub(crate) fn dn_from_der(der: &Bound<'_, PyAny>) -> PyResult<String> {
    let Some(bytes) = input::bytes(der)? else {
        return Err(wrong_type("der", "bytes, bytearray or memoryview (a Name in DER)", der));
    };
    match Name::from_der(&bytes) {
        Ok(name) => Ok(name.to_string()),
        Err(error) => Err(parse_error(der.py(), &error)),
    }
}

fn parse(argument: &str, text: &Bound<'_, PyAny>) -> PyResult<DistinguishedName> {
    let bytes = input::text(argument, text, "a Distinguished Name; `dn_from_der` reads DER")?;
    match DistinguishedName::parse(&bytes) {
        Ok(parsed) => Ok(parsed.into_name()),
        Err(error) => Err(parse_error(text.py(), &error)),
    }
}

/// The comparison of two names.
#[pyclass(frozen, name = "DnComparison", module = "issuedby")]
pub(crate) struct PyDnComparison(Comparison);

#[pymethods]
impl PyDnComparison {
    /// `identical`, `equal`, `reordered`, `regrouped` or `different`.
    #[getter]
    fn level(&self) -> &'static str {
        self.0.level().as_str()
    }

    /// True if the names are equal.
    #[getter]
    fn matches(&self) -> bool {
        self.0.level().matches()
    }

    /// Codes of what may be the cause, the likeliest first; empty where the names match.
    #[getter]
    fn hints<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.hints().iter().map(ToString::to_string))
    }

    /// The likely cause in one sentence, with the text to paste where there is one; None where the names match.
    #[getter]
    fn hint(&self) -> Option<String> {
        self.0.hint()
    }

    /// The found name, to be written in place of the expected one; only where it says the same in another way.
    #[getter]
    fn suggestion(&self) -> Option<&str> {
        self.0.suggestion()
    }

    /// The differences of the names: a tuple of DnDifference.
    #[getter]
    fn differences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let differences: PyResult<Vec<_>> =
            self.0.differences().iter().map(|one| Bound::new(py, PyDifference(one.clone()))).collect();
        PyTuple::new(py, differences?)
    }

    /// Everything as one line of JSON, the same in every language.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(&self) -> String {
        format!("<issuedby.DnComparison {}>", self.level())
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(not_a_boolean("DnComparison", "write `comparison.matches`"))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// One place where two names differ.
#[pyclass(frozen, name = "DnDifference", module = "issuedby")]
pub(crate) struct PyDifference(Difference);

#[pymethods]
impl PyDifference {
    /// `moved`, `grouping`, `missing`, `unexpected`, `value` or `type`.
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind().as_str()
    }

    /// The RDN of the expected name, counted from 1 as it is printed.
    #[getter]
    fn expected_rdn(&self) -> Option<usize> {
        self.0.expected_rdn()
    }

    /// The RDN of the found name, counted likewise.
    #[getter]
    fn found_rdn(&self) -> Option<usize> {
        self.0.found_rdn()
    }

    /// The keyword of the attribute's type, or its dotted decimal.
    #[getter]
    fn attribute(&self) -> &str {
        self.0.attribute()
    }

    /// The attribute of the expected name, as `CN=example-ca`.
    #[getter]
    fn expected(&self) -> Option<&str> {
        self.0.expected()
    }

    /// The attribute of the found name, likewise.
    #[getter]
    fn found(&self) -> Option<&str> {
        self.0.found()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<issuedby.DnDifference {}: {}>", self.kind(), self.0)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}
