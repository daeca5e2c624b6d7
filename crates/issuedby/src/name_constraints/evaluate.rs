//! The names of a certificate against the constraints of its CA (RFC 5280 section 6.1.3 (b) and (c)).

use core::net::IpAddr;
use core::ops::ControlFlow;

use super::comparison_budget::ComparisonBudget;
use super::directory;
use super::host::DnsName;
use super::mailbox::Mailbox;
use super::subtree::Base;
use super::uri::host_of;
use super::violation::{PresentedName, Violation};
use super::{NameConstraint, NameConstraints};
use crate::certificate::Certificate;
use crate::general_name::{GeneralName, GeneralNameForm, RawGeneralName, utf8_string};
use crate::name::Name;
use crate::reason::{Reason, ReasonSet};

/// Every reason that the constraints give against the certificate; none where it may pass.
pub(crate) fn reasons(
    constraints: &NameConstraints,
    certificate: &Certificate<'_>,
    budget: &mut ComparisonBudget,
) -> ReasonSet {
    let mut reasons = ReasonSet::default();
    let _ = for_each_violation::<()>(constraints, certificate, budget, &mut |violation| {
        reasons.insert(violation.reason());
        ControlFlow::Continue(())
    });
    reasons
}

/// The first violation with this reason, for its sentence.
pub(crate) fn first_violation<'c, 'l>(
    constraints: &'c NameConstraints,
    certificate: &'l Certificate<'_>,
    reason: Reason,
) -> Option<Violation<'c, 'l>> {
    let mut budget = ComparisonBudget::new();
    let found = for_each_violation(constraints, certificate, &mut budget, &mut |violation| match violation
        .reason()
        == reason
    {
        true => ControlFlow::Break(violation),
        false => ControlFlow::Continue(()),
    });
    found.break_value()
}

type Visit<'v, 'c, 'l, B> = &'v mut dyn FnMut(Violation<'c, 'l>) -> ControlFlow<B>;

/// The subject, each emailAddress in it, then the subjectAltName in order. A name may have one violation.
///
/// RFC 5280 applies rfc822Name constraints to the subject's emailAddress where there is no subjectAltName; here they
/// apply always, for a reader may take the client's address from either. The CN is never a host name.
fn for_each_violation<'c, 'l, B>(
    constraints: &'c NameConstraints,
    certificate: &'l Certificate<'_>,
    budget: &mut ComparisonBudget,
    visit: Visit<'_, 'c, 'l, B>,
) -> ControlFlow<B> {
    let is_about_mailboxes = |constraint: &NameConstraint| constraint.form() == GeneralNameForm::Rfc822Name;
    let mut evaluation = Evaluation {
        constraints,
        has_mailbox_constraints: constraints.all().any(is_about_mailboxes),
        budget,
    };
    // A subject that is not a well-formed name is refused for that.
    if let Ok(subject) = certificate.subject() {
        if !subject.is_empty() {
            evaluation.evaluate(PresentedName::Subject(subject), visit)?;
        }
        evaluation.evaluate_emails(subject, visit)?;
    }
    for name in certificate.alternative_names().into_iter().flatten() {
        match name {
            Ok(name) => evaluation.evaluate_alternative(name, visit)?,
            Err(error) => visit(Violation::Unreadable(error))?,
        }
        if evaluation.budget.is_spent() {
            // Said once; each further name would only be refused for the same.
            return ControlFlow::Continue(());
        }
    }
    ControlFlow::Continue(())
}

struct Evaluation<'c, 'b> {
    constraints: &'c NameConstraints,
    has_mailbox_constraints: bool,
    budget: &'b mut ComparisonBudget,
}

