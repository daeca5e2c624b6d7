//! Errors of field values, with place and remedy.

use alloc::borrow::Cow;
use core::error::Error;
use core::fmt;

use crate::diagnosis::{LooksLike, QuotedByte};
use crate::error_details::ErrorDetails;
use crate::limits::{MAX_CHAIN_MEMBERS, MAX_CLIENT_CERT_SIZE, MAX_PARAMETERS, MAX_STRUCTURED_FIELD_SIZE};

/// The error of a `Client-Cert` or `Client-Cert-Chain` value.
///
/// The kind is stable; the sentence that `Display` writes is for people and may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientCertError {
    kind: ClientCertErrorKind,
    offset: usize,
    member: Option<usize>,
    expected: Expected,
    found: Found,
    looks_like: LooksLike,
}

impl ClientCertError {
    /// The kind of the error.
    pub fn kind(&self) -> ClientCertErrorKind {
        self.kind
    }

    /// The stable name of [`ClientCertError::kind`].
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The place, in bytes from the start of the field value, from 0.
    ///
    /// For a chain that came in several lines: in the lines joined with `, `. For a fault inside the
    /// decoded certificate: where its byte sequence begins.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The member of a chain, counted from 1; `None` for `Client-Cert` and for faults between members.
    pub fn member(&self) -> Option<usize> {
        self.member
    }

    /// The found and the expected value, and the place, without the remedy.
    pub fn without_remedy(&self) -> impl fmt::Display + '_ {
        WithoutRemedy(self)
    }

    /// The step that mends it.
    pub fn remedy(&self) -> &'static str {
        match (self.kind, self.found) {
            (ClientCertErrorKind::BadBase64, Found::Byte(b'-' | b'_')) => {
                "that is base64url: encode with the alphabet of RFC 4648 section 4, to which `tr -- -_ +/` changes it"
            }
            (ClientCertErrorKind::NotByteSequence, _) => self.not_byte_sequence(),
            (kind, _) => kind.remedy(),
        }
    }

    pub(super) fn new(kind: ClientCertErrorKind, offset: usize, expected: Expected, found: Found) -> Self {
        Self { kind, offset, member: None, expected, found, looks_like: LooksLike::Unknown }
    }

    /// The remedy for a value in the form of another field.
    fn not_byte_sequence(&self) -> &'static str {
        match self.looks_like {
            LooksLike::Xfcc => {
                "that is a field of Envoy's own: have the proxy send the base64 of the certificate's DER with `:` before and after it (RFC 9440)"
            }
            LooksLike::Pem
            | LooksLike::PemInBase64
            | LooksLike::PercentEncodedPem
            | LooksLike::FormEncodedPem => {
                "have the proxy send the base64 of the DER, not of the PEM text, with `:` before and after it (RFC 9440)"
            }
            LooksLike::EscapedBase64 => {
                "have the proxy send the base64 as it is, without percent-encoding, with `:` before and after it (RFC 9440)"
            }
            _ => ClientCertErrorKind::NotByteSequence.remedy(),
        }
    }

    pub(super) fn several_field_lines() -> Self {
        let expected = Expected::Text("one `Client-Cert` line in the message");
        Self::new(ClientCertErrorKind::SeveralFieldLines, 0, expected, Found::Text("several"))
    }

    pub(super) fn empty_byte_sequence(offset: usize) -> Self {
        let expected = Expected::Text("base64 between the colons");
        Self::new(ClientCertErrorKind::EmptyByteSequence, offset, expected, Found::Text("nothing"))
    }

    pub(super) fn certificate_too_large(offset: usize) -> Self {
        Self::too_large(offset, MAX_CLIENT_CERT_SIZE, "bytes of certificate")
    }

    pub(super) fn field_too_large() -> Self {
        Self::too_large(0, MAX_STRUCTURED_FIELD_SIZE, "bytes in the field")
    }

    pub(super) fn too_many_members(offset: usize) -> Self {
        Self::too_large(offset, MAX_CHAIN_MEMBERS, "certificates in the chain")
    }

    pub(super) fn too_many_parameters(offset: usize) -> Self {
        Self::too_large(offset, MAX_PARAMETERS, "parameters after one certificate")
    }

    fn too_large(offset: usize, most: usize, unit: &'static str) -> Self {
        Self::new(ClientCertErrorKind::TooLarge, offset, Expected::AtMost(most, unit), Found::Text("more"))
    }

    pub(super) fn in_member(self, member: Option<usize>) -> Self {
        Self { member, ..self }
    }

    pub(super) fn which_looks_like(self, looks_like: LooksLike) -> Self {
        Self { looks_like, ..self }
    }
}

/// The found and the expected value, and the place; then, after a semicolon, [`ClientCertError::remedy`].
impl fmt::Display for ClientCertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.without_remedy(), self.remedy())
    }
}

/// The half of the sentence before the remedy.
struct WithoutRemedy<'a>(&'a ClientCertError);

