//! Subject alternative names and name constraints, as the core reads them.

use issuedby::certificate::ParseError;
use issuedby::general_name::{GeneralName, GeneralNameForm, GeneralNames, RawGeneralName, utf8_string};
use issuedby::name_constraints::{NameConstraint, NameConstraintFault, NameConstraints};

use super::oid;

/// One GeneralName.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct AlternativeName {
    /// The name of the alternative in RFC 5280.
    pub(super) kind: &'static str,
    /// As a program reads it: names in ASCII.
    pub(super) value: String,
    /// As people read it, if otherwise; not yet safe for a terminal.
    pub(super) readable: Option<String>,
}

/// The names in their order; what cannot be read ends the list as one last name.
pub(super) fn read(names: GeneralNames) -> Vec<AlternativeName> {
    names
        .map(|name| match name {
            Ok(name) => read_one(&name),
            Err(error) => AlternativeName { kind: "unreadable", value: error.to_string(), readable: None },
        })
        .collect()
}

fn read_one(name: &RawGeneralName<'_>) -> AlternativeName {
    let readable = match name.read() {
        Ok(GeneralName::DirectoryName(name)) => Some(name.to_utf8_string()),
        Ok(GeneralName::OtherName { type_id, value }) => {
            let text = utf8_string(value);
            text.map(|text| format!("{} {text}", oid::named(type_id)))
        }
        _ => None,
    };
    AlternativeName { kind: name.form().as_str(), value: name.to_string(), readable }
}

/// The name constraints of a CA, or why they cannot be read.
pub(super) struct Constraints {
    pub(super) permitted: Vec<Constraint>,
    pub(super) excluded: Vec<Constraint>,
    pub(super) error: Option<ParseError>,
}

/// One constraint.
pub(super) struct Constraint {
    /// The name of the alternative in RFC 5280.
    pub(super) form: GeneralNameForm,
    /// The base; empty means every name of the form. Not yet safe for a terminal.
    pub(super) base: String,
    /// The reason for which it cannot be evaluated.
    pub(super) fault: Option<NameConstraintFault>,
}

impl Constraints {
    pub(super) fn of(read: Result<NameConstraints, ParseError>) -> Self {
        match read {
            Ok(constraints) => Self {
                permitted: constraints.permitted().iter().map(Constraint::of).collect(),
                excluded: constraints.excluded().iter().map(Constraint::of).collect(),
                error: None,
            },
            Err(error) => Self { permitted: Vec::new(), excluded: Vec::new(), error: Some(error) },
        }
    }
}

impl Constraint {
    fn of(constraint: &NameConstraint) -> Self {
        Self { form: constraint.form(), base: constraint.to_string(), fault: constraint.fault() }
    }
}
