//! Names that people paste: RFC 4514 and what common tools print instead of it.
//!
//! The forms are those of RFC 4514 and its predecessors RFC 2253 (blanks, `;`, `OID.`) and RFC 1779 (quotation marks), all most
//! specific RDN first; OpenSSL's slash form and the lines of Node's `X509Certificate`, both most general first. A
//! leading label such as `issuer=`, `Issuer: ` or `certIssuerDN: ` is passed over.
//!
//! Nothing is guessed. The default and oneline outputs of OpenSSL are written as RFC 4514 is, in the opposite
//! order: they are read as they stand, and [`Name::compare`](super::Name::compare) tells why they do not match.

mod attribute;
mod comma;
mod cursor;
mod error;
mod fault;
mod label;
mod misnomer;
mod multi_line;
mod rdn_sequence;
mod several_names;
mod slash;
mod unescaped_separator;
mod value;

use core::fmt;
use core::str::FromStr;

pub use error::{NameTextError, NameTextErrorKind};

pub(crate) use rdn_sequence::{UTF8_STRING, push_element};

use super::DistinguishedName;
use crate::limits::{MAX_ATTRIBUTES, MAX_NAME_TEXT_SIZE, MAX_RDNS};
use cursor::{Cursor, is_white_space};
use fault::TextFault;
use label::skip_label;
use rdn_sequence::RdnSequence;

/// A name that was read from text, with the form in which it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedName {
    name: DistinguishedName,
    form: NameForm,
}

impl ParsedName {
    /// The name. Its text is held as UTF8String, what was written in hexadecimal as it was written.
    pub const fn name(&self) -> &DistinguishedName {
        &self.name
    }

    /// The name alone.
    pub fn into_name(self) -> DistinguishedName {
        self.name
    }

    /// The form in which it was written.
    pub const fn form(&self) -> NameForm {
        self.form
    }
}

/// The form in which a name was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameForm {
    /// Nothing: the empty name.
    Empty,
    /// `CN=example-ca,O=Example,C=US`: RFC 4514, 2253 or 1779, most specific RDN first.
    Comma,
    /// `/C=US/O=Example/CN=example-ca`: OpenSSL's oldest form, most general RDN first. It cannot express every name.
    Slash,
    /// One RDN a line, most general first: Node's `X509Certificate.issuer`.
    MultiLine,
}

impl NameForm {
    /// The stable name of the form: `empty`, `comma`, `slash` or `multiline`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Comma => "comma",
            Self::Slash => "slash",
            Self::MultiLine => "multiline",
        }
    }
}

impl fmt::Display for NameForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl DistinguishedName {
    /// Reads a name from text in UTF-8, as a person pastes it; the empty text is the empty name.
    ///
    /// Keywords are those that OpenSSL prints and their common aliases, in any letter case; other types are
    /// written in dotted decimal. RFC 4514 section 3, RFC 2253 section 4, RFC 1779 section 2.3.
    ///
    /// ```
    /// use issuedby::DistinguishedName;
    ///
    /// let pasted = DistinguishedName::parse(r#"issuer=cn="example-ca"; o=Example ,c=US"#)?;
    /// assert_eq!(pasted.name().to_string(), "CN=example-ca,O=Example,C=US");
    /// # Ok::<(), issuedby::name::NameTextError>(())
    /// ```
    ///
    /// # Errors
    /// [`NameTextError`] for everything else: it says what was found at which character, what was expected, and
    /// what to write.
    pub fn parse(text: impl AsRef<[u8]>) -> Result<ParsedName, NameTextError> {
        let bytes = text.as_ref();
        parse(bytes).map_err(|fault| {
            let escaped = unescaped_separator::escaped(bytes, &fault);
            fault.in_text(bytes).with_escaped(escaped)
        })
    }

    /// Reads a name as [`Self::parse`] does, and refuses lines that are each a name of their own.
    ///
    /// For settings, where two lines are two names that were pasted together. [`Self::parse`] reads a line break in a
    /// value as a character of it, for some tools print it so.
    ///
    /// # Errors
    /// As [`Self::parse`], and [`NameTextErrorKind::SeveralNames`].
    pub fn parse_single(text: impl AsRef<[u8]>) -> Result<ParsedName, NameTextError> {
        let bytes = text.as_ref();
        several_names::refuse_several(bytes).map_err(|fault| fault.in_text(bytes))?;
        Self::parse(bytes)
    }
}

/// Reads text as [`DistinguishedName::parse`] does, and forgets its form.
impl FromStr for DistinguishedName {
    type Err = NameTextError;

    fn from_str(text: &str) -> Result<Self, NameTextError> {
        Self::parse(text).map(ParsedName::into_name)
    }
}

fn parse(bytes: &[u8]) -> Result<ParsedName, TextFault> {
    if bytes.len() > MAX_NAME_TEXT_SIZE {
        return Err(TextFault::at(MAX_NAME_TEXT_SIZE, NameTextErrorKind::TooLong));
    }
    if let Err(error) = core::str::from_utf8(bytes) {
        return Err(TextFault::at(error.valid_up_to(), NameTextErrorKind::InvalidUtf8));
    }
    if let Some(position) = bytes.iter().position(|byte| *byte == 0) {
        return Err(TextFault::at(position, NameTextErrorKind::NulChar));
    }
    let mut cursor = Cursor::new(without_trailing_white_space(bytes));
    cursor.skip_while(is_white_space);
    skip_label(&mut cursor);
    let (sequence, form) = match cursor.peek() {
        None => (RdnSequence::default(), NameForm::Empty),
        Some(b'/') => (slash::parse(&mut cursor)?, NameForm::Slash),
        Some(_) if multi_line::is_multi_line(cursor.rest()) => {
            (multi_line::parse(&mut cursor)?, NameForm::MultiLine)
        }
        Some(_) => (comma::parse(&mut cursor)?, NameForm::Comma),
    };
    if sequence.rdns() > MAX_RDNS || sequence.attributes() > MAX_ATTRIBUTES {
        return Err(TextFault::at(0, NameTextErrorKind::TooMany));
    }
    let order = match form {
        NameForm::Comma => rdn_sequence::Order::MostSpecificFirst,
        _ => rdn_sequence::Order::MostGeneralFirst,
    };
    // What was put together here is well-formed, and short because the text was.
    let name = DistinguishedName::from_rdn_sequence(&sequence.der(order))
        .map_err(|_| TextFault::at(0, NameTextErrorKind::TooLong))?;
    Ok(ParsedName { name, form })
}

/// Without white space at the end; a space that is escaped belongs to the name.
fn without_trailing_white_space(bytes: &[u8]) -> &[u8] {
    let mut kept = bytes;
    while let [before @ .., last] = kept {
        let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
        if !is_white_space(*last) || backslashes % 2 == 1 {
            break;
        }
        kept = before;
    }
    kept
}

#[cfg(test)]
mod tests;
