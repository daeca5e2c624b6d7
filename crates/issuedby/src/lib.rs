//! Was this TLS client certificate issued by that CA, who is the client, and if not, why not?
//!
//! A gateway that asks its clients for certificates has the certificate of the CA that signs them directly.
//! This crate evaluates what a client presented against such CAs: one hop, no path building, no network.
//!
//! ```
//! # #[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use issuedby::{CaCertificate, CaSet, Verifier, check_time, input};
//!
//! # std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/certs"))?;
//! let ca = CaCertificate::from_pem(&std::fs::read("ca.pem")?)?;
//! let verifier = Verifier::new(CaSet::new([ca])?);
//!
//! let presented = std::fs::read("client.pem")?; // PEM, RFC 9440 text or DER
//! let leaf = input::certificate_der(&presented)?;
//! let verdict = verifier.evaluate(Some(&leaf), check_time(1_800_000_000));
//! assert!(verdict.verified(), "{verdict}");
//!
//! let client = verifier.verify(&leaf, check_time(1_800_000_000)).map_err(|refusal| refusal.into_owned())?;
//! assert_eq!(client.certificate().subject()?.to_string(), "CN=client-1,O=Example,C=US");
//! # Ok(())
//! # }
//! # #[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
//! # fn main() {}
//! ```
//!
//! # What it does not have
//!
//! No I/O, no clock (the caller passes the time), no logging, no unsafe code, no std. Cryptography comes in
//! through [`provider::Provider`]; the features `aws-lc-rs` (default) and `ring` each bring one, and without
//! either the crate still parses, compares names, fingerprints, and reads and writes RFC 9440.
//!
//! # How a verdict comes about
//!
//! SUCCESS is webpki **and** our own checks on the same bytes. [`Verdict`] says the rest: who the client
//! is, which CA, and for a refusal every [`Reason`] that applies, in table order.
#![no_std]
#![forbid(unsafe_code)]
#![warn(
    clippy::alloc_instead_of_core,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::string_slice,
    clippy::unwrap_used
)]
#![cfg_attr(
    test,
    allow(
        clippy::as_conversions,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used
    )
)]

extern crate alloc;

pub mod ca;
pub mod certificate;
pub mod client_cert;
mod der;
pub mod diagnosis;
pub mod did_you_mean;
pub mod edge_headers;
mod error_details;
pub mod fingerprint;
pub mod general_name;
pub mod input;
pub mod inspection;
mod json;
pub mod limits;
pub mod name;
pub mod name_constraints;
pub mod oid_name;
pub mod pem;
pub mod policy;
pub mod provider;
pub mod reason;
mod span;
mod tag;
pub mod trusted_edge;
pub mod verdict;
pub mod verifier;

#[doc = include_str!("../THREATS.md")]
pub mod threats {}

pub use ca::{CaCertificate, CaError, CaWarning};
pub use certificate::{Certificate, ParseError};
pub use client_cert::ClientCert;
pub use edge_headers::EdgeReport;
pub use error_details::ErrorDetails;
pub use fingerprint::Fingerprint;
pub use general_name::{GeneralName, GeneralNameForm, GeneralNames};
pub use inspection::Inspection;
pub use name::DistinguishedName;
pub use name_constraints::NameConstraints;
pub use pki_types::UnixTime;
pub use policy::{MtlsAuthInbound, PolicyOptions};

pub use reason::{Reason, ReasonGroup};
pub use trusted_edge::{ConnectionFacts, Trust, TrustedEdge};
pub use verdict::{Status, Verdict, VerdictReason, Verified};
pub use verifier::{CaSet, Verifier, check_time};

/// The programs in the README and on the crate's own page compile.
#[cfg(all(doctest, any(feature = "aws-lc-rs", feature = "ring")))]
#[doc = include_str!("../../../README.md")]
#[doc = include_str!("../README.md")]
struct Readme;
