//! Errors of certificates: the found and the expected value, and the place.

use alloc::borrow::Cow;
use core::fmt;

use crate::diagnosis::{LooksLike, Quoted};
use crate::error_details::ErrorDetails;
use crate::limits::{MAX_CERTIFICATE_SIZE, MAX_EXTENSIONS};
use crate::reason::Reason;
use crate::tag;

/// Bytes that are not an X.509 certificate in DER.
///
/// [`Self::reason`] is one of `malformed`, `too_large` and `trailing_data`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ParseError {
    pub(crate) reason: Reason,
    /// The name of the part that was read, with its article: `the issuer`.
    pub(crate) what: &'static str,
    pub(crate) offset: usize,
    pub(crate) fault: ParseFault,
}

/// The fault at an offset.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ParseFault {
    /// The bytes of the certificate that are there, and those that it says it has.
    CutOff {
        found: usize,
        declared: usize,
    },
    Empty,
    HighTagNumber,
    IndefiniteLength,
    Invalid(&'static str),
    LengthNotMinimal,
    LooksLike(LooksLike),
    Missing {
        expected: u8,
    },
    TooLarge {
        bytes: usize,
    },
    TooLong,
    TooManyExtensions,
    /// A date in another form.
    Time {
        found: TimeText,
        form: TimeForm,
    },
    Trailing,
    TrailingAfterCertificate {
        bytes: usize,
    },
    Truncated,
    UnexpectedTag {
        expected: u8,
        found: u8,
    },
}

/// The remedy for fewer bytes than the certificate's own header says: a copy loses them.
const CUT_OFF: &str = "bytes are missing: the copy was cut off, or lost a line of its PEM text in between; copy the whole file again, \
    or export the certificate anew with `openssl x509 -in ORIGINAL -out FILE.pem`";

/// The remedy for a fault inside a certificate whose outer parts are whole: a copy that loses or adds bytes breaks these.
const ISSUED_SO: &str = "if the file may have been changed on its way, get it again; else the CA's software wrote this: have that \
    mended, and the certificate issued again";

/// The parts that other signed structures, and other files in DER, do not have alike.
const OUTER_PARTS: [&str; 4] =
    ["the certificate", "the tbsCertificate", "the signatureAlgorithm", "the signatureValue"];

impl ParseError {
    #[cold]
    pub(crate) fn new(what: &'static str, offset: usize, fault: ParseFault) -> Self {
        let reason = match fault {
            ParseFault::TooManyExtensions => Reason::TooLarge,
            _ => Reason::Malformed,
        };
        Self { reason, what, offset, fault }
    }

