//! The damage of a PEM text, where the kind of its error alone does not give the remedy: looked for after the refusal.

use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::PemErrorKind;
use super::lines::Lines;
use crate::diagnosis::{BoundaryDamage, first_outside_base64, holds, is_hidden, without_mark};

/// The damage of a file. Each has a command of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// Base64 with the alphabet for URLs (RFC 4648 section 5).
    Base64Url,
    /// The BEGIN line is missing, and the certificate is whole.
    BeginLineLost,
    /// A private key stands beside a certificate.
    BesideCertificate,
    /// ASCII blanks inside base64.
    BlanksInBase64,
    /// An END line and the next BEGIN line are one.
    BlocksRunTogether,
    /// A BEGIN or END line has other characters around its words.
    Boundary(BoundaryDamage),
    /// The same BEGIN or END line stands twice.
    DoubledLine,
    /// The END line is missing, and the certificate is whole.
    EndLineLost,
    /// Line breaks are written as `\n`.
    EscapedLineBreaks,
    Indented,
    /// There are blanks in their place, or nothing.
    LostLineBreaks,
    /// The text is in a message that was signed with OpenPGP (RFC 9580 section 7): `- ` stands before each boundary.
    PgpSigned,
    /// `=` is written as `=3D` (RFC 2045 section 6.7).
    QuotedPrintable,
    /// The base64 ends before the certificate does.
    Truncated,
    /// Blanks beyond ASCII stand in the base64.
    UnicodeBlanks,
}

impl Cause {
    /// The damage behind an error of this kind, on this line of `text`, whose byte `found` was not expected.
    pub(super) fn of(kind: &PemErrorKind, line: usize, position: usize, text: &[u8]) -> Option<Self> {
        match kind {
            PemErrorKind::BadBase64 { .. } => match Self::in_base64(text.get(position..)?) {
                None if is_quoted_printable(text) => Some(Self::QuotedPrintable),
                found => found,
            },
            PemErrorKind::BadBoundary => Self::in_boundary(line_of(text, line)?),
            PemErrorKind::MissingEnd { label } => Self::of_missing_end(label, line, text),
            PemErrorKind::MissingBegin { label } => Self::of_missing_begin(label, line, text),
            _ => None,
        }
    }

    /// The damage at the start of `rest`, inside base64.
    fn in_base64(rest: &[u8]) -> Option<Self> {
        match rest {
            [b'-' | b'_', ..] => Some(Self::Base64Url),
            [b' ' | b'\t', ..] => Some(Self::BlanksInBase64),
            [b'\\', b'n' | b'r', ..] => Some(Self::EscapedLineBreaks),
            _ => first_character(rest).filter(|found| is_unicode_blank(*found)).map(|_| Self::UnicodeBlanks),
        }
    }

    /// The damage of a line that begins with a boundary and does not end with it.
    fn in_boundary(line: &[u8]) -> Option<Self> {
        let begins = line.trim_ascii_start();
        if holds(begins, b"-----\\n") || holds(begins, b"-----\\r\\n") {
            Some(Self::EscapedLineBreaks)
        } else if !begins.is_ascii() {
            Some(Self::Boundary(BoundaryDamage::Typography))
        } else if begins.len() < line.len() {
            Some(Self::Indented)
        } else if begins.starts_with(b"-----END ") && holds(begins, b"----------BEGIN ") {
            Some(Self::BlocksRunTogether)
        } else if begins.starts_with(b"-----BEGIN ") && holds(begins, b"-----END ") {
            Some(Self::LostLineBreaks)
        } else {
            boundary(begins, b"BEGIN").or_else(|| boundary(begins, b"END"))
        }
    }

    fn of_missing_end(label: &str, line: usize, text: &[u8]) -> Option<Self> {
        if label == "PGP SIGNED MESSAGE" {
            return Some(Self::PgpSigned);
        }
        let after = || Lines::new(without_mark(text), 1).skip(line).map(|line| line.text);
        if after().find(|line| !line.is_empty()) == Some(line_of(text, line)?) {
            return Some(Self::DoubledLine);
        }
        if let Some(damaged) = after().find_map(|line| boundary(line, b"END")) {
            return Some(damaged);
        }
        match is_certificate(label).then(|| is_whole(after())).flatten()? {
            true => Some(Self::EndLineLost),
            false => Some(Self::Truncated),
        }
    }

    fn of_missing_begin(label: &str, line: usize, text: &[u8]) -> Option<Self> {
        let before = || Lines::new(without_mark(text), 1).take(line.saturating_sub(1)).map(|line| line.text);
        let same = line_of(text, line)?;
        if before().filter(|line| !line.is_empty()).last() == Some(same) {
            return Some(Self::DoubledLine);
        }
        if let Some(damaged) = before().find_map(|line| boundary(line, b"BEGIN")) {
            return Some(damaged);
        }
        (is_certificate(label) && is_whole(before()) == Some(true)).then_some(Self::BeginLineLost)
    }

