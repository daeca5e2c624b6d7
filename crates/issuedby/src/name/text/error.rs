//! Errors of names in text: the found and the expected value, the place, and the remedy.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use core::{error, fmt};

use crate::diagnosis::QuotedCharacter;
use crate::error_details::ErrorDetails;
use crate::limits::{MAX_ATTRIBUTES, MAX_NAME_TEXT_SIZE, MAX_RDNS};
use crate::name::text::misnomer::keyword_meant_by;

/// A text that is no Distinguished Name.
///
/// The sentence that `Display` writes is printable ASCII whatever the text holds, and shows no more of it than one
/// character or the attribute type in question; where the text is two names, both, cut after 512 bytes each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameTextError {
    kind: NameTextErrorKind,
    offset: usize,
    character: usize,
    found: Option<char>,
    written: Option<Box<str>>,
    /// The text with `,` and `+` in its values escaped, where it is a name then.
    escaped: Option<Box<str>>,
    /// There is no `=` in the text: it is a value alone.
    is_value: bool,
}

impl NameTextError {
    /// A fault at this byte of the text.
    pub(super) fn of(kind: NameTextErrorKind, offset: usize, written: Option<Box<str>>, text: &[u8]) -> Self {
        let (before, after) = text.split_at_checked(offset).unwrap_or((text, &[]));
        // Every byte that does not go on with a character begins one.
        let before = before.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let chunk = after.utf8_chunks().next();
        Self {
            kind,
            offset,
            character: before.saturating_add(1),
            found: chunk.and_then(|chunk| chunk.valid().chars().next()),
            written,
            escaped: None,
            is_value: kind == NameTextErrorKind::MissingEquals && !text.contains(&b'='),
        }
    }

    /// The stable identifier of what is wrong.
    pub const fn kind(&self) -> NameTextErrorKind {
        self.kind
    }

    /// The offset in bytes of UTF-8, from 0.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The found and the expected value, and the place, without the remedy.
    pub(crate) fn without_remedy(&self) -> impl fmt::Display + '_ {
        WithoutRemedy(self)
    }

    /// The step that mends it, with the keyword that was probably meant.
    pub(crate) fn remedy_text(&self) -> Cow<'static, str> {
        match self.keyword_meant() {
            Some(keyword) => Cow::Owned(format!(
                "write `{keyword}` if that is meant, the keyword that OpenSSL prints, or {}",
                self.kind.remedy().trim_start_matches("write ")
            )),
            None if self.escaped.is_some() => {
                Cow::Borrowed("a `,` or `+` before it belongs to a value: write `\\,` or `\\+` for that one")
            }
            None if self.is_value => Cow::Borrowed(
                "that is a value alone, such as a common name: give the whole name, as `openssl x509 -noout -subject -nameopt RFC2253` \
                 prints it (`CN=...,O=...,C=...`)",
            ),
            None => Cow::Borrowed(self.kind.remedy()),
        }
    }

    pub(super) fn with_escaped(self, escaped: Option<Box<str>>) -> Self {
        Self { escaped: escaped.filter(|_| self.keyword_meant().is_none()), ..self }
    }

    fn keyword_meant(&self) -> Option<&'static str> {
        match self.kind {
            NameTextErrorKind::UnknownAttributeType => keyword_meant_by(self.written.as_deref()?),
            _ => None,
        }
    }

    /// The character of the text, counted from 1. One past the last where the text ends too early.
    pub const fn character(&self) -> usize {
        self.character
    }
}

/// The found and the expected value, and the place; then, after a semicolon, the remedy.
impl fmt::Display for NameTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.without_remedy(), self.remedy_text())
    }
}

/// The half of the sentence before the remedy.
struct WithoutRemedy<'a>(&'a NameTextError);

