//! From an accepted TCP connection to a TLS connection whose client has shown that it holds its key.

pub(crate) mod accept;
pub(crate) mod account_config;
pub(crate) mod account_tickets;
pub(crate) mod attempt;
pub(crate) mod certificates;
pub(crate) mod first_bytes;
pub(crate) mod handshake;
pub(crate) mod handshake_pool;
pub(crate) mod missing_certificate;
mod private_key;
pub(crate) mod refusal;
pub(crate) mod server_name;
