//! The two ends of a TCP connection.

use std::net::SocketAddr;

/// The client's address of a connection, and the port on which it arrived.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    /// The client's address.
    pub(crate) peer: SocketAddr,
    /// The port of the listener.
    pub(crate) port: u16,
}