impl<'c> Evaluation<'c, '_> {
    fn evaluate_emails<'l, B>(&mut self, subject: Name<'l>, visit: Visit<'_, 'c, 'l, B>) -> ControlFlow<B> {
        /// 1.2.840.113549.1.9.1 (RFC 2985 section 5.2.1).
        const EMAIL_ADDRESS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1];
        let attributes = subject.rdns().flat_map(|rdn| rdn.attributes());
        for attribute in attributes.filter(|attribute| attribute.oid().as_bytes() == EMAIL_ADDRESS) {
            // What is of no string type is no mailbox either.
            let text = attribute.text().unwrap_or_default();
            self.evaluate(PresentedName::SubjectEmail(text), visit)?;
        }
        ControlFlow::Continue(())
    }

    fn evaluate_alternative<'l, B>(
        &mut self,
        name: RawGeneralName<'l>,
        visit: Visit<'_, 'c, 'l, B>,
    ) -> ControlFlow<B> {
        /// 1.3.6.1.5.5.7.8.9. RFC 9598 section 6: rfc822Name constraints apply to it.
        const SMTP_UTF8_MAILBOX: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 8, 9];
        if name.form() == GeneralNameForm::OtherName && self.has_mailbox_constraints {
            match name.read() {
                Ok(GeneralName::OtherName { type_id: SMTP_UTF8_MAILBOX, value }) => {
                    let text = utf8_string(value).unwrap_or_default();
                    self.evaluate(PresentedName::SmtpUtf8Mailbox(text), visit)?;
                }
                Ok(_) => {}
                // A laxer reader may find a mailbox in it.
                Err(_) => return visit(Violation::NotAName { name: PresentedName::Alternative(name) }),
            }
        }
        self.evaluate(PresentedName::Alternative(name), visit)
    }

    /// One name against every constraint of its form.
    fn evaluate<'l, B>(&mut self, name: PresentedName<'l>, visit: Visit<'_, 'c, 'l, B>) -> ControlFlow<B> {
        let constraints = self.constraints;
        let form = name.form();
        let mut of_form = constraints.all().filter(|constraint| constraint.form() == form).peekable();
        // webpki counts a comparison for each pair, also of two forms: so that its limit is never met first.
        let pairs = constraints.permitted.len().saturating_add(constraints.excluded.len());
        if !self.budget.spend_each(pairs) {
            return visit(Violation::TooComplex);
        }
        if of_form.peek().is_none() {
            return ControlFlow::Continue(());
        }
        if let Some((constraint, fault)) =
            of_form.find_map(|constraint| constraint.fault().map(|fault| (constraint, fault)))
        {
            return visit(Violation::Unsupported { name, constraint, fault });
        }
        let Some(value) = Value::read(&name) else { return visit(Violation::NotAName { name }) };
        let is_of_form = |constraint: &&NameConstraint| constraint.form() == form;
        let mut is_outside = false;
        for constraint in constraints.permitted.iter().filter(is_of_form) {
            if !self.budget.spend(name.size().saturating_add(constraint.text.len())) {
                return visit(Violation::TooComplex);
            }
            is_outside = !value.is_inside(constraint);
            if !is_outside {
                break;
            }
        }
        if is_outside {
            return visit(Violation::Outside { name, constraints });
        }
        for constraint in constraints.excluded.iter().filter(is_of_form) {
            if !self.budget.spend(name.size().saturating_add(constraint.text.len())) {
                return visit(Violation::TooComplex);
            }
            match value.touches(constraint) {
                Some(false) => {}
                Some(true) => return visit(Violation::Excluded { name, constraint }),
                None => return visit(Violation::Open { name, constraint }),
            }
        }
        match value {
            Value::AbsoluteDns(_) => visit(Violation::NotAName { name }),
            _ => ControlFlow::Continue(()),
        }
    }
}

