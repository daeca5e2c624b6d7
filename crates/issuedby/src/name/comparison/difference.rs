//! One place where two names differ.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use super::odd_character::OddCharacter;
use super::pair::Part;
use super::resemblance::Resemblance;
use crate::diagnosis::Quoted;
use crate::name::print::{Style, print_attribute};
use crate::name::rdn::Attribute;

/// One place where two names differ: an attribute of one, of the other, or of both.
///
/// [`Display`](fmt::Display) says it in a sentence for people, in printable ASCII, values cut after 512
/// bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    kind: DifferenceKind,
    expected_rdn: Option<usize>,
    found_rdn: Option<usize>,
    attribute: Cow<'static, str>,
    expected: Option<String>,
    found: Option<String>,
    resemblance: Option<Resemblance>,
    odd_character: Option<OddCharacter>,
}

impl Difference {
    /// The kind of the difference.
    pub const fn kind(&self) -> DifferenceKind {
        self.kind
    }

    /// The RDN of the expected name, counted from 1 as it is printed, the most specific first.
    pub const fn expected_rdn(&self) -> Option<usize> {
        self.expected_rdn
    }

    /// The RDN of the found name, counted likewise.
    pub const fn found_rdn(&self) -> Option<usize> {
        self.found_rdn
    }

    /// The keyword of the attribute's type, or dotted decimal; the expected type where they differ.
    pub fn attribute(&self) -> &str {
        &self.attribute
    }

    /// The attribute of the expected name as it is printed in ASCII, such as `CN=example-ca`.
    pub fn expected(&self) -> Option<&str> {
        self.expected.as_deref()
    }

    /// The attribute of the found name, likewise.
    pub fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }

    pub(super) fn missing(expected: &Part<'_>) -> Self {
        Self::of(DifferenceKind::Missing, Some(expected), None)
    }

    pub(super) fn unexpected(found: &Part<'_>) -> Self {
        Self::of(DifferenceKind::Unexpected, None, Some(found))
    }

    pub(super) fn between(kind: DifferenceKind, expected: &Part<'_>, found: &Part<'_>) -> Self {
        let mut difference = Self::of(kind, Some(expected), Some(found));
        if let (DifferenceKind::Value, Some(expected), Some(found)) =
            (kind, expected.attribute.text(), found.attribute.text())
        {
            difference.resemblance = Resemblance::between(&expected, &found);
            difference.odd_character = OddCharacter::between(&expected, &found);
        }
        difference
    }

    pub(super) const fn resemblance(&self) -> Option<Resemblance> {
        self.resemblance
    }

    /// The first character in which the values differ, where both are texts.
    pub(super) const fn odd_character(&self) -> Option<OddCharacter> {
        self.odd_character
    }

    fn of(kind: DifferenceKind, expected: Option<&Part<'_>>, found: Option<&Part<'_>>) -> Self {
        let rdn = |part: &Part<'_>| part.rdn.saturating_add(1);
        let printed = |part: &Part<'_>| printed(&part.attribute);
        Self {
            kind,
            expected_rdn: expected.map(rdn),
            found_rdn: found.map(rdn),
            attribute: expected.or(found).map(|part| part.attribute.type_text()).unwrap_or_default(),
            expected: expected.map(printed),
            found: found.map(printed),
            resemblance: None,
            odd_character: None,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = Quoted(self.expected().unwrap_or_default());
        let found = Quoted(self.found().unwrap_or_default());
        let expected_rdn = self.expected_rdn.unwrap_or_default();
        let found_rdn = self.found_rdn.unwrap_or_default();
        match self.kind {
            DifferenceKind::Moved => {
                write!(f, "{expected} is found as RDN {found_rdn}, expected as RDN {expected_rdn}")
            }
            DifferenceKind::Grouping => {
                write!(f, "{expected} is found in RDN {found_rdn}, expected in RDN {expected_rdn}, ")?;
                f.write_str("which has other attributes")
            }
            DifferenceKind::Missing => {
                write!(f, "{expected} is not found, expected as RDN {expected_rdn}")
            }
            DifferenceKind::Unexpected => write!(f, "{found} is found as RDN {found_rdn}, not expected"),
            DifferenceKind::Value | DifferenceKind::Type => {
                write!(f, "RDN {expected_rdn}: found {found}")?;
                if expected_rdn != found_rdn {
                    write!(f, " in RDN {found_rdn}")?;
                }
                write!(f, ", expected {expected}")
            }
        }
    }
}

/// The difference of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// Its RDN is found at another place.
    Moved,
    /// It is found in an RDN that is grouped otherwise.
    Grouping,
    /// It is expected and not found.
    Missing,
    /// It is found and not expected.
    Unexpected,
    /// Its type is the same, its value another.
    Value,
    /// Its value is the same, its type another.
    Type,
}

impl DifferenceKind {
    /// `moved`, `grouping`, `missing`, `unexpected`, `value` or `type`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Grouping => "grouping",
            Self::Missing => "missing",
            Self::Unexpected => "unexpected",
            Self::Value => "value",
            Self::Type => "type",
        }
    }
}

impl fmt::Display for DifferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn printed(attribute: &Attribute<'_>) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = print_attribute(&mut out, attribute, Style::Ascii);
    out
}
