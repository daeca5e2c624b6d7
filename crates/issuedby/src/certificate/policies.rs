//! Certificate policies: whether a CA asks for one, and whether a leaf has one (RFC 5280 sections 4.2.1.4, 4.2.1.11,
//! 4.2.1.14 and 6.1.5).

use super::Certificate;
use super::der::{Element, Reader};
use super::error::{ParseError, ParseFault};
use crate::name::ObjectIdentifier;
use crate::span::Span;
use crate::tag;

/// The requirement of a CA on the policies of the certificates that it signs itself.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum RequiredPolicy {
    /// Nothing.
    #[default]
    None,
    /// Any policy.
    Any,
    /// Any policy but anyPolicy, which the CA inhibits.
    Named,
}

/// The policies of a leaf.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Policies {
    /// One at least.
    any: bool,
    /// One at least that is not anyPolicy.
    named: bool,
}

impl Policies {
    /// Tells whether they are what the CA asks for.
    pub(crate) fn satisfy(self, required: RequiredPolicy) -> bool {
        match required {
            RequiredPolicy::None => true,
            RequiredPolicy::Any => self.any,
            RequiredPolicy::Named => self.named,
        }
    }
}

impl Certificate<'_> {
    /// The requirement of this CA certificate on its leaves, by requireExplicitPolicy and inhibitAnyPolicy.
    ///
    /// One that skips 0 or 1 certificates holds for a leaf: section 6.1.5 (a) counts the last certificate once more.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for a policyConstraints or inhibitAnyPolicy that cannot be read.
    pub(crate) fn required_policy(&self) -> Result<RequiredPolicy, ParseError> {
        let extensions = &self.fields.extensions;
        let skipped =
            extensions.policy_constraints.map(|span| explicit_policy(self.reader(span))).transpose()?;
        let inhibited =
            extensions.inhibit_any_policy.map(|span| inhibit_any_policy(self.reader(span))).transpose()?;
        Ok(match (skipped.flatten(), inhibited) {
            (None | Some(2..), _) => RequiredPolicy::None,
            (Some(0 | 1), Some(0)) => RequiredPolicy::Named,
            (Some(0 | 1), _) => RequiredPolicy::Any,
        })
    }

    /// The policies of this leaf. What cannot be read is none.
    pub(crate) fn policies(&self) -> Policies {
        let policies = self.fields.extensions.certificate_policies;
        policies.and_then(|span| policies_in(self.reader(span))).unwrap_or_default()
    }

    /// Tells whether it has a policyConstraints extension, whatever that asks for.
    pub(crate) fn has_policy_constraints(&self) -> bool {
        self.fields.extensions.policy_constraints.is_some()
    }

    fn reader(&self, span: Span) -> Reader<'_> {
        Reader::at(span.of(&self.der), span.start())
    }
}

/// `PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] INTEGER OPTIONAL, inhibitPolicyMapping [1] ... }`, one of
/// the two at least.
fn explicit_policy(outside: Reader<'_>) -> Result<Option<u64>, ParseError> {
    policy_constraints(outside).map(|(explicit, _)| explicit)
}

/// requireExplicitPolicy and inhibitPolicyMapping of a policyConstraints.
pub(crate) fn policy_constraints(outside: Reader<'_>) -> Result<(Option<u64>, Option<u64>), ParseError> {
    const WHAT: &str = "the policyConstraints";
    const REQUIRE_EXPLICIT_POLICY: u8 = 0x80;
    const INHIBIT_POLICY_MAPPING: u8 = 0x81;
    outside.read_only(tag::SEQUENCE, WHAT)?.reader().read_all(WHAT, |reader| {
        if reader.is_at_end() {
            let fault = ParseFault::Invalid("requireExplicitPolicy or inhibitPolicyMapping");
            return Err(ParseError::new(WHAT, reader.offset(), fault));
        }
        let explicit = match reader.peek() {
            Some(REQUIRE_EXPLICIT_POLICY) => Some(skip_certs(&reader.read(WHAT)?, WHAT)?),
            _ => None,
        };
        let inhibited = match reader.peek() {
            Some(INHIBIT_POLICY_MAPPING) => Some(skip_certs(&reader.read(WHAT)?, WHAT)?),
            _ => None,
        };
        Ok((explicit, inhibited))
    })
}

