//! Distinguished Names: who issued a certificate, and to whom.
//!
//! Names are compared as structures, never as text. Each has a [normal form](Name::normal_form), bytes that
//! are equal exactly where two names are: the same RDNs in the same order, the same attributes in each RDN
//! in any order, their text equal up to ASCII letter case and white space, whatever string type holds it
//! (RFC 5280 section 7.1, without its Unicode mappings: those would make different names equal).
//!
//! ```
//! use issuedby::name::Name;
//!
//! // C=US in a PrintableString, and in a UTF8String with other letters.
//! let printable = Name::from_der(b"\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02US")?;
//! let utf8 = Name::from_der(b"\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x0c\x02us")?;
//! assert!(printable == utf8);
//! assert_eq!(printable.to_string(), "C=US");
//! # Ok::<(), issuedby::name::NameError>(())
//! ```

mod attribute_type;
mod buffer;
mod comparison;
mod der;
mod distinguished_name;
mod error;
mod normalize;
mod normalized_text;
mod oid;
mod print;
mod rdn;
mod reversed;
mod string_type;
mod text;
mod warning;

use alloc::string::String;
use core::fmt;

pub(crate) use self::buffer::Bytes;
pub use self::comparison::{Comparison, Difference, DifferenceKind, Hint, MatchLevel};
pub use self::distinguished_name::DistinguishedName;
pub use self::error::{NameError, NameErrorKind};
pub use self::normalize::NormalForm;
pub(crate) use self::normalize::attribute_form;
pub use self::oid::ObjectIdentifier;
pub(crate) use self::oid::OidText;
pub use self::rdn::{Attribute, Attributes, Rdn, Rdns};
pub use self::text::{NameForm, NameTextError, NameTextErrorKind, ParsedName};
pub use self::warning::{NameWarning, NameWarningKind};
pub use crate::diagnosis::is_hidden;

use self::der::Reader;
use self::error::NameFault;
use self::print::Style;
use crate::limits::MAX_NAME_SIZE;
use crate::tag;

/// A checked name, borrowed: the contents of an RDNSequence (RFC 5280 section 4.1.2.4).
///
/// Everything in it was checked once, strictly, when it was made. [`Display`](fmt::Display) prints RFC 4514
/// in printable ASCII, byte for byte what `openssl x509 -nameopt RFC2253` prints, most specific RDN first;
/// equality is that of the [normal form](Name::normal_form).
#[derive(Clone, Copy)]
pub struct Name<'a> {
    contents: &'a [u8],
}

impl<'a> Name<'a> {
    /// Decodes a whole DER Name, tag and length included, with nothing after it.
    ///
    /// # Errors
    /// What is not strict DER, does not decode as a string, has an RDN without attributes, or exceeds a
    /// limit: see [`NameErrorKind`]. Offsets count from the start of `der`.
    pub fn from_der(der: &'a [u8]) -> Result<Self, NameError> {
        let sequence = Reader::new(der)
            .read_all("the name", |reader| reader.read_tagged(tag::SEQUENCE, "a SEQUENCE (a name)"))?;
        Self::check(sequence.contents, sequence.reader())
    }

    /// Decodes the contents of an RDNSequence, without its tag and length: what webpki's `issuer()` and
    /// `subject()` give. An empty name is accepted.
    ///
    /// # Errors
    /// As [`Name::from_der`]; offsets count from the start of `contents`.
    pub fn from_rdn_sequence(contents: &'a [u8]) -> Result<Self, NameError> {
        Self::check(contents, Reader::new(contents))
    }

    /// The contents bytes of the RDNSequence, as they were passed in.
    pub const fn rdn_sequence(&self) -> &'a [u8] {
        self.contents
    }

    /// Tells whether the name has no RDN at all.
    pub const fn is_empty(&self) -> bool {
        self.contents.is_empty()
    }

    /// The RDNs in DER order: the most general, such as the country, first.
    pub const fn rdns(&self) -> Rdns<'a> {
        Rdns::new(self.contents)
    }

    /// The bytes by which names are compared: equal for equal names, different for different ones.
    pub fn normal_form(&self) -> NormalForm {
        NormalForm::of(*self)
    }

    /// The name as text like [`Display`](fmt::Display), but with characters beyond ASCII as they are unless
    /// they are invisible or change the direction of the text.
    pub fn to_utf8_string(&self) -> String {
        let mut text = String::with_capacity(self.contents.len());
        // Writing to a String does not fail.
        let _ = print::print(&mut text, *self, Style::Utf8);
        text
    }

    /// The name with bytes of its own.
    pub fn to_distinguished_name(&self) -> DistinguishedName {
        DistinguishedName::from(*self)
    }

    fn check(contents: &'a [u8], reader: Reader<'a>) -> Result<Self, NameError> {
        if contents.len() > MAX_NAME_SIZE {
            let fault = NameFault::NameTooLong { bytes: contents.len(), limit: MAX_NAME_SIZE };
            return Err(NameError::new(fault, 0));
        }
        rdn::check(reader)?;
        Ok(Self { contents })
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print::print(f, *self, Style::Ascii)
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        normalize::names_equal(*self, *other)
    }
}

impl Eq for Name<'_> {}
