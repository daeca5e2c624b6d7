//! The extensions of a certificate in their order, each read or shown in bytes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Inspection;
use super::authority::{self, AuthorityKey};
use super::hexadecimal::Hexadecimal;
use super::names::{self, InspectedName};
use super::pointers::{self, AccessDescription, DistributionPoint};
use super::policies::{self, InspectedPolicy, PolicyConstraints};
use super::truncated::Truncated;
use crate::certificate::der::{Element, Reader};
use crate::certificate::error::ParseFault;
use crate::certificate::extension_oid as oid;
use crate::certificate::extensions::{self, Parts};
use crate::certificate::policies::{inhibit_any_policy, policy_constraints};
use crate::certificate::{Certificate, ParseError, check_extended_key_usage};
use crate::general_name::GeneralNames;
use crate::limits::{MAX_EXTENSIONS, MAX_INSPECTED_VALUE_SIZE};
use crate::name::OidText;
use crate::name_constraints::NameConstraints;
use crate::oid_name;

/// One extension of a certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct InspectedExtension {
    /// Its number, dotted decimal; `None` where not even that can be read.
    pub oid: Option<String>,
    /// Its usual name.
    pub name: Option<&'static str>,
    /// Tells whether it is marked critical.
    pub critical: bool,
    /// The number of bytes of its value.
    pub size: usize,
    /// Its value, DER in upper-case hexadecimal with colons, if nothing here reads it, it cannot be read, or it stands several
    /// times, of which the other fields of an inspection have one; of a long one the first [`MAX_INSPECTED_VALUE_SIZE`] bytes.
    pub value: Option<String>,
    /// The fault of one that cannot be read; its offset is counted from the start of the certificate.
    pub error: Option<ParseError>,
}

/// The contents of the extensions that only an inspection reads.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    pub(super) alternative_names: Option<Vec<InspectedName>>,
    pub(super) policies: Option<Vec<InspectedPolicy>>,
    pub(super) policy_constraints: Option<PolicyConstraints>,
    pub(super) inhibit_any_policy: Option<u64>,
    pub(super) distribution_points: Option<Vec<DistributionPoint>>,
    pub(super) information_access: Option<Vec<AccessDescription>>,
    pub(super) authority: Option<AuthorityKey>,
    pub(super) truncated: Truncated,
}

/// 1.3.6.1.5.5.7.1.1 (RFC 5280 section 4.2.2.1).
const AUTHORITY_INFORMATION_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];

impl Inspection<'_> {
    /// Every extension, in the order of the certificate; at most one more than
    /// [`MAX_EXTENSIONS`].
    pub fn extensions(&self) -> &[InspectedExtension] {
        &self.extensions
    }
}

/// Reads every extension; one that cannot be read keeps no other from being read.
pub(super) fn read(certificate: &Certificate<'_>) -> (Vec<InspectedExtension>, Contents) {
    let mut contents = Contents::default();
    let mut found = Vec::new();
    let mut parts = certificate.extension_parts();
    let all: Vec<_> = parts.by_ref().take(MAX_EXTENSIONS).map(|(_, parts)| parts).collect();
    let count = |oid: &[u8]| all.iter().flatten().filter(|parts| parts.oid.contents == oid).count();
    for parts in &all {
        found.push(match parts {
            Ok(parts) => inspected(parts, contents.take(parts), count(parts.oid.contents) > 1),
            Err(error) => unreadable(*error),
        });
    }
    if let Some((offset, _)) = parts.next() {
        found.push(unreadable(ParseError::new("the extensions", offset, ParseFault::TooManyExtensions)));
    }
    (found, contents)
}

/// Tells whether an extension was read, and what hindered it.
enum Outcome {
    Read,
    Unknown,
    Unreadable(ParseError),
}

fn inspected(parts: &Parts<'_>, outcome: Outcome, is_repeated: bool) -> InspectedExtension {
    let value = parts.value.contents;
    let shown = value.get(..MAX_INSPECTED_VALUE_SIZE).unwrap_or(value);
    InspectedExtension {
        oid: Some(OidText(parts.oid.contents).to_string()),
        name: oid_name::of(parts.oid.contents),
        critical: parts.critical,
        size: value.len(),
        value: (is_repeated || !matches!(outcome, Outcome::Read)).then(|| Hexadecimal(shown).to_string()),
        error: match outcome {
            Outcome::Unreadable(error) => Some(error),
            Outcome::Read | Outcome::Unknown => None,
        },
    }
}

/// An extension of which not even the parts can be read.
fn unreadable(error: ParseError) -> InspectedExtension {
    InspectedExtension { oid: None, name: None, critical: false, size: 0, value: None, error: Some(error) }
}

impl Contents {
    fn take(&mut self, parts: &Parts<'_>) -> Outcome {
        let value = &parts.value;
        let mut truncated = Truncated::default();
        let read = match parts.oid.contents {
            [0x55, 0x1d, last] => match self.take_of_pkix(*last, value, &mut truncated) {
                Some(read) => read,
                None => return Outcome::Unknown,
            },
            AUTHORITY_INFORMATION_ACCESS => pointers::information_access(value, &mut truncated)
                .map(|found| self.information_access = Some(found)),
            _ => return Outcome::Unknown,
        };
        match read {
            Ok(()) => {
                self.truncated.extend(&truncated);
                Outcome::Read
            }
            Err(error) => Outcome::Unreadable(error),
        }
    }

    /// The extensions below id-ce, 2.5.29.
    fn take_of_pkix(
        &mut self,
        last: u8,
        value: &Element<'_>,
        truncated: &mut Truncated,
    ) -> Option<Result<(), ParseError>> {
        let outside = || Reader::at(value.contents, value.contents_offset);
        Some(match last {
            oid::BASIC_CONSTRAINTS => extensions::basic_constraints(value).map(drop),
            oid::KEY_USAGE => extensions::key_usage(value).map(drop),
            oid::EXTENDED_KEY_USAGE => check_extended_key_usage(value),
            oid::SUBJECT_KEY_IDENTIFIER => extensions::subject_key_identifier(value).map(drop),
            oid::NAME_CONSTRAINTS => NameConstraints::check(value),
            oid::SUBJECT_ALTERNATIVE_NAME => {
                extensions::only_sequence(value, "the subjectAltName").and_then(|list| {
                    let names = GeneralNames::new(list.contents, list.contents_offset);
                    // Those before a fault are given too, and so it is said that they are cut.
                    let (key, truncated) = ("subjectAlternativeNames", &mut self.truncated);
                    self.alternative_names = Some(names::alternative_names(names.clone(), key, truncated));
                    names.check()
                })
            }
            oid::AUTHORITY_KEY_IDENTIFIER => {
                authority::read(value, truncated).map(|found| self.authority = Some(found))
            }
            oid::CRL_DISTRIBUTION_POINTS => pointers::distribution_points(value, truncated)
                .map(|found| self.distribution_points = Some(found)),
            oid::CERTIFICATE_POLICIES => {
                policies::policies(value, truncated).map(|found| self.policies = Some(found))
            }
            oid::POLICY_CONSTRAINTS => policy_constraints(outside()).map(|(explicit, mapping)| {
                self.policy_constraints = Some(PolicyConstraints {
                    require_explicit_policy: explicit,
                    inhibit_policy_mapping: mapping,
                });
            }),
            oid::INHIBIT_ANY_POLICY => {
                inhibit_any_policy(outside()).map(|skipped| self.inhibit_any_policy = Some(skipped))
            }
            _ => return None,
        })
    }
}
