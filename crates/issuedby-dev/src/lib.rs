//! Everything of issuedby on one laptop: throw-away certificates, a registry, the edge and a worker behind it.
#![forbid(unsafe_code)]
#![warn(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]

mod scenario;

pub use scenario::{CERT_ISSUER_DN, Scenario, UnknownScenario};
