//! The algorithm of a signature in words.

use core::fmt;

use super::der::Reader;
use crate::name::OidText;
use crate::oid_name;
use crate::tag;

/// An AlgorithmIdentifier, the contents of its SEQUENCE in DER, in words.
pub(super) struct AlgorithmText<'a>(pub(super) &'a [u8]);

impl fmt::Display for AlgorithmText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Reader::new(self.0).read_tagged(tag::OBJECT_IDENTIFIER, "the algorithm") {
            Ok(oid) => match oid_name::of(oid.contents) {
                Some(name) => f.write_str(name),
                None => OidText(oid.contents).fmt(f),
            },
            Err(_) => f.write_str("unreadable"),
        }
    }
}
