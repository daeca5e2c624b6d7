//! The parts of a Name: RDNs, and the attributes in them (RFC 5280 section 4.1.2.4).

use alloc::borrow::Cow;
use alloc::string::ToString;

use super::der::{Element, Reader};
use super::error::{NameError, NameFault};
use super::oid::ObjectIdentifier;
use super::string_type::{StringType, Text};
use super::{attribute_type, normalize};
use crate::limits::{MAX_ATTRIBUTES, MAX_RDNS};
use crate::tag;

/// One relative distinguished name of a [`Name`](super::Name): an unordered set of attributes, never empty.
#[derive(Debug, Clone, Copy)]
pub struct Rdn<'a> {
    contents: &'a [u8],
}

impl<'a> Rdn<'a> {
    /// The attributes in the order in which they are stored, which carries no meaning.
    pub const fn attributes(&self) -> Attributes<'a> {
        Attributes { set: Reader::new(self.contents) }
    }

    /// Tells whether both are equal by the normalized comparison.
    pub(crate) fn has_same_normal_form(&self, other: &Rdn<'_>) -> bool {
        self.has_same_der(other) || normalize::rdns_equal(*self, *other)
    }

    /// Tells whether both are encoded in the same bytes, and so are equal.
    pub(crate) fn has_same_der(&self, other: &Rdn<'_>) -> bool {
        self.contents == other.contents
    }

    /// Tells whether the attributes stand in the order of their bytes, as DER wants it (X.690 section 11.6).
    pub(crate) fn is_sorted(&self) -> bool {
        let mut set = Reader::new(self.contents);
        let mut before: &[u8] = &[];
        while !set.is_at_end() {
            let Ok(attribute) = set.read(ATTRIBUTE) else { return true };
            if attribute.der < before {
                return false;
            }
            before = attribute.der;
        }
        true
    }

    /// The attribute if there is one only, which is nearly always so.
    #[inline]
    pub(crate) fn only_attribute(&self) -> Option<Attribute<'a>> {
        let mut attributes = self.attributes();
        let attribute = attributes.next()?;
        attributes.set.is_at_end().then_some(attribute)
    }
}

/// One attribute: its type and its value.
#[derive(Debug, Clone, Copy)]
pub struct Attribute<'a> {
    oid: ObjectIdentifier<'a>,
    value: Element<'a>,
}

impl<'a> Attribute<'a> {
    /// The attribute's type.
    pub const fn oid(&self) -> ObjectIdentifier<'a> {
        self.oid
    }

    /// The keyword of the type, in OpenSSL's spelling; `None` if it is printed in dotted decimal.
    pub fn keyword(&self) -> Option<&'static str> {
        attribute_type::by_oid(self.oid.as_bytes())?.keyword
    }

    /// The characters of the value as they are in the certificate: letter case and white space kept,
    /// nothing escaped, U+0000 possible. `None` if the value is not of a string type.
    pub fn text(&self) -> Option<Cow<'a, str>> {
        self.string().map(Text::to_str)
    }

    /// The value as the DER element it is, tag and length included.
    pub const fn value_der(&self) -> &'a [u8] {
        self.value.der
    }

    /// The keyword of the type, else its object identifier in dotted decimal: what it is printed as.
    pub(crate) fn type_text(&self) -> Cow<'static, str> {
        match self.keyword() {
            Some(keyword) => Cow::Borrowed(keyword),
            None => Cow::Owned(self.oid.to_string()),
        }
    }

    /// The value if it is of a string type.
    #[inline]
    pub(crate) fn string(&self) -> Option<Text<'a>> {
        let string_type = StringType::of_tag(self.value.tag).ok().flatten()?;
        Some(Text::checked(string_type, self.value.contents))
    }

    /// Reads one AttributeTypeAndValue; whether a string decodes is left to [`Attribute::check_string`].
    #[inline]
    fn read(set: &mut Reader<'a>) -> Result<Self, NameError> {
        const VALUE: &str = "an attribute's value";
        let mut pair = set.read_tagged(tag::SEQUENCE, ATTRIBUTE)?.reader();
        let oid = pair.read_tagged(tag::OBJECT_IDENTIFIER, "an OBJECT IDENTIFIER (an attribute's type)")?;
        let offset = oid.contents_offset;
        let oid = ObjectIdentifier::new(oid.contents).map_err(|fault| NameError::new(fault, offset))?;
        let value = pair.read_all(VALUE, |reader| reader.read(VALUE))?;
        Ok(Self { oid, value })
    }

    #[inline]
    fn check_string(&self) -> Result<(), NameError> {
        let Element { tag, contents, contents_offset: offset, .. } = self.value;
        StringType::of_tag(tag)
            .and_then(|string_type| string_type.map(|found| Text::new(found, contents)).transpose())
            .map(drop)
            .map_err(|fault| NameError::new(fault, offset))
    }
}

/// The RDNs of a [`Name`](super::Name) in DER order, the most general first.
#[derive(Debug, Clone)]
pub struct Rdns<'a> {
    sequence: Reader<'a>,
}

impl<'a> Rdns<'a> {
    /// The RDNs of contents that [`check`] has accepted.
    pub(crate) const fn new(contents: &'a [u8]) -> Self {
        Self { sequence: Reader::new(contents) }
    }
}

impl<'a> Iterator for Rdns<'a> {
    type Item = Rdn<'a>;

    #[inline]
    fn next(&mut self) -> Option<Rdn<'a>> {
        if self.sequence.is_at_end() {
            return None;
        }
        let rdn = self.sequence.read(RDN).ok()?;
        Some(Rdn { contents: rdn.contents })
    }
}

