//! Everything of issuedby on one laptop: throw-away certificates, a registry, the edge, and a worker behind it.
//!
//! A [`Scenario`] is what a client presents, and has the same name in every language. A [`World`] is everything that is
//! needed to try them all: certificates made anew and valid for a day, a registry with one account, the edge on
//! 127.0.0.1, and a worker that runs the policy, built in or one's own. [`run`] is the program around it. A [`Fixture`]
//! is the same for a unit test: what an edge says of that client, without any server.
//!
//! All files are in one folder, which is removed at the end of the run unless it is one to keep.
#![forbid(unsafe_code)]
#![warn(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]
#![cfg_attr(test, allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used))]

mod call;
mod client;
mod error;
mod fixture;
mod folder;
mod options;
mod pki;
mod row;
mod run;
mod scenario;
mod signals;
mod worker;
mod worker_warnings;
mod world;

pub use call::Call;
pub use client::{Answer, Extent};
pub use error::{DevError, DevErrorKind, Remedy};
pub use fixture::Fixture;
pub use options::{DEFAULT_PORT, DEFAULT_WORKER_TIMEOUT, Options, WorkerAddress};
pub use row::{Expected, Row};
pub use run::{Outcome, Purpose, Said, Started, run};
pub use scenario::{CERT_ISSUER_DN, Scenario};
pub use world::{ACCOUNT, DOMAIN, World};
