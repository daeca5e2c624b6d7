//! GeneralName: one name of a subjectAltName, or the base of one name constraint (RFC 5280 section 4.2.1.6).
//!
//! Reading has two steps. The first tells the form and finds the contents, and is as strict as webpki's. The second
//! reads the contents as what the form holds. A verdict takes the second step only where it depends on the name.

use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};

use crate::certificate::ParseError;
use crate::certificate::der::{Element, Reader};
use crate::certificate::error::ParseFault;
use crate::name::{Name, ObjectIdentifier, OidText};
use crate::tag;

/// The nine alternatives of GeneralName, in the order of their tags.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum GeneralNameForm {
    /// `[0]`: a name of a type that an object identifier tells.
    OtherName,
    /// `[1]`: an e-mail address.
    Rfc822Name,
    /// `[2]`: a host name of the DNS.
    DnsName,
    /// `[3]`: an X.400 address.
    X400Address,
    /// `[4]`: a Distinguished Name.
    DirectoryName,
    /// `[5]`: an EDI party.
    EdiPartyName,
    /// `[6]`: a URI.
    UniformResourceIdentifier,
    /// `[7]`: an IPv4 or IPv6 address.
    IpAddress,
    /// `[8]`: an object identifier.
    RegisteredId,
}

impl GeneralNameForm {
    /// Every form, in the order of the tags.
    pub const ALL: [Self; 9] = [
        Self::OtherName,
        Self::Rfc822Name,
        Self::DnsName,
        Self::X400Address,
        Self::DirectoryName,
        Self::EdiPartyName,
        Self::UniformResourceIdentifier,
        Self::IpAddress,
        Self::RegisteredId,
    ];

    /// The name of the alternative in RFC 5280, such as `dNSName`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OtherName => "otherName",
            Self::Rfc822Name => "rfc822Name",
            Self::DnsName => "dNSName",
            Self::X400Address => "x400Address",
            Self::DirectoryName => "directoryName",
            Self::EdiPartyName => "ediPartyName",
            Self::UniformResourceIdentifier => "uniformResourceIdentifier",
            Self::IpAddress => "iPAddress",
            Self::RegisteredId => "registeredID",
        }
    }

    /// The tag of the form in DER, constructed where its type is.
    const fn tag(self) -> u8 {
        match self {
            Self::OtherName => 0xa0,
            Self::Rfc822Name => 0x81,
            Self::DnsName => 0x82,
            Self::X400Address => 0xa3,
            Self::DirectoryName => 0xa4,
            Self::EdiPartyName => 0xa5,
            Self::UniformResourceIdentifier => 0x86,
            Self::IpAddress => 0x87,
            Self::RegisteredId => 0x88,
        }
    }

    fn of_tag(tag: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.tag() == tag)
    }
}

