//! The private half of the Python package `issuedby`: the core's types and functions as Python sees them.
//!
//! It translates and decides nothing. What it raises is defined in `issuedby/_errors.py`, its enumerations in
//! `issuedby/_reasons.py`, which is made from the core's own tables.

mod ca;
mod certificate;
mod client_cert;
mod edge_report;
mod enums;
mod errors;
mod fingerprint;
mod hash;
mod input;
mod inspection;
mod interpreter;
mod names;
mod options;
mod policy;
mod time;
mod trusted_edge;
mod verdict;
mod verifier;

/// The module `issuedby._native`. It keeps no state, so that threads need no lock around it.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::ca::PyCaCertificate;
    #[pymodule_export]
    use crate::certificate::PyCertificate;
    #[pymodule_export]
    use crate::client_cert::{client_cert_decode, client_cert_encode};
    #[pymodule_export]
    use crate::edge_report::{PyEdgeReport, edge_headers_must_strip, edge_headers_vary_names_client_cert};
    #[pymodule_export]
    use crate::fingerprint::{fingerprint, fingerprint_equal};
    #[pymodule_export]
    use crate::inspection::inspection_json;
    #[pymodule_export]
    use crate::names::{PyDifference, PyDnComparison, dn_compare, dn_equal, dn_from_der, dn_normalize};
    #[pymodule_export]
    use crate::options::refuse_scenario;
    #[pymodule_export]
    use crate::policy::{PyDecision, PyMtlsAuthInbound, PyPolicyWarning, PyProblem};
    #[pymodule_export]
    use crate::trusted_edge::{PyConnectionFacts, PyTrust, PyTrustedEdge};
    #[pymodule_export]
    use crate::verdict::{PyVerdict, PyVerdictReason, PyVerified};
    #[pymodule_export]
    use crate::verifier::PyVerifier;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::interpreter::refuse_all_but_first(module.py())
    }

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
