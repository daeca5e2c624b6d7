//! The rules of ARCHITECTURE, "Name constraints", for one name after the other.

mod address;
mod directory;
mod dns;
mod host;
mod mail;
mod uri;

use std::collections::BTreeSet;

use issuedby::Reason;
use issuedby_generator::oid;

use super::case::{Contents, Presented, Subtrees, subject_of};
use crate::names::reference::{Structure, text};

/// In which list a base stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum List {
    Permitted,
    Excluded,
}

/// True where a name might be inside an excluded subtree.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Touch {
    No,
    Yes,
    /// Readers could disagree.
    Open,
}

/// The characters that the type of a name may hold: an IA5String those of ASCII.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Characters {
    Ascii,
    Any,
}

/// One name under the subtrees of its form.
trait Form {
    type Base;
    type Name;

    /// The base, unless it has a fault.
    fn base(contents: &Contents, list: List) -> Option<Self::Base>;

    /// The name, unless it is none of this form.
    fn name(contents: &Contents) -> Option<Self::Name>;

    /// For a permitted subtree: exact.
    fn is_inside(name: &Self::Name, base: &Self::Base) -> bool;

    /// For an excluded subtree: wide.
    fn touches(name: &Self::Name, base: &Self::Base) -> Touch;

    /// True where a name without another fault is malformed.
    fn is_malformed_after_all(_: &Self::Name) -> bool {
        false
    }
}

/// Every reason that the constraints give against a certificate with these names.
pub fn reasons(subtrees: &Subtrees, names: &[Presented]) -> BTreeSet<Reason> {
    let subject = subject_of(names);
    let mut found = BTreeSet::new();
    if !subject.is_empty() {
        found.extend(of_form::<directory::Directory>(
            subtrees,
            &Contents::Directory(subject.clone()),
            Characters::Any,
        ));
    }
    for mailbox in emails(&subject) {
        found.extend(of_mailbox(subtrees, mailbox));
    }
    for name in names {
        found.extend(match name {
            Presented::Alternative(contents) => match contents {
                Contents::Dns(_) => of_form::<dns::Dns>(subtrees, contents, Characters::Ascii),
                Contents::Mail(_) => of_form::<mail::Mail>(subtrees, contents, Characters::Ascii),
                Contents::Uri(_) => of_form::<uri::Uri>(subtrees, contents, Characters::Ascii),
                Contents::Ip(_) => of_form::<address::Address>(subtrees, contents, Characters::Any),
                Contents::Directory(_) => {
                    of_form::<directory::Directory>(subtrees, contents, Characters::Any)
                }
            },
            Presented::SmtpUtf8Mailbox(text) => of_mailbox(subtrees, text.clone()),
            Presented::SubjectEmail(_) | Presented::Subject(_) => None,
        });
    }
    found
}

/// The fault of one name. A fault of a base of its form comes first, then what is no name, then the permitted
/// subtrees, then the excluded ones in the order of the CA.
fn of_form<F: Form>(subtrees: &Subtrees, name: &Contents, characters: Characters) -> Option<Reason> {
    let bases = |list: &[Contents], which| -> Vec<Option<F::Base>> {
        list.iter().filter(|base| is_same_form(base, name)).map(|base| F::base(base, which)).collect()
    };
    let permitted = bases(&subtrees.permitted, List::Permitted);
    let excluded = bases(&subtrees.excluded, List::Excluded);
    if permitted.is_empty() && excluded.is_empty() {
        return None;
    }
    if permitted.iter().chain(&excluded).any(Option::is_none) {
        return Some(Reason::NameConstraintsUnsupported);
    }
    let is_in_its_type = characters == Characters::Any || is_ascii(name);
    let Some(name) = F::name(name).filter(|_| is_in_its_type) else { return Some(Reason::Malformed) };
    if !permitted.is_empty() && !permitted.iter().flatten().any(|base| F::is_inside(&name, base)) {
        return Some(Reason::NameConstraintsViolated);
    }
    for base in excluded.iter().flatten() {
        match F::touches(&name, base) {
            Touch::No => {}
            Touch::Yes => return Some(Reason::NameConstraintsViolated),
            Touch::Open => return Some(Reason::NameConstraintsUnsupported),
        }
    }
    F::is_malformed_after_all(&name).then_some(Reason::Malformed)
}

/// A mailbox of a type that holds any character.
fn of_mailbox(subtrees: &Subtrees, text: String) -> Option<Reason> {
    of_form::<mail::Mail>(subtrees, &Contents::Mail(text), Characters::Any)
}

fn is_ascii(contents: &Contents) -> bool {
    match contents {
        Contents::Dns(text) | Contents::Mail(text) | Contents::Uri(text) => text.is_ascii(),
        Contents::Ip(_) | Contents::Directory(_) => true,
    }
}

fn is_same_form(a: &Contents, b: &Contents) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// The text of each emailAddress of a subject; of no string type, none.
fn emails(subject: &Structure) -> Vec<String> {
    let attributes = subject.iter().flatten().filter(|attribute| attribute.oid == oid::EMAIL_ADDRESS);
    attributes
        .map(|attribute| {
            let characters =
                text(attribute.value.tag, &attribute.value.contents).flatten().unwrap_or_default();
            characters.into_iter().collect()
        })
        .collect()
}
