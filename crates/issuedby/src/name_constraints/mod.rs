//! Name constraints: which names a CA may certify (RFC 5280 section 4.2.1.10).
//!
//! webpki evaluates constraints of dNSName and iPAddress alone. This module evaluates every form that RFC 5280 gives a
//! rule for, after webpki: SUCCESS needs both.
//!
//! - **Permitted is exact.** A name is inside a permitted subtree only where the rule of its form says so.
//! - **Excluded is wide.** A name that might be inside an excluded subtree is refused, also where two readers of the
//!   name could disagree.
//! - **What cannot be evaluated is refused**, but only for a certificate that has a name of that form.

mod address;
mod anchor;
mod comparison_budget;
mod directory;
mod evaluate;
mod host;
mod mailbox;
mod parse;
mod subtree;
mod uri;
mod violation;

use alloc::vec::Vec;

pub(crate) use self::anchor::for_webpki;
pub(crate) use self::comparison_budget::ComparisonBudget;
pub(crate) use self::evaluate::{first_violation, reasons};
pub use self::subtree::{NameConstraint, NameConstraintFault};

use crate::certificate::ParseError;
use crate::certificate::der::Element;
use crate::general_name::GeneralNameForm;

/// The name constraints of a CA, read and checked once.
#[derive(Clone, Debug)]
pub struct NameConstraints {
    permitted: Vec<NameConstraint>,
    excluded: Vec<NameConstraint>,
}

impl NameConstraints {
    /// Reads `NameConstraints`, DER with its SEQUENCE header: the value of the extension.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for what is not the DER of that type: neither list, a list without subtrees, lists twice or in the
    /// wrong order, a base that is no GeneralName. A subtree that is readable and breaks a rule of RFC 5280 is no error:
    /// it has a [`NameConstraint::fault`].
    pub fn from_der(der: &[u8]) -> Result<Self, ParseError> {
        parse::extension(der, 0)
    }

    /// Tells whether the value of the extension can be read.
    pub(crate) fn check(value: &Element<'_>) -> Result<(), ParseError> {
        parse::extension(value.contents, value.contents_offset).map(drop)
    }

    /// The contents of the SEQUENCE, which start at `offset` in the certificate.
    pub(crate) fn from_contents(contents: &[u8], offset: usize) -> Result<Self, ParseError> {
        parse::contents(contents, offset)
    }

    /// The permitted subtrees, in the order of the certificate.
    pub fn permitted(&self) -> &[NameConstraint] {
        &self.permitted
    }

    /// The excluded subtrees, in the order of the certificate.
    pub fn excluded(&self) -> &[NameConstraint] {
        &self.excluded
    }

    /// Tells whether the constraints cannot be evaluated for names of this form, so that a certificate with one is refused.
    pub fn refuse_form(&self, form: GeneralNameForm) -> bool {
        self.all().any(|constraint| constraint.form() == form && constraint.fault().is_some())
    }

    fn all(&self) -> impl Iterator<Item = &NameConstraint> {
        self.permitted.iter().chain(&self.excluded)
    }
}
