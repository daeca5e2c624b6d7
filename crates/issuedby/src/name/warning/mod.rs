//! Names of certificates that could mislead their readers: people, and programs that search printed text.
//!
//! No warning makes a name unequal or unreadable. They are for the person who decides whether to trust a CA
//! or why a client was refused.

mod rdn;
mod upper_bound;
mod value;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::Name;
use super::rdn::Rdn;

impl Name<'_> {
    /// The warnings about the name: first what concerns it as a whole, then RDN by RDN as they
    /// are printed.
    ///
    /// There is at most one warning of a kind for each attribute or RDN, however often its text gives cause.
    pub fn warnings(self) -> Vec<NameWarning> {
        let mut stored: Vec<Rdn<'_>> = self.rdns().collect();
        stored.reverse();
        let mut warnings = Vec::new();
        if stored.is_empty() {
            warnings.push(NameWarning::of_name(NameWarningKind::EmptyName, None));
        }
        let attributes = stored.iter().flat_map(Rdn::attributes);
        if attributes.filter(|attribute| attribute.keyword() == Some("CN")).count() > 1 {
            warnings.push(NameWarning::of_name(NameWarningKind::SeveralCommonNames, Some("CN")));
        }
        for (index, rdn) in stored.iter().enumerate() {
            rdn::check(&mut warnings, index.saturating_add(1), rdn);
        }
        warnings
    }
}

/// One cause to look twice at a name.
///
/// [`Display`](fmt::Display) is a sentence for people, in printable ASCII whatever the name holds: it shows
/// nothing of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NameWarning {
    kind: NameWarningKind,
    rdn: Option<usize>,
    attribute: Option<Cow<'static, str>>,
}

impl NameWarning {
    /// The kind of the warning.
    pub const fn kind(&self) -> NameWarningKind {
        self.kind
    }

    /// The RDN, counted from 1 as it is printed, the most specific first; `None` for the whole name.
    pub const fn rdn(&self) -> Option<usize> {
        self.rdn
    }

    /// The keyword of the attribute's type, or dotted decimal; `None` for a whole RDN or name.
    pub fn attribute(&self) -> Option<&str> {
        self.attribute.as_deref()
    }

    fn of_name(kind: NameWarningKind, attribute: Option<&'static str>) -> Self {
        Self { kind, rdn: None, attribute: attribute.map(Cow::Borrowed) }
    }
}

impl fmt::Display for NameWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.rdn, &self.attribute) {
            (Some(rdn), Some(attribute)) => write!(f, "{attribute} in RDN {rdn}: {}", self.kind),
            (Some(rdn), None) => write!(f, "RDN {rdn}: {}", self.kind),
            (None, _) => self.kind.fmt(f),
        }
    }
}

/// The kind of a warning about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameWarningKind {
    /// The name has no RDN.
    EmptyName,
    /// The name has several CNs: programs that look for one find different ones.
    SeveralCommonNames,
    /// The attributes of an RDN are not in the order that DER wants (X.690 section 11.6).
    SetNotSorted,
    /// An RDN has the same attribute twice.
    DuplicateValue,
    /// A value holds U+0000, where programs in C take it to end.
    NulCharacter,
    /// A value holds another control character.
    ControlCharacter,
    /// A value holds characters that change the direction in which text is shown.
    BidirectionalControl,
    /// A value holds characters that cannot be seen or have no fixed look.
    InvisibleCharacter,
    /// A value holds one of `,` `;` `+` `/` `=` `"` `\`, which some tools print without an escape.
    SeparatorInValue,
    /// A value starts like an attribute, or has a separator and then what looks like one, such as `,CN=`.
    LooksLikeAttributes,
    /// A string type that has ASCII only holds other characters; they are read as Latin-1.
    NonAsciiInAsciiString,
    /// A PrintableString holds characters that it may not (X.680 section 41.4); they are read as Latin-1.
    CharOutsidePrintableString,
    /// A TeletexString holds characters beyond ASCII, which programs read differently; here as Latin-1.
    TeletexNonAscii,
    /// A value is longer than RFC 5280 appendix A.1 allows for its type.
    OverUpperBound,
}

impl NameWarningKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::EmptyName,
        Self::SeveralCommonNames,
        Self::SetNotSorted,
        Self::DuplicateValue,
        Self::NulCharacter,
        Self::ControlCharacter,
        Self::BidirectionalControl,
        Self::InvisibleCharacter,
        Self::SeparatorInValue,
        Self::LooksLikeAttributes,
        Self::NonAsciiInAsciiString,
        Self::CharOutsidePrintableString,
        Self::TeletexNonAscii,
        Self::OverUpperBound,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::EmptyName => "empty_name",
            Self::SeveralCommonNames => "several_common_names",
            Self::SetNotSorted => "set_not_sorted",
            Self::DuplicateValue => "duplicate_value",
            Self::NulCharacter => "nul_character",
            Self::ControlCharacter => "control_character",
            Self::BidirectionalControl => "bidirectional_control",
            Self::InvisibleCharacter => "invisible_character",
            Self::SeparatorInValue => "separator_in_value",
            Self::LooksLikeAttributes => "looks_like_attributes",
            Self::NonAsciiInAsciiString => "non_ascii_in_ascii_string",
            Self::CharOutsidePrintableString => "char_outside_printable_string",
            Self::TeletexNonAscii => "teletex_non_ascii",
            Self::OverUpperBound => "over_upper_bound",
        }
    }

    /// A sentence for people, without a final period.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::EmptyName => "the name is empty",
            Self::SeveralCommonNames => {
                "the name has several CNs: programs that look for one may take different ones"
            }
            Self::SetNotSorted => "its attributes are not in the order of DER: some programs refuse it",
            Self::DuplicateValue => "it has the same attribute twice: some programs refuse it",
            Self::NulCharacter => "its value holds the character NUL: some programs take it to end there",
            Self::ControlCharacter => "its value holds control characters",
            Self::BidirectionalControl => {
                "its value holds characters that change the direction of text: it may read differently from \
                 what it says"
            }
            Self::InvisibleCharacter => {
                "its value holds characters that cannot be seen: it may look like another name"
            }
            Self::SeparatorInValue => {
                "its value holds a separator: tools that do not escape it print the name ambiguously"
            }
            Self::LooksLikeAttributes => {
                "its value looks like attributes of a name: programs that search printed names may be \
                 deceived"
            }
            Self::NonAsciiInAsciiString => {
                "its string type has ASCII only, and its value does not: programs read it differently"
            }
            Self::CharOutsidePrintableString => {
                "its PrintableString holds characters that it may not: some programs refuse it"
            }
            Self::TeletexNonAscii => {
                "its TeletexString holds characters beyond ASCII: programs read them differently"
            }
            Self::OverUpperBound => "its value is longer than RFC 5280 allows: some programs refuse it",
        }
    }
}

impl fmt::Display for NameWarningKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}