/// The attributes of an [`Rdn`] as they are stored.
#[derive(Debug, Clone)]
pub struct Attributes<'a> {
    set: Reader<'a>,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    #[inline]
    fn next(&mut self) -> Option<Attribute<'a>> {
        if self.set.is_at_end() {
            return None;
        }
        Attribute::read(&mut self.set).ok()
    }
}

const RDN: &str = "a SET (an RDN)";
const ATTRIBUTE: &str = "a SEQUENCE (an attribute)";

/// Checks everything in the contents of an RDNSequence, so that its iterators end only where it does.
///
/// The order inside a SET is not checked, and neither are repeated attributes: certificates in use have
/// both, and only equality could suffer.
pub(crate) fn check(mut sequence: Reader<'_>) -> Result<(), NameError> {
    let (mut rdns, mut attributes) = (0_usize, 0_usize);
    while !sequence.is_at_end() {
        let offset = sequence.offset();
        let rdn = sequence.read_tagged(tag::SET, RDN)?;
        if rdn.contents.is_empty() {
            return Err(NameError::new(NameFault::EmptyRdn, offset));
        }
        rdns = rdns.saturating_add(1);
        if rdns > MAX_RDNS {
            return Err(NameError::new(NameFault::TooManyRdns, offset));
        }
        let mut set = rdn.reader();
        while !set.is_at_end() {
            let offset = set.offset();
            let attribute = Attribute::read(&mut set)?;
            attribute.check_string()?;
            attributes = attributes.saturating_add(1);
            if attributes > MAX_ATTRIBUTES {
                return Err(NameError::new(NameFault::TooManyAttributes, offset));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::name::{Name, NameErrorKind};

    fn refused(contents: &[u8]) -> (NameErrorKind, usize) {
        let error = Name::from_rdn_sequence(contents).unwrap_err();
        (error.kind(), error.offset())
    }

    /// An RDN `CN=x` of 12 bytes.
    const RDN: &[u8] = b"\x31\x0a\x30\x08\x06\x03\x55\x04\x03\x0c\x01x";

    #[test]
    fn an_empty_name_is_a_name_and_an_empty_rdn_is_not() {
        assert!(Name::from_rdn_sequence(b"").unwrap().is_empty());
        assert_eq!(refused(&[RDN, b"\x31\x00"].concat()), (NameErrorKind::EmptyRdn, 12));
    }

    #[test]
    fn every_element_has_its_place() {
        assert_eq!(refused(b"\x30\x00"), (NameErrorKind::BadStructure, 0));
        assert_eq!(refused(b"\x31\x02\x31\x00"), (NameErrorKind::BadStructure, 2));
        assert_eq!(refused(b"\x31\x02\x30\x00"), (NameErrorKind::Truncated, 4));
        assert_eq!(refused(b"\x31\x05\x30\x03\x0c\x01x"), (NameErrorKind::BadStructure, 4));
        assert_eq!(refused(b"\x31\x07\x30\x05\x06\x03\x55\x04\x03"), (NameErrorKind::Truncated, 9));
        let two_values = b"\x31\x0d\x30\x0b\x06\x03\x55\x04\x03\x0c\x01x\x0c\x01y";
        assert_eq!(refused(two_values), (NameErrorKind::TrailingData, 12));
    }

    #[test]
    fn a_name_is_a_whole_sequence_with_nothing_after_it() {
        let der = [b"\x30\x0c", RDN].concat();
        assert_eq!(Name::from_der(&der).unwrap().rdn_sequence(), RDN);
        let trailing = Name::from_der(&[&der[..], b"\0"].concat()).unwrap_err();
        assert_eq!((trailing.kind(), trailing.offset()), (NameErrorKind::TrailingData, 14));
    }

    #[test]
    fn strings_and_identifiers_are_checked_where_they_are() {
        assert_eq!(
            refused(b"\x31\x0b\x30\x09\x06\x03\x55\x04\x03\x0c\x02\xc3\x28"),
            (NameErrorKind::BadString, 11)
        );
        assert_eq!(
            refused(b"\x31\x0c\x30\x0a\x06\x03\x55\x04\x03\x2c\x03\x0c\x01x"),
            (NameErrorKind::NotDer, 11)
        );
        assert_eq!(refused(b"\x31\x09\x30\x07\x06\x02\x55\x84\x0c\x01x"), (NameErrorKind::BadOid, 6));
    }

    #[test]
    fn the_limits_themselves_are_accepted() {
        assert!(Name::from_rdn_sequence(&RDN.repeat(128)).is_ok());
        assert_eq!(refused(&RDN.repeat(129)), (NameErrorKind::TooMany, 128 * 12));
        let attribute = &RDN[2..];
        let of_attributes = |count: u16| -> Vec<u8> {
            let mut rdn = Vec::from([0x31, 0x82]);
            rdn.extend((count * 10).to_be_bytes());
            rdn.extend(attribute.repeat(count.into()));
            rdn
        };
        assert!(Name::from_rdn_sequence(&of_attributes(256)).is_ok());
        assert_eq!(refused(&of_attributes(257)), (NameErrorKind::TooMany, 4 + 2560));
        assert_eq!(refused(&[0; 65_536]), (NameErrorKind::TooLong, 0));
    }

    #[test]
    fn attributes_give_type_keyword_and_value() {
        let name = Name::from_rdn_sequence(RDN).unwrap();
        let attribute = name.rdns().next().unwrap().attributes().next().unwrap();
        assert_eq!(attribute.keyword(), Some("CN"));
        assert_eq!(attribute.text().as_deref(), Some("x"));
        assert_eq!(attribute.value_der(), b"\x0c\x01x");
    }
}
