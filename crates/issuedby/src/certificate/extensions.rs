//! The extensions of a certificate (RFC 5280 section 4.2) that a verdict depends on.

use smallvec::SmallVec;

use super::Extension;
use super::der::{Element, Reader};
use super::error::{ParseError, ParseFault};
use super::extension_oid as oid;
use super::key_usage::KeyUsage;
use super::policies;
use super::tolerant::Tolerance;
use crate::general_name::GeneralNames;
use crate::limits::MAX_EXTENSIONS;
use crate::name::ObjectIdentifier;
use crate::name_constraints::NameConstraints;
use crate::span::{FewSpans, Span};
use crate::tag;

/// The extensions that were found. Places are of contents, without the header of the named type.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extensions {
    /// The contents of `Extensions ::= SEQUENCE OF Extension`.
    pub(super) list: Span,
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) extended_key_usage: Option<ExtendedKeyUsageSpan>,
    pub(super) subject_alternative_names: Option<Span>,
    pub(super) name_constraints: Option<Span>,
    pub(super) authority_key_identifier: Option<Span>,
    pub(super) subject_key_identifier: Option<Span>,
    /// The values of the extensions about policies, not looked into.
    pub(super) certificate_policies: Option<Span>,
    pub(super) policy_constraints: Option<Span>,
    pub(super) inhibit_any_policy: Option<Span>,
    pub(super) has_critical_policies: bool,
    pub(super) unknown_critical: FewSpans,
    pub(super) unknown_critical_of_ca: Option<Span>,
    pub(super) duplicate: Option<Span>,
}

/// RFC 5280 section 4.2.1.9.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BasicConstraints {
    pub(super) ca: bool,
    pub(super) path_length: Option<u64>,
}

/// The extKeyUsage extension (RFC 5280 section 4.2.1.12).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExtendedKeyUsage<'a> {
    /// Tells whether clientAuth (1.3.6.1.5.5.7.3.2) is among the purposes.
    pub client_auth: bool,
    /// Tells whether anyExtendedKeyUsage (2.5.29.37.0) is among the purposes.
    pub any: bool,
    purposes: &'a [u8],
}

impl<'a> ExtendedKeyUsage<'a> {
    /// The content bytes of each purpose's object identifier.
    pub fn purposes(self) -> impl Iterator<Item = &'a [u8]> {
        let mut reader = Reader::new(self.purposes);
        core::iter::from_fn(move || {
            reader.read_tagged(tag::OBJECT_IDENTIFIER, PURPOSE).ok().map(|element| element.contents)
        })
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ExtendedKeyUsageSpan {
    client_auth: bool,
    any: bool,
    purposes: Span,
}

impl ExtendedKeyUsageSpan {
    pub(super) fn of(self, der: &[u8]) -> ExtendedKeyUsage<'_> {
        ExtendedKeyUsage { client_auth: self.client_auth, any: self.any, purposes: self.purposes.of(der) }
    }
}

