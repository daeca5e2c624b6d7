//! The members of a field value that is a list (RFC 9110 section 5.6.1).

use hyper::header::HeaderValue;

/// The members of a comma-separated list, without the whitespace around them.
pub(crate) fn tokens(value: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    value.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii)
}