/// `InhibitAnyPolicy ::= SkipCerts`
pub(crate) fn inhibit_any_policy(outside: Reader<'_>) -> Result<u64, ParseError> {
    const WHAT: &str = "the inhibitAnyPolicy";
    skip_certs(&outside.read_only(tag::INTEGER, WHAT)?, WHAT)
}

/// `SkipCerts ::= INTEGER (0..MAX)`
fn skip_certs(number: &Element<'_>, what: &'static str) -> Result<u64, ParseError> {
    let fault = ParseFault::Invalid("a number of 0 or more");
    non_negative(number.contents).ok_or(ParseError::new(what, number.offset, fault))
}

/// `CertificatePolicies ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers
/// SEQUENCE SIZE (1..MAX) OF SEQUENCE { policyQualifierId OBJECT IDENTIFIER, qualifier ANY } OPTIONAL }`
fn policies_in(outside: Reader<'_>) -> Option<Policies> {
    const WHAT: &str = "the certificatePolicies";
    /// 2.5.29.32.0
    const ANY_POLICY: &[u8] = &[0x55, 0x1d, 0x20, 0];
    let mut reader = outside.read_only(tag::SEQUENCE, WHAT).ok()?.reader();
    let mut found = Policies::default();
    while !reader.is_at_end() {
        let mut information = reader.read_tagged(tag::SEQUENCE, WHAT).ok()?.reader();
        let policy = object_identifier(&mut information)?;
        if !information.is_at_end() {
            qualifiers(information.read_only(tag::SEQUENCE, WHAT).ok()?.reader())?;
        }
        found.any = true;
        found.named |= policy != ANY_POLICY;
    }
    Some(found)
}

fn object_identifier<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let contents = reader.read_tagged(tag::OBJECT_IDENTIFIER, "a policy").ok()?.contents;
    ObjectIdentifier::is_well_formed(contents).then_some(contents)
}

/// One at least, and each an identifier with one value.
fn qualifiers(mut reader: Reader<'_>) -> Option<()> {
    const WHAT: &str = "the policyQualifiers";
    loop {
        let mut qualifier = reader.read_tagged(tag::SEQUENCE, WHAT).ok()?.reader();
        object_identifier(&mut qualifier)?;
        qualifier.read_all(WHAT, |value| value.read(WHAT)).ok()?;
        if reader.is_at_end() {
            return Some(());
        }
    }
}

/// The contents of an INTEGER in its shortest form that is not negative; what is beyond 64 bits is the largest number.
pub(crate) fn non_negative(contents: &[u8]) -> Option<u64> {
    match contents {
        [] | [0x80..=0xff, ..] | [0, 0..=0x7f, ..] => None,
        _ => Some(contents.iter().fold(0_u64, |number, byte| {
            number.checked_mul(256).and_then(|high| high.checked_add(u64::from(*byte))).unwrap_or(u64::MAX)
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shortest_positive_and_end_at_64_bits() {
        assert_eq!(non_negative(&[0]), Some(0));
        assert_eq!(non_negative(&[0x7f]), Some(127));
        assert_eq!(non_negative(&[0, 0x80]), Some(128));
        assert_eq!(non_negative(&[1, 0]), Some(256));
        assert_eq!(non_negative(&[0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), Some(u64::MAX));
        assert_eq!(non_negative(&[1, 0, 0, 0, 0, 0, 0, 0, 0]), Some(u64::MAX));
        assert_eq!(non_negative(&[0x7f; 40]), Some(u64::MAX));
        for bad in [&[][..], &[0xff], &[0x80, 0], &[0, 1], &[0, 0]] {
            assert_eq!(non_negative(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_policy_is_asked_for_within_two_certificates() {
        let of = |contents: &[u8]| explicit_policy(Reader::new(contents));
        assert_eq!(of(&[0x30, 3, 0x80, 1, 0]), Ok(Some(0)));
        assert_eq!(of(&[0x30, 6, 0x80, 1, 5, 0x81, 1, 0]), Ok(Some(5)));
        assert_eq!(of(&[0x30, 3, 0x81, 1, 0]), Ok(None));
        for bad in [
            &[0x30, 0][..],
            &[0x30, 3, 0x80, 1, 0x80],
            &[0x30, 6, 0x81, 1, 0, 0x80, 1, 0],
            &[0x30, 2, 0x82, 0],
        ] {
            assert!(of(bad).is_err(), "{bad:02x?}");
        }
    }
}
