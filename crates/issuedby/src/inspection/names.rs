//! Names of certificates as a reviewer reads them: every form of GeneralName (RFC 5280 section 4.2.1.6).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::truncated::Truncated;
use crate::certificate::ParseError;
use crate::certificate::der::Element;
use crate::diagnosis::is_hidden;
use crate::general_name::{GeneralName, GeneralNames, RawGeneralName, utf8_string};
use crate::oid_name::NamedOid;

/// A GeneralName in text.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct InspectedName {
    /// The name of the alternative in RFC 5280, such as `dNSName`; `unreadable` where there is none.
    pub form: &'static str,
    /// The value as programs read it: text as it stands, Distinguished Names in ASCII, addresses, `#` and hexadecimal for
    /// what has no text. It is chosen by whoever made the certificate.
    pub value: String,
    /// The value as people read it, if otherwise: Distinguished Names in UTF-8, the name of an otherName's type. It may hold
    /// any character.
    pub readable: Option<String>,
}

impl InspectedName {
    /// One name.
    pub(super) fn of(name: &RawGeneralName<'_>) -> Self {
        let readable = match name.read() {
            Ok(GeneralName::DirectoryName(name)) => Some(name.to_utf8_string()),
            Ok(GeneralName::OtherName { type_id, value }) => {
                utf8_string(value).map(|text| format!("{} {text}", NamedOid(type_id)))
            }
            _ => None,
        };
        Self { form: name.form().as_str(), value: name.to_string(), readable }
    }

    /// The end of a list of which the rest cannot be read.
    fn unreadable(error: &ParseError) -> Self {
        Self { form: "unreadable", value: error.to_string(), readable: None }
    }

    /// Tells whether the value holds characters that cannot be seen, or that change how others are shown.
    pub(super) fn is_misleading(&self) -> bool {
        self.value.chars().any(is_hidden)
    }
}

/// The names of a subjectAltName; what cannot be read ends the list as one last name.
pub(super) fn alternative_names(
    names: GeneralNames<'_>,
    key: &'static str,
    truncated: &mut Truncated,
) -> Vec<InspectedName> {
    let names = names.map(|name| match name {
        Ok(name) => InspectedName::of(&name),
        Err(error) => InspectedName::unreadable(&error),
    });
    truncated.list(key, names)
}

/// The names of `GeneralNames` whose tag is that of the element. Those that are not given are read too.
pub(super) fn general_names(
    element: &Element<'_>,
    key: &'static str,
    truncated: &mut Truncated,
) -> Result<Vec<InspectedName>, ParseError> {
    let names = GeneralNames::new(element.contents, element.contents_offset);
    let names: Result<Vec<_>, _> = names.collect();
    Ok(truncated.list(key, names?.iter().map(InspectedName::of)))
}
