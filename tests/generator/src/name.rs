//! Distinguished Names: written to DER with any string type, and printed for the text beside a PEM block.

use std::fmt::{self, Display, Formatter};

use crate::der::{self, PRINTABLE_STRING, UTF8_STRING};
use crate::oid;

/// A Distinguished Name, in the order of its encoding.
#[derive(Clone)]
pub enum Name {
    /// One attribute in each RDN.
    Attributes(Vec<Attribute>),
    /// Any bytes in the place of the whole Name.
    Raw(Vec<u8>),
}

impl Name {
    /// A Name of `C`, `O` and `CN` attributes: countries as PrintableString, the others as UTF8String.
    pub fn new(attributes: &[(&str, &str)]) -> Self {
        let attribute = |&(kind, value): &(&str, &str)| Self::attribute(kind, value);
        Self::Attributes(attributes.iter().map(attribute).collect())
    }

    /// One of the attributes of [`Self::new`].
    pub fn attribute(kind: &str, value: &str) -> Attribute {
        let (oid, tag) = match kind {
            "C" => (oid::COUNTRY, PRINTABLE_STRING),
            "O" => (oid::ORGANIZATION, UTF8_STRING),
            "CN" => (oid::COMMON_NAME, UTF8_STRING),
            other => unreachable!("no attribute type for `{other}`"),
        };
        Attribute { oid, tag, value: value.as_bytes().to_vec() }
    }

    /// The Name without any RDN.
    pub fn empty() -> Self {
        Self::Attributes(Vec::new())
    }

    /// `C=US`, `O=Example` and this common name, in that order.
    pub fn example(common_name: &str) -> Self {
        Self::new(&[("C", "US"), ("O", "Example"), ("CN", common_name)])
    }

    /// The same Name with every value as another string type; the bytes stay.
    pub fn retagged(self, tag: u8) -> Self {
        match self {
            Self::Attributes(attributes) => Self::Attributes(
                attributes.into_iter().map(|attribute| Attribute { tag, ..attribute }).collect(),
            ),
            raw @ Self::Raw(_) => raw,
        }
    }

    /// The Name as DER, or the raw bytes.
    pub fn to_der(&self) -> Vec<u8> {
        match self {
            Self::Attributes(attributes) => {
                let relative: Vec<_> = attributes.iter().map(|one| der::set(&[one.to_der()])).collect();
                der::sequence(&relative)
            }
            Self::Raw(bytes) => bytes.clone(),
        }
    }
}

impl Display for Name {
    /// RFC 4514 in ASCII, most specific RDN first.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attributes(attributes) if attributes.is_empty() => formatter.write_str("(empty)"),
            Self::Attributes(attributes) => {
                let printed: Vec<_> = attributes.iter().rev().map(Attribute::to_string).collect();
                formatter.write_str(&printed.join(","))
            }
            Self::Raw(_) => formatter.write_str("(not a Name)"),
        }
    }
}

/// One attribute: its type, its string type and its bytes, none of them checked.
#[derive(Clone)]
pub struct Attribute {
    /// The attribute type, dotted.
    pub oid: &'static str,
    /// The tag of the value.
    pub tag: u8,
    /// The content bytes of the value.
    pub value: Vec<u8>,
}

impl Attribute {
    /// AttributeTypeAndValue.
    pub fn to_der(&self) -> Vec<u8> {
        der::sequence(&[der::object_identifier(self.oid), der::element(self.tag, &self.value)])
    }
}

impl Display for Attribute {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let kind = match self.oid {
            oid::COUNTRY => "C",
            oid::ORGANIZATION => "O",
            oid::COMMON_NAME => "CN",
            dotted => dotted,
        };
        write!(formatter, "{kind}=")?;
        for &byte in &self.value {
            match byte {
                b'"' | b'+' | b',' | b';' | b'<' | b'>' | b'\\' => {
                    write!(formatter, "\\{}", char::from(byte))?;
                }
                0x20..0x7f => write!(formatter, "{}", char::from(byte))?,
                _ => write!(formatter, "\\{byte:02X}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_print_most_specific_first() {
        assert_eq!(Name::example("client-1").to_string(), "CN=client-1,O=Example,C=US");
        assert_eq!(Name::new(&[("O", "Müller")]).to_string(), "O=M\\C3\\BCller");
    }
}