    /// The found damage, for the sentence; `None` where the kind says it.
    pub(super) fn found(self) -> Option<&'static str> {
        Some(match self {
            Self::Boundary(damage) => damage.found(),
            Self::BlocksRunTogether => "two blocks without a line break between them",
            Self::DoubledLine => "the same BEGIN or END line twice",
            Self::EscapedLineBreaks => "line breaks that are written as `\\n`",
            Self::Indented => "an indented BEGIN or END line",
            Self::LostLineBreaks => "a BEGIN line without a line break after it",
            Self::PgpSigned => {
                "a message that is signed with OpenPGP, with `- ` before each BEGIN and END line"
            }
            _ => return None,
        })
    }

    pub(super) fn remedy(self) -> &'static str {
        match self {
            Self::Base64Url => {
                "that is base64url: change its alphabet with `sed '/^-----/!y|-_|+/|' FILE > FILE.pem`"
            }
            Self::BeginLineLost => {
                "write the line again with `printf '%s\\n' '-----BEGIN CERTIFICATE-----' | cat - FILE > FILE.pem`"
            }
            Self::BesideCertificate => {
                "give the certificate alone, as `openssl x509 -in FILE -out FILE.pem` takes it out of a file that \
                 holds both; consider the key exposed if others could read this file, and replace it together with its certificate then"
            }
            Self::BlanksInBase64 => {
                "remove the blanks in the base64 with `sed '/^-----/!s/[[:space:]]//g' FILE > FILE.pem`"
            }
            Self::Boundary(damage) => damage.remedy(),
            Self::BlocksRunTogether => {
                "separate the blocks with `awk '{ gsub(/----------/, \"-----\\n-----\") } 1' FILE > FILE.pem`"
            }
            Self::DoubledLine => {
                "keep the line once with `awk 'NF && !(/^-----/ && $0 == last) { print; last = $0 }' FILE > FILE.pem`"
            }
            Self::EndLineLost => {
                "write the line again with `printf '\\n%s\\n' '-----END CERTIFICATE-----' | cat FILE - > FILE.pem`"
            }
            Self::EscapedLineBreaks => {
                "restore the line breaks with `printf '%b\\n' \"$(cat FILE)\" > FILE.pem`"
            }
            Self::Indented => {
                "remove the blanks before the lines with `sed 's/^[[:space:]]*//' FILE > FILE.pem`"
            }
            Self::LostLineBreaks => {
                "restore the line breaks with `python3 -c 'import re, sys; [print(begin, *base64.split(), end, sep=\"\\n\") \
                 for begin, base64, end in re.findall(\"(-----BEGIN CERTIFICATE-----)([^-]*)(-----END CERTIFICATE-----)\", \
                 sys.stdin.read())]' < FILE > FILE.pem`"
            }
            Self::PgpSigned => {
                "check its signature and take the text out with `gpg --decrypt FILE > FILE.pem`; without a check: `sed -n '/^- -----BEGIN CERT/,/^- -----END CERT/{s/^- //;p;}' FILE > FILE.pem`"
            }
            Self::QuotedPrintable => {
                "that is quoted-printable, as mails have it: decode it with `python3 -c 'import quopri, sys; \
                 quopri.decode(sys.stdin.buffer, sys.stdout.buffer)' < FILE > FILE.pem`"
            }
            Self::Truncated => {
                "the certificate is cut off, and its END line with it: copy the whole file, or export the certificate anew with `openssl x509 -in ORIGINAL -out FILE.pem`"
            }
            Self::UnicodeBlanks => {
                "remove everything that is not ASCII with `tr -cd '\\n -~' < FILE > FILE.pem`"
            }
        }
    }
}

/// Tells whether a line of base64 has an escape of RFC 2045 section 6.7, such as `=3D`.
fn is_quoted_printable(text: &[u8]) -> bool {
    let is_escape = |bytes: &[u8]| match bytes {
        [b'=', high, low] => high.is_ascii_hexdigit() && low.is_ascii_hexdigit(),
        _ => false,
    };
    let mut lines = Lines::new(text, 1).map(|line| line.text);
    lines.any(|line| first_outside_base64(line).is_none() && line.windows(3).any(is_escape))
}

fn boundary(line: &[u8], word: &[u8]) -> Option<Cause> {
    BoundaryDamage::of(line, word).map(Cause::Boundary)
}

fn line_of(text: &[u8], number: usize) -> Option<&[u8]> {
    Lines::new(without_mark(text), 1).nth(number.checked_sub(1)?).map(|line| line.text)
}

fn is_certificate(label: &str) -> bool {
    matches!(label, "CERTIFICATE" | "X509 CERTIFICATE")
}

/// True if the lines are base64 of one whole certificate, false if they are base64 of less; `None` where they are not base64.
fn is_whole<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Option<bool> {
    let mut base64 = Vec::new();
    lines.for_each(|line| base64.extend_from_slice(line));
    if first_outside_base64(&base64).is_some() {
        return None;
    }
    Some(STANDARD.decode(&base64).is_ok_and(|der| match der.as_slice() {
        [0x30, length @ 0..=0x7F, contents @ ..] | [0x30, 0x81, length, contents @ ..] => {
            usize::from(*length) == contents.len()
        }
        [0x30, 0x82, high, low, contents @ ..] => {
            usize::from(u16::from_be_bytes([*high, *low])) == contents.len()
        }
        _ => false,
    }))
}

/// The first character, of UTF-8.
pub(super) fn first_character(text: &[u8]) -> Option<char> {
    let start = text.get(..text.len().min(4)).unwrap_or_default();
    start.utf8_chunks().next()?.valid().chars().next()
}

/// Blanks of Unicode, and the characters of no width that copying brings along.
fn is_unicode_blank(found: char) -> bool {
    !found.is_ascii() && (found.is_whitespace() || is_hidden(found))
}
