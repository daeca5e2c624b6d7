//! The client of a connection: what it may use, what its upstream learns about it, and for how long that is true.

pub(crate) mod connection;
pub(crate) mod connection_slots;
pub(crate) mod origin;
pub(crate) mod permit;
pub(crate) mod rate_limiter;
pub(crate) mod refused_certificates;
pub(crate) mod refused_names;
pub(crate) mod report;
pub(crate) mod source;
pub(crate) mod verdict_guard;
pub(crate) mod verified_sources;
