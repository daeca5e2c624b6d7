//! Certificate policies and what a CA asks of them (RFC 5280 sections 4.2.1.4, 4.2.1.11 and 4.2.1.14).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::hexadecimal::Hexadecimal;
use super::truncated::Truncated;
use crate::certificate::ParseError;
use crate::certificate::der::Element;
use crate::certificate::error::ParseFault;
use crate::certificate::extensions::{object_identifier, only_sequence};
use crate::limits::MAX_INSPECTED_QUALIFIERS_SIZE;
use crate::name::OidText;
use crate::oid_name;
use crate::tag;

/// A certificate policy.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct InspectedPolicy {
    /// Its number, dotted decimal.
    pub oid: String,
    /// Its usual name.
    pub name: Option<&'static str>,
    /// Its qualifiers; of all policies as many as have
    /// [`MAX_INSPECTED_QUALIFIERS_SIZE`] bytes.
    pub qualifiers: Vec<PolicyQualifier>,
}

/// A qualifier of a policy.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PolicyQualifier {
    /// The usual name of its type, such as `cps` or `unotice`; its number where it has none.
    pub kind: String,
    /// The URI of a `cps`, the explicitText of a `unotice`; `#` and hexadecimal for what has no text. It is chosen by whoever
    /// made the certificate, and may hold any character. Of a long one it has the first
    /// [`MAX_INSPECTED_VALUE_SIZE`](crate::limits::MAX_INSPECTED_VALUE_SIZE) bytes.
    pub value: String,
}

/// The requirements of a policyConstraints.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PolicyConstraints {
    /// The number of certificates below which a policy is required.
    pub require_explicit_policy: Option<u64>,
    /// The number of certificates below which policies are not mapped.
    pub inhibit_policy_mapping: Option<u64>,
}

const WHAT: &str = "the certificatePolicies";

/// The JSON key of the policies and of everything in them.
const POLICIES: &str = "certificatePolicies";

/// `CertificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation`
pub(super) fn policies(
    value: &Element<'_>,
    truncated: &mut Truncated,
) -> Result<Vec<InspectedPolicy>, ParseError> {
    let mut reader = only_sequence(value, WHAT)?.reader();
    if reader.is_at_end() {
        return Err(ParseError::new(WHAT, reader.offset(), ParseFault::Invalid("at least one policy")));
    }
    let mut found = Vec::new();
    let mut qualifiers = Qualifiers { room: MAX_INSPECTED_QUALIFIERS_SIZE, truncated: &mut *truncated };
    while !reader.is_at_end() {
        let information = reader.read_tagged(tag::SEQUENCE, WHAT)?;
        let policy = information.reader().read_all(WHAT, |inside| {
            let oid = object_identifier(inside, WHAT)?.contents;
            let qualifiers = match inside.is_at_end() {
                true => Vec::new(),
                false => qualifiers.read(&inside.read_tagged(tag::SEQUENCE, WHAT)?)?,
            };
            Ok(InspectedPolicy { oid: OidText(oid).to_string(), name: oid_name::of(oid), qualifiers })
        })?;
        found.push(policy);
    }
    Ok(truncated.list(POLICIES, found))
}

/// The qualifiers of all policies, which share one limit.
struct Qualifiers<'t> {
    /// The bytes that can still be given.
    room: usize,
    truncated: &'t mut Truncated,
}

impl Qualifiers<'_> {
    /// `SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo { policyQualifierId OBJECT IDENTIFIER, qualifier ANY }`
    ///
    /// Those that are not given are read too.
    fn read(&mut self, list: &Element<'_>) -> Result<Vec<PolicyQualifier>, ParseError> {
        let mut reader = list.reader();
        let mut found = Vec::new();
        while !reader.is_at_end() {
            let qualifier = reader.read_tagged(tag::SEQUENCE, WHAT)?.reader().read_all(WHAT, |inside| {
                let kind = object_identifier(inside, WHAT)?.contents;
                Ok((kind, inside.read(WHAT)?))
            });
            let (kind, value) = qualifier?;
            if self.room == 0 {
                self.truncated.note(POLICIES);
                continue;
            }
            found.push(PolicyQualifier {
                kind: oid_name::of(kind).map_or_else(|| OidText(kind).to_string(), String::from),
                value: self.value(kind, &value),
            });
            self.room = self.room.saturating_sub(value.der.len());
        }
        Ok(found)
    }

    fn value(&mut self, kind: &[u8], value: &Element<'_>) -> String {
        let text = match oid_name::of(kind) {
            Some("cps") => text_of(value),
            Some("unotice") => explicit_text(value),
            _ => None,
        };
        match text {
            Some(text) => self.truncated.text(POLICIES, text, self.room),
            None => format!("#{}", Hexadecimal(self.truncated.bytes(POLICIES, value.der, self.room))),
        }
    }
}

/// The explicitText of `UserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL }`
fn explicit_text(notice: &Element<'_>) -> Option<String> {
    const WHAT: &str = "the userNotice";
    let mut reader = notice.reader();
    let mut last = reader.read(WHAT).ok()?;
    while !reader.is_at_end() {
        last = reader.read(WHAT).ok()?;
    }
    text_of(&last)
}

/// The text of an IA5String, a VisibleString, a UTF8String or a BMPString.
fn text_of(element: &Element<'_>) -> Option<String> {
    const UTF8_STRING: u8 = 0x0c;
    const IA5_STRING: u8 = 0x16;
    const VISIBLE_STRING: u8 = 0x1a;
    const BMP_STRING: u8 = 0x1e;
    match element.tag {
        UTF8_STRING | IA5_STRING | VISIBLE_STRING => str::from_utf8(element.contents).ok().map(String::from),
        BMP_STRING => {
            let (units, rest) = element.contents.as_chunks::<2>();
            let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
            let text: Option<String> = char::decode_utf16(units).map(Result::ok).collect();
            text.filter(|_| rest.is_empty())
        }
        _ => None,
    }
}
