//! The policy.

use issuedby::policy::RequestUser;
use issuedby::{MtlsAuthInbound, PolicyOptions};
use napi::bindgen_prelude::External;
use napi_derive::napi;
use serde_json::json;

use crate::ca;
use crate::edge_report;
use crate::error::IntoScript;

/// The policy with these options, the bytes of JSON, where these CAs are at hand.
#[napi(catch_unwind)]
pub(crate) fn policy_new(options: &[u8], cas: Vec<String>) -> napi::Result<External<MtlsAuthInbound>> {
    let cas = ca::read_all(&cas)?;
    PolicyOptions::from_json(options)
        .and_then(|options| MtlsAuthInbound::for_cas(options, &cas))
        .map(External::new)
        .map_err(IntoScript::into_script)
}

/// The warnings about the options of a policy, as JSON.
#[napi(catch_unwind)]
pub(crate) fn policy_warnings(policy: &External<MtlsAuthInbound>) -> String {
    let warnings = policy.warnings().iter().map(|warning| {
        json!({
            "code": warning.code(),
            "message": warning.to_string(),
            "suggestion": warning.suggestion(),
        })
    });
    serde_json::Value::from_iter(warnings).to_string()
}

/// The decision as JSON, and on the next line what to write to the log. Both are ASCII.
#[napi(catch_unwind)]
pub(crate) fn policy_decide(policy: &External<MtlsAuthInbound>, report: String, has_user: bool) -> String {
    let user = if has_user { RequestUser::Present } else { RequestUser::Absent };
    let decision = policy.decide_for(&edge_report::read(&report), user);
    let json = decision.to_json();
    match decision.log() {
        Some(log) => format!("{json}\n{log}"),
        None => json,
    }
}