impl fmt::Display for GeneralNameForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A GeneralName whose contents were read.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum GeneralName<'a> {
    /// The contents of the type's object identifier, and the value's DER element.
    OtherName {
        /// The content bytes of the object identifier.
        type_id: &'a [u8],
        /// The value, DER with tag and length.
        value: &'a [u8],
    },
    /// ASCII text.
    Rfc822Name(&'a str),
    /// ASCII text.
    DnsName(&'a str),
    /// The contents, DER, not looked into.
    X400Address(&'a [u8]),
    /// A well-formed name.
    DirectoryName(Name<'a>),
    /// The contents, DER, not looked into.
    EdiPartyName(&'a [u8]),
    /// ASCII text.
    UniformResourceIdentifier(&'a str),
    /// The address of `iPAddress` with 4 bytes.
    Ipv4Address(Ipv4Addr),
    /// The address of `iPAddress` with 16 bytes.
    Ipv6Address(Ipv6Addr),
    /// The content bytes of an object identifier.
    RegisteredId(&'a [u8]),
}

/// A GeneralName with a known form, and contents that are not read yet.
#[derive(Clone, Copy, Debug)]
pub struct RawGeneralName<'a> {
    form: GeneralNameForm,
    contents: &'a [u8],
    /// The start of the contents, in bytes from the start of the certificate.
    offset: usize,
}

impl<'a> RawGeneralName<'a> {
    /// The alternative.
    pub fn form(&self) -> GeneralNameForm {
        self.form
    }

    /// The contents, without tag and length.
    pub fn contents(&self) -> &'a [u8] {
        self.contents
    }

    /// The contents as what the form holds.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for text beyond ASCII where the form holds an IA5String, an address that has neither 4 nor 16
    /// bytes, and DER that is not of the form's type (RFC 5280 section 4.2.1.6).
    pub fn read(&self) -> Result<GeneralName<'a>, ParseError> {
        match self.form {
            GeneralNameForm::OtherName => self.other_name(),
            GeneralNameForm::Rfc822Name => self.text("the rfc822Name").map(GeneralName::Rfc822Name),
            GeneralNameForm::DnsName => self.text("the dNSName").map(GeneralName::DnsName),
            GeneralNameForm::X400Address => {
                self.elements("the x400Address").map(|()| GeneralName::X400Address(self.contents))
            }
            GeneralNameForm::DirectoryName => self.directory_name().map(GeneralName::DirectoryName),
            GeneralNameForm::EdiPartyName => {
                self.elements("the ediPartyName").map(|()| GeneralName::EdiPartyName(self.contents))
            }
            GeneralNameForm::UniformResourceIdentifier => {
                self.text("the uniformResourceIdentifier").map(GeneralName::UniformResourceIdentifier)
            }
            GeneralNameForm::IpAddress => self.ip_address(),
            GeneralNameForm::RegisteredId => match ObjectIdentifier::is_well_formed(self.contents) {
                true => Ok(GeneralName::RegisteredId(self.contents)),
                false => Err(self.invalid("the registeredID", "an OBJECT IDENTIFIER")),
            },
        }
    }

    /// An IA5String, which is ASCII.
    pub(crate) fn text(&self, what: &'static str) -> Result<&'a str, ParseError> {
        match str::from_utf8(self.contents) {
            Ok(text) if text.is_ascii() => Ok(text),
            _ => Err(self.invalid(what, "text in ASCII (an IA5String)")),
        }
    }

    /// `[4] EXPLICIT Name`
    pub(crate) fn directory_name(&self) -> Result<Name<'a>, ParseError> {
        const WHAT: &str = "the directoryName";
        let sequence = Reader::at(self.contents, self.offset).read_only(tag::SEQUENCE, WHAT)?;
        Name::from_rdn_sequence(sequence.contents)
            .map_err(|_| ParseError::new(WHAT, sequence.offset, ParseFault::Invalid("a well-formed name")))
    }

    fn ip_address(&self) -> Result<GeneralName<'a>, ParseError> {
        if let Ok(bytes) = <[u8; 4]>::try_from(self.contents) {
            return Ok(GeneralName::Ipv4Address(Ipv4Addr::from(bytes)));
        }
        match <[u8; 16]>::try_from(self.contents) {
            Ok(bytes) => Ok(GeneralName::Ipv6Address(Ipv6Addr::from(bytes))),
            Err(_) => Err(self.invalid("the iPAddress", "4 or 16 bytes")),
        }
    }

    /// `OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }`
    fn other_name(&self) -> Result<GeneralName<'a>, ParseError> {
        const WHAT: &str = "the otherName";
        let (type_id, tagged) = Reader::at(self.contents, self.offset).read_all(WHAT, |reader| {
            let type_id = reader.read_tagged(tag::OBJECT_IDENTIFIER, WHAT)?;
            Ok((type_id, reader.read_tagged(tag::CONTEXT_0_CONSTRUCTED, WHAT)?))
        })?;
        tagged.reader().read_all(WHAT, |value| value.read(WHAT))?;
        match ObjectIdentifier::is_well_formed(type_id.contents) {
            true => Ok(GeneralName::OtherName { type_id: type_id.contents, value: tagged.contents }),
            false => Err(ParseError::new(
                WHAT,
                type_id.offset,
                ParseFault::Invalid("a well-formed OBJECT IDENTIFIER"),
            )),
        }
    }

    /// DER elements to the end, not looked into.
    fn elements(&self, what: &'static str) -> Result<(), ParseError> {
        let mut reader = Reader::at(self.contents, self.offset);
        while !reader.is_at_end() {
            reader.read(what)?;
        }
        Ok(())
    }

    fn invalid(&self, what: &'static str, expected: &'static str) -> ParseError {
        ParseError::new(what, self.offset, ParseFault::Invalid(expected))
    }
}

/// The value without its form: text as it stands, a name in ASCII as [`Name`] prints it, an address, a dotted object
/// identifier, an otherName as its type and its text; `#` and hexadecimal for what has no text. It is chosen by whoever
/// made the certificate, and may hold any character, in the text of an otherName also beyond ASCII.
impl fmt::Display for RawGeneralName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.read() {
            Ok(
                GeneralName::Rfc822Name(text)
                | GeneralName::DnsName(text)
                | GeneralName::UniformResourceIdentifier(text),
            ) => f.write_str(text),
            Ok(GeneralName::DirectoryName(name)) => name.fmt(f),
            Ok(GeneralName::Ipv4Address(address)) => address.fmt(f),
            Ok(GeneralName::Ipv6Address(address)) => address.fmt(f),
            Ok(GeneralName::RegisteredId(oid)) => OidText(oid).fmt(f),
            Ok(GeneralName::OtherName { type_id, value }) => {
                write!(f, "{} ", OidText(type_id))?;
                match utf8_string(value) {
                    Some(text) => f.write_str(text),
                    None => hexadecimal(f, value),
                }
            }
            Ok(GeneralName::X400Address(_) | GeneralName::EdiPartyName(_)) | Err(_) => {
                hexadecimal(f, self.contents)
            }
        }
    }
}

