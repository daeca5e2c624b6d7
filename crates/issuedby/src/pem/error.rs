//! Errors of PEM files, with the line and the command that mends it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use super::cause::{Cause, first_character};
use super::lines::Lines;
use crate::diagnosis::{BYTE_ORDER_MARK, LooksLike, QuotedByte, QuotedCharacter};
use crate::error_details::ErrorDetails;
use crate::limits::{MAX_BUNDLE_CERTIFICATES, MAX_PEM_SIZE};

/// The error of a text from which no certificate was read.
///
/// The kind is stable; the sentence that `Display` writes is for people and may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PemError {
    kind: PemErrorKind,
    line: usize,
    found: Option<u8>,
    /// The character that `found` begins, if it is a blank beyond ASCII.
    blank: Option<char>,
    cause: Option<Cause>,
    position: Option<usize>,
}

impl PemError {
    /// The kind of the error.
    pub fn kind(&self) -> &PemErrorKind {
        &self.kind
    }

    /// The stable name of [`PemError::kind`].
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// On which line, from 1; 1 when the whole text is at fault.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The found and the expected value, and the place, without the remedy.
    pub fn without_remedy(&self) -> impl fmt::Display + '_ {
        WithoutRemedy(self)
    }

    /// The step that mends it. In the commands, `FILE` stands for the file that was read, and `FILE.pem` for the
    /// one that they write.
    pub fn remedy(&self) -> &'static str {
        match self.cause {
            Some(cause) => cause.remedy(),
            None => self.kind.remedy(),
        }
    }

    pub(super) fn new(kind: PemErrorKind, line: usize) -> Self {
        Self { kind, line, found: None, blank: None, cause: None, position: None }
    }

    /// The error with the byte of `text` that its line and character stand for, and with the cause that is seen there.
    pub(super) fn located_in(self, text: &[u8]) -> Self {
        let line = match &self.kind {
            PemErrorKind::NotPem { .. } | PemErrorKind::TooLarge => return self,
            PemErrorKind::PrivateKeyFound { label } if label.is_empty() => return self,
            // In UTF-16, lines are counted without the zero bytes.
            _ if text.contains(&0) => return self,
            _ => self.line,
        };
        let character = match self.kind {
            PemErrorKind::BadBase64 { character } => character.saturating_sub(1),
            _ => 0,
        };
        let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut lines = Lines::new(text.get(mark..).unwrap_or_default(), 1);
        if let Some(before) = line.checked_sub(2) {
            lines.nth(before);
        }
        let start = text.len().saturating_sub(lines.rest().len());
        let position = start.saturating_add(character);
        let cause = self.cause.or_else(|| Cause::of(&self.kind, line, position, text));
        let blank =
            text.get(position..).and_then(first_character).filter(|_| cause == Some(Cause::UnicodeBlanks));
        Self { position: Some(position), cause, blank, ..self }
    }

    pub(super) fn because(self, cause: Cause) -> Self {
        Self { cause: Some(cause), ..self }
    }

    pub(super) fn which_found(self, found: Option<u8>) -> Self {
        Self { found, ..self }
    }
}

/// The found and the expected value, and the place; then, after a semicolon, [`PemError::remedy`].
impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.without_remedy(), self.remedy())
    }
}

/// The half of the sentence before the remedy.
struct WithoutRemedy<'a>(&'a PemError);

