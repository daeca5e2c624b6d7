//! The violations of name constraints, in a sentence that names the name and the constraint.

use alloc::borrow::Cow;
use core::fmt::{self, Display};

use super::{NameConstraint, NameConstraintFault, NameConstraints};
use crate::certificate::ParseError;
use crate::diagnosis::Quoted;
use crate::general_name::{GeneralNameForm, RawGeneralName};
use crate::limits::MAX_NAME_CONSTRAINT_COMPARISONS;
use crate::name::Name;
use crate::reason::Reason;

/// A name of the certificate, or the way to it, that constraints speak against.
#[derive(Debug)]
pub(crate) enum Violation<'c, 'l> {
    /// It is inside no permitted subtree of its form.
    Outside { name: PresentedName<'l>, constraints: &'c NameConstraints },
    /// It is inside an excluded subtree, or might be.
    Excluded { name: PresentedName<'l>, constraint: &'c NameConstraint },
    /// Readers could disagree whether it is inside an excluded subtree.
    Open { name: PresentedName<'l>, constraint: &'c NameConstraint },
    /// A constraint on its form cannot be evaluated.
    Unsupported { name: PresentedName<'l>, constraint: &'c NameConstraint, fault: NameConstraintFault },
    /// It is not a name of its form.
    NotAName { name: PresentedName<'l> },
    /// The subjectAltName cannot be read to its end.
    Unreadable(ParseError),
    /// More comparisons than the limit.
    TooComplex,
}

/// A name that the certificate has.
#[derive(Clone, Debug)]
pub(crate) enum PresentedName<'l> {
    Subject(Name<'l>),
    /// An emailAddress of the subject.
    SubjectEmail(Cow<'l, str>),
    /// An e-mail address in an otherName (RFC 9598).
    SmtpUtf8Mailbox(&'l str),
    Alternative(RawGeneralName<'l>),
}

impl PresentedName<'_> {
    /// Of which form the constraints are that it is under.
    pub(super) fn form(&self) -> GeneralNameForm {
        match self {
            Self::Subject(_) => GeneralNameForm::DirectoryName,
            Self::SubjectEmail(_) | Self::SmtpUtf8Mailbox(_) => GeneralNameForm::Rfc822Name,
            Self::Alternative(name) => name.form(),
        }
    }

    /// The number of bytes that a comparison reads.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Subject(name) => name.rdn_sequence().len(),
            Self::SubjectEmail(text) => text.len(),
            Self::SmtpUtf8Mailbox(text) => text.len(),
            Self::Alternative(name) => name.contents().len(),
        }
    }
}

impl Display for PresentedName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subject(name) => write!(f, "the subject {}", Quoted(name)),
            Self::SubjectEmail(text) => write!(f, "the emailAddress {} in the subject", Quoted(text)),
            Self::SmtpUtf8Mailbox(text) => write!(f, "the SmtpUTF8Mailbox {}", Quoted(text)),
            Self::Alternative(name) => write!(f, "the {} {}", name.form(), Quoted(name)),
        }
    }
}

impl Violation<'_, '_> {
    /// The reason for which a verdict has it.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::Outside { .. } | Self::Excluded { .. } => Reason::NameConstraintsViolated,
            Self::Open { .. } | Self::Unsupported { .. } => Reason::NameConstraintsUnsupported,
            Self::NotAName { .. } | Self::Unreadable(_) => Reason::Malformed,
            Self::TooComplex => Reason::NameConstraintsTooComplex,
        }
    }

    /// The sentence; `ca` is how it names the CA.
    pub(crate) fn sentence<'s>(&'s self, ca: &'s dyn Display) -> impl Display + 's {
        Sentence { violation: self, ca }
    }
}

struct Sentence<'s> {
    violation: &'s Violation<'s, 's>,
    ca: &'s dyn Display,
}

impl Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ca = self.ca;
        match self.violation {
            Violation::Outside { name, .. } | Violation::Excluded { name, .. } if !has_host(name) => write!(
                f,
                "{name} has no host name to compare, and the name constraints of {ca} are about hosts of URIs"
            ),
            Violation::Outside { name, constraints } => {
                let permitted = Permitted { constraints, form: name.form() };
                write!(f, "{name} is outside the name constraints of {ca}, which permit {permitted}")
            }
            Violation::Excluded { name, constraint } => write!(
                f,
                "{name} is excluded by the name constraint {} {} of {ca}",
                constraint.form(),
                Base(constraint)
            ),
            Violation::Open { name, constraint } => write!(
                f,
                "{name} may be inside the excluded {} {} of {ca} for some readers, because of characters beyond \
                 printable ASCII",
                constraint.form(),
                Base(constraint)
            ),
            Violation::Unsupported { name, constraint, fault } => write!(
                f,
                "{name} cannot be evaluated: the name constraint {} {} of {ca} cannot be evaluated, {fault}",
                constraint.form(),
                Base(constraint)
            ),
            Violation::NotAName { name } => write!(
                f,
                "{name} is not well-formed, and the name constraints of {ca} make it necessary to read it"
            ),
            Violation::Unreadable(error) => {
                write!(f, "{error}; the name constraints of {ca} make it necessary to read it")
            }
            Violation::TooComplex => write!(
                f,
                "the names of the certificate and the name constraints of {ca} take more than \
                 {MAX_NAME_CONSTRAINT_COMPARISONS} comparisons"
            ),
        }
    }
}

/// Tells whether it has a host to compare, where it is a URI.
fn has_host(name: &PresentedName<'_>) -> bool {
    match name {
        PresentedName::Alternative(name) if name.form() == GeneralNameForm::UniformResourceIdentifier => {
            name.text("").ok().and_then(super::uri::host_of).is_some()
        }
        _ => true,
    }
}

/// A base, or what stands for an empty one.
struct Base<'a>(&'a NameConstraint);

impl Display for Base<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.text.is_empty() {
            true => f.write_str("(empty: every name)"),
            false => Quoted(self.0).fmt(f),
        }
    }
}

/// The permitted subtrees of one form, the first few of them.
struct Permitted<'a> {
    constraints: &'a NameConstraints,
    form: GeneralNameForm,
}

impl Display for Permitted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 4;
        let of_form = self.constraints.permitted().iter().filter(|constraint| constraint.form() == self.form);
        write!(f, "{} ", self.form)?;
        for (position, constraint) in of_form.enumerate() {
            match position {
                0 => write!(f, "{}", Base(constraint))?,
                1..SHOWN => write!(f, ", {}", Base(constraint))?,
                _ => return f.write_str(", ..."),
            }
        }
        Ok(())
    }
}