/// `[3] EXPLICIT Extensions`
pub(super) fn read(tagged: &Element<'_>, tolerance: Tolerance) -> Result<Extensions, ParseError> {
    let list = tagged.reader().read_only(tag::SEQUENCE, WHAT)?;

    let mut found = Extensions { list: list.contents_span(), ..Extensions::default() };
    // On the stack, and not cleared first: most certificates use a few of these places.
    let mut seen: SmallVec<[&[u8]; MAX_EXTENSIONS]> = SmallVec::new();
    let mut reader = list.reader();
    while !reader.is_at_end() {
        let start = reader.offset();
        let parts = match parts(&mut reader) {
            Ok(parts) => parts,
            // Where an element begins and ends is known, the next one can be read.
            Err(_) if tolerance != Tolerance::None && reader.offset() > start => continue,
            Err(_) if tolerance != Tolerance::None => break,
            Err(error) => return Err(error),
        };
        if seen.len() == MAX_EXTENSIONS {
            if tolerance != Tolerance::None {
                break;
            }
            return Err(ParseError::new(WHAT, start, ParseFault::TooManyExtensions));
        }
        // RFC 5280 section 4.2: "A certificate MUST NOT include more than one instance of a particular
        // extension", known or not.
        if found.duplicate.is_none() && contains(&seen, parts.oid.contents) {
            found.duplicate = Some(parts.oid.contents_span());
        }
        seen.push(parts.oid.contents);
        match found.take(&parts) {
            Err(error) if tolerance == Tolerance::None => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(found)
}

const WHAT: &str = "the extensions";

/// Tells whether an object identifier stands in a list. Most differ in their last byte, which is seen at once.
fn contains(seen: &[&[u8]], oid: &[u8]) -> bool {
    seen.iter().any(|other| other.len() == oid.len() && other.last() == oid.last() && *other == oid)
}

/// Iterates over a list that was read before.
pub(super) fn iterate(der: &[u8], list: Span) -> impl Iterator<Item = Extension<'_>> {
    let mut reader = Reader::at(list.of(der), list.start());
    core::iter::from_fn(move || match reader.is_at_end() {
        true => None,
        false => parts(&mut reader).ok().map(|parts| Extension {
            oid: parts.oid.contents,
            critical: parts.critical,
            value: parts.value.contents,
        }),
    })
}

/// The parts of an extension, with their places.
pub(crate) struct Parts<'a> {
    pub(crate) oid: Element<'a>,
    pub(crate) critical: bool,
    pub(crate) value: Element<'a>,
}

/// `Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }`
pub(super) fn parts<'a>(reader: &mut Reader<'a>) -> Result<Parts<'a>, ParseError> {
    const WHAT: &str = "an extension";
    reader.read_tagged(tag::SEQUENCE, WHAT)?.reader().read_all(WHAT, |inside| {
        let oid = object_identifier(inside, WHAT)?;
        let critical = boolean_default_false(inside, WHAT)?;
        let value = inside.read_tagged(tag::OCTET_STRING, WHAT)?;
        Ok(Parts { oid, critical, value })
    })
}

/// A padded or cut-off identifier is another one for some readers.
pub(crate) fn object_identifier<'a>(
    reader: &mut Reader<'a>,
    what: &'static str,
) -> Result<Element<'a>, ParseError> {
    let element = reader.read_tagged(tag::OBJECT_IDENTIFIER, what)?;
    match ObjectIdentifier::is_well_formed(element.contents) {
        true => Ok(element),
        false => {
            let fault = ParseFault::Invalid("a well-formed OBJECT IDENTIFIER");
            Err(ParseError::new(what, element.offset, fault))
        }
    }
}

/// DEFAULT FALSE written out is not DER but occurs, and webpki reads it; any other byte than 00 and FF
/// must not be taken for FALSE.
fn boolean_default_false(reader: &mut Reader<'_>, what: &'static str) -> Result<bool, ParseError> {
    if reader.peek() != Some(tag::BOOLEAN) {
        return Ok(false);
    }
    let element = reader.read_tagged(tag::BOOLEAN, what)?;
    match element.contents {
        [0xff] => Ok(true),
        [0x00] => Ok(false),
        _ => Err(ParseError::new(what, element.offset, ParseFault::Invalid("a BOOLEAN of 00 or FF"))),
    }
}

const PURPOSE: &str = "the extKeyUsage";
/// The name of the nameConstraints in errors.
pub(crate) const NAME_CONSTRAINTS: &str = "the nameConstraints";