impl fmt::Display for WithoutRemedy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        if let Some(member) = error.member {
            write!(f, "member {member} of the chain: ")?;
        }
        write!(f, "found {}", error.found)?;
        if error.kind == ClientCertErrorKind::NotByteSequence && error.looks_like != LooksLike::Unknown {
            write!(f, " (it looks like {})", error.looks_like)?;
        }
        write!(f, " at offset {}, expected {}", error.offset, error.expected)
    }
}

impl Error for ClientCertError {}

impl ErrorDetails for ClientCertError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(Self::remedy(self)))
    }

    fn position(&self) -> Option<usize> {
        Some(self.offset)
    }
}

/// The fault of a field value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientCertErrorKind {
    /// The base64 has a character outside its alphabet, misplaced padding or an impossible length
    /// (RFC 9651 section 4.2.7, RFC 4648 section 3).
    BadBase64,
    /// The parameters after the byte sequence are not well formed (RFC 9651 section 4.2.3.2).
    BadParameter,
    /// `::`, a well-formed byte sequence of no bytes, which is no certificate (RFC 9440 section 2.1).
    EmptyByteSequence,
    /// `Client-Cert` is there and has no value (RFC 9651 section 4.2).
    EmptyField,
    /// The list has a comma with no member before or after it (RFC 9651 section 4.2.1).
    EmptyMember,
    /// The value has bytes above 0x7F (RFC 9651 section 4.2).
    NonAscii,
    /// The value begins with something else than `:` (RFC 9440 section 2.1).
    NotByteSequence,
    /// The decoded bytes are not a DER SEQUENCE (RFC 9440 section 2.1).
    NotDer,
    /// The decoded bytes are PEM text instead of DER (RFC 9440 section 2.1).
    PemInside,
    /// The message has more than one `Client-Cert` line (RFC 9440 section 2.2).
    SeveralFieldLines,
    /// `Client-Cert` holds a list (RFC 9440 section 2.2).
    SeveralValues,
    /// A limit of this library was passed, see [`limits`](crate::limits).
    TooLarge,
    /// Something other than parameters follows the byte sequence (RFC 9651 section 4.2).
    TrailingCharacters,
    /// Bytes follow the certificate in the byte sequence (RFC 9440 section 2.1).
    TrailingData,
    /// The certificate is longer, by its own header, than the bytes that were sent.
    Truncated,
    /// The value has no second `:` (RFC 9651 section 4.2.7).
    UnterminatedByteSequence,
}

impl ClientCertErrorKind {
    /// The stable name: lower case, words joined by `_`. Names are never changed or used again.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadBase64 => "bad_base64",
            Self::BadParameter => "bad_parameter",
            Self::EmptyByteSequence => "empty_byte_sequence",
            Self::EmptyField => "empty_field",
            Self::EmptyMember => "empty_member",
            Self::NonAscii => "non_ascii",
            Self::NotByteSequence => "not_byte_sequence",
            Self::NotDer => "not_der",
            Self::PemInside => "pem_inside",
            Self::SeveralFieldLines => "several_field_lines",
            Self::SeveralValues => "several_values",
            Self::TooLarge => "too_large",
            Self::TrailingCharacters => "trailing_characters",
            Self::TrailingData => "trailing_data",
            Self::Truncated => "truncated",
            Self::UnterminatedByteSequence => "unterminated_byte_sequence",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::BadBase64 => "send the unbroken base64 of the DER between two colons",
            Self::BadParameter => "RFC 9440 defines no parameters: send none",
            Self::EmptyByteSequence | Self::EmptyField => "send no field when there is no certificate",
            Self::EmptyMember => "separate certificates by one comma, with none before or after them",
            Self::NonAscii => "the field holds base64 and two colons only",
            Self::NotByteSequence => "send the base64 of the DER with `:` before and after it (RFC 9440)",
            Self::NotDer => "send the base64 of the certificate's DER, encoded once",
            Self::PemInside => "send the base64 of the DER, not of the PEM file",
            Self::SeveralFieldLines => {
                "the proxy must remove the lines of its client before it adds its own (RFC 9440 section 2.4)"
            }
            Self::SeveralValues => "send the other certificates in `Client-Cert-Chain`",
            Self::TooLarge => "send a smaller certificate or chain",
            Self::TrailingCharacters => "send nothing after the closing `:`",
            Self::TrailingData => "send one certificate and nothing after it",
            Self::Truncated | Self::UnterminatedByteSequence => {
                "the value was cut: look for a limit on header size in the proxy"
            }
        }
    }
}

/// The expected value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    AtMost(usize, &'static str),
    /// Contents of the certificate, as its header says.
    Bytes(usize),
    Text(&'static str),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(most, unit) => write!(f, "at most {most} {unit}"),
            Self::Bytes(count) => write!(f, "a certificate with {count} bytes of contents"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The found value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Byte(u8),
    Bytes(usize),
    Text(&'static str),
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(byte) => QuotedByte(*byte).fmt(f),
            Self::Bytes(count) => write!(f, "{count}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}
