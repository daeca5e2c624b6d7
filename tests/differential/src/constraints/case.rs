//! One case in plain terms: what the CA constrains and what the leaf is called.
//!
//! The generator makes these values, the encoder writes them as certificates, and the oracle reads them. Nothing here
//! is parsed from DER, so that a mistake in a parser cannot hide in the expectation too.

use std::fmt::{self, Display, Formatter};

/// A CA with name constraints, or none, and a leaf that it issued. Everything else about both is valid.
#[derive(Clone, Debug)]
pub struct Case {
    /// The nameConstraints extension of the CA.
    pub constraints: Option<Constraints>,
    /// The subject of the leaf.
    pub subject: DirectoryName,
    /// The subjectAltName entries of the leaf; without any there is no extension. It is critical where the subject is
    /// empty (RFC 5280 section 4.2.1.6).
    pub alternative_names: Vec<GeneralName>,
}

/// The nameConstraints extension (RFC 5280 section 4.2.1.10).
#[derive(Clone, Debug)]
pub struct Constraints {
    /// True if the extension is critical.
    pub critical: bool,
    /// The permitted subtrees; without any the field is absent.
    pub permitted: Vec<Subtree>,
    /// The excluded subtrees; without any the field is absent.
    pub excluded: Vec<Subtree>,
}

impl Constraints {
    /// Every subtree with the side on which it stands.
    pub fn subtrees(&self) -> impl Iterator<Item = (Side, &Subtree)> {
        let permitted = self.permitted.iter().map(|subtree| (Side::Permitted, subtree));
        permitted.chain(self.excluded.iter().map(|subtree| (Side::Excluded, subtree)))
    }
}

/// The field in which a subtree stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// permittedSubtrees.
    Permitted,
    /// excludedSubtrees.
    Excluded,
}

/// GeneralSubtree.
#[derive(Clone, Debug)]
pub struct Subtree {
    /// The base.
    pub base: GeneralName,
    /// The minimum, where it is written out.
    pub minimum: Option<u8>,
    /// The maximum, where there is one.
    pub maximum: Option<u8>,
}

/// GeneralName. Texts are bytes: a certificate can have any in an IA5String.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneralName {
    /// otherName: the type, dotted, and a UTF8String.
    Other(&'static str, &'static str),
    /// rfc822Name.
    Email(Vec<u8>),
    /// dNSName.
    Dns(Vec<u8>),
    /// x400Address, with empty attributes.
    X400,
    /// directoryName.
    Directory(DirectoryName),
    /// ediPartyName, with this partyName.
    EdiParty(&'static str),
    /// uniformResourceIdentifier.
    Uri(Vec<u8>),
    /// iPAddress: an address, or in a base an address and a mask.
    Ip(Vec<u8>),
    /// registeredID, dotted.
    RegisteredId(&'static str),
}

/// The alternative of a GeneralName.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the alternatives of GeneralName, described there")]
pub enum Form {
    Other,
    Email,
    Dns,
    X400,
    Directory,
    EdiParty,
    Uri,
    Ip,
    RegisteredId,
}

impl GeneralName {
    /// The alternative.
    pub fn form(&self) -> Form {
        match self {
            Self::Other(..) => Form::Other,
            Self::Email(_) => Form::Email,
            Self::Dns(_) => Form::Dns,
            Self::X400 => Form::X400,
            Self::Directory(_) => Form::Directory,
            Self::EdiParty(_) => Form::EdiParty,
            Self::Uri(_) => Form::Uri,
            Self::Ip(_) => Form::Ip,
            Self::RegisteredId(_) => Form::RegisteredId,
        }
    }
}

/// Name, in the order of its encoding.
pub type DirectoryName = Vec<RelativeName>;

/// RelativeDistinguishedName.
pub type RelativeName = Vec<Attribute>;

/// AttributeTypeAndValue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The type, dotted.
    pub oid: &'static str,
    /// The string type of the value.
    pub string: StringType,
    /// The value. Beyond Latin-1 only in a UTF8String or a BMPString, and never beyond the Basic Multilingual Plane.
    pub text: String,
}

/// The string types of attribute values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the types' own names")]
pub enum StringType {
    Utf8,
    Printable,
    Teletex,
    Ia5,
    Bmp,
}

/// Attribute type countryName.
pub const COUNTRY: &str = "2.5.4.6";
/// Attribute type organizationName.
pub const ORGANIZATION: &str = "2.5.4.10";
/// Attribute type organizationalUnitName.
pub const ORGANIZATIONAL_UNIT: &str = "2.5.4.11";
/// Attribute type commonName.
pub const COMMON_NAME: &str = "2.5.4.3";
/// Attribute type emailAddress (PKCS #9).
pub const EMAIL_ADDRESS: &str = "1.2.840.113549.1.9.1";

/// A name of the leaf to which constraints apply, and where it stands.
#[derive(Clone, Debug)]
pub struct LeafName {
    /// The name in the form in which constraints see it.
    pub name: GeneralName,
    /// The place of the extension.
    pub from: Origin,
}

/// The place of a name of the leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In subjectAltName.
    AlternativeName,
    /// The subject itself, as a directoryName.
    Subject,
    /// An emailAddress of the subject, as an rfc822Name.
    SubjectEmail,
    /// A commonName of the subject, as a dNSName: only some peers read it so.
    CommonName,
}

impl Case {
    /// True if subjectAltName is critical.
    pub fn has_critical_alternative_names(&self) -> bool {
        self.subject.is_empty() && !self.alternative_names.is_empty()
    }

    /// The attributes of the subject with this type.
    pub fn subject_attributes(&self, oid: &str) -> impl Iterator<Item = &Attribute> {
        self.subject.iter().flatten().filter(move |attribute| attribute.oid == oid)
    }
}

/// The whole case on a few lines, for whoever reads a disagreement.
impl Display for Case {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.constraints {
            None => writeln!(f, "  no constraints")?,
            Some(constraints) => {
                writeln!(f, "  critical: {}", constraints.critical)?;
                for (side, Subtree { base, minimum, maximum }) in constraints.subtrees() {
                    writeln!(f, "  {side:?} {} minimum {minimum:?} maximum {maximum:?}", Shown(base))?;
                }
            }
        }
        writeln!(f, "  subject {}", Shown(&GeneralName::Directory(self.subject.clone())))?;
        for name in &self.alternative_names {
            writeln!(f, "  name {}", Shown(name))?;
        }
        Ok(())
    }
}

struct Shown<'a>(&'a GeneralName);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            GeneralName::Email(text) | GeneralName::Dns(text) | GeneralName::Uri(text) => {
                write!(f, "{:?} \"{}\"", self.0.form(), text.escape_ascii())
            }
            GeneralName::Directory(name) => {
                f.write_str("Directory ")?;
                for attributes in name {
                    f.write_str("/")?;
                    for (index, Attribute { oid, string, text }) in attributes.iter().enumerate() {
                        let plus = if index > 0 { "+" } else { "" };
                        write!(f, "{plus}{oid}={string:?}:{text:?}")?;
                    }
                }
                Ok(())
            }
            other => write!(f, "{other:?}"),
        }
    }
}