impl Extensions {
    fn take(&mut self, parts: &Parts<'_>) -> Result<(), ParseError> {
        let value = &parts.value;
        let id_ce = match parts.oid.contents {
            [0x55, 0x1d, last] => Some(*last),
            _ => None,
        };
        match id_ce {
            Some(oid::BASIC_CONSTRAINTS) => {
                basic_constraints(value).map(|read| self.basic_constraints = Some(read))
            }
            Some(oid::KEY_USAGE) => key_usage(value).map(|read| self.key_usage = Some(read)),
            Some(oid::EXTENDED_KEY_USAGE) => {
                extended_key_usage(value).map(|read| self.extended_key_usage = Some(read))
            }
            Some(oid::SUBJECT_ALTERNATIVE_NAME) => only_sequence(value, "the subjectAltName")
                .map(|names| self.subject_alternative_names = Some(names.contents_span())),
            Some(oid::NAME_CONSTRAINTS) => only_sequence(value, NAME_CONSTRAINTS)
                .map(|constraints| self.name_constraints = Some(constraints.contents_span())),
            Some(oid::CRL_DISTRIBUTION_POINTS) => {
                only_sequence(value, "the cRLDistributionPoints").map(|_| ())
            }
            // The key identifiers only order candidates: what cannot be read is as good as absent, unless it is critical.
            Some(oid::SUBJECT_KEY_IDENTIFIER) => {
                self.subject_key_identifier = subject_key_identifier(value).ok();
                Ok(())
            }
            Some(oid::AUTHORITY_KEY_IDENTIFIER) => {
                self.authority_key_identifier = authority_key_identifier(value).ok().flatten();
                Ok(())
            }
            Some(oid::CERTIFICATE_POLICIES) => {
                self.certificate_policies = Some(value.contents_span());
                self.has_critical_policies = parts.critical;
                Ok(())
            }
            Some(oid::POLICY_CONSTRAINTS) => {
                self.policy_constraints = Some(value.contents_span());
                Ok(())
            }
            Some(oid::INHIBIT_ANY_POLICY) => {
                self.inhibit_any_policy = Some(value.contents_span());
                Ok(())
            }
            _ if parts.oid.contents == oid::SIGNED_CERTIFICATE_TIMESTAMPS => {
                only(value, tag::OCTET_STRING, "the signed certificate timestamps").map(|_| ())
            }
            _ => Ok(()),
        }?;
        if parts.critical {
            self.note_critical(id_ce, parts);
        }
        Ok(())
    }

    /// A critical extension that is not processed means refusal, and so does one "that contains information that it
    /// cannot process" (RFC 5280 section 4.2). For a leaf the known ones are those that webpki knows, but for the list
    /// of signed certificate timestamps, whose signatures are not checked here.
    fn note_critical(&mut self, id_ce: Option<u8>, parts: &Parts<'_>) {
        let known = match id_ce {
            Some(
                oid::KEY_USAGE
                | oid::BASIC_CONSTRAINTS
                | oid::CRL_DISTRIBUTION_POINTS
                | oid::EXTENDED_KEY_USAGE,
            ) => true,
            Some(oid::SUBJECT_ALTERNATIVE_NAME) => {
                names(&parts.value).is_ok_and(|names| names.check().is_ok())
            }
            Some(oid::NAME_CONSTRAINTS) => NameConstraints::check(&parts.value).is_ok(),
            _ => false,
        };
        // What is asked of a CA's leaf for these is asked when the CA is loaded, and at each verification
        // (RFC 5280 section 6.1.1 (c) to (g)); name constraints that cannot be read keep the CA from being loaded.
        let is_for_ca = match id_ce {
            Some(
                oid::CERTIFICATE_POLICIES
                | oid::POLICY_MAPPINGS
                | oid::POLICY_CONSTRAINTS
                | oid::INHIBIT_ANY_POLICY
                | oid::NAME_CONSTRAINTS,
            ) => true,
            Some(oid::SUBJECT_KEY_IDENTIFIER) => subject_key_identifier(&parts.value).is_ok(),
            Some(oid::AUTHORITY_KEY_IDENTIFIER) => authority_key_identifier(&parts.value).is_ok(),
            _ => false,
        };
        let place = parts.oid.contents_span();
        // webpki's limit, and said as such: policies change nothing where none is asked for.
        if !known && id_ce != Some(oid::CERTIFICATE_POLICIES) {
            self.unknown_critical.push(place);
        }
        if !known && !is_for_ca {
            self.unknown_critical_of_ca.get_or_insert(place);
        }
    }
}

