//! `EdgeReport`: what an edge knows about the client of a request, and its header fields.

use issuedby::EdgeReport;
use issuedby::edge_headers::{self, HeaderOptions, SendChain, SendClientCert};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyTuple};

use crate::enums;
use crate::errors::{not_a_boolean, not_picklable, wrong_type};
use crate::hash::hash_of;
use crate::input;
use crate::options;
use crate::verdict::PyVerdict;

/// The report of an edge about the client of one request: the input of a policy.
#[pyclass(frozen, name = "EdgeReport", module = "issuedby")]
pub(crate) struct PyEdgeReport(EdgeReport<'static>);

#[pymethods]
impl PyEdgeReport {
    /// The report of whoever verified the certificate itself. `chain` is what the client sent along.
    #[staticmethod]
    #[pyo3(signature = (verdict, chain = None), text_signature = "(verdict, chain=())")]
    fn from_verdict(verdict: &Bound<'_, PyAny>, chain: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Ok(verdict) = verdict.cast::<PyVerdict>() else {
            return Err(wrong_type("verdict", "a Verdict", verdict));
        };
        let chain: Vec<Vec<u8>> = input::chain(chain)?
            .iter()
            .map(|(member, _)| input::der_sent_along(member).into_owned())
            .collect();
        Ok(Self(EdgeReport::from(verdict.get().verdict()).with_chain(chain).into_owned()))
    }

    /// Reads what an edge sent with a request: a mapping, or pairs of names and values, str or bytes.
    ///
    /// Only for requests that came from an edge that you trust: whoever can open a connection can write these
    /// headers. What the edge would not have written is never a SUCCESS.
    #[staticmethod]
    #[pyo3(signature = (headers, /))]
    fn from_headers(headers: &Bound<'_, PyAny>) -> PyResult<Self> {
        let fields = fields(headers)?;
        let fields = fields.iter().map(|(name, value)| (&**name, &**value));
        Ok(Self(EdgeReport::from_headers(fields)))
    }

    /// The header fields that say what the report says: a list of names and values.
    ///
    /// `client_cert` is "verified" or "presented": whether `Client-Cert` is sent on SUCCESS only. `chain` adds
    /// `Client-Cert-Chain`. A value of more than `client_cert_max` bytes is left out.
    #[pyo3(
        signature = (*, client_cert = "verified", chain = None, client_cert_max = None),
        text_signature = "($self, *, client_cert='verified', chain=False, client_cert_max=None)"
    )]
    fn to_headers(
        &self,
        client_cert: &str,
        chain: Option<&Bound<'_, PyAny>>,
        client_cert_max: Option<usize>,
    ) -> PyResult<Vec<(&'static str, String)>> {
        let send = match client_cert {
            "verified" => SendClientCert::Verified,
            "presented" => SendClientCert::Presented,
            other => {
                let message = format!("`client_cert` must be \"verified\" or \"presented\", not {other:?}");
                return Err(pyo3::exceptions::PyValueError::new_err(message));
            }
        };
        let chain = match chain.map(|chain| options::flag("chain", chain)).transpose()? {
            Some(true) => SendChain::Send,
            Some(false) | None => SendChain::Omit,
        };
        let mut options = HeaderOptions::new().client_cert(send).chain(chain);
        if let Some(bytes) = client_cert_max {
            options = options.client_cert_max(bytes);
        }
        Ok(edge_headers::write(&self.0, &options))
    }

    /// Status.SUCCESS, Status.FAILED or Status.NONE.
    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        enums::status(py, self.0.status())
    }

    /// The reason why it is not a SUCCESS, or None.
    #[getter]
    fn reason<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.reason().map(|reason| enums::reason(py, reason)).transpose()
    }

    /// The client's certificate, DER, or None. It is trusted only if the status is SUCCESS.
    #[getter]
    fn certificate_der<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.0.certificate_der().map(|der| PyBytes::new(py, der))
    }

    /// The certificates that the client sent along: a tuple of DER. None of them is trusted.
    #[getter]
    fn chain<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.chain().map(|der| PyBytes::new(py, der)))
    }

    /// The identifier of the CA that issued the certificate; only on SUCCESS.
    #[getter]
    fn ca_id(&self) -> Option<&str> {
        self.0.ca_id()
    }

    /// The parts that a worker may see: a dict with `clientCert`, `clientMtlsVerificationStatus` and
    /// `clientMtlsVerificationReason`.
    #[getter]
    fn incoming_request_properties<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        from_json(py, &self.0.incoming_request_properties().to_json())
    }

    fn __repr__(&self) -> String {
        match self.0.reason() {
            Some(reason) => format!("<issuedby.EdgeReport {} {reason}>", self.0.status()),
            None => format!("<issuedby.EdgeReport {}>", self.0.status()),
        }
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.0 == other.get().0)
    }

    fn __hash__(&self) -> u64 {
        hash_of(&(self.0.certificate_der(), self.0.reason()))
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(not_a_boolean("EdgeReport", "write `report.status is Status.SUCCESS`"))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_picklable("EdgeReport", "send its `to_headers()` over a connection that is trusted"))
    }
}

impl PyEdgeReport {
    pub(crate) fn report(&self) -> &EdgeReport<'static> {
        &self.0
    }
}

/// True if an edge must remove a header or trailer with this name from every request: only edges write it.
#[pyfunction]
#[pyo3(signature = (name, /))]
pub(crate) fn edge_headers_must_strip(name: &Bound<'_, PyAny>) -> PyResult<bool> {
    match input::bytes_or_text(name)? {
        Some(name) => Ok(edge_headers::must_strip(&name)),
        None => Err(wrong_type("name", "str or bytes", name)),
    }
}

/// True if a value of the header `Vary` names `Client-Cert` or `Client-Cert-Chain`: an edge then writes `Vary: *`.
#[pyfunction]
#[pyo3(signature = (value, /))]
pub(crate) fn edge_headers_vary_names_client_cert(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    match input::bytes_or_text(value)? {
        Some(value) => Ok(edge_headers::vary_names_client_cert(&value)),
        None => Err(wrong_type("value", "str or bytes", value)),
    }
}

/// JSON of the core, as Python's own objects.
pub(crate) fn from_json<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (json,))
}

/// Names and values, as bytes.
fn fields(headers: &Bound<'_, PyAny>) -> PyResult<Vec<(PyBackedBytes, PyBackedBytes)>> {
    const EXPECTED: &str = "a mapping or an iterable of pairs (name, value)";
    if input::bytes_or_text(headers)?.is_some() {
        return Err(wrong_type("headers", EXPECTED, headers));
    }
    let pairs = match headers.hasattr("items")? {
        true => headers.call_method0("items")?,
        false => headers.clone(),
    };
    let pairs = pairs.try_iter().map_err(|_| wrong_type("headers", EXPECTED, headers))?;
    pairs
        .map(|pair| {
            let pair = pair?;
            let Ok((name, value)) = pair.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>() else {
                return Err(wrong_type("headers", EXPECTED, headers));
            };
            match (input::bytes_or_text(&name)?, input::bytes_or_text(&value)?) {
                (Some(name), Some(value)) => Ok((name, value)),
                _ => Err(PyTypeError::new_err("the names and values of `headers` must be str or bytes")),
            }
        })
        .collect()
}
