//! Why octets are not a certificate: what was expected, what was found, and where.

use core::fmt;

use super::der::tag;
use crate::input::LooksLike;
use crate::limits::{MAX_CERTIFICATE_OCTETS, MAX_EXTENSIONS};
use crate::reason::Reason;

/// Octets that are not an X.509 certificate in DER.
///
/// [`Self::reason`] is one of `malformed`, `too_large` and `trailing_data`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ParseError {
    pub(crate) reason: Reason,
    /// What was being read, with its article: `the issuer`.
    pub(crate) what: &'static str,
    pub(crate) offset: usize,
    pub(crate) problem: Problem,
}

/// What is wrong at an offset.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Problem {
    Empty,
    HighTagNumber,
    IndefiniteLength,
    Invalid(&'static str),
    LengthNotMinimal,
    LooksLike(LooksLike),
    Missing { expected: u8 },
    TooLarge { octets: usize },
    TooLong,
    TooManyExtensions,
    Trailing,
    TrailingAfterCertificate { octets: usize },
    Truncated,
    UnexpectedTag { expected: u8, found: u8 },
}

impl ParseError {
    /// The reason code: `malformed`, `too_large` or `trailing_data`.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// What to do about it, where that is more than the reason's own remedy: what makes DER of another form. In the
    /// commands, `FILE` stands for the file that was read, and `FILE.pem` and `FILE.der` for those that they write.
    pub fn remedy(&self) -> &'static str {
        match self.problem {
            Problem::Empty => LooksLike::Empty.remedy(),
            Problem::LooksLike(LooksLike::ClientCert | LooksLike::Pem) => {
                "read it with `input::certificate_der`, in C `issuedby_certificate_der`, and give what that returns"
            }
            Problem::LooksLike(form) => form.remedy(),
            _ => self.reason.remedy(),
        }
    }

    /// Whether this was being read, by the name that errors give it.
    pub(crate) fn is_about(&self, what: &str) -> bool {
        self.what == what
    }

    /// Where it is wrong, in octets from the start of the certificate.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, offset, .. } = self;
        match self.problem {
            Problem::Empty => write!(f, "found nothing (0 bytes), expected a certificate"),
            Problem::TooLarge { octets } => {
                write!(f, "the certificate has {octets} octets, the limit is {MAX_CERTIFICATE_OCTETS}")
            }
            Problem::TooManyExtensions => {
                write!(f, "the certificate has more than {MAX_EXTENSIONS} extensions (octet {offset})")
            }
            Problem::TrailingAfterCertificate { octets } => write!(
                f,
                "the certificate ends at octet {offset}, but {octets} more {}",
                if octets == 1 { "octet follows" } else { "octets follow" }
            ),
            Problem::LooksLike(form) => {
                write!(f, "found {form}, expected a certificate in DER")
            }
            Problem::HighTagNumber => {
                write!(f, "{what} at octet {offset}: expected a low tag number, found the high form")
            }
            Problem::IndefiniteLength => {
                write!(
                    f,
                    "{what} at octet {offset}: expected a definite length (DER), found an indefinite one"
                )
            }
            Problem::LengthNotMinimal => {
                write!(f, "{what} at octet {offset}: the length is not in its shortest form (DER)")
            }
            Problem::TooLong => {
                write!(f, "{what} at octet {offset}: the length is beyond any certificate")
            }
            Problem::Truncated => {
                write!(f, "{what} at octet {offset}: the octets end before the element does")
            }
            Problem::Trailing => write!(f, "{what}: unexpected octets at octet {offset}"),
            Problem::Invalid(expected) => write!(f, "{what} at octet {offset}: expected {expected}"),
            Problem::Missing { expected } => {
                write!(f, "{what} at octet {offset}: expected {}, found the end", TagName(expected))
            }
            Problem::UnexpectedTag { expected, found } => write!(
                f,
                "{what} at octet {offset}: expected {}, found {}",
                TagName(expected),
                TagName(found)
            ),
        }
    }
}

impl core::error::Error for ParseError {}

/// The name of an identifier octet, with its article.
struct TagName(u8);

impl fmt::Display for TagName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            tag::BOOLEAN => "a BOOLEAN",
            tag::INTEGER => "an INTEGER",
            tag::BIT_STRING => "a BIT STRING",
            tag::OCTET_STRING => "an OCTET STRING",
            tag::NULL => "a NULL",
            tag::OBJECT_IDENTIFIER => "an OBJECT IDENTIFIER",
            tag::UTC_TIME => "a UTCTime",
            tag::GENERALIZED_TIME => "a GeneralizedTime",
            tag::SEQUENCE => "a SEQUENCE",
            other => return write!(f, "tag 0x{other:02x}"),
        })
    }
}