impl fmt::Display for WithoutRemedy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(PemError { kind, line, found, blank, cause, .. }) = self;
        match kind {
            PemErrorKind::BadBase64 { character } => {
                f.write_str("found ")?;
                match (found, blank) {
                    (_, Some(blank)) => write!(f, "{} (a blank)", QuotedCharacter(*blank)),
                    (Some(byte), None) if is_base64_letter(*byte) => {
                        write!(f, "{} with unused bits set", QuotedByte(*byte))
                    }
                    (Some(byte), None) => write!(f, "{}", QuotedByte(*byte)),
                    (None, None) => f.write_str("an incomplete last group"),
                }?;
                write!(f, " on line {line}, character {character}, expected base64")
            }
            PemErrorKind::BadBoundary => write!(
                f,
                "found {} on line {line}, expected a BEGIN or END line that stands alone, between five hyphens \
                 and without indentation",
                cause.and_then(Cause::found).unwrap_or("a damaged BEGIN or END line")
            ),
            PemErrorKind::EmptyBlock => {
                write!(f, "found an empty block after the BEGIN line {line}, expected base64")
            }
            PemErrorKind::EncapsulatedHeaders => {
                write!(f, "found a header on line {line}, which RFC 7468 does not allow, expected base64")
            }
            PemErrorKind::LabelMismatch { begin, end } => {
                write!(f, "found `-----END {end}-----` on line {line}, expected `-----END {begin}-----`")
            }
            PemErrorKind::MissingBegin { label } => {
                write!(f, "found `-----END {label}-----` on line {line}, and no BEGIN line before it")?;
                write_cause(f, *cause)
            }
            PemErrorKind::MissingEnd { label } => {
                let end = if *cause == Some(Cause::DoubledLine) { "another BEGIN line" } else { "the end" };
                write!(f, "found {end}, expected `-----END {label}-----` after line {line}")?;
                write_cause(f, *cause)
            }
            PemErrorKind::NoCertificate { labels } => {
                f.write_str("found only ")?;
                for (place, label) in labels.iter().enumerate() {
                    write!(f, "{}`{label}`", if place == 0 { "" } else { ", " })?;
                }
                write!(f, " from line {line} on, expected a `CERTIFICATE` block")
            }
            PemErrorKind::NotPem { looks_like: LooksLike::Pem } => f.write_str(
                "found `-----BEGIN CERTIFICATE-----` beside other text, expected it as a line of its own",
            ),
            PemErrorKind::NotPem { looks_like } => {
                write!(f, "found {looks_like}, expected PEM text with a line `-----BEGIN CERTIFICATE-----`")
            }
            PemErrorKind::Pkcs7 => {
                write!(f, "found PKCS #7 on line {line}, expected a `CERTIFICATE` block")
            }
            PemErrorKind::Pkcs7InCertificate => {
                write!(f, "found PKCS #7 in the `CERTIFICATE` block on line {line}, expected a certificate")
            }
            PemErrorKind::PrivateKeyFound { label } if label.is_empty() => {
                write!(f, "found {}, expected only certificates", LooksLike::PrivateKey)
            }
            PemErrorKind::PrivateKeyFound { label } => {
                write!(f, "found a private key (`{label}`) on line {line}, expected only certificates")
            }
            PemErrorKind::SeveralCertificates { count } => {
                write!(f, "found {count} certificates, the second on line {line}, expected one")
            }
            PemErrorKind::TooLarge => {
                write!(f, "found more than the {MAX_PEM_SIZE} bytes that PEM text may have")
            }
            PemErrorKind::TooManyCertificates { count } => {
                write!(f, "found {count} certificates, expected at most {MAX_BUNDLE_CERTIFICATES}")
            }
            PemErrorKind::TrustedCertificate => write!(
                f,
                "found OpenSSL's own `TRUSTED CERTIFICATE` on line {line}, expected a `CERTIFICATE` block"
            ),
        }
    }
}

/// The damage that is seen, where the sentence before it does not say it.
fn write_cause(f: &mut fmt::Formatter<'_>, cause: Option<Cause>) -> fmt::Result {
    match cause.and_then(Cause::found) {
        Some(found) => write!(f, " ({found})"),
        None => Ok(()),
    }
}

impl Error for PemError {}

impl ErrorDetails for PemError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(Self::remedy(self)))
    }

    /// The start of the line, or the character in it; `None` where the whole text is wrong.
    fn position(&self) -> Option<usize> {
        self.position
    }
}

/// The fault of a text that should be PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PemErrorKind {
    /// The base64 of a block is not strict base64 (RFC 4648 section 3).
    BadBase64 {
        /// The character of the line, counted from 1.
        character: usize,
    },
    /// A line begins as a BEGIN or END line and is none: indented, cut, or run together with others.
    BadBoundary,
    /// A block has nothing between its BEGIN and END lines.
    EmptyBlock,
    /// A certificate block begins with headers, as old private keys do (RFC 7468 section 2).
    EncapsulatedHeaders,
    /// A block ends with another label than it begins with.
    LabelMismatch {
        /// The label of the BEGIN line.
        begin: String,
        /// The label of the END line.
        end: String,
    },
    /// An END line has no BEGIN line before it.
    MissingBegin {
        /// The label of the END line.
        label: String,
    },
    /// A block has no END line before the next block or the end of the text.
    MissingEnd {
        /// The label of the BEGIN line.
        label: String,
    },
    /// There are blocks, and none of them is a certificate.
    NoCertificate {
        /// The first few different labels that were found instead.
        labels: Vec<String>,
    },
    /// There are no blocks at all.
    NotPem {
        /// The apparent form of the input.
        looks_like: LooksLike,
    },
    /// A block of PKCS #7, which wraps certificates.
    Pkcs7,
    /// A block of PKCS #7 with the label of a certificate, as some CAs hand it out.
    Pkcs7InCertificate,
    /// There is a private key in the text: it must be removed and considered exposed.
    PrivateKeyFound {
        /// Its label; empty when the text is not PEM but a key in DER.
        label: String,
    },
    /// There are several certificates where one was asked for.
    SeveralCertificates {
        /// The number.
        count: usize,
    },
    /// The text is larger than [`MAX_PEM_SIZE`].
    TooLarge,
    /// There are more than [`MAX_BUNDLE_CERTIFICATES`] certificates in a bundle.
    TooManyCertificates {
        /// The number.
        count: usize,
    },
    /// A block of OpenSSL's own format, which is a certificate and trust settings.
    TrustedCertificate,
}

