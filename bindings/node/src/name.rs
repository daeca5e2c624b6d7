//! Distinguished Names, as text.

use issuedby::DistinguishedName;
use napi_derive::napi;

use crate::error::IntoScript;

/// True if two names are equal.
#[napi(catch_unwind)]
pub(crate) fn dn_equal(a: String, b: String) -> napi::Result<bool> {
    Ok(parse(&a)? == parse(&b)?)
}

/// The comparison of two names, as JSON.
#[napi(catch_unwind)]
pub(crate) fn dn_compare(expected: String, found: String) -> napi::Result<String> {
    Ok(parse(&expected)?.compare(&parse(&found)?).to_json())
}

/// The text that equal names share.
#[napi(catch_unwind)]
pub(crate) fn dn_normalize(name: String) -> napi::Result<String> {
    parse(&name).map(|name| name.to_normalized_string())
}

/// A DER Name as text.
#[napi(catch_unwind)]
pub(crate) fn dn_from_der(der: &[u8]) -> napi::Result<String> {
    DistinguishedName::from_der(der).map(|name| name.to_string()).map_err(IntoScript::into_script)
}

fn parse(text: &str) -> napi::Result<DistinguishedName> {
    DistinguishedName::parse(text).map(|parsed| parsed.into_name()).map_err(IntoScript::into_script)
}
