//! The policy.

use issuedby::MtlsAuthInbound;
use issuedby::policy::RequestUser;
use napi::bindgen_prelude::External;
use napi_derive::napi;
use serde_json::json;

use crate::edge_report;
use crate::error::IntoScript;

/// The policy with these options, JSON.
#[napi(catch_unwind)]
pub(crate) fn policy_new(options: String) -> napi::Result<External<MtlsAuthInbound>> {
    MtlsAuthInbound::from_json(options).map(External::new).map_err(IntoScript::into_script)
}

/// What is unwise about the options of a policy, as JSON.
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
