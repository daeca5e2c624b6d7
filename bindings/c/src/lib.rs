//! The C ABI of issuedby: what `issuedby.h` declares.
//!
//! These functions translate and decide nothing: every answer is the core's. Each resets its outputs first,
//! checks its pointers, and runs inside a guard that turns a panic into a result.
#![allow(non_camel_case_types, reason = "types have the names that they have in C")]
#![allow(unsafe_code, reason = "pointers come from C; every block says why it may trust them")]
#![warn(unsafe_op_in_unsafe_fn)]

pub mod c_types;
pub mod ca_bundle;
pub mod ca_certificate;
pub mod certificate;
pub mod client_cert;
pub mod decision;
pub mod edge_headers;
pub mod edge_report;
pub mod failure;
pub mod fingerprint;
mod guard;
mod handle;
mod input;
pub mod inspection;
pub mod name;
mod output;
mod owned_string;
pub mod policy;
pub mod reason;
pub mod strings;
mod text;
pub mod trusted_edge;
pub mod verdict;
pub mod verifier;
pub mod version;

#[cfg(panic = "abort")]
compile_error!("a panic must unwind to the guard: build with panic = \"unwind\"");