impl fmt::Display for WithoutRemedy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use NameTextErrorKind as Kind;

        let Self(error) = self;
        let (at, found) = (error.character, Found(error.found));
        let written = error.written.as_deref().unwrap_or_default();
        match error.kind {
            Kind::TooLong => {
                write!(
                    f,
                    "found more from character {at} on than the {MAX_NAME_TEXT_SIZE} bytes that a name may have"
                )
            }
            Kind::TooMany => {
                write!(f, "found more than {MAX_RDNS} RDNs or {MAX_ATTRIBUTES} attributes")
            }
            Kind::InvalidUtf8 => write!(f, "found bytes that are not UTF-8 at character {at}"),
            Kind::NulChar => write!(f, "found U+0000 at character {at}, expected any other character"),
            Kind::EmptyAttributeType | Kind::BadAttributeType => {
                write!(f, "found {found} at character {at}, expected an attribute type such as `CN`")
            }
            Kind::UnknownAttributeType => {
                write!(f, "found `{written}` at character {at}, expected a known attribute type")
            }
            Kind::BadOid => write!(
                f,
                "found `{written}` at character {at}, expected an object identifier such as `2.5.4.3`"
            ),
            Kind::MissingEquals => {
                write!(f, "found {found} at character {at}, expected `=` after `{written}`")
            }
            Kind::UnescapedSpecial => {
                write!(f, "found {found} at character {at}, expected the end of the value or an escape")
            }
            Kind::BadEscape => write!(
                f,
                "found a backslash at character {at}, expected a special character or two hexadecimal digits after it"
            ),
            Kind::InvalidUtf8Escape => {
                write!(f, "found escaped bytes in the value at character {at}, expected UTF-8")
            }
            Kind::UnterminatedQuote => {
                write!(f, "found the end, expected a second quotation mark for the one at character {at}")
            }
            Kind::TrailingAfterQuote => {
                write!(f, "found {found} at character {at}, expected a separator after the quoted value")
            }
            Kind::BadHexDigit => {
                write!(f, "found {found} at character {at}, expected hexadecimal digits after `#`")
            }
            Kind::OddHex => {
                write!(
                    f,
                    "found a single digit at the end, expected pairs of hexadecimal digits after the `#` at character {at}"
                )
            }
            Kind::HexNotDer => write!(
                f,
                "found {written} in the digits after the `#` at character {at}, expected one DER element"
            ),
            Kind::TrailingSeparator => {
                write!(f, "found the end, expected an RDN after the separator at character {at}")
            }
            Kind::SeveralNames => {
                write!(f, "found two names, a line each: {written}, expected one, at character {at}")
            }
            Kind::AmbiguousSlash => write!(
                f,
                "found `{written}=` after the slash at character {at}, expected a known attribute type or text"
            ),
        }
    }
}

impl error::Error for NameTextError {}

impl ErrorDetails for NameTextError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(self.remedy_text())
    }

    /// The keyword of OpenSSL that was probably meant by an unknown word, or the whole text with `,` and `+` in its values
    /// escaped.
    fn suggestion(&self) -> Option<Cow<'_, str>> {
        self.keyword_meant().or(self.escaped.as_deref()).map(Cow::Borrowed)
    }

    fn position(&self) -> Option<usize> {
        Some(self.offset)
    }
}

/// The fault of a text. The identifiers are stable; the sentences of [`NameTextError`] are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameTextErrorKind {
    /// A slash of the slash form that may be text or a separator: `word=` follows, and the word is no known type.
    AmbiguousSlash,
    /// Something other than a type stands where one must.
    BadAttributeType,
    /// A backslash before something that cannot be escaped, or at the end.
    BadEscape,
    /// `#` and something that is not a hexadecimal digit.
    BadHexDigit,
    /// Dotted decimal that is no object identifier.
    BadOid,
    /// Nothing stands where a type must: an empty RDN, or a separator too many.
    EmptyAttributeType,
    /// Hexadecimal digits that are not one well-formed DER element.
    HexNotDer,
    /// The text is not UTF-8.
    InvalidUtf8,
    /// The bytes that `\HH` escapes stand for are not UTF-8.
    InvalidUtf8Escape,
    /// A type without `=` after it.
    MissingEquals,
    /// U+0000.
    NulChar,
    /// `#` and an odd number of hexadecimal digits.
    OddHex,
    /// Two or more lines, each of them a name.
    SeveralNames,
    /// More bytes than [`MAX_NAME_TEXT_SIZE`].
    TooLong,
    /// More RDNs or attributes than [`MAX_RDNS`] and [`MAX_ATTRIBUTES`].
    TooMany,
    /// Something stands between a quoted value and its separator.
    TrailingAfterQuote,
    /// A separator with nothing after it.
    TrailingSeparator,
    /// `"`, `<`, `>`, or a separator that ends nothing.
    UnescapedSpecial,
    /// A keyword that is not in the table.
    UnknownAttributeType,
    /// A quotation mark without its second.
    UnterminatedQuote,
}

