//! Places that a certificate points to: CRL distribution points and authority information access (RFC 5280 sections
//! 4.2.1.13 and 4.2.2.1).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::hexadecimal::Hexadecimal;
use super::names::{self, InspectedName};
use super::truncated::Truncated;
use crate::certificate::ParseError;
use crate::certificate::der::Element;
use crate::certificate::error::ParseFault;
use crate::certificate::extensions::{object_identifier, only_sequence};
use crate::general_name;
use crate::name::OidText;
use crate::oid_name;
use crate::tag;

/// A CRL distribution point: where a CRL is, which reasons it covers, who issues it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct DistributionPoint {
    /// The fullName: each name is a place of the same CRL.
    pub names: Vec<InspectedName>,
    /// The nameRelativeToCRLIssuer, DER in hexadecimal; of a long one the first
    /// [`MAX_INSPECTED_VALUE_SIZE`](crate::limits::MAX_INSPECTED_VALUE_SIZE) bytes.
    pub relative_name: Option<String>,
    /// The reasons that the CRL covers; `None` for all.
    pub reasons: Option<Vec<&'static str>>,
    /// The issuer of the CRL; empty if it is that of the certificate.
    pub crl_issuer: Vec<InspectedName>,
}

/// A place for information about the issuer, such as an OCSP responder.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct AccessDescription {
    /// The usual name of the access method, such as `ocsp` or `caIssuers`; its number where it has none.
    pub method: String,
    /// The place.
    pub location: InspectedName,
}

/// The names of the bits of ReasonFlags, in order; the first is not used.
const REASONS: [&str; 9] = [
    "unused",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "privilegeWithdrawn",
    "aACompromise",
];

/// The JSON key of the distribution points and of everything in them.
const POINTS: &str = "crlDistributionPoints";

/// `CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint`
pub(super) fn distribution_points(
    value: &Element<'_>,
    truncated: &mut Truncated,
) -> Result<Vec<DistributionPoint>, ParseError> {
    const WHAT: &str = "the cRLDistributionPoints";
    let mut reader = only_sequence(value, WHAT)?.reader();
    if reader.is_at_end() {
        let fault = ParseFault::Invalid("at least one distribution point");
        return Err(ParseError::new(WHAT, reader.offset(), fault));
    }
    let mut points = Vec::new();
    while !reader.is_at_end() {
        points.push(distribution_point(&reader.read_tagged(tag::SEQUENCE, WHAT)?, WHAT, truncated)?);
    }
    Ok(truncated.list(POINTS, points))
}

/// `DistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL, reasons [1] ReasonFlags
/// OPTIONAL, cRLIssuer [2] GeneralNames OPTIONAL }`
fn distribution_point(
    point: &Element<'_>,
    what: &'static str,
    truncated: &mut Truncated,
) -> Result<DistributionPoint, ParseError> {
    const NAME: u8 = 0xa0;
    const FULL_NAME: u8 = 0xa0;
    const RELATIVE_NAME: u8 = 0xa1;
    const REASON_FLAGS: u8 = 0x81;
    const CRL_ISSUER: u8 = 0xa2;
    point.reader().read_all(what, |reader| {
        let mut found = DistributionPoint::default();
        if reader.peek() == Some(NAME) {
            let outer = reader.read(what)?;
            let name = outer.reader().read_all(what, |inside| inside.read(what))?;
            match name.tag {
                FULL_NAME => found.names = names::general_names(&name, POINTS, truncated)?,
                RELATIVE_NAME => {
                    let first = truncated.bytes(POINTS, name.contents, usize::MAX);
                    found.relative_name = Some(format!("#{}", Hexadecimal(first)));
                }
                _ => {
                    let fault = ParseFault::Invalid("a fullName or a nameRelativeToCRLIssuer");
                    return Err(ParseError::new(what, name.offset, fault));
                }
            }
        }
        if reader.peek() == Some(REASON_FLAGS) {
            found.reasons = Some(reasons(reader.bit_string(REASON_FLAGS, what)?));
        }
        if reader.peek() == Some(CRL_ISSUER) {
            found.crl_issuer = names::general_names(&reader.read(what)?, POINTS, truncated)?;
        }
        Ok(found)
    })
}

/// The names of the bits that are set in the contents of a BIT STRING; bit 0 of the ASN.1 type is the highest bit.
fn reasons(contents: &[u8]) -> Vec<&'static str> {
    let bits = contents.get(1..).unwrap_or_default();
    let bits = bits.iter().flat_map(|byte| (0..8_u32).map(move |bit| byte & (0x80 >> bit) != 0));
    bits.zip(REASONS).filter(|(is_set, _)| *is_set).map(|(_, name)| name).collect()
}

/// `AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation
/// GeneralName }`
pub(super) fn information_access(
    value: &Element<'_>,
    truncated: &mut Truncated,
) -> Result<Vec<AccessDescription>, ParseError> {
    const WHAT: &str = "the authorityInfoAccess";
    let mut reader = only_sequence(value, WHAT)?.reader();
    if reader.is_at_end() {
        return Err(ParseError::new(WHAT, reader.offset(), ParseFault::Invalid("at least one place")));
    }
    let mut found = Vec::new();
    while !reader.is_at_end() {
        let description = reader.read_tagged(tag::SEQUENCE, WHAT)?;
        let description = description.reader().read_all(WHAT, |inside| {
            let method = object_identifier(inside, WHAT)?.contents;
            let location = general_name::raw(&inside.read(WHAT)?, WHAT)?;
            let method = oid_name::of(method).map_or_else(|| OidText(method).to_string(), String::from);
            Ok(AccessDescription { method, location: InspectedName::of(&location) })
        })?;
        found.push(description);
    }
    Ok(truncated.list("authorityInfoAccess", found))
}
