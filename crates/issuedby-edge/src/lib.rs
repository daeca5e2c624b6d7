//! A small reverse proxy that ends TLS, evaluates the client's certificate against the CAs of the account that the
//! handshake names, and tells the worker behind it who the client is, and if not, why not.
//!
//! - The handshake never fails because a certificate is missing or refused: the worker's policy answers in words. It
//!   fails where the client cannot show that it holds the key, and for domains that are not served.
//! - **A verdict never outlives its grounds.** Every request of an open connection, of an HTTP/2 stream or of a resumed
//!   session is evaluated by the CAs that hold now; streams and upgraded connections end when what was said no longer is
//!   so. The registry is asked every [`POLL_INTERVAL`](limits::POLL_INTERVAL).
//! - **The fields of the edge are the edge's alone**: `issuedby::edge_headers` names what is taken out of every request,
//!   and writes what is added.
//!
//! [`Config`] is the configuration file, [`Edge::prepare`] checks everything that it names, and [`run`] serves.
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

mod accept;
mod answer;
mod asked;
mod body;
mod budget;
mod ca_change;
mod certificates;
mod check;
mod clock;
pub mod config;
mod connection;
mod descriptors;
mod directory;
mod error;
mod event_limit;
mod failure;
mod handshake_attempt;
mod handshake_pool;
mod handshake_refusal;
mod headers;
mod host;
mod json_line;
mod lanes;
pub mod limits;
mod log;
mod metrics;
mod proxy;
mod queue;
mod refused_names;
mod regular_file;
mod released;
mod request_filter;
mod routes;
mod run;
mod running;
mod scrape;
mod server;
mod stream;
mod taken;
mod tickets;
mod tunnel;
mod under_way;
mod upstream;
mod upstream_slots;
mod upstream_stream;
mod verified_sources;
mod watcher;

pub use check::{Finding, Level};
pub use config::{Config, ConfigError};
pub use error::{EdgeFailed, RunError, StartError};
pub use handshake_refusal::HandshakeRefusal;
pub use log::{Access, Event};
pub use run::run;
pub use running::Running;
pub use server::Edge;