    /// The reason code: `malformed`, `too_large` or `trailing_data`.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The step that mends it: the reason's own remedy, or a command that makes DER of another form. In the
    /// commands, `FILE` stands for the file that was read, and `FILE.pem` and `FILE.der` for those that they write.
    pub fn remedy(&self) -> &'static str {
        match self.fault {
            ParseFault::Empty => LooksLike::Empty.remedy(),
            ParseFault::LooksLike(LooksLike::ClientCert | LooksLike::Pem) => {
                "read it with `input::certificate_der`, in C `issuedby_certificate_der`, and give what that returns"
            }
            ParseFault::LooksLike(form) => form.remedy(),
            ParseFault::CutOff { .. } => CUT_OFF,
            ParseFault::Truncated if self.reason == Reason::Malformed && self.offset == 0 => CUT_OFF,
            ParseFault::Time { .. } => {
                "issue the certificate again with software that writes dates as RFC 5280 section 4.1.2.5 has them: UTCTime with \
                 seconds until 2049, GeneralizedTime from 2050 on"
            }
            _ if self.reason == Reason::Malformed && !OUTER_PARTS.contains(&self.what) => ISSUED_SO,
            _ => self.reason.remedy(),
        }
    }

    /// The form that the bytes have in place of a certificate's.
    pub(crate) fn looks_like(&self) -> Option<LooksLike> {
        match self.fault {
            ParseFault::LooksLike(form) => Some(form),
            _ => None,
        }
    }

    /// Tells whether this was being read, by the name that errors give it.
    pub(crate) fn is_about(&self, what: &str) -> bool {
        self.what == what
    }

    /// The place of the error, in bytes from the start of the certificate.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, offset, .. } = self;
        match self.fault {
            ParseFault::CutOff { found, declared } => write!(
                f,
                "found {found} bytes of a certificate, expected the {declared} that its first bytes announce"
            ),
            ParseFault::Empty => write!(f, "found nothing (0 bytes), expected a certificate"),
            ParseFault::TooLarge { bytes } => {
                write!(f, "the certificate has {bytes} bytes, the limit is {MAX_CERTIFICATE_SIZE}")
            }
            ParseFault::TooManyExtensions => {
                write!(f, "the certificate has more than {MAX_EXTENSIONS} extensions (byte {offset})")
            }
            ParseFault::TrailingAfterCertificate { bytes } => write!(
                f,
                "the certificate ends at byte {offset}, but {bytes} more {}",
                if bytes == 1 { "byte follows" } else { "bytes follow" }
            ),
            ParseFault::LooksLike(form) => {
                write!(f, "found {form}, expected a certificate in DER")
            }
            ParseFault::HighTagNumber => {
                write!(
                    f,
                    "{what} at byte {offset}: found the high form of a tag number, expected the low one"
                )
            }
            ParseFault::IndefiniteLength => {
                write!(
                    f,
                    "{what} at byte {offset}: found an indefinite length, expected a definite one (DER)"
                )
            }
            ParseFault::LengthNotMinimal => {
                write!(f, "{what} at byte {offset}: the length is not in its shortest form (DER)")
            }
            ParseFault::TooLong => {
                write!(f, "{what} at byte {offset}: the length is beyond any certificate")
            }
            ParseFault::Truncated => {
                write!(f, "{what} at byte {offset}: the bytes end before the element does")
            }
            ParseFault::Trailing => write!(f, "{what}: unexpected bytes at byte {offset}"),
            ParseFault::Invalid(expected) => write!(f, "{what} at byte {offset}: expected {expected}"),
            ParseFault::Time { found, form } => {
                write!(f, "{what} at byte {offset}: found {found}")?;
                match found.digits_before_z() {
                    Some(digits) if digits == form.digits() => {
                        f.write_str(", which is no date of the calendar")?
                    }
                    Some(digits) if digits + 2 == form.digits() => f.write_str(", which has no seconds")?,
                    _ => {}
                }
                write!(f, ", expected {form}")
            }
            ParseFault::Missing { expected } => {
                write!(f, "{what} at byte {offset}: found the end, expected {}", TagName(expected))
            }
            ParseFault::UnexpectedTag { expected, found } => {
                write!(f, "{what} at byte {offset}: found {}, expected {}", TagName(found), TagName(expected))
            }
        }
    }
}

impl core::error::Error for ParseError {}

impl ErrorDetails for ParseError {
    /// The code of [`Self::reason`].
    fn code(&self) -> &'static str {
        self.reason.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(Self::remedy(self)))
    }

    fn position(&self) -> Option<usize> {
        match self.fault {
            ParseFault::Empty | ParseFault::LooksLike(_) | ParseFault::TooLarge { .. } => None,
            _ => Some(self.offset),
        }
    }
}

/// The text of a date that is in another form; the first few characters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct TimeText {
    bytes: [u8; Self::SHOWN],
    /// Bytes of the whole text.
    size: usize,
}

impl TimeText {
    /// The longest form that is written, with fractions and an offset, is shorter.
    const SHOWN: usize = 32;

    pub(crate) fn new(text: &[u8]) -> Self {
        let mut bytes = [0; Self::SHOWN];
        for (place, byte) in bytes.iter_mut().zip(text) {
            *place = *byte;
        }
        Self { bytes, size: text.len() }
    }

    fn shown(&self) -> &[u8] {
        self.bytes.get(..self.size).unwrap_or(&self.bytes)
    }

    /// The number of digits of a text that is digits and `Z`.
    fn digits_before_z(&self) -> Option<usize> {
        let digits = self.shown().strip_suffix(b"Z")?;
        (self.size <= Self::SHOWN && digits.iter().all(u8::is_ascii_digit)).then_some(digits.len())
    }
}

/// The form of a date (RFC 5280 section 4.1.2.5).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TimeForm {
    Utc,
    Generalized,
}

impl TimeForm {
    /// The number of digits before `Z`.
    const fn digits(self) -> usize {
        match self {
            Self::Utc => 12,
            Self::Generalized => 14,
        }
    }
}

impl fmt::Display for TimeForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utc => "a UTCTime as YYMMDDHHMMSSZ",
            Self::Generalized => "a GeneralizedTime as YYYYMMDDHHMMSSZ",
        })
    }
}

impl fmt::Display for TimeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cut = if self.size > Self::SHOWN { "..." } else { "" };
        match core::str::from_utf8(self.shown()) {
            Ok(text) => write!(f, "{}{cut}", Quoted(text)),
            Err(_) => write!(f, "{} bytes that are no text", self.size),
        }
    }
}

/// The name of an identifier byte, with its article.
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
