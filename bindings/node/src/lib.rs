//! The native part of the npm package `issuedby`: a private translation layer, seen only by the scripts in `lib/`.
//!
//! It decides nothing: each function hands its arguments to the core and gives the core's text back. What comes out
//! of a call crosses as **one** string, because each value that crosses has its price and most are never read; the
//! scripts cut it when somebody asks. Nothing here is kept alive by a request or a CA: what lives on is verifiers,
//! policies and trusted edges.
// What the macros of napi emit is unsafe. A test reads the sources here: they have none of their own.
#![allow(unsafe_code)]
// In a test build, which only linters ask for, the macros register nothing.
#![cfg_attr(test, allow(dead_code))]

mod ca;
mod client_cert;
mod edge_report;
mod error;
mod fingerprint;
mod input;
mod inspection;
mod name;
mod option;
mod policy;
mod trusted_edge;
mod verifier;

use issuedby::Reason;
use issuedby::limits::MAX_CHAIN_USED;
use napi_derive::napi;

/// The version of this addon, which must be that of the scripts.
#[napi(catch_unwind)]
pub(crate) fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The most certificates of a presented chain that the core reads.
#[napi(catch_unwind)]
pub(crate) fn max_chain_used() -> u32 {
    u32::try_from(MAX_CHAIN_USED).unwrap_or(u32::MAX)
}

/// Every reason code, in table order.
#[napi(catch_unwind)]
pub(crate) fn reasons() -> Vec<&'static str> {
    Reason::ALL.iter().map(|reason| reason.code()).collect()
}
