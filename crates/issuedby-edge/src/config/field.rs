//! The fields that an operator has removed from every request.

use issuedby::edge_headers::canonical_byte;

/// The name of a field, or its beginning followed by `*`.
///
/// Names are compared as the reserved ones: in any case, and every byte that is neither a letter nor a digit is `-`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldPattern {
    canonical: Vec<u8>,
    is_prefix: bool,
}

impl FieldPattern {
    /// Returns true for a field of this name.
    pub fn matches(&self, name: &[u8]) -> bool {
        let start = match self.is_prefix {
            true => name.get(..self.canonical.len()),
            false => Some(name),
        };
        start
            .is_some_and(|start| start.iter().copied().map(canonical_byte).eq(self.canonical.iter().copied()))
    }
}

impl TryFrom<String> for FieldPattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (name, is_prefix) = match text.strip_suffix('*') {
            Some(name) => (name, true),
            None => (text.as_str(), false),
        };
        // `Host` and `Content-Length` are written by the edge itself, and without them a request is another one.
        if name.contains('*') || hyper::header::HeaderName::from_bytes(name.as_bytes()).is_err() {
            return Err(format!(
                "found `{text}`, expected the name of a field such as `X-User`, or `X-User-*`"
            ));
        }
        let canonical: Vec<u8> = name.bytes().map(canonical_byte).collect();
        if !is_prefix && NEEDED.iter().any(|needed| canonical == needed.as_bytes()) {
            return Err(format!("found `{text}`, without which a request means something else"));
        }
        Ok(Self { canonical, is_prefix })
    }
}

/// The fields that say where a request goes and how long it is.
const NEEDED: [&str; 3] = ["host", "content-length", "transfer-encoding"];

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Result<FieldPattern, String> {
        FieldPattern::try_from(text.to_owned())
    }

    #[test]
    fn a_field_is_meant_in_every_spelling() {
        let user = pattern("X-User").unwrap();
        for name in ["X-User", "x-user", "X_USER", "x.user", "X+User"] {
            assert!(user.matches(name.as_bytes()), "{name}");
        }
        for name in ["", "X-Users", "X-Use", "XUser"] {
            assert!(!user.matches(name.as_bytes()), "{name}");
        }
        let users = pattern("X-User-*").unwrap();
        assert!(users.matches(b"x_user_id") && users.matches(b"X-User-") && !users.matches(b"X-User"));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in ["", "*", "X User", "X-User: a", "*-User", "X-*-User", "Host", "content_length"] {
            assert!(pattern(text).is_err(), "{text}");
        }
    }
}
