//! `TrustedEdge`, the `ConnectionFacts` that it decides about, and its answer, a `Trust`.

use issuedby::trusted_edge::{
    ConnectionFacts, EDGE_FINGERPRINTS, PEER_NETWORKS, Trust, TrustRule, TrustedEdge, UNIX_SOCKET,
};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyDict;

use crate::errors::{not_a_boolean, trusted_edge_error, wrong_type};
use crate::{input, options};

/// The options: each as a keyword, and as a key of a dict.
const OPTIONS: [options::Names; 3] = [
    ("unix_socket", UNIX_SOCKET),
    ("peer_networks", PEER_NETWORKS),
    ("edge_fingerprints", EDGE_FINGERPRINTS),
];

/// The rules by which a server knows the connections of its edge, checked: are the headers of a request believed?
///
/// The rules are alternatives, and none is implied, not even for loopback.
#[pyclass(frozen, name = "TrustedEdge", module = "issuedby")]
pub(crate) struct PyTrustedEdge(TrustedEdge);

#[pymethods]
impl PyTrustedEdge {
    /// The trusted edge with the options of a dict or of JSON text, or given as keywords.
    ///
    /// `unix_socket` believes connections over a Unix domain socket, `peer_networks` peers in these networks (CIDR),
    /// `edge_fingerprints` peers that proved to hold the key of a certificate with one of these SHA-256 fingerprints.
    ///
    /// Raises OptionError.
    #[new]
    #[pyo3(
        signature = (options = None, /, **keywords),
        text_signature = "(options=None, /, *, unix_socket=..., peer_networks=..., edge_fingerprints=...)"
    )]
    fn new(
        py: Python<'_>,
        options: Option<&Bound<'_, PyAny>>,
        keywords: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let options = options::json(py, options, keywords, &OPTIONS)?;
        TrustedEdge::from_json(&*options).map(Self).map_err(|error| trusted_edge_error(py, &error))
    }

    /// Decides whether the headers of a request on this connection are believed.
    #[pyo3(signature = (facts, /))]
    fn decide(&self, facts: &Bound<'_, PyAny>) -> PyResult<PyTrust> {
        let Ok(facts) = facts.cast::<PyConnectionFacts>() else {
            return Err(wrong_type("facts", "ConnectionFacts", facts));
        };
        Ok(PyTrust(self.0.decide(&facts.get().facts())))
    }

    fn __repr__(&self) -> String {
        format!("<issuedby.TrustedEdge {}>", self.0)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// The facts of the connection that a request came on, as the server's own socket has them. Nothing here may come from
/// the request.
#[pyclass(frozen, name = "ConnectionFacts", module = "issuedby")]
pub(crate) struct PyConnectionFacts {
    unix_socket: bool,
    peer_address: Option<String>,
    client_certificate: Option<PyBackedBytes>,
}

#[pymethods]
impl PyConnectionFacts {
    /// `peer_address` is the IP address of the peer without a port; `client_certificate` the certificate whose key the
    /// peer proved to hold in the TLS handshake, DER or PEM.
    #[new]
    #[pyo3(
        signature = (*, unix_socket = None, peer_address = None, client_certificate = None),
        text_signature = "(*, unix_socket=False, peer_address=None, client_certificate=None)"
    )]
    fn new(
        unix_socket: Option<&Bound<'_, PyAny>>,
        peer_address: Option<&Bound<'_, PyAny>>,
        client_certificate: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let address = |text: &Bound<'_, PyAny>| {
            let bytes = input::text("peer_address", text, "an IP address")?;
            // A text that is not UTF-8 is no address: it stays one that cannot be read.
            Ok::<_, PyErr>(String::from_utf8_lossy(&bytes).into_owned())
        };
        let certificate =
            |one: &Bound<'_, PyAny>| input::certificate("client_certificate", one).map(|(bytes, _)| bytes);
        Ok(Self {
            unix_socket: unix_socket
                .map(|flag| options::flag("unix_socket", flag))
                .transpose()?
                .unwrap_or_default(),
            peer_address: peer_address.map(address).transpose()?,
            client_certificate: client_certificate.map(certificate).transpose()?,
        })
    }

    /// True if the connection came over a Unix domain socket.
    #[getter]
    fn unix_socket(&self) -> bool {
        self.unix_socket
    }

    /// The IP address of the peer, or None.
    #[getter]
    fn peer_address(&self) -> Option<&str> {
        self.peer_address.as_deref()
    }

    /// The bytes of the client certificate, DER or PEM, or None.
    #[getter]
    fn client_certificate(&self) -> Option<&[u8]> {
        self.client_certificate.as_deref()
    }

    fn __repr__(&self) -> String {
        let certificate = if self.client_certificate.is_some() { "present" } else { "absent" };
        format!(
            "<issuedby.ConnectionFacts unix_socket={} peer_address={:?} client_certificate {certificate}>",
            self.unix_socket, self.peer_address
        )
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl PyConnectionFacts {
    fn facts(&self) -> ConnectionFacts<'_> {
        let mut facts = ConnectionFacts::new().unix_socket(self.unix_socket);
        if let Some(address) = self.peer_address.as_deref() {
            facts = facts.peer_address(address);
        }
        if let Some(certificate) = self.client_certificate.as_deref() {
            facts = facts.client_certificate(certificate);
        }
        facts
    }
}

/// True if headers are believed, and by which rule, or why not.
#[pyclass(frozen, name = "Trust", module = "issuedby")]
pub(crate) struct PyTrust(Trust);

#[pymethods]
impl PyTrust {
    /// True if the headers are believed.
    #[getter]
    fn believed(&self) -> bool {
        self.0.is_believed()
    }

    /// The rule that the connection meets: `unix_socket`, `peer_networks` or `edge_fingerprints`; None if it meets none.
    #[getter]
    fn rule(&self) -> Option<&'static str> {
        self.0.rule().map(TrustRule::code)
    }

    /// The stable code: of the rule, or of the reason why the headers are not believed.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code()
    }

    /// A sentence for the operator's log, never for the client.
    #[getter]
    fn message(&self) -> String {
        self.0.to_string()
    }

    /// The step that lets an edge be believed; None if it is.
    #[getter]
    fn remedy(&self) -> Option<&'static str> {
        self.0.remedy()
    }

    fn __repr__(&self) -> String {
        let believed = if self.0.is_believed() { "believed" } else { "not believed" };
        format!("<issuedby.Trust {believed}: {}>", self.0.code())
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(not_a_boolean("Trust", "write `trust.believed`"))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}
