//! The rules of RFC 5280 section 4.2.1.10 for a case, read slowly and without a look at any implementation.
//!
//! Permitted subtrees allow only what is certainly inside them. Excluded subtrees refuse what could be inside them. So
//! a comparison without a certain result refuses the leaf, on whichever side the subtree stands.

mod directory;
mod domain;
mod ip;
mod mail;
mod uri;

use std::collections::BTreeSet;

use crate::constraints::case::{
    Case, Constraints, EMAIL_ADDRESS, Form, GeneralName, LeafName, Origin, Side, Subtree,
};

/// The relation of one name of the leaf to one subtree of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// In the subtree.
    Inside,
    /// Not in it.
    Outside,
    /// The name, or whether it is inside, has no certain meaning.
    Uncertain,
    /// The subtree cannot be applied: a fault of the CA, or a form of name without rules.
    Inapplicable,
    /// The subtree is no constraint on this name. Only peers have such subtrees.
    Unrelated,
    /// The subtree cannot be applied, but where it comes after a permitted one with the name in it, it is passed over.
    /// Only peers stop so early.
    InapplicableUnlessInside,
}

/// The oracle's result for a leaf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// A name is outside the permitted subtrees, or in an excluded one.
    pub violated: bool,
    /// A name has no certain meaning, so that it is neither permitted nor clear of an exclusion.
    pub uncertain: bool,
    /// The forms of the names to which a subtree cannot be applied.
    pub inapplicable: BTreeSet<Form>,
}

impl Answer {
    /// True if the constraints accept the leaf.
    pub fn accepts(&self) -> bool {
        !self.violated && !self.uncertain && self.inapplicable.is_empty()
    }
}

/// The result of RFC 5280 for a case.
pub fn answer(case: &Case) -> Answer {
    match &case.constraints {
        Some(constraints) => apply(constraints, &leaf_names(case), &matches),
        None => Answer::default(),
    }
}

/// The names of a leaf to which constraints apply: a subject that is not empty, every emailAddress in it (in any string
/// type, with or without subjectAltName), and every subjectAltName entry.
pub fn leaf_names(case: &Case) -> Vec<LeafName> {
    let mut names = Vec::new();
    if !case.subject.is_empty() {
        names.push(LeafName { name: GeneralName::Directory(case.subject.clone()), from: Origin::Subject });
    }
    names.extend(case.subject_attributes(EMAIL_ADDRESS).map(|attribute| LeafName {
        name: GeneralName::Email(attribute.text.clone().into_bytes()),
        from: Origin::SubjectEmail,
    }));
    names.extend(
        case.alternative_names
            .iter()
            .map(|name| LeafName { name: name.clone(), from: Origin::AlternativeName }),
    );
    names
}

/// The algorithm of RFC 5280 section 6.1.3 (b) and (c), with a rule for one name and one subtree of its form.
pub fn apply(
    constraints: &Constraints,
    names: &[LeafName],
    matches: &dyn Fn(&LeafName, &Subtree, Side) -> Match,
) -> Answer {
    let mut answer = Answer::default();
    for name in names {
        let form = name.name.form();
        let (mut permitted, mut unknown) = (Vec::new(), false);
        for (side, subtree) in constraints.subtrees() {
            if subtree.base.form() != form {
                continue;
            }
            match (matches(name, subtree, side), side) {
                (Match::Unrelated, _) => (),
                (Match::InapplicableUnlessInside, Side::Permitted) if permitted.contains(&Match::Inside) => {
                    continue;
                }
                (Match::Inapplicable | Match::InapplicableUnlessInside, _) => {
                    unknown |= side == Side::Permitted;
                    answer.inapplicable.insert(form);
                }
                (found, Side::Permitted) => permitted.push(found),
                (Match::Inside, Side::Excluded) => answer.violated = true,
                (Match::Outside, Side::Excluded) => (),
                (Match::Uncertain, Side::Excluded) => answer.uncertain = true,
            }
        }
        // A subtree that cannot be applied could permit the name.
        let decided = permitted.contains(&Match::Inside) || unknown;
        if !permitted.is_empty() && !decided {
            let uncertain = permitted.contains(&Match::Uncertain);
            answer.uncertain |= uncertain;
            answer.violated |= !uncertain;
        }
    }
    answer
}

/// The rule of RFC 5280 for one name and one subtree of its form.
pub fn matches(name: &LeafName, subtree: &Subtree, side: Side) -> Match {
    if has_distances(subtree) {
        return Match::Inapplicable;
    }
    if let GeneralName::Dns(base) | GeneralName::Email(base) | GeneralName::Uri(base) = &subtree.base {
        match side {
            // Nothing says what a base without text is in these forms: it could be everything.
            Side::Excluded if base.is_empty() => return Match::Inside,
            // A final dot belongs to no domain in the preferred syntax. An exclusion is read as without it.
            Side::Permitted if base.ends_with(b".") => return Match::Inapplicable,
            // Who excludes `*@example.com` means every mailbox there, and the rule says one.
            Side::Excluded if base.contains(&b'*') => return Match::Inapplicable,
            _ => (),
        }
    }
    if is_faulty_base(&subtree.base) {
        return Match::Inapplicable;
    }
    let characters = match name.from {
        Origin::SubjectEmail => mail::Characters::All,
        _ => mail::Characters::Ascii,
    };
    match (&name.name, &subtree.base) {
        (GeneralName::Dns(name), GeneralName::Dns(base)) => domain::matches(name, base, side),
        (GeneralName::Email(name), GeneralName::Email(base)) => mail::matches(name, base, side, characters),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => uri::matches(name, base, side),
        (GeneralName::Directory(name), GeneralName::Directory(base)) => directory::matches(name, base, side),
        (GeneralName::Ip(name), GeneralName::Ip(base)) => ip::matches(name, base, side),
        _ => Match::Inapplicable,
    }
}

/// True if the CA has written a subtree that the RFC does not allow: a minimum other than 0, a maximum, or a base that
/// is none.
pub fn is_faulty(subtree: &Subtree) -> bool {
    has_distances(subtree) || is_faulty_base(&subtree.base)
}

/// True if a subtree has a minimum other than 0 or a maximum: they "are not used with any name forms".
pub fn has_distances(subtree: &Subtree) -> bool {
    subtree.minimum.is_some_and(|minimum| minimum != 0) || subtree.maximum.is_some()
}

/// True if a base cannot be one, by the syntax of its form.
pub fn is_faulty_base(base: &GeneralName) -> bool {
    match base {
        GeneralName::Dns(base) => domain::is_faulty_base(base),
        GeneralName::Email(base) => mail::is_faulty_base(base),
        GeneralName::Uri(base) => uri::is_faulty_base(base),
        GeneralName::Ip(base) => ip::is_faulty_base(base),
        _ => false,
    }
}

pub use domain::{is_host_name, wildcard_rest};
pub use ip::has_contiguous_mask;
pub use mail::host as mailbox_host;
pub use uri::host as uri_host;
