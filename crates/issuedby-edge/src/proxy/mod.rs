//! The requests of a connection: their way to an upstream, and the way of the responses back.

pub(crate) mod body_error;
pub(crate) mod body_progress;
pub(crate) mod connector;
pub(crate) mod content_length;
pub(crate) mod exchange;
pub(crate) mod forwarding_headers;
pub(crate) mod guarded_body;
pub(crate) mod hop_by_hop;
pub(crate) mod host_header;
pub(crate) mod in_flight;
pub(crate) mod lanes;
pub(crate) mod misdirected;
pub(crate) mod proxy_error;
pub(crate) mod reserved_headers;
pub(crate) mod response_body;
pub(crate) mod sanitize_response;
pub(crate) mod serve_connection;
pub(crate) mod stalled_response;
#[cfg(test)]
pub(crate) mod test_fields;
pub(crate) mod tokens;
pub(crate) mod trailers;
pub(crate) mod tunnel;
pub(crate) mod upgrade;
pub(crate) mod upstream;
pub(crate) mod upstream_failure;
pub(crate) mod upstream_slots;
pub(crate) mod upstream_stream;
pub(crate) mod upstream_target;