fn hexadecimal(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    for (position, byte) in bytes.iter().enumerate() {
        write!(f, "{}{byte:02X}", if position == 0 { '#' } else { ':' })?;
    }
    Ok(())
}

/// The text of a UTF8String, DER: what an otherName such as a user principal name or an SmtpUTF8Mailbox holds.
pub fn utf8_string(der: &[u8]) -> Option<&str> {
    const UTF8_STRING: u8 = 0x0c;
    const WHAT: &str = "the otherName";
    let element = Reader::new(der).read_only(UTF8_STRING, WHAT).ok()?;
    str::from_utf8(element.contents).ok()
}

/// The form of a GeneralName, and where its contents are.
pub(crate) fn raw<'a>(element: &Element<'a>, what: &'static str) -> Result<RawGeneralName<'a>, ParseError> {
    match GeneralNameForm::of_tag(element.tag) {
        Some(form) => {
            Ok(RawGeneralName { form, contents: element.contents, offset: element.contents_offset })
        }
        None => Err(ParseError::new(what, element.offset, ParseFault::Invalid("a GeneralName"))),
    }
}

/// The names in a subjectAltName, in the order of the certificate. It ends after the first that has no form.
#[derive(Clone)]
pub struct GeneralNames<'a> {
    reader: Reader<'a>,
    is_over: bool,
}

impl fmt::Debug for GeneralNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneralNames").field("offset", &self.reader.offset()).finish_non_exhaustive()
    }
}

const SUBJECT_ALT_NAME: &str = "the subjectAltName";

impl<'a> GeneralNames<'a> {
    /// The contents of `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`, which start at `offset` in the
    /// certificate.
    pub(crate) fn new(contents: &'a [u8], offset: usize) -> Self {
        Self { reader: Reader::at(contents, offset), is_over: false }
    }

    /// Reads all names to the bottom.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for the first that cannot be read, and for a list without names.
    pub(crate) fn check(mut self) -> Result<(), ParseError> {
        if self.reader.is_at_end() {
            return Err(ParseError::new(
                SUBJECT_ALT_NAME,
                self.reader.offset(),
                ParseFault::Invalid("at least one name"),
            ));
        }
        self.try_for_each(|name| name?.read().map(drop))
    }
}

impl<'a> Iterator for GeneralNames<'a> {
    type Item = Result<RawGeneralName<'a>, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over || self.reader.is_at_end() {
            return None;
        }
        let name = self.reader.read(SUBJECT_ALT_NAME).and_then(|element| raw(&element, SUBJECT_ALT_NAME));
        self.is_over = name.is_err();
        Some(name)
    }
}

#[cfg(test)]
mod tests;
