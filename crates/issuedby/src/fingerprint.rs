//! The SHA-256 fingerprint of a certificate: over the whole DER, written `AB:CD:...`.

use alloc::borrow::Cow;
use alloc::string::String;
use core::error::Error;
use core::fmt;
use core::str::{self, FromStr};

use sha2::{Digest, Sha256};

use crate::diagnosis::QuotedCharacter;
use crate::error_details::ErrorDetails;

/// The size of a SHA-256 in bytes.
const BYTES: usize = 32;
/// The size of its text: two digits a byte, and a colon between each two.
const TEXT: usize = BYTES * 3 - 1;

/// The SHA-256 of a certificate's DER.
///
/// Two fingerprints are compared after parsing, so that case and colons do not matter:
///
/// ```
/// use issuedby::fingerprint::Fingerprint;
///
/// let fingerprint = Fingerprint::of(b"the DER of a certificate");
/// let copied = fingerprint.to_string().replace(':', "").to_lowercase();
/// assert_eq!(Fingerprint::parse(&copied), Ok(fingerprint));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; BYTES]);

impl Fingerprint {
    /// The fingerprint of a certificate: SHA-256 over all its DER bytes, signature included.
    pub fn of(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }

    /// The fingerprint with these bytes.
    pub const fn from_bytes(bytes: [u8; BYTES]) -> Self {
        Self(bytes)
    }

    /// The bytes of the fingerprint.
    pub const fn as_bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    /// Reads 64 hexadecimal digits in any case, either with a colon between each two bytes or with
    /// none at all.
    ///
    /// # Errors
    /// [`FingerprintError`] for anything else; the digests of other hash functions, which tools print
    /// beside this one, are recognised by their length.
    pub fn parse(text: &str) -> Result<Self, FingerprintError> {
        let digits = digits(text)?;
        match digits {
            64 => {}
            32 => return Err(FingerprintError::at_start(FingerprintErrorKind::Md5)),
            40 => return Err(FingerprintError::at_start(FingerprintErrorKind::Sha1)),
            56 | 96 | 128 => {
                return Err(FingerprintError::at_start(FingerprintErrorKind::OtherDigest {
                    bits: digits * 4,
                }));
            }
            digits => return Err(FingerprintError::at_start(FingerprintErrorKind::WrongLength { digits })),
        }
        if let Some(character) = misplaced_colon(text) {
            return Err(FingerprintError { kind: FingerprintErrorKind::MisplacedColon, character });
        }
        let mut bytes = [0; BYTES];
        let mut values = text.chars().filter_map(|character| character.to_digit(16));
        for byte in &mut bytes {
            let high = values.next().unwrap_or_default();
            let low = values.next().unwrap_or_default();
            *byte = u8::try_from(high << 4 | low).unwrap_or_default();
        }
        Ok(Self(bytes))
    }

    /// Appends the text that `Display` writes: upper-case digits, bytes separated by colons.
    pub fn append_to(&self, out: &mut String) {
        out.push_str(text(&self.text_bytes()));
    }

    fn text_bytes(&self) -> [u8; TEXT] {
        let mut bytes = [b':'; TEXT];
        for (place, byte) in bytes.chunks_mut(3).zip(self.0) {
            if let [high, low, ..] = place {
                *high = digit(byte >> 4);
                *low = digit(byte & 0x0F);
            }
        }
        bytes
    }
}

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        Self::parse(text)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(text(&self.text_bytes()))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// The error of a text that is not a SHA-256 fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FingerprintError {
    kind: FingerprintErrorKind,
    character: usize,
}

impl FingerprintError {
    /// The kind of the error.
    pub fn kind(&self) -> FingerprintErrorKind {
        self.kind
    }

    /// The character that is wrong, counted from 1; 1 when the whole text is.
    pub fn character(&self) -> usize {
        self.character
    }

    fn at_start(kind: FingerprintErrorKind) -> Self {
        Self { kind, character: 1 }
    }
}

