//! The trusted edge.

use issuedby::trusted_edge::{ConnectionFacts, TrustedEdge};
use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::error::IntoScript;

/// The trusted edge with these options, the bytes of JSON.
#[napi(catch_unwind)]
pub(crate) fn trusted_edge_new(options: &[u8]) -> napi::Result<External<TrustedEdge>> {
    TrustedEdge::from_json(options).map(External::new).map_err(IntoScript::into_script)
}

/// True if the headers of a request on a connection with these facts are believed, as JSON.
#[napi(catch_unwind)]
pub(crate) fn trusted_edge_decide(
    edge: &External<TrustedEdge>,
    unix_socket: bool,
    peer_address: Option<String>,
    client_certificate: Option<&[u8]>,
) -> String {
    let mut facts = ConnectionFacts::new().unix_socket(unix_socket);
    if let Some(address) = peer_address.as_deref() {
        facts = facts.peer_address(address);
    }
    if let Some(certificate) = client_certificate {
        facts = facts.client_certificate(certificate);
    }
    edge.decide(&facts).to_json()
}
