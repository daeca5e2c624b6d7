//! A small reverse proxy that terminates TLS, evaluates the client's certificate with the CAs of the account that the SNI
//! names, and adds header fields that say who the client is, or why it is not verified.
//!
//! - The handshake never fails because a certificate is missing or refused: the upstream's policy responds in words. It
//!   fails where the client cannot show that it holds the key, and for domains that are not served.
//! - **A verdict never outlives its CAs and dates.** Every request of an open connection, of an HTTP/2 stream or of a resumed
//!   session is evaluated with the CAs of now; streams and upgraded connections end when the verdict is invalidated. The
//!   registry is polled every [`POLL_INTERVAL`](limits::POLL_INTERVAL).
//! - **The fields of the edge are the edge's alone**: `issuedby::edge_headers` names the fields that are removed from every
//!   request, and writes those that are added.
//!
//! [`Config`] is the configuration file, [`Edge::prepare`] checks everything that it names, and [`run`] serves.
//!
//! The module `pipeline` lists the stages of a connection and of each request in their order. `tls`, `sites`, `client`,
//! `proxy` and `observe` hold the stages; `context` holds what all connections share.
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

mod check;
mod client;
mod clock;
pub mod config;
mod context;
mod descriptors;
mod edge;
mod error;
mod failure;
pub mod limits;
mod memory_release;
mod observe;
mod pipeline;
mod proxy;
mod regular_file;
mod run;
mod running;
mod shell;
mod sites;
mod tls;
mod write_timeout;

pub use check::{Finding, Level};
pub use config::{Config, ConfigError};
pub use edge::Edge;
pub use error::{EdgeFailed, RunError, StartError};
pub use observe::access_setting::Access;
pub use observe::event::Event;
pub use run::run;
pub use running::Running;
pub use tls::refusal::HandshakeRefusal;
