//! `Verifier`.

use issuedby::input::InputKind;
use issuedby::{CaSet, UnixTime, Verifier};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyString, PyTuple};

use crate::ca::PyCaCertificate;
use crate::errors::{make, unfit_ca_error, wrong_type, wrong_type_with_remedy};
use crate::verdict::{PyVerdict, PyVerified};
use crate::{input, options, time};

/// Verifies client certificates against a set of CAs. It never changes; threads may share it.
#[pyclass(frozen, name = "Verifier", module = "issuedby")]
pub(crate) struct PyVerifier {
    verifier: Verifier,
    require_client_auth_eku: bool,
    ignore_ca_validity: bool,
    allow_unusual_serial: bool,
}

const REQUIRE_CLIENT_AUTH_EKU: &str = "require_client_auth_eku";
const IGNORE_CA_VALIDITY: &str = "ignore_ca_validity";
const ALLOW_UNUSUAL_SERIAL: &str = "allow_unusual_serial";

#[pymethods]
impl PyVerifier {
    /// A verifier that accepts what one of `cas` issued directly. Without any it refuses everybody.
    ///
    /// `require_client_auth_eku` refuses certificates without the extended key usage extension too;
    /// `ignore_ca_validity` accepts those of a CA that is expired or not valid yet; `allow_unusual_serial` those whose
    /// serial number is zero, negative, or of 20 bytes with the top bit set.
    #[new]
    #[pyo3(
        signature = (cas, /, **options),
        text_signature = "(cas, /, *, require_client_auth_eku=False, ignore_ca_validity=False, allow_unusual_serial=False)"
    )]
    fn new(cas: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let (mut require_client_auth_eku, mut ignore_ca_validity) = (false, false);
        let mut allow_unusual_serial = false;
        let names = [REQUIRE_CLIENT_AUTH_EKU, IGNORE_CA_VALIDITY, ALLOW_UNUSUAL_SERIAL];
        options::for_each(options, &names, |name, value| {
            let flag = options::flag(name, value)?;
            match name {
                REQUIRE_CLIENT_AUTH_EKU => require_client_auth_eku = flag,
                IGNORE_CA_VALIDITY => ignore_ca_validity = flag,
                _ => allow_unusual_serial = flag,
            }
            Ok(())
        })?;
        let py = cas.py();
        let cas = ca_certificates(cas)?;
        let set = CaSet::new(cas.iter().map(|ca| ca.get().0.clone()))
            .map_err(|error| unfit_ca_error(py, &error))?;
        let verifier = Verifier::new(set)
            .require_client_auth_eku(require_client_auth_eku)
            .ignore_ca_validity(ignore_ca_validity)
            .allow_unusual_serial(allow_unusual_serial);
        Ok(Self { verifier, require_client_auth_eku, ignore_ca_validity, allow_unusual_serial })
    }

    /// Verifies one certificate: who the client is, or VerificationError with the verdict.
    ///
    /// `now` is an aware datetime or Unix seconds, by default the system's clock. `chain` is what the client sent
    /// along: never trusted, only read to say `not_directly_signed`.
    #[pyo3(signature = (leaf, now = None, chain = None), text_signature = "($self, leaf, now=None, chain=())")]
    fn verify(
        &self,
        py: Python<'_>,
        leaf: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
        chain: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyVerified> {
        let verdict = self.evaluate(py, leaf, now, chain)?;
        verdict.into_verified().map_err(|verdict| make(py, "VerificationError", (verdict,), None))
    }

    /// Evaluates what a client presented; None is nothing. The answer is always a Verdict, whatever it is.
    ///
    /// Raises TypeError for an argument that is no certificate, text or bytes at all.
    #[pyo3(signature = (leaf, now = None, chain = None), text_signature = "($self, leaf, now=None, chain=())")]
    fn evaluate(
        &self,
        py: Python<'_>,
        leaf: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
        chain: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyVerdict> {
        let leaf = input::presented("leaf", leaf)?;
        let now = time::now(now)?;
        let chain = input::chain(chain)?;
        let chain: Vec<(&[u8], InputKind)> =
            chain.iter().map(|(member, given)| (&**member, *given)).collect();
        let leaf = leaf.as_ref().map(|(leaf, given)| (&**leaf, *given));
        Ok(PyVerdict::new(py.detach(|| self.evaluate_input(leaf, now, &chain))))
    }

    /// The CAs, in the order in which they were given.
    #[getter]
    fn cas<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let cas: PyResult<Vec<_>> =
            self.verifier.cas().iter().map(|ca| Bound::new(py, PyCaCertificate(ca.clone()))).collect();
        PyTuple::new(py, cas?)
    }

    fn __repr__(&self) -> String {
        let mut shown = format!("<issuedby.Verifier of {} CAs", self.verifier.cas().len());
        for (name, is_set) in [
            (REQUIRE_CLIENT_AUTH_EKU, self.require_client_auth_eku),
            (IGNORE_CA_VALIDITY, self.ignore_ca_validity),
            (ALLOW_UNUSUAL_SERIAL, self.allow_unusual_serial),
        ] {
            if is_set {
                shown.push(' ');
                shown.push_str(name);
            }
        }
        shown + ">"
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    /// Made again, from CAs that are loaded again, in the process that unpickles it.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let make = py.import("issuedby._pickle")?.getattr("make_verifier")?;
        let options = (self.require_client_auth_eku, self.ignore_ca_validity, self.allow_unusual_serial);
        (make, (self.cas(py)?, options.0, options.1, options.2)).into_bound_py_any(py)
    }
}

impl PyVerifier {
    fn evaluate_input(
        &self,
        leaf: Option<(&[u8], InputKind)>,
        now: UnixTime,
        chain: &[(&[u8], InputKind)],
    ) -> issuedby::Verdict<'static> {
        self.verifier.evaluate_input(leaf, now, chain).into_owned()
    }
}

/// The elements of an iterable of CAs.
pub(crate) fn ca_certificates<'py>(cas: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyCaCertificate>>> {
    const EXPECTED: &str = "an iterable of CaCertificate";
    if is_text_or_bytes(cas) {
        return Err(not_loaded(EXPECTED, cas));
    }
    let cas = cas.try_iter().map_err(|_| match cas.cast::<PyCaCertificate>() {
        Ok(_) => wrong_type_with_remedy("cas", EXPECTED, cas, "put it into a list"),
        Err(_) => wrong_type("cas", EXPECTED, cas),
    })?;
    cas.map(|ca| {
        let ca = ca?;
        ca.cast_into::<PyCaCertificate>().map_err(|error| match error.into_inner() {
            ca if is_text_or_bytes(&ca) => not_loaded(EXPECTED, &ca),
            ca => wrong_type("cas", EXPECTED, &ca),
        })
    })
    .collect()
}

/// True if it is what a CA certificate is loaded from: text can be iterated over, and that is never what was meant.
fn is_text_or_bytes(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
}

fn not_loaded(expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    let remedy = "load it with CaCertificate.from_pem(...) or CaCertificate.from_der(...)";
    wrong_type_with_remedy("cas", expected, found, remedy)
}
