//! Content-Length: one length, which every reader takes (RFC 9110 section 8.6, RFC 9112 section 6.3).

use std::error::Error;
use std::fmt;

use hyper::HeaderMap;
use hyper::header::{CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING};

use crate::proxy::proxy_error::ProxyError;
use crate::proxy::tokens::tokens;

/// Leaves one `Content-Length` of several equal ones (RFC 9110 section 8.6).
///
/// # Errors
///
/// A 400 where they differ: the next reader might take another one.
pub(crate) fn unite(headers: &mut HeaderMap) -> Result<(), ProxyError> {
    let first = {
        let mut lengths = headers.get_all(CONTENT_LENGTH).iter().flat_map(tokens);
        let Some(first) = lengths.next() else { return Ok(()) };
        if !lengths.all(|length| length == first) {
            let message = "the request has several Content-Length fields that differ; send one";
            return Err(ProxyError::BadRequest(message));
        }
        HeaderValue::from_bytes(first).map_err(|_| ProxyError::BadGateway)?
    };
    headers.insert(CONTENT_LENGTH, first);
    Ok(())
}

/// Checks that a response has one length, as a number or in chunks: otherwise its end is unclear (RFC 9112 section 6.3).
///
/// # Errors
///
/// [`TwoLengths`] where it has both, or several numbers that differ.
pub(crate) fn check_response(headers: &mut HeaderMap) -> Result<(), TwoLengths> {
    match headers.contains_key(TRANSFER_ENCODING) && headers.contains_key(CONTENT_LENGTH) {
        true => Err(TwoLengths),
        false => unite(headers).map_err(|_| TwoLengths),
    }
}

/// The response of an upstream has two lengths (RFC 9112 section 6.3).
#[derive(Debug)]
pub(crate) struct TwoLengths;

impl fmt::Display for TwoLengths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the response has both Content-Length and Transfer-Encoding, expected one of them")
    }
}

impl Error for TwoLengths {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::test_fields::{fields, names};

    #[test]
    fn equal_lengths_become_one_and_others_are_refused() {
        for lines in [&["5"][..], &["5", "5"], &["5, 5"], &["5,5", "5"]] {
            let mut headers =
                fields(&lines.iter().map(|value| ("Content-Length", *value)).collect::<Vec<_>>());
            unite(&mut headers).unwrap();
            assert_eq!(headers.get_all(CONTENT_LENGTH).iter().collect::<Vec<_>>(), ["5"], "{lines:?}");
        }
        for lines in [&["5", "6"][..], &["5, 6"], &["5", "05"], &["5,"]] {
            let mut headers =
                fields(&lines.iter().map(|value| ("Content-Length", *value)).collect::<Vec<_>>());
            assert!(unite(&mut headers).is_err(), "{lines:?}");
        }
        let mut none = fields(&[("Accept", "*/*")]);
        unite(&mut none).unwrap();
        assert_eq!(names(&none), ["accept"]);
    }
}
