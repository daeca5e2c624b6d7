//! A name that owns its bytes, with its normal form.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::{Comparison, Name, NameError, NameWarning};

/// An owned name: the contents of its RDNSequence and their normal form.
///
/// Equality, order and hash are those of the normal form, so a name found in a map is printed as it was
/// put in, not as it was asked for.
#[derive(Clone)]
pub struct DistinguishedName {
    rdn_sequence: Box<[u8]>,
    normalized: Box<[u8]>,
}

impl DistinguishedName {
    /// Decodes a whole DER Name, tag and length included, with nothing after it.
    ///
    /// # Errors
    /// As [`Name::from_der`].
    pub fn from_der(der: &[u8]) -> Result<Self, NameError> {
        Name::from_der(der).map(Self::from)
    }

    /// Decodes the contents of an RDNSequence, without its tag and length.
    ///
    /// # Errors
    /// As [`Name::from_rdn_sequence`].
    pub fn from_rdn_sequence(contents: &[u8]) -> Result<Self, NameError> {
        Name::from_rdn_sequence(contents).map(Self::from)
    }

    /// The name, borrowed.
    pub const fn as_name(&self) -> Name<'_> {
        Name { contents: &self.rdn_sequence }
    }

    /// The normal form, as [`Name::normal_form`] gives it.
    pub const fn normalized(&self) -> &[u8] {
        &self.normalized
    }

    /// The name as text with visible characters beyond ASCII as they are: [`Name::to_utf8_string`].
    pub fn to_utf8_string(&self) -> String {
        self.as_name().to_utf8_string()
    }

    /// The normal form as text: [`Name::to_normalized_string`].
    pub fn to_normalized_string(&self) -> String {
        self.as_name().to_normalized_string()
    }

    /// The name with its RDNs in the opposite order: [`Name::reversed`].
    #[must_use]
    pub fn reversed(&self) -> Self {
        self.as_name().reversed()
    }

    /// Compares a found name with this one, the expected: [`Name::compare`].
    pub fn compare(&self, found: &Self) -> Comparison {
        self.as_name().compare(found.as_name())
    }

    /// The warnings about the name: [`Name::warnings`].
    pub fn warnings(&self) -> Vec<NameWarning> {
        self.as_name().warnings()
    }
}

impl From<Name<'_>> for DistinguishedName {
    fn from(name: Name<'_>) -> Self {
        Self { rdn_sequence: name.rdn_sequence().into(), normalized: name.normal_form().as_ref().into() }
    }
}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_name().fmt(f)
    }
}

impl fmt::Debug for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DistinguishedName({self})")
    }
}

impl PartialEq for DistinguishedName {
    fn eq(&self, other: &Self) -> bool {
        self.normalized == other.normalized
    }
}

impl Eq for DistinguishedName {}

impl PartialOrd for DistinguishedName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DistinguishedName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.normalized.cmp(&other.normalized)
    }
}

impl Hash for DistinguishedName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.normalized.hash(state);
    }
}
