//! Verifiers, and what they say.

use std::borrow::Cow;

use issuedby::{CaCertificate, CaSet, EdgeReport, Verifier, check_time, input};
use napi::bindgen_prelude::{Buffer, External, Latin1String};
use napi_derive::napi;

use crate::error::IntoScript;

/// A verifier with these CAs and options.
#[napi(catch_unwind)]
pub(crate) fn verifier_new(
    cas: Vec<&External<CaCertificate>>,
    require_client_auth_eku: bool,
    ignore_ca_validity: bool,
) -> napi::Result<External<Verifier>> {
    let set = CaSet::new(cas.into_iter().map(|ca| CaCertificate::clone(ca)));
    let verifier = Verifier::new(set.map_err(IntoScript::into_script)?)
        .require_client_auth_eku(require_client_auth_eku)
        .ignore_ca_validity(ignore_ca_validity);
    Ok(External::new(verifier))
}

/// The verdict at `now`, in Unix seconds: on the first line the identifier of the CA that an edge may pass on, then
/// the verdict as JSON. Both are ASCII.
#[napi(catch_unwind)]
pub(crate) fn verifier_evaluate(
    verifier: &External<Verifier>,
    leaf: Option<&[u8]>,
    now: i64,
    chain: Option<Vec<&[u8]>>,
) -> Latin1String {
    let verdict = verifier.evaluate_with_chain(leaf, check_time(now), &chain.unwrap_or_default());
    let mut crossing = verdict.to_json();
    let report = EdgeReport::from(&verdict);
    crossing.insert(0, '\n');
    crossing.insert_str(0, report.ca_id().unwrap_or_default());
    crossing.into()
}

/// The DER of a certificate that was presented in another form; nothing where the octets are to be judged as they
/// are, also those that hold no certificate: the verdict about them is the verifier's.
#[napi(catch_unwind)]
pub(crate) fn der_of_presented(octets: &[u8]) -> Option<Buffer> {
    match input::certificate_der(octets) {
        Ok(Cow::Owned(der)) => Some(der.into()),
        Ok(Cow::Borrowed(_)) | Err(_) => None,
    }
}