/// A name, read as its form is.
enum Value<'v> {
    Address(IpAddr),
    Directory(Name<'v>),
    Dns(DnsName<'v>),
    /// A dNSName with a final dot, which is not kept. Neither webpki nor RFC 5280 has such names.
    AbsoluteDns(DnsName<'v>),
    Mailbox(Mailbox<'v>),
    /// The host of a URI, if it has one.
    Host(Option<&'v str>),
}

impl<'v> Value<'v> {
    fn read(name: &'v PresentedName<'_>) -> Option<Self> {
        let name = match name {
            PresentedName::Subject(name) => return Some(Self::Directory(*name)),
            PresentedName::SubjectEmail(text) => return Mailbox::parse(text).map(Self::Mailbox),
            PresentedName::SmtpUtf8Mailbox(text) => return Mailbox::parse(text).map(Self::Mailbox),
            PresentedName::Alternative(name) => name,
        };
        match name.read().ok()? {
            GeneralName::DirectoryName(name) => Some(Self::Directory(name)),
            GeneralName::DnsName(text) => match text.strip_suffix('.') {
                None => DnsName::parse(text).map(Self::Dns),
                Some(relative) => DnsName::parse(relative).map(Self::AbsoluteDns),
            },
            GeneralName::Ipv4Address(address) => Some(Self::Address(IpAddr::V4(address))),
            GeneralName::Ipv6Address(address) => Some(Self::Address(IpAddr::V6(address))),
            GeneralName::Rfc822Name(text) => Mailbox::parse(text).map(Self::Mailbox),
            GeneralName::UniformResourceIdentifier(text) => Some(Self::Host(host_of(text))),
            GeneralName::OtherName { .. }
            | GeneralName::X400Address(_)
            | GeneralName::EdiPartyName(_)
            | GeneralName::RegisteredId(_) => None,
        }
    }

    /// Exactly, for a permitted subtree.
    fn is_inside(&self, constraint: &NameConstraint) -> bool {
        match (self, &constraint.base) {
            (Self::Address(address), Ok(Base::IpAddress(range))) => range.contains(*address),
            (Self::Directory(name), Ok(Base::DirectoryName(base))) => {
                directory::is_inside(*name, base.as_name())
            }
            (Self::Dns(name), Ok(Base::DnsName(base))) => name.is_inside(base),
            (Self::Mailbox(mailbox), Ok(Base::Rfc822Name(base))) => base.contains(*mailbox),
            (Self::Host(Some(host)), Ok(Base::UniformResourceIdentifier(base))) => base.contains(host),
            _ => false,
        }
    }

    /// Tells whether it might be inside an excluded subtree; `None` where readers could disagree.
    fn touches(&self, constraint: &NameConstraint) -> Option<bool> {
        match (self, &constraint.base) {
            (Self::Address(address), Ok(Base::IpAddress(range))) => Some(range.touches(*address)),
            (Self::Directory(name), Ok(Base::DirectoryName(base))) => {
                directory::touches(*name, base.as_name())
            }
            (Self::Dns(name) | Self::AbsoluteDns(name), Ok(Base::DnsName(base))) => Some(name.touches(base)),
            (Self::Mailbox(mailbox), Ok(Base::Rfc822Name(base))) => base.touches(*mailbox),
            (Self::Host(Some(host)), Ok(Base::UniformResourceIdentifier(base))) => Some(base.touches(host)),
            // Above all a URI without a host: it is refused under any constraint on URIs.
            _ => Some(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::general_name::GeneralNames;

    /// Every constraint on such a form has a fault, and it is met first; this one would refuse too.
    #[test]
    fn a_name_of_a_form_without_a_rule_has_no_value_to_compare() {
        let names: &[&[u8]] = &[
            &[0xa0, 7, 0x06, 1, 0x2a, 0xa0, 2, 0x05, 0],
            &[0xa3, 2, 0x30, 0],
            &[0xa5, 2, 0xa1, 0],
            &[0x88, 1, 0x2a],
        ];
        for der in names {
            let name = GeneralNames::new(der, 0).next().unwrap().unwrap();
            assert!(name.read().is_ok(), "{der:02x?}");
            assert!(Value::read(&PresentedName::Alternative(name)).is_none(), "{der:02x?}");
        }
        let dns = GeneralNames::new(&[0x82, 1, b'a'], 0).next().unwrap().unwrap();
        assert!(Value::read(&PresentedName::Alternative(dns)).is_some());
    }
}