/// `BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }`
pub(crate) fn basic_constraints(value: &Element<'_>) -> Result<BasicConstraints, ParseError> {
    const WHAT: &str = "the basicConstraints";
    only_sequence(value, WHAT)?.reader().read_all(WHAT, |reader| {
        let ca = boolean_default_false(reader, WHAT)?;
        let path_length = match reader.is_at_end() {
            true => None,
            false => {
                let number = reader.read_tagged(tag::INTEGER, WHAT)?;
                let length = policies::non_negative(number.contents);
                let fault = ParseFault::Invalid("a path length of 0 or more");
                Some(length.ok_or(ParseError::new(WHAT, number.offset, fault))?)
            }
        };
        Ok(BasicConstraints { ca, path_length })
    })
}

/// `KeyUsage ::= BIT STRING`
pub(crate) fn key_usage(value: &Element<'_>) -> Result<KeyUsage, ParseError> {
    const WHAT: &str = "the keyUsage";
    let element = only(value, tag::BIT_STRING, WHAT)?;
    let invalid = || ParseError::new(WHAT, element.offset, ParseFault::Invalid("a BIT STRING in DER"));
    let (unused, bytes) = element.contents.split_first().ok_or_else(invalid)?;
    let padding = match unused {
        0..=7 => (1_u8 << unused).wrapping_sub(1),
        _ => return Err(invalid()),
    };
    match bytes {
        [] if *unused != 0 => Err(invalid()),
        [.., last] if last & padding != 0 => Err(invalid()),
        [] => Ok(KeyUsage { bits: 0 }),
        [first] => Ok(KeyUsage { bits: u16::from_be_bytes([*first, 0]) }),
        [first, second, ..] => Ok(KeyUsage { bits: u16::from_be_bytes([*first, *second]) }),
    }
}

/// `ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId`
pub(super) fn extended_key_usage(value: &Element<'_>) -> Result<ExtendedKeyUsageSpan, ParseError> {
    let list = only_sequence(value, PURPOSE)?;
    let mut reader = list.reader();
    let mut usage = ExtendedKeyUsageSpan { client_auth: false, any: false, purposes: list.contents_span() };
    if reader.is_at_end() {
        return Err(ParseError::new(PURPOSE, reader.offset(), ParseFault::Invalid("at least one purpose")));
    }
    while !reader.is_at_end() {
        let purpose = object_identifier(&mut reader, PURPOSE)?.contents;
        usage.client_auth |= purpose == oid::CLIENT_AUTH;
        usage.any |= purpose == oid::ANY_EXTENDED_KEY_USAGE;
    }
    Ok(usage)
}

/// `SubjectKeyIdentifier ::= OCTET STRING`
pub(crate) fn subject_key_identifier(value: &Element<'_>) -> Result<Span, ParseError> {
    only(value, tag::OCTET_STRING, "the subjectKeyIdentifier").map(|element| element.contents_span())
}

/// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] OPTIONAL, authorityCertIssuer [1] OPTIONAL,
/// authorityCertSerialNumber [2] OPTIONAL }`
fn authority_key_identifier(value: &Element<'_>) -> Result<Option<Span>, ParseError> {
    const WHAT: &str = "the authorityKeyIdentifier";
    only_sequence(value, WHAT)?.reader().read_all(WHAT, |reader| {
        let mut key_identifier = None;
        for tag in [tag::CONTEXT_0, tag::CONTEXT_1_CONSTRUCTED, tag::CONTEXT_2] {
            if reader.peek() == Some(tag) {
                let element = reader.read(WHAT)?;
                key_identifier = key_identifier.or((tag == tag::CONTEXT_0).then(|| element.contents_span()));
            }
        }
        Ok(key_identifier)
    })
}

/// The names of a subjectAltName.
fn names<'a>(value: &Element<'a>) -> Result<GeneralNames<'a>, ParseError> {
    let list = only_sequence(value, "the subjectAltName")?;
    Ok(GeneralNames::new(list.contents, list.contents_offset))
}

pub(crate) fn only_sequence<'a>(value: &Element<'a>, what: &'static str) -> Result<Element<'a>, ParseError> {
    only(value, tag::SEQUENCE, what)
}

/// The one element inside an extension's OCTET STRING.
pub(crate) fn only<'a>(value: &Element<'a>, tag: u8, what: &'static str) -> Result<Element<'a>, ParseError> {
    value.reader().read_only(tag, what)
}
