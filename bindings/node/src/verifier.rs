//! Verifiers, and what they say.

use issuedby::input::InputKind;
use issuedby::{CaSet, EdgeReport, Verifier, check_time};
use napi::bindgen_prelude::{External, Latin1String};
use napi_derive::napi;

use crate::ca;
use crate::error::IntoScript;

/// A verifier with these CAs and options.
#[napi(catch_unwind)]
pub(crate) fn verifier_new(
    cas: Vec<String>,
    require_client_auth_eku: bool,
    ignore_ca_validity: bool,
    allow_unusual_serial: bool,
) -> napi::Result<External<Verifier>> {
    let set = CaSet::new(ca::read_all(&cas)?);
    let verifier = Verifier::new(set.map_err(IntoScript::into_script)?)
        .require_client_auth_eku(require_client_auth_eku)
        .ignore_ca_validity(ignore_ca_validity)
        .allow_unusual_serial(allow_unusual_serial);
    Ok(External::new(verifier))
}

/// The verdict at `now`, in Unix seconds: on the first line the identifier of the CA that an edge may pass on, on the second
/// what to do about the reason, then the verdict as JSON. All are ASCII.
#[napi(catch_unwind)]
pub(crate) fn verifier_evaluate(
    verifier: &External<Verifier>,
    leaf: Option<&[u8]>,
    leaf_is_text: bool,
    now: i64,
    chain: Option<Vec<&[u8]>>,
    chain_is_text: Option<Vec<bool>>,
) -> Latin1String {
    let given = |is_text| if is_text { InputKind::Text } else { InputKind::Bytes };
    let leaf = leaf.map(|leaf| (leaf, given(leaf_is_text)));
    let are_text = chain_is_text.unwrap_or_default().into_iter().map(given);
    let chain: Vec<_> = chain.unwrap_or_default().into_iter().zip(are_text).collect();
    let verdict = verifier.evaluate_input(leaf, check_time(now), &chain);
    let mut crossing = verdict.to_json();
    let report = EdgeReport::from(&verdict);
    let remedy = verdict.remedy().unwrap_or_default();
    crossing.insert_str(0, &format!("{}\n{remedy}\n", report.ca_id().unwrap_or_default()));
    crossing.into()
}