impl NameTextErrorKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::AmbiguousSlash,
        Self::BadAttributeType,
        Self::BadEscape,
        Self::BadHexDigit,
        Self::BadOid,
        Self::EmptyAttributeType,
        Self::HexNotDer,
        Self::InvalidUtf8,
        Self::InvalidUtf8Escape,
        Self::MissingEquals,
        Self::NulChar,
        Self::OddHex,
        Self::SeveralNames,
        Self::TooLong,
        Self::TooMany,
        Self::TrailingAfterQuote,
        Self::TrailingSeparator,
        Self::UnescapedSpecial,
        Self::UnknownAttributeType,
        Self::UnterminatedQuote,
    ];

    /// The stable code, such as `missing_equals`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AmbiguousSlash => "ambiguous_slash",
            Self::BadAttributeType => "bad_attribute_type",
            Self::BadEscape => "bad_escape",
            Self::BadHexDigit => "bad_hex_digit",
            Self::BadOid => "bad_oid",
            Self::EmptyAttributeType => "empty_attribute_type",
            Self::HexNotDer => "hex_not_der",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::InvalidUtf8Escape => "invalid_utf8_escape",
            Self::MissingEquals => "missing_equals",
            Self::NulChar => "nul_char",
            Self::OddHex => "odd_hex",
            Self::SeveralNames => "several_names",
            Self::TooLong => "too_long",
            Self::TooMany => "too_many",
            Self::TrailingAfterQuote => "trailing_after_quote",
            Self::TrailingSeparator => "trailing_separator",
            Self::UnescapedSpecial => "unescaped_special",
            Self::UnknownAttributeType => "unknown_attribute_type",
            Self::UnterminatedQuote => "unterminated_quote",
        }
    }

    /// The step that mends it.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::TooLong | Self::TooMany => "paste one name only",
            Self::InvalidUtf8 => {
                "save or paste the name as UTF-8, or print it with `-nameopt RFC2253`, which is ASCII"
            }
            Self::NulChar => "write `\\00`",
            Self::EmptyAttributeType => {
                "remove the separator too many, or escape it with a backslash inside a value"
            }
            Self::BadAttributeType => {
                "write `type=value`, no quotation mark or other character before it, and a backslash before `,` `+` `\"` `\\` `<` `>` `;` inside a value"
            }
            Self::UnknownAttributeType => {
                "write the type in dotted decimal, as `openssl x509 -noout -subject -nameopt RFC2253,oid` prints it"
            }
            Self::BadOid => "write numbers without leading zeros, the first of them 0, 1 or 2",
            Self::MissingEquals => {
                "write `type=value` for each part, as in `CN=example-ca`; if a comma or line break before it belongs to a \
                 value, escape it as `\\,` or `\\0A`, as `openssl x509 -noout -subject -nameopt RFC2253` prints it"
            }
            Self::UnescapedSpecial => "write a backslash before it",
            Self::BadEscape => "write `\\\\` for a backslash",
            Self::InvalidUtf8Escape => {
                "escape each byte of UTF-8, as in `M\\C3\\BCller`; `-nameopt RFC2253` prints it so, `-nameopt multiline` does not"
            }
            Self::UnterminatedQuote => "close it, or write `\\\"` for a quotation mark",
            Self::TrailingAfterQuote => {
                "put the whole value between the marks, and write `\\\"` for a mark inside"
            }
            Self::BadHexDigit => "write `\\#` for a number sign",
            Self::OddHex | Self::HexNotDer => {
                "copy the digits whole, as `openssl x509 -noout -subject -nameopt RFC2253` prints them, or write the text itself, `\\#` for a number sign"
            }
            Self::SeveralNames => {
                "give each name as a value of its own, such as an element of an array, or remove one of the two lines"
            }
            Self::TrailingSeparator => "remove it, or escape it with a backslash if it belongs to the value",
            Self::AmbiguousSlash => {
                "paste the output of `openssl x509 -noout -subject -nameopt RFC2253` instead: the slash form cannot express this name"
            }
        }
    }
}

impl fmt::Display for NameTextErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One character of the text in a sentence; `None` is its end.
struct Found(Option<char>);

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("the end"),
            Some(character) => QuotedCharacter(character).fmt(f),
        }
    }
}
