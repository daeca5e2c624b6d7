//! directoryName: RFC 5280 section 7.1 compares RDN by RDN; a base is the beginning of the names in its subtree.

use super::Match;
use super::domain::inside;
use crate::constraints::case::{Attribute, DirectoryName, RelativeName, Side};

pub(super) fn matches(name: &DirectoryName, base: &DirectoryName, side: Side) -> Match {
    let certain = |a: &RelativeName, b: &RelativeName| normalized(a) == normalized(b);
    let possible = |a: &RelativeName, b: &RelativeName| certain(a, b) || could_be_equal(a, b);
    let is_prefix = |equal: &dyn Fn(&RelativeName, &RelativeName) -> bool| {
        base.len() <= name.len() && base.iter().zip(name).all(|(base, name)| equal(base, name))
    };
    match side {
        Side::Permitted => inside(is_prefix(&certain)),
        Side::Excluded if is_prefix(&certain) => Match::Inside,
        Side::Excluded if is_prefix(&possible) => Match::Uncertain,
        Side::Excluded => Match::Outside,
    }
}

/// The attributes in one order, in the comparison that all implementations share: white space at the ends is nothing and
/// inside is one space, the letters of ASCII have no case, the string type does not matter.
fn normalized(name: &RelativeName) -> Vec<(&str, String)> {
    let mut attributes: Vec<_> = name
        .iter()
        .map(|Attribute { oid, text, .. }| {
            let words: Vec<_> = text.split_ascii_whitespace().collect();
            (*oid, words.join(" ").to_ascii_lowercase())
        })
        .collect();
    attributes.sort();
    attributes
}

/// True if RDNs with characters beyond ASCII could be equal after the mappings of RFC 4518, which no implementation does in full:
/// their attributes are of the same types.
fn could_be_equal(a: &RelativeName, b: &RelativeName) -> bool {
    let types = |name: &RelativeName| {
        let mut types: Vec<_> = name.iter().map(|attribute| attribute.oid).collect();
        types.sort_unstable();
        types
    };
    (is_beyond_ascii(a) || is_beyond_ascii(b)) && types(a) == types(b)
}

/// True if a value of the RDN has a character beyond ASCII.
fn is_beyond_ascii(name: &RelativeName) -> bool {
    name.iter().any(|attribute| !attribute.text.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::case::{COUNTRY, ORGANIZATION, StringType};

    fn on_both(name: &[(&'static str, &str)], base: &[(&'static str, &str)]) -> (Match, Match) {
        let name_of = |attributes: &[(&'static str, &str)]| -> DirectoryName {
            let attribute = |&(oid, text): &(&'static str, &str)| {
                vec![Attribute { oid, string: StringType::Utf8, text: text.to_owned() }]
            };
            attributes.iter().map(attribute).collect()
        };
        let on = |side| matches(&name_of(name), &name_of(base), side);
        (on(Side::Permitted), on(Side::Excluded))
    }

    #[test]
    fn a_base_is_the_beginning_of_a_name() {
        let base = [(COUNTRY, "US"), (ORGANIZATION, "Example  One")];
        assert_eq!(on_both(&base[..1], &base), (Match::Outside, Match::Outside));
        assert_eq!(on_both(&base, &base[..1]), (Match::Inside, Match::Inside));
        assert_eq!(on_both(&base, &[]), (Match::Inside, Match::Inside));
        let spelled = [(COUNTRY, "us"), (ORGANIZATION, " EXAMPLE ONE ")];
        assert_eq!(on_both(&spelled, &base), (Match::Inside, Match::Inside));
        assert_eq!(on_both(&base[1..], &base[..1]), (Match::Outside, Match::Outside));
    }

    #[test]
    fn beyond_ascii_only_sameness_permits_and_likeness_excludes() {
        let upper = [(ORGANIZATION, "M\u{dc}LLER")];
        let lower = [(ORGANIZATION, "m\u{fc}ller")];
        assert_eq!(on_both(&upper, &upper), (Match::Inside, Match::Inside));
        assert_eq!(on_both(&upper, &lower), (Match::Outside, Match::Uncertain));
        assert_eq!(on_both(&upper, &[(COUNTRY, "US")]), (Match::Outside, Match::Outside));
    }
}
