//! `MtlsAuthInbound` and its `Decision`.

use issuedby::policy::{
    ALLOW_UNAUTHENTICATED_REQUESTS, CERT_ISSUER_DN, Decision, PolicyWarning, Problem, RequestUser,
    Unauthenticated,
};
use issuedby::{CaCertificate, EdgeReport, MtlsAuthInbound, PolicyOptions};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::edge_report::{PyEdgeReport, from_json};
use crate::errors::{not_a_boolean, option_error, wrong_type};
use crate::verdict::PyVerdict;
use crate::verifier::ca_certificates;
use crate::{enums, options};

/// The policy `mtls-auth-inbound`, its options checked: may this request pass, and who sent it?
#[pyclass(frozen, name = "MtlsAuthInbound", module = "issuedby")]
pub(crate) struct PyMtlsAuthInbound(MtlsAuthInbound);

/// The options: each as a keyword, and as a key of a dict.
const OPTIONS: [options::Names; 2] =
    [("allow_unauthenticated_requests", ALLOW_UNAUTHENTICATED_REQUESTS), ("cert_issuer_dn", CERT_ISSUER_DN)];

#[pymethods]
impl PyMtlsAuthInbound {
    /// The policy with the options of a dict or of JSON text, or given as keywords.
    ///
    /// `cas` are those whose clients will come, where they are known: errors then carry the value to paste.
    ///
    /// Raises OptionError.
    #[new]
    #[pyo3(
        signature = (options = None, /, *, cas = None, **keywords),
        text_signature = "(options=None, /, *, cas=(), allow_unauthenticated_requests=..., cert_issuer_dn=...)"
    )]
    fn new(
        py: Python<'_>,
        options: Option<&Bound<'_, PyAny>>,
        cas: Option<&Bound<'_, PyAny>>,
        keywords: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let options = options::json(py, options, keywords, &OPTIONS)?;
        let cas = cas.map(ca_certificates).transpose()?.unwrap_or_default();
        let cas: Vec<&CaCertificate> = cas.iter().map(|ca| &ca.get().0).collect();
        PolicyOptions::from_json(&*options)
            .and_then(|options| MtlsAuthInbound::for_cas(options, cas))
            .map(Self)
            .map_err(|error| option_error(py, &error))
    }

    /// Decides about a request: from an EdgeReport, or from a Verdict of this process.
    ///
    /// `user` is whoever the request has as its user already, or None.
    #[pyo3(signature = (report, /, *, user = None))]
    fn decide(&self, report: &Bound<'_, PyAny>, user: Option<&Bound<'_, PyAny>>) -> PyResult<PyDecision> {
        let user = match user {
            Some(_) => RequestUser::Present,
            None => RequestUser::Absent,
        };
        let decision = if let Ok(report) = report.cast::<PyEdgeReport>() {
            self.0.decide_for(report.get().report(), user)
        } else if let Ok(verdict) = report.cast::<PyVerdict>() {
            self.0.decide_for(&EdgeReport::from(verdict.get().verdict()), user)
        } else {
            return Err(wrong_type("report", "an EdgeReport or a Verdict", report));
        };
        Ok(PyDecision(decision))
    }

    /// The warnings about the options: a tuple of PolicyWarning.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let warnings: PyResult<Vec<_>> =
            self.0.warnings().iter().map(|one| Bound::new(py, PyPolicyWarning(one.clone()))).collect();
        PyTuple::new(py, warnings?)
    }

    fn __repr__(&self) -> &'static str {
        match self.0.unauthenticated() {
            Unauthenticated::Allow => "<issuedby.MtlsAuthInbound letting unauthenticated requests pass>",
            Unauthenticated::Refuse => "<issuedby.MtlsAuthInbound enforcing>",
        }
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// A warning about options that can be used.
#[pyclass(frozen, name = "PolicyWarning", module = "issuedby")]
pub(crate) struct PyPolicyWarning(PolicyWarning);

#[pymethods]
impl PyPolicyWarning {
    /// The stable code.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code()
    }

    /// A sentence for people.
    #[getter]
    fn message(&self) -> String {
        self.0.to_string()
    }

    /// The text to write instead, or None.
    #[getter]
    fn suggestion(&self) -> Option<&str> {
        self.0.suggestion()
    }

    fn __repr__(&self) -> String {
        format!("<issuedby.PolicyWarning {}: {}>", self.code(), self.0)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// The decision about a request.
#[pyclass(frozen, name = "Decision", module = "issuedby")]
pub(crate) struct PyDecision(Decision);

#[pymethods]
impl PyDecision {
    /// `allow`, `pass_through` or `reject`.
    #[getter]
    fn action(&self) -> &'static str {
        self.0.action()
    }

    /// The reason with which enforcing refuses, or would; None for `allow`.
    #[getter]
    fn reason<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.reason().map(|reason| enums::reason(py, reason)).transpose()
    }

    /// The new value of the request's `mtlsAuth`, which is deleted if this is None: a dict, new each time.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.metadata().map(|metadata| from_json(py, &metadata.to_json())).transpose()
    }

    /// The subject, where it becomes the request's user; else None.
    #[getter]
    fn sub(&self) -> Option<&str> {
        self.0.sub()
    }

    /// The answer to a client that is refused, or None.
    #[getter]
    fn problem(&self) -> Option<PyProblem> {
        self.0.problem().copied().map(PyProblem)
    }

    /// For the operator's log, never for the client; None for `allow`.
    #[getter]
    fn log(&self) -> Option<&str> {
        self.0.log()
    }

    /// Everything but the log as one line of JSON, the same in every language.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(&self) -> String {
        match self.0.reason() {
            Some(reason) => format!("<issuedby.Decision {} {reason}>", self.action()),
            None => format!("<issuedby.Decision {}>", self.action()),
        }
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(not_a_boolean("Decision", "compare `decision.action`"))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// The answer to a client that is refused: `application/problem+json` (RFC 9457).
#[pyclass(frozen, name = "Problem", module = "issuedby")]
pub(crate) struct PyProblem(Problem);

#[pymethods]
impl PyProblem {
    /// The HTTP status: 401.
    #[getter]
    fn status(&self) -> u16 {
        self.0.status()
    }

    /// `Unauthorized`.
    #[getter]
    fn title(&self) -> &'static str {
        self.0.title()
    }

    /// A fixed sentence, which tells nothing of the configuration.
    #[getter]
    fn detail(&self) -> &'static str {
        self.0.detail()
    }

    /// The code of the reason.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code()
    }

    /// The media type of the body.
    #[getter]
    fn content_type(&self) -> &'static str {
        Problem::CONTENT_TYPE
    }

    /// The body.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(&self) -> String {
        format!("<issuedby.Problem {} {}>", self.status(), self.code())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}
