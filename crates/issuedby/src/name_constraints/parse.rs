//! From the DER of the extension to subtrees. Nothing is skipped and nothing is read twice.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use super::address::AddressRange;
use super::mailbox::MailboxBase;
use super::subtree::{Base, NameConstraintFault};
use super::uri::HostBase;
use super::{NameConstraint, NameConstraints, host};
use crate::certificate::ParseError;
use crate::certificate::der::{Element, Reader};
use crate::certificate::error::ParseFault;
use crate::certificate::extensions::NAME_CONSTRAINTS as WHAT;
use crate::certificate::non_negative;
use crate::general_name::{self, GeneralNameForm, RawGeneralName};
use crate::name::{DistinguishedName, OidText};
use crate::tag;

/// `[0]` and `[1]` of NameConstraints, constructed; and of GeneralSubtree, primitive.
const PERMITTED: u8 = 0xa0;
const EXCLUDED: u8 = 0xa1;
const MINIMUM: u8 = 0x80;
const MAXIMUM: u8 = 0x81;

/// The list of a subtree.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum List {
    Permitted,
    Excluded,
}

/// `NameConstraints`, with its SEQUENCE header.
pub(super) fn extension(der: &[u8], offset: usize) -> Result<NameConstraints, ParseError> {
    let sequence = Reader::at(der, offset).read_only(tag::SEQUENCE, WHAT)?;
    contents(sequence.contents, sequence.contents_offset)
}

/// `SEQUENCE { permittedSubtrees [0] GeneralSubtrees OPTIONAL, excludedSubtrees [1] GeneralSubtrees OPTIONAL }`
///
/// RFC 5280: "Conforming CAs MUST NOT issue certificates where name constraints is an empty sequence."
pub(super) fn contents(contents: &[u8], offset: usize) -> Result<NameConstraints, ParseError> {
    Reader::at(contents, offset).read_all(WHAT, |reader| {
        if reader.is_at_end() {
            let fault = ParseFault::Invalid("permitted or excluded subtrees");
            return Err(ParseError::new(WHAT, reader.offset(), fault));
        }
        let permitted = subtrees(reader, PERMITTED, List::Permitted)?;
        let excluded = subtrees(reader, EXCLUDED, List::Excluded)?;
        Ok(NameConstraints { permitted, excluded })
    })
}

/// `GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree`
fn subtrees(reader: &mut Reader<'_>, tag: u8, list: List) -> Result<Vec<NameConstraint>, ParseError> {
    let mut found = Vec::new();
    if reader.peek() != Some(tag) {
        return Ok(found);
    }
    let mut inside = reader.read_tagged(tag, WHAT)?.reader();
    if inside.is_at_end() {
        return Err(ParseError::new(WHAT, inside.offset(), ParseFault::Invalid("at least one subtree")));
    }
    while !inside.is_at_end() {
        let element = inside.read_tagged(self::tag::SEQUENCE, WHAT)?;
        found.push(subtree(&element, list)?);
    }
    Ok(found)
}

/// `SEQUENCE { base GeneralName, minimum [0] INTEGER DEFAULT 0, maximum [1] INTEGER OPTIONAL }`
///
/// RFC 5280: "the minimum MUST be zero, and maximum MUST be absent." A minimum of 0 that is written out is not DER and
/// says the same, so that it is accepted.
fn subtree(element: &Element<'_>, list: List) -> Result<NameConstraint, ParseError> {
    let (base, name, fault) = element.reader().read_all(WHAT, |reader| {
        let base = reader.read(WHAT)?;
        let name = general_name::raw(&base, WHAT)?;
        let mut fault = None;
        if reader.peek() == Some(MINIMUM) && !is_zero(&base_distance(reader, MINIMUM)?) {
            fault = Some(NameConstraintFault::MinimumNotZero);
        }
        if reader.peek() == Some(MAXIMUM) {
            base_distance(reader, MAXIMUM)?;
            fault.get_or_insert(NameConstraintFault::MaximumPresent);
        }
        Ok((base, name, fault))
    })?;
    let (read, text) = read_base(&name, list)?;
    let evaluable = fault.map_or(read, Err);
    Ok(NameConstraint { form: name.form(), base: evaluable, text, base_der: base.der.into() })
}

/// `BaseDistance ::= INTEGER (0..MAX)`, in its shortest form.
fn base_distance<'a>(reader: &mut Reader<'a>, tag: u8) -> Result<Element<'a>, ParseError> {
    let element = reader.read_tagged(tag, WHAT)?;
    match non_negative(element.contents) {
        Some(_) => Ok(element),
        None => Err(ParseError::new(WHAT, element.offset, ParseFault::Invalid("a distance of 0 or more"))),
    }
}

