//! Errors of DER names, with their place.

use alloc::borrow::Cow;
use core::{error, fmt};

use crate::error_details::ErrorDetails;
use crate::reason::Reason;

/// A DER Name that is refused: what was found, where, and what was expected.
///
/// A refused name equals nothing, not even itself: a certificate that holds one is not authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameError {
    fault: NameFault,
    offset: usize,
}

impl NameError {
    pub(crate) const fn new(fault: NameFault, offset: usize) -> Self {
        Self { fault, offset }
    }

    /// The stable identifier of what is wrong.
    pub const fn kind(&self) -> NameErrorKind {
        match self.fault {
            NameFault::NameTooLong { .. } => NameErrorKind::TooLong,
            NameFault::TooManyRdns | NameFault::TooManyAttributes => NameErrorKind::TooMany,
            NameFault::NoElement { .. }
            | NameFault::NoLength
            | NameFault::ShortLength { .. }
            | NameFault::Short { .. } => NameErrorKind::Truncated,
            NameFault::Trailing { .. } => NameErrorKind::TrailingData,
            NameFault::OtherTag { .. } => NameErrorKind::BadStructure,
            NameFault::EmptyRdn => NameErrorKind::EmptyRdn,
            NameFault::NotDer(_) => NameErrorKind::NotDer,
            NameFault::BadOid(_) => NameErrorKind::BadOid,
            NameFault::BadString { .. } => NameErrorKind::BadString,
        }
    }

    /// The reason for which a certificate with this name is refused: a name beyond a limit is `too_large`, any other
    /// has the reason `malformed`.
    pub(crate) const fn reason(&self, malformed: Reason) -> Reason {
        match self.kind() {
            NameErrorKind::TooLong | NameErrorKind::TooMany => Reason::TooLarge,
            _ => malformed,
        }
    }

    /// The offset in bytes from the start of the input.
    ///
    /// For a string that does not decode it is the start of the string's contents.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

/// The found value, its place, and what was expected.
impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.write_found(f)?;
        write!(f, " at byte {}", self.offset)?;
        self.fault.write_expected(f)
    }
}

impl error::Error for NameError {}

impl ErrorDetails for NameError {
    fn code(&self) -> &'static str {
        self.kind().code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.kind().remedy()))
    }

    fn position(&self) -> Option<usize> {
        Some(self.offset)
    }
}

/// The fault of a name. The identifiers are stable; the sentences of [`NameError`] are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameErrorKind {
    /// More bytes than [`MAX_NAME_SIZE`](crate::limits::MAX_NAME_SIZE).
    TooLong,
    /// More RDNs or attributes than [`MAX_RDNS`](crate::limits::MAX_RDNS) and
    /// [`MAX_ATTRIBUTES`](crate::limits::MAX_ATTRIBUTES).
    TooMany,
    /// The bytes end before the structure does.
    Truncated,
    /// Bytes follow where the structure ends.
    TrailingData,
    /// Another element than RFC 5280 section 4.1.2.4 has in this place.
    BadStructure,
    /// An RDN without an attribute: `SIZE (1..MAX)` in RFC 5280 appendix A.1.
    EmptyRdn,
    /// Not the one encoding that X.690 section 10 allows: a length that is indefinite or not minimal, a
    /// constructed string.
    NotDer,
    /// An object identifier that is empty, longer than [`MAX_OID_SIZE`](crate::limits::MAX_OID_SIZE),
    /// cut off, or with a padded arc.
    BadOid,
    /// A string that does not decode in its type.
    BadString,
}

impl NameErrorKind {
    /// The stable code, such as `bad_string`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::TooMany => "too_many",
            Self::Truncated => "truncated",
            Self::TrailingData => "trailing_data",
            Self::BadStructure => "bad_structure",
            Self::EmptyRdn => "empty_rdn",
            Self::NotDer => "not_der",
            Self::BadOid => "bad_oid",
            Self::BadString => "bad_string",
        }
    }

    /// The step that mends the name.
    const fn remedy(self) -> &'static str {
        match self {
            Self::TooLong | Self::TooMany => "issue the certificate again with a shorter name",
            Self::Truncated | Self::TrailingData | Self::BadStructure => {
                "pass one whole DER Name (RFC 5280 section 4.1.2.4) and nothing else"
            }
            Self::EmptyRdn | Self::NotDer | Self::BadOid | Self::BadString => {
                "issue the certificate again with a well-formed name"
            }
        }
    }
}

impl fmt::Display for NameErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The parts of the sentence of a [`NameError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameFault {
    NameTooLong { bytes: usize, limit: usize },
    TooManyRdns,
    TooManyAttributes,
    NoElement { expected: &'static str },
    NoLength,
    ShortLength { bytes: usize, left: usize },
    Short { bytes: usize, left: usize },
    Trailing { after: &'static str, bytes: usize },
    OtherTag { expected: &'static str, found: u8 },
    EmptyRdn,
    NotDer(&'static str),
    BadOid(&'static str),
    BadString { expected: &'static str, valid: usize },
}

impl NameFault {
    fn write_found(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameTooLong { bytes, .. } => write!(f, "found a name of {bytes} bytes"),
            Self::TooManyRdns => f.write_str("found one RDN too many"),
            Self::TooManyAttributes => f.write_str("found one attribute too many"),
            Self::NoElement { .. } | Self::NoLength => f.write_str("found the end"),
            Self::ShortLength { bytes, left } => write!(f, "found {left} of the {bytes} bytes of a length"),
            Self::Short { bytes, left } => write!(f, "found {left} of {bytes} bytes of contents"),
            Self::Trailing { bytes, .. } => write!(f, "found {bytes} more bytes"),
            Self::OtherTag { found, .. } => write!(f, "found tag 0x{found:02x}"),
            Self::EmptyRdn => f.write_str("found an empty SET"),
            Self::NotDer(found) | Self::BadOid(found) => write!(f, "found {found}"),
            Self::BadString { expected, valid: 0 } => write!(f, "found a string that is not {expected}"),
            Self::BadString { expected, valid } => {
                let s = if valid == 1 { "" } else { "s" };
                write!(f, "found a string that is not {expected} after {valid} byte{s}")
            }
        }
    }

    fn write_expected(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameTooLong { limit, .. } => write!(f, ", expected at most {limit}"),
            Self::TooManyRdns => write!(f, ", expected at most {}", crate::limits::MAX_RDNS),
            Self::TooManyAttributes => write!(f, ", expected at most {}", crate::limits::MAX_ATTRIBUTES),
            Self::NoElement { expected } | Self::OtherTag { expected, .. } => {
                write!(f, ", expected {expected}")
            }
            Self::NoLength => f.write_str(", expected the rest of a tag and its length"),
            Self::ShortLength { .. } | Self::Short { .. } | Self::BadString { .. } => Ok(()),
            Self::Trailing { after, .. } => write!(f, ", expected nothing after {after}"),
            Self::EmptyRdn => f.write_str(", expected an attribute in the RDN"),
            Self::NotDer(_) => f.write_str(", expected DER"),
            Self::BadOid(_) => f.write_str(", expected an object identifier"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_sentence_says_what_was_found_what_was_expected_and_where() {
        let error = NameError::new(NameFault::OtherTag { expected: "a SET (an RDN)", found: 0x30 }, 2);
        assert_eq!(error.to_string(), "found tag 0x30 at byte 2, expected a SET (an RDN)");
        assert_eq!((error.kind(), error.offset()), (NameErrorKind::BadStructure, 2));
    }
}
