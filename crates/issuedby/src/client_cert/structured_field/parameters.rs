//! Parameters of an item: RFC 9440 defines none, so that all are read strictly and then ignored.

use alloc::vec::Vec;
use core::str;

use super::super::error::{ClientCertError, ClientCertErrorKind};
use super::Parser;
use crate::limits::MAX_PARAMETERS;

/// The most digits of an integer, and of a decimal before its point (RFC 9651 section 4.2.4).
const INTEGER_DIGITS: usize = 15;
const DECIMAL_INTEGER_DIGITS: usize = 12;
const FRACTION_DIGITS: usize = 3;

impl Parser<'_> {
    /// Reads all parameters after an item (RFC 9651 section 4.2.3.2).
    ///
    /// A repeated key counts again towards the limit: of repeated keys the last would win, but as none
    /// is used, none is remembered.
    pub(super) fn parameters(&mut self) -> Result<(), ClientCertError> {
        let mut count = 0;
        while self.peek() == Some(b';') {
            if count == MAX_PARAMETERS {
                return Err(ClientCertError::too_many_parameters(self.offset()));
            }
            count += 1;
            self.advance();
            self.skip(|byte| byte == b' ');
            self.key()?;
            if self.peek() == Some(b'=') {
                self.advance();
                self.bare_item()?;
            }
        }
        Ok(())
    }

    fn key(&mut self) -> Result<(), ClientCertError> {
        if !self.peek().is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'*') {
            return Err(self.refused("a parameter name that begins with `a-z` or `*`"));
        }
        self.skip(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.' | b'*')
        });
        Ok(())
    }

    /// Reads a value of any type (RFC 9651 section 4.2.3.1).
    fn bare_item(&mut self) -> Result<(), ClientCertError> {
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.number(Point::Allowed),
            Some(b'"') => self.string(),
            Some(b'*' | b'A'..=b'Z' | b'a'..=b'z') => self.token(),
            Some(b':') => self.byte_sequence()?.decode().map(|_| ()),
            Some(b'?') => self.boolean(),
            Some(b'@') => {
                self.advance();
                self.number(Point::Refused)
            }
            Some(b'%') => self.display_string(),
            _ => Err(self.refused("the value of a parameter")),
        }
    }

    /// Reads an integer or a decimal (RFC 9651 section 4.2.4).
    fn number(&mut self, point: Point) -> Result<(), ClientCertError> {
        if self.peek() == Some(b'-') {
            self.advance();
        }
        let whole = self.skip(|byte| byte.is_ascii_digit()).len();
        let decimal = self.peek() == Some(b'.');
        let most = if decimal { DECIMAL_INTEGER_DIGITS } else { INTEGER_DIGITS };
        if whole == 0 {
            return Err(self.refused("a digit"));
        }
        if whole > most {
            return Err(self.refused("an integer of at most 15 digits, or 12 before a point"));
        }
        if !decimal {
            return Ok(());
        }
        if matches!(point, Point::Refused) {
            return Err(self.refused("a date in whole seconds"));
        }
        self.advance();
        let fraction = self.skip(|byte| byte.is_ascii_digit()).len();
        if fraction == 0 || fraction > FRACTION_DIGITS {
            return Err(self.refused("1 to 3 digits after the point"));
        }
        Ok(())
    }

    /// Reads a quoted string (RFC 9651 section 4.2.5).
    fn string(&mut self) -> Result<(), ClientCertError> {
        self.advance();
        loop {
            self.skip(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'));
            match self.peek() {
                Some(b'"') => {
                    self.advance();
                    return Ok(());
                }
                Some(b'\\') => {
                    self.advance();
                    if !matches!(self.peek(), Some(b'"' | b'\\')) {
                        return Err(self.refused("`\"` or `\\` after `\\`"));
                    }
                    self.advance();
                }
                _ => return Err(self.refused("a printable character or the closing `\"`")),
            }
        }
    }

    /// Reads a token (RFC 9651 section 4.2.6) whose first character was looked at.
    fn token(&mut self) -> Result<(), ClientCertError> {
        self.skip(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/".contains(&byte));
        Ok(())
    }

    fn boolean(&mut self) -> Result<(), ClientCertError> {
        self.advance();
        if !matches!(self.peek(), Some(b'0' | b'1')) {
            return Err(self.refused("`0` or `1` after `?`"));
        }
        self.advance();
        Ok(())
    }

    /// Reads a display string (RFC 9651 section 4.2.10): percent-encoded UTF-8, lower-case digits.
    fn display_string(&mut self) -> Result<(), ClientCertError> {
        self.advance();
        if self.peek() != Some(b'"') {
            return Err(self.refused("`\"` after `%`"));
        }
        self.advance();
        let mut text = Vec::new();
        loop {
            let plain = self.skip(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'%'));
            text.extend_from_slice(plain);
            match self.peek() {
                Some(b'%') => {
                    self.advance();
                    let high = self.lower_hexadecimal_digit()?;
                    let low = self.lower_hexadecimal_digit()?;
                    text.push(high << 4 | low);
                }
                Some(b'"') if str::from_utf8(&text).is_ok() => {
                    self.advance();
                    return Ok(());
                }
                Some(b'"') => return Err(self.refused("percent-encoded UTF-8 before the closing `\"`")),
                _ => return Err(self.refused("a printable character or the closing `\"`")),
            }
        }
    }

    fn lower_hexadecimal_digit(&mut self) -> Result<u8, ClientCertError> {
        let value = match self.peek() {
            Some(digit @ b'0'..=b'9') => digit - b'0',
            Some(digit @ b'a'..=b'f') => digit - b'a' + 10,
            _ => return Err(self.refused("a digit `0-9` or `a-f` after `%`")),
        };
        self.advance();
        Ok(value)
    }

    fn refused(&self, expected: &'static str) -> ClientCertError {
        self.error(ClientCertErrorKind::BadParameter, expected)
    }
}

/// Tells whether a number may have a decimal point.
enum Point {
    Allowed,
    Refused,
}