impl fmt::Display for FingerprintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, character: place } = self;
        match kind {
            FingerprintErrorKind::BadCharacter { character } => write!(
                f,
                "found {} as character {place}, expected a hexadecimal digit or `:`",
                QuotedCharacter(*character)
            )?,
            FingerprintErrorKind::Md5 => {
                f.write_str("found 32 digits, which are an MD5, expected the 64 of a SHA-256")?;
            }
            FingerprintErrorKind::MisplacedColon => write!(
                f,
                "found a colon missing or too many at character {place}, expected one after every two digits or none at all"
            )?,
            FingerprintErrorKind::OtherDigest { bits } => write!(
                f,
                "found {} digits, which are a digest of {bits} bits, expected the 64 of a SHA-256",
                bits / 4
            )?,
            FingerprintErrorKind::Sha1 => f.write_str(
                "found 40 digits, which are a SHA-1 and no longer identify a certificate, expected the 64 of a SHA-256",
            )?,
            FingerprintErrorKind::WrongLength { digits } => {
                write!(f, "found {digits} digits, expected the 64 of a SHA-256")?;
            }
        }
        write!(f, "; {REMEDY}")
    }
}

impl Error for FingerprintError {}

impl ErrorDetails for FingerprintError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(REMEDY))
    }

    fn position(&self) -> Option<usize> {
        match self.kind {
            // All characters before it are ASCII.
            FingerprintErrorKind::BadCharacter { .. } | FingerprintErrorKind::MisplacedColon => {
                self.character.checked_sub(1)
            }
            _ => None,
        }
    }
}

const REMEDY: &str = "use what `openssl x509 -noout -fingerprint -sha256 -in FILE` prints after `=`";

/// The fault of the text of a fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FingerprintErrorKind {
    /// A character is neither a hexadecimal digit nor a colon.
    BadCharacter {
        /// The character.
        character: char,
    },
    /// 32 digits: an MD5.
    Md5,
    /// The colons are not between each two bytes.
    MisplacedColon,
    /// As many digits as SHA-224, SHA-384 or SHA-512 have.
    OtherDigest {
        /// The length of that digest in bits.
        bits: usize,
    },
    /// 40 digits: a SHA-1, the fingerprint that many tools still print first.
    Sha1,
    /// A number of digits that belongs to no usual digest.
    WrongLength {
        /// The number of digits.
        digits: usize,
    },
}

impl FingerprintErrorKind {
    /// The stable name: lower case, words joined by `_`. Names are never changed or used again.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadCharacter { .. } => "bad_character",
            Self::Md5 => "md5",
            Self::MisplacedColon => "misplaced_colon",
            Self::OtherDigest { .. } => "other_digest",
            Self::Sha1 => "sha1",
            Self::WrongLength { .. } => "wrong_length",
        }
    }
}

/// The number of hexadecimal digits in a text of digits and colons.
fn digits(text: &str) -> Result<usize, FingerprintError> {
    let mut digits = 0;
    for (place, character) in text.chars().enumerate() {
        if character.is_ascii_hexdigit() {
            digits += 1;
        } else if character != ':' {
            let kind = FingerprintErrorKind::BadCharacter { character };
            return Err(FingerprintError { kind, character: place + 1 });
        }
    }
    Ok(digits)
}

/// The position of the first character that is a colon where a digit belongs, or the reverse.
fn misplaced_colon(text: &str) -> Option<usize> {
    if !text.contains(':') {
        return None;
    }
    let belongs = |place: usize| place % 3 == 2 && place < TEXT;
    text.chars()
        .enumerate()
        .find(|(place, character)| (*character == ':') != belongs(*place))
        .map(|(place, _)| place + 1)
}

fn digit(value: u8) -> u8 {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    DIGITS.get(usize::from(value & 0x0F)).copied().unwrap_or_default()
}

fn text(bytes: &[u8; TEXT]) -> &str {
    // They are digits and colons; the library has no unsafe code to say so with.
    str::from_utf8(bytes).unwrap_or_default()
}