fn is_zero(distance: &Element<'_>) -> bool {
    distance.contents == [0]
}

/// The base, or what is wrong with it; and its text.
fn read_base(
    name: &RawGeneralName<'_>,
    list: List,
) -> Result<(Result<Base, NameConstraintFault>, String), ParseError> {
    match name.form() {
        GeneralNameForm::DnsName => Ok(of_text(name, |text| dns_name(text, list))),
        GeneralNameForm::Rfc822Name => Ok(of_text(name, |text| rfc822_name(text, list))),
        GeneralNameForm::UniformResourceIdentifier => Ok(of_text(name, |text| uri(text, list))),
        GeneralNameForm::DirectoryName => {
            let name = DistinguishedName::from(name.directory_name()?);
            let text = name.to_string();
            Ok((Ok(Base::DirectoryName(name)), text))
        }
        GeneralNameForm::IpAddress => {
            let range = AddressRange::from_bytes(name.contents());
            let text = range.as_ref().map_or_else(|_| hexadecimal(name.contents()), ToString::to_string);
            Ok((range.map(Base::IpAddress), text))
        }
        GeneralNameForm::RegisteredId => {
            let text = OidText(name.contents()).to_string();
            Ok((Err(NameConstraintFault::FormWithoutRule), text))
        }
        GeneralNameForm::OtherName | GeneralNameForm::X400Address | GeneralNameForm::EdiPartyName => {
            Ok((Err(NameConstraintFault::FormWithoutRule), hexadecimal(name.contents())))
        }
    }
}

fn of_text(
    name: &RawGeneralName<'_>,
    read: impl Fn(&str) -> Result<Base, NameConstraintFault>,
) -> (Result<Base, NameConstraintFault>, String) {
    match name.text(WHAT) {
        Ok(text) => (read(text), text.to_owned()),
        Err(_) => (Err(NameConstraintFault::NotAscii), hexadecimal(name.contents())),
    }
}

/// Empty covers every name. A leading dot, which RFC 5280 does not have here, is read as everyone reads it: below only.
fn dns_name(text: &str, list: List) -> Result<Base, NameConstraintFault> {
    check_host_alone(text)?;
    let text = without_final_dot(text, list)?;
    let domain = text.strip_prefix('.').unwrap_or(text);
    match text.is_empty() || host::is_host_name(domain) {
        true => Ok(Base::DnsName(text.to_ascii_lowercase())),
        false => Err(NameConstraintFault::NotAName),
    }
}

/// A mailbox, a host, a domain, or nothing where every mailbox is excluded.
///
/// A `*` in a local part is a character like any other (RFC 5322 section 3.2.3): a permitted `*@example.com` is that one
/// mailbox. Whoever excludes it means more.
fn rfc822_name(text: &str, list: List) -> Result<Base, NameConstraintFault> {
    match (text.rsplit_once('@'), list) {
        (Some((_, host)), List::Permitted) => check_host_alone(host)?,
        _ => check_host_alone(text)?,
    }
    if text.is_empty() && list == List::Permitted {
        return Err(NameConstraintFault::EmptyPermitted);
    }
    MailboxBase::parse(without_final_dot(text, list)?)
        .map(Base::Rfc822Name)
        .ok_or(NameConstraintFault::NotAName)
}

fn uri(text: &str, list: List) -> Result<Base, NameConstraintFault> {
    check_host_alone(text)?;
    if text.is_empty() && list == List::Permitted {
        return Err(NameConstraintFault::EmptyPermitted);
    }
    HostBase::parse(without_final_dot(text, list)?)
        .map(Base::UniformResourceIdentifier)
        .ok_or(NameConstraintFault::NotAName)
}

fn check_host_alone(text: &str) -> Result<(), NameConstraintFault> {
    match text {
        _ if text.contains("://") => Err(NameConstraintFault::WholeUri),
        _ if text.contains('*') => Err(NameConstraintFault::Wildcard),
        _ => Ok(()),
    }
}

/// An excluded base means the same with a final dot. A permitted one is exact, and webpki reads no final dot.
fn without_final_dot(text: &str, list: List) -> Result<&str, NameConstraintFault> {
    match (text.strip_suffix('.'), list) {
        (None, _) => Ok(text),
        (Some(rest), List::Excluded) if !rest.is_empty() => Ok(rest),
        (Some(_), _) => Err(NameConstraintFault::FinalDot),
    }
}

/// `#` and upper-case hexadecimal, cut short.
fn hexadecimal(bytes: &[u8]) -> String {
    const SHOWN: usize = 32;
    let mut text = String::from("#");
    for byte in bytes.iter().take(SHOWN) {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02X}");
    }
    if bytes.len() > SHOWN { format!("{text}...") } else { text }
}
