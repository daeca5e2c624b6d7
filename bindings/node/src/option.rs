//! Options and scenarios that there are not.

use issuedby::policy::OptionError;
use napi_derive::napi;

use crate::error::IntoScript;

/// Refuses an option that is not in `known`, with the closest.
#[napi(catch_unwind)]
pub(crate) fn refuse_option(written: String, known: Vec<String>) -> napi::Result<()> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(OptionError::unknown_option(&written, &known).into_script())
}

/// Refuses a scenario that is not in `known`, with the closest if one is close.
#[napi(catch_unwind)]
pub(crate) fn refuse_scenario(written: String, known: Vec<String>) -> napi::Result<()> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(OptionError::unknown_scenario(&written, &known).into_script())
}
