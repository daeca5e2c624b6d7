//! The differences of two names and their causes, for the person who wrote one of them.
//!
//! Tells whether names match is decided by their normal forms alone; nothing here takes part in it.

mod alignment;
mod difference;
mod hint;
mod json;
mod look_alike;
mod mojibake;
mod odd_character;
mod pair;
mod resemblance;
mod sentence;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write};

pub use self::difference::{Difference, DifferenceKind};
pub use self::hint::Hint;

use self::hint::Ascii;
use self::pair::{Part, Side};
use super::Name;

impl Name<'_> {
    /// Compares `found`, such as the issuer of a certificate, with this name, the expected one, such as
    /// a `certIssuerDN`.
    ///
    /// ```
    /// use issuedby::name::{DistinguishedName, MatchLevel};
    ///
    /// let ca = DistinguishedName::from_der(b"\x30\x19\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02US\x31\x0a\x30\x08\x06\x03\x55\x04\x03\x0c\x01x")?;
    /// let comparison = ca.reversed().compare(&ca);
    /// assert_eq!(comparison.level(), MatchLevel::Reordered);
    /// assert!(!comparison.level().matches());
    /// assert_eq!(comparison.suggestion(), Some("CN=x,C=US"));
    /// # Ok::<(), issuedby::name::NameError>(())
    /// ```
    pub fn compare(self, found: Name<'_>) -> Comparison {
        let printed = found.to_string();
        if self == found {
            let level = if self.to_string() == printed { MatchLevel::Identical } else { MatchLevel::Equal };
            return Comparison { level, hints: Vec::new(), differences: Vec::new(), suggestion: None };
        }
        let [expected, found] = pair::sides([self, found]);
        let level = level_of_different(&expected, &found);
        let hints = hint::explain(&expected, &found, level);
        let differences = alignment::differences(&expected, &found);
        let suggestion = says_the_same(&expected, &found, &hints, &differences).then_some(printed);
        Comparison { level, hints, differences, suggestion }
    }
}

/// The comparison of two names, as [`Name::compare`] finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    level: MatchLevel,
    hints: Vec<Hint>,
    differences: Vec<Difference>,
    suggestion: Option<String>,
}

impl Comparison {
    /// The part of the names that is the same.
    pub const fn level(&self) -> MatchLevel {
        self.level
    }

    /// The possible causes, the likeliest first; empty exactly where the names match.
    pub fn hints(&self) -> &[Hint] {
        &self.hints
    }

    /// The differences of the names, in the order in which the expected name is printed, then what else was
    /// found; empty exactly where the names match.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// The found name as it is printed, to be written in place of the expected one.
    ///
    /// Only where the found name says the same in another way; one that has other contents is never
    /// suggested, for it may be that of another CA.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// The likely cause in one sentence for people, without a final period, in printable ASCII, with the
    /// text to paste where there is one; `None` where the names match.
    ///
    /// Names in it are cut after 512 bytes.
    pub fn hint(&self) -> Option<String> {
        let mut hint = self.cause()?;
        // Writing to a String does not fail.
        let _ = match self.sides_look_exchanged() {
            true => write!(hint, "{}", sentence::PasteIfFromCertificate(self.suggestion())),
            false => write!(hint, "{}", sentence::Paste(self.suggestion())),
        };
        hint.push_str(match self.level {
            MatchLevel::Reordered => "; names in another order never match",
            MatchLevel::Regrouped => "; names grouped otherwise never match",
            _ => "",
        });
        Some(hint)
    }

    /// [`Self::hint`] without the text to paste and what the level says, for those who show both beside it.
    pub fn cause(&self) -> Option<String> {
        sentence::of_comparison(self)
    }

    /// True if the found name has the order of OpenSSL's default output and the expected one that of RFC 4514: either the
    /// certificate was made so, or the two were exchanged and the expected name is the one to write.
    pub fn sides_look_exchanged(&self) -> bool {
        let first = |rdn: fn(&Difference) -> Option<usize>, keywords: &[&str]| {
            self.differences.iter().any(|it| rdn(it) == Some(1) && keywords.contains(&it.attribute()))
        };
        self.hints.contains(&Hint::ReversedOrder)
            && first(Difference::expected_rdn, &["CN", "OU", "emailAddress", "serialNumber"])
            && first(Difference::found_rdn, &["C", "DC", "O", "ST"])
    }

    /// Everything above as JSON: one line, ASCII, the keys in this order, absent values null.
    ///
    /// `level`, `matches`, `hints` (codes), `hint`, `suggestion`
    /// and `differences`, each with `kind`, `expectedRdn`, `foundRdn`, `attribute`, `expected` and `found`.
    pub fn to_json(&self) -> String {
        json::of_comparison(self)
    }
}

/// The part of two names that is the same. It does not depend on which is the expected one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchLevel {
    /// The names are equal and are printed alike.
    Identical,
    /// The names are equal: their normal forms are.
    Equal,
    /// The same RDNs in another order. The names do not match.
    Reordered,
    /// The same attributes, grouped into RDNs otherwise. The names do not match.
    Regrouped,
    /// Anything else.
    Different,
}

impl MatchLevel {
    /// `identical`, `equal`, `reordered`, `regrouped` or `different`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Equal => "equal",
            Self::Reordered => "reordered",
            Self::Regrouped => "regrouped",
            Self::Different => "different",
        }
    }

    /// Tells whether the names are equal. Reordered and regrouped names are not: RDNs have an order and a
    /// grouping that carry meaning (RFC 5280 section 7.1).
    pub const fn matches(self) -> bool {
        matches!(self, Self::Identical | Self::Equal)
    }
}

impl fmt::Display for MatchLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn level_of_different(expected: &Side<'_>, found: &Side<'_>) -> MatchLevel {
    let rdns = |side: &Side<'_>| pair::sorted(side.rdns.iter().map(|rdn| rdn.number));
    let attributes = |side: &Side<'_>| pair::sorted(side.parts.iter().map(Part::identity));
    if rdns(expected) == rdns(found) {
        MatchLevel::Reordered
    } else if attributes(expected) == attributes(found) {
        MatchLevel::Regrouped
    } else {
        MatchLevel::Different
    }
}

/// Tells whether the found name is what the expected one was meant to be, as far as that can be known.
fn says_the_same(expected: &Side<'_>, found: &Side<'_>, hints: &[Hint], differences: &[Difference]) -> bool {
    let same_contents = hints.iter().any(|hint| match hint {
        Hint::ReversedOrder | Hint::RegroupedMultiValued | Hint::Reordered => true,
        // No one should expect a dotless i in place of an i.
        Hint::UnicodeCaseOrCompatibility => {
            is_ascii(found) || hint::is_equal_in_any_case(expected, found, Ascii::Apart)
        }
        // The same values may also have changed places.
        Hint::AttributeTypeDiffers => differences.iter().all(|it| it.kind() == DifferenceKind::Type),
        Hint::ReplacementCharacter
        | Hint::RdnCount { .. }
        | Hint::PolicyIsSubset
        | Hint::PolicyIsSuperset
        | Hint::Different => false,
    });
    // A found name that has the odd characters itself may have been made to look like the expected one.
    let looks_the_same = resemblance::is_only_difference(differences);
    same_contents || looks_the_same && resemblance::is_plain(found, differences)
}

fn is_ascii(side: &Side<'_>) -> bool {
    side.parts.iter().all(|part| part.attribute.text().is_none_or(|text| text.is_ascii()))
}
