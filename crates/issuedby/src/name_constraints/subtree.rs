//! One subtree: a base, and what keeps it from being evaluated.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use super::address::AddressRange;
use super::mailbox::MailboxBase;
use super::uri::HostBase;
use crate::general_name::GeneralNameForm;
use crate::name::DistinguishedName;

/// One subtree of a CA's name constraints (RFC 5280 section 4.2.1.10, `GeneralSubtree`).
#[derive(Clone, Debug)]
pub struct NameConstraint {
    pub(super) form: GeneralNameForm,
    pub(super) base: Result<Base, NameConstraintFault>,
    /// The base as people read it: not safe for a terminal.
    pub(super) text: String,
    /// The base, DER with tag and length, for the anchor that webpki gets.
    pub(super) base_der: Box<[u8]>,
}

/// A base that can be evaluated.
#[derive(Clone, Debug)]
pub(super) enum Base {
    /// Lower-case, without a final dot; a leading dot means below only.
    DnsName(String),
    DirectoryName(DistinguishedName),
    IpAddress(AddressRange),
    Rfc822Name(MailboxBase),
    UniformResourceIdentifier(HostBase),
}

impl NameConstraint {
    /// The form of the names that it is about.
    pub fn form(&self) -> GeneralNameForm {
        self.form
    }

    /// The reason why it cannot be evaluated. Certificates with a name of its form are then refused with
    /// `name_constraints_unsupported`.
    pub fn fault(&self) -> Option<NameConstraintFault> {
        self.base.as_ref().err().copied()
    }
}

/// The base as text: a name as [`DistinguishedName`] prints it, addresses in CIDR notation, text as it stands, and
/// hexadecimal for what has no text. It is chosen by whoever made the CA, and may hold any ASCII character.
impl fmt::Display for NameConstraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The reason why a subtree cannot be evaluated: a fault of the CA certificate, or a form without a rule.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum NameConstraintFault {
    /// The base is not text in ASCII, as an IA5String is.
    NotAscii,
    /// The base has a wildcard. RFC 5280 has none: a domain covers what is below it.
    Wildcard,
    /// The base is a whole URI. RFC 5280 has its host alone.
    WholeUri,
    /// The base is not a host name or domain, nor a mailbox where one is allowed.
    NotAName,
    /// The base is empty, and in a permitted subtree of this form that has no clear meaning.
    EmptyPermitted,
    /// The base ends with a dot, and webpki reads none that does.
    FinalDot,
    /// The base has neither 8 nor 32 bytes.
    AddressSize,
    /// The bits of the mask are not contiguous.
    MaskNotContiguous,
    /// `minimum` is not 0.
    MinimumNotZero,
    /// `maximum` is there.
    MaximumPresent,
    /// RFC 5280 has no rule for this form.
    FormWithoutRule,
}

impl NameConstraintFault {
    /// Every fault.
    pub const ALL: &'static [Self] = &[
        Self::NotAscii,
        Self::Wildcard,
        Self::WholeUri,
        Self::NotAName,
        Self::EmptyPermitted,
        Self::FinalDot,
        Self::AddressSize,
        Self::MaskNotContiguous,
        Self::MinimumNotZero,
        Self::MaximumPresent,
        Self::FormWithoutRule,
    ];

    /// The stable code in `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAscii => "not_ascii",
            Self::Wildcard => "wildcard",
            Self::WholeUri => "whole_uri",
            Self::NotAName => "not_a_name",
            Self::EmptyPermitted => "empty_permitted",
            Self::FinalDot => "final_dot",
            Self::AddressSize => "address_size",
            Self::MaskNotContiguous => "mask_not_contiguous",
            Self::MinimumNotZero => "minimum_not_zero",
            Self::MaximumPresent => "maximum_present",
            Self::FormWithoutRule => "form_without_rule",
        }
    }

    /// The fault, as the end of a sentence that names the constraint.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotAscii => "it has characters beyond ASCII",
            Self::Wildcard => "it has a wildcard, and a domain covers what is below it without one",
            Self::WholeUri => "it is a whole URI, and a constraint is a host or a domain alone",
            Self::NotAName => "it is not a name of its form",
            Self::EmptyPermitted => "it is empty, which has no meaning for a permitted name of this form",
            Self::FinalDot => "it ends with a dot",
            Self::AddressSize => "it has neither 8 bytes (IPv4) nor 32 (IPv6)",
            Self::MaskNotContiguous => "the bits of its mask are not contiguous",
            Self::MinimumNotZero => "its minimum is not 0",
            Self::MaximumPresent => "it has a maximum",
            Self::FormWithoutRule => "RFC 5280 has no rule for constraints of this form",
        }
    }
}

impl fmt::Display for NameConstraintFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}