impl PemErrorKind {
    /// The stable name: lower case, words joined by `_`. Names are never changed or used again.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadBase64 { .. } => "bad_base64",
            Self::BadBoundary => "bad_boundary",
            Self::EmptyBlock => "empty_block",
            Self::EncapsulatedHeaders => "encapsulated_headers",
            Self::LabelMismatch { .. } => "label_mismatch",
            Self::MissingBegin { .. } => "missing_begin",
            Self::MissingEnd { .. } => "missing_end",
            Self::NoCertificate { .. } => "no_certificate",
            Self::NotPem { .. } => "not_pem",
            Self::Pkcs7 => "pkcs7",
            Self::Pkcs7InCertificate => "pkcs7_in_certificate",
            Self::PrivateKeyFound { .. } => "private_key_found",
            Self::SeveralCertificates { .. } => "several_certificates",
            Self::TooLarge => "too_large",
            Self::TooManyCertificates { .. } => "too_many_certificates",
            Self::TrustedCertificate => "trusted_certificate",
        }
    }

    fn remedy(&self) -> &'static str {
        match self {
            Self::BadBase64 { .. } => {
                "copy the file again, or export the certificate anew with `openssl x509 -in ORIGINAL -out FILE.pem`"
            }
            Self::LabelMismatch { begin, .. } if begin == "CERTIFICATE" => {
                "write the line again with `sed 's/^-----END .*$/-----END CERTIFICATE-----/' FILE > FILE.pem`"
            }
            Self::BadBoundary | Self::LabelMismatch { .. } => {
                "restore the line, or export the certificate anew with `openssl x509 -in ORIGINAL -out FILE.pem`"
            }
            Self::EmptyBlock => "export the certificate anew with `openssl x509 -in ORIGINAL -out FILE.pem`",
            Self::EncapsulatedHeaders => "remove the headers with `sed '/^[A-Za-z-]*:/d' FILE > FILE.pem`",
            Self::MissingBegin { .. } => "copy the whole file, its BEGIN line included",
            Self::MissingEnd { .. } => "copy the whole file, its END line included",
            Self::NoCertificate { labels } => other_label_remedy(labels),
            Self::NotPem { looks_like } => looks_like.remedy(),
            Self::Pkcs7 => "convert it with `openssl pkcs7 -print_certs -in FILE -out FILE.pem`",
            Self::Pkcs7InCertificate => {
                "convert it with `sed 's/ CERTIFICATE-----/ PKCS7-----/' FILE | openssl pkcs7 -print_certs -out FILE.pem`"
            }
            Self::PrivateKeyFound { .. } => LooksLike::PrivateKey.remedy(),
            Self::SeveralCertificates { .. } => {
                "keep the one that is meant: `openssl x509 -in FILE -out FILE.pem` writes the first"
            }
            Self::TooLarge => "take one certificate out of it with `openssl x509 -in FILE -out FILE.pem`",
            Self::TooManyCertificates { .. } => {
                "keep the CAs that sign clients directly, and leave out all others"
            }
            Self::TrustedCertificate => "convert it with `openssl x509 -in FILE -clrtrust -out FILE.pem`",
        }
    }
}

/// Tells whether blocks with this label are certificate requests (RFC 7468 section 7).
pub(crate) fn is_request(label: &str) -> bool {
    matches!(label, "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST")
}

fn other_label_remedy(labels: &[String]) -> &'static str {
    match labels.first().map(String::as_str) {
        Some("X509 CRL") => {
            "a revocation list is not a certificate: give the certificate of its issuer, which `openssl crl -in FILE -noout -issuer` names, or the client's"
        }
        // Without an extension, which -extfile gives, OpenSSL makes a certificate of version 1.
        Some(label) if is_request(label) => {
            "a request is not a certificate yet: have the CA sign it, `printf 'extendedKeyUsage = clientAuth\\n' > client.ext && \
             openssl x509 -req -in FILE -CA CA.pem -CAkey CA.key -CAcreateserial -days 90 -extfile client.ext -out FILE.pem`"
        }
        Some("PUBLIC KEY" | "RSA PUBLIC KEY") => {
            "a public key is not a certificate: give the file whose `openssl x509 -in FILE -noout -subject` \
             prints a subject"
        }
        _ => "give the file whose `openssl x509 -in FILE -noout -subject` prints a subject",
    }
}

fn is_base64_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}
