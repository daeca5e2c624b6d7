//! Client certificates for any server on rustls: a verifier that refuses with a reason, one that records, and a
//! verdict about a connection that is never older than the CAs.
//!
//! | | in the handshake | afterwards |
//! |---|---|---|
//! | [`EnforcingVerifier`] | without a verified certificate there is no connection | [`Client::evaluate`] says who the client is, with the current CAs |
//! | [`danger::RecordingVerifier`] | every client that holds the key of its certificate is accepted | [`Client::evaluate`] is the only check |
//!
//! Both demand proof that the client holds the certificate's key, and take the key where
//! [`possession_key`](issuedby::certificate::possession_key) finds it: a certificate that cannot be read still gets a
//! verdict, which is FAILED. Where possession cannot be shown the handshake fails;
//! [`danger::ConnectionVerifier`] says of which certificate, and why.
//!
//! The CAs stand in a [`CurrentVerifier`] and can be replaced while the server runs. rustls asks no verifier again
//! when a session is resumed, or for a later request of an open connection: a server whose CAs can be deleted
//! calls [`Client::evaluate`] for **every** request. That costs nanoseconds while nothing has changed.
//!
//! ```
//! use std::sync::Arc;
//!
//! use issuedby::{CaCertificate, CaSet, Verifier};
//! use issuedby_rustls::{CurrentVerifier, EnforcingVerifier};
//! use rustls::ServerConfig;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/certs"))?;
//! let ca = CaCertificate::from_pem(&std::fs::read("ca.pem")?)?;
//! let current = Arc::new(CurrentVerifier::new(Verifier::new(CaSet::new([ca])?)));
//!
//! let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
//! let verifier = EnforcingVerifier::new(Arc::clone(&current), &provider).with_hints();
//! let config = ServerConfig::builder_with_provider(provider)
//!     .with_safe_default_protocol_versions()?
//!     .with_client_cert_verifier(Arc::new(verifier));
//! # let _ = config;
//!
//! // Later, when the CAs have changed: it holds from the next verdict on.
//! current.replace(Verifier::new(CaSet::new([])?));
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]
#![warn(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
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

mod client;
mod connection_verifier;
mod current;
pub mod danger;
mod enforcing;
mod hints;
mod possession;
mod rustls_error;

pub use client::{Client, CurrentVerdict};
pub use current::{CurrentVerifier, VerifierGeneration};
pub use enforcing::EnforcingVerifier;
pub use hints::{MAX_HINT_SIZE, hints};
pub use possession::PossessionFailure;
pub use rustls_error::{RejectedCertificate, to_rustls_error};
