//! Blocks: from a BEGIN line to its END line.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::str;

use base64::engine::general_purpose::STANDARD;
use base64::{DecodeError, Engine};

use super::error::{PemError, PemErrorKind};
use super::lines::{Line, Lines};
use crate::diagnosis::{BYTE_ORDER_MARK, LooksLike, first_outside_base64};
use crate::limits::MAX_PEM_LABEL_SIZE;

/// One block, delimited and not yet decoded.
pub(super) struct Block<'a> {
    pub(super) label: &'a str,
    /// The line of its BEGIN.
    pub(super) line: usize,
    body: &'a [u8],
}

impl Block<'_> {
    /// Decodes the base64 of the block, strictly: its alphabet, all its padding, zero pad bits.
    pub(super) fn decode(&self) -> Result<Vec<u8>, PemError> {
        let mut base64 = Vec::with_capacity(self.body.len());
        for line in self.lines() {
            if base64.is_empty() && line.text.contains(&b':') {
                return Err(PemError::new(PemErrorKind::EncapsulatedHeaders, line.number));
            }
            base64.extend_from_slice(line.text);
        }
        if base64.is_empty() {
            return Err(PemError::new(PemErrorKind::EmptyBlock, self.line));
        }
        let der = STANDARD.decode(&base64).map_err(|error| match error {
            DecodeError::InvalidByte(at, byte) => {
                let (at, byte) = first_outside_base64(&base64).unwrap_or((at, byte));
                self.bad_base64(at, Some(byte))
            }
            DecodeError::InvalidLastSymbol { offset, symbol, .. } => self.bad_base64(offset, Some(symbol)),
            DecodeError::InvalidLength(_) | DecodeError::InvalidPadding => {
                self.bad_base64(base64.len(), None)
            }
        })?;
        match LooksLike::of(&der) {
            LooksLike::Pkcs7 => Err(PemError::new(PemErrorKind::Pkcs7InCertificate, self.line)),
            _ => Ok(der),
        }
    }

    /// The error at a place counted in base64 characters, as a line and a character.
    fn bad_base64(&self, mut at: usize, found: Option<u8>) -> PemError {
        let mut place = (self.line, 1);
        for line in self.lines().filter(|line| !line.text.is_empty()) {
            place = (line.number, at.saturating_add(1));
            match at.checked_sub(line.text.len()) {
                Some(further) if further > 0 || found.is_some() => at = further,
                _ => break,
            }
        }
        let (line, character) = place;
        PemError::new(PemErrorKind::BadBase64 { character }, line).which_found(found)
    }

    /// The line of its END.
    pub(super) fn last_line(&self) -> usize {
        self.line.saturating_add(self.lines().count()).saturating_add(1)
    }

    fn lines(&self) -> Lines<'_> {
        Lines::new(self.body, self.line.saturating_add(1))
    }
}

/// The blocks of a text, in order; text outside them is passed over (RFC 7468 section 5.2).
pub(super) struct Blocks<'a> {
    lines: Lines<'a>,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        Self { lines: Lines::new(text, 1) }
    }

    /// Reads on to the END line that belongs to a BEGIN line.
    fn rest_of_block(&mut self, label: &'a str, line: usize) -> Result<Block<'a>, PemError> {
        let missing = || PemErrorKind::MissingEnd { label: label.to_string() };
        let after_begin = self.lines.rest();
        loop {
            let before = self.lines.rest();
            let Some(next) = self.lines.next() else { return Err(PemError::new(missing(), line)) };
            match Boundary::on(&next)? {
                None => {}
                Some(Boundary::Begin(_)) => return Err(PemError::new(missing(), line)),
                Some(Boundary::End(end)) if end == label => {
                    let length = after_begin.len().saturating_sub(before.len());
                    let body = after_begin.get(..length).unwrap_or_default();
                    return Ok(Block { label, line, body });
                }
                Some(Boundary::End(end)) => {
                    let kind = PemErrorKind::LabelMismatch { begin: label.to_string(), end: end.to_string() };
                    return Err(PemError::new(kind, next.number));
                }
            }
        }
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Result<Block<'a>, PemError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = self.lines.next()?;
            match Boundary::on(&line) {
                Ok(None) => {}
                Ok(Some(Boundary::Begin(label))) => return Some(self.rest_of_block(label, line.number)),
                Ok(Some(Boundary::End(label))) => {
                    let kind = PemErrorKind::MissingBegin { label: label.to_string() };
                    return Some(Err(PemError::new(kind, line.number)));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// A BEGIN or END line, with its label.
enum Boundary<'a> {
    Begin(&'a str),
    End(&'a str),
}

impl<'a> Boundary<'a> {
    /// The boundary on a line; an error when the line begins as one and does not end as one, so that a
    /// damaged block is never passed over as text.
    fn on(line: &Line<'a>) -> Result<Option<Self>, PemError> {
        let begins = line.text.trim_ascii_start();
        let (boundary, rest): (fn(&'a str) -> Self, _) =
            if let Some(rest) = begins.strip_prefix(b"-----BEGIN ") {
                (Self::Begin, rest)
            } else if let Some(rest) = begins.strip_prefix(b"-----END ") {
                (Self::End, rest)
            } else {
                return Ok(None);
            };
        if begins.len() == line.text.len()
            && let Some(label) = rest.strip_suffix(b"-----").and_then(label)
        {
            return Ok(Some(boundary(label)));
        }
        Err(PemError::new(PemErrorKind::BadBoundary, line.number))
    }
}

/// A label by RFC 7468 section 3: printable ASCII, with no two hyphens together, and none nor a space at its ends.
pub(super) fn label(bytes: &[u8]) -> Option<&str> {
    let printable = bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    let hyphens = bytes.windows(2).any(|pair| pair == b"--");
    let is_separator = |byte: Option<&u8>| matches!(byte, None | Some(b'-' | b' '));
    let ends = is_separator(bytes.first()) || is_separator(bytes.last());
    if ends || bytes.len() > MAX_PEM_LABEL_SIZE || !printable || hyphens {
        return None;
    }
    str::from_utf8(bytes).ok()
}
