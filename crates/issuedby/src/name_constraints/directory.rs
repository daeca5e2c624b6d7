//! Distinguished Names below a base: RDN by RDN, from the most general one (RFC 5280 section 7.1).

use alloc::vec::Vec;

use crate::name::{Attribute, Name, Rdn};

/// Tells whether the first RDNs of `name` equal those of `base`, by the normalized comparison.
pub(super) fn is_inside(name: Name<'_>, base: Name<'_>) -> bool {
    let mut found = name.rdns();
    base.rdns().all(|wanted| found.next().is_some_and(|found| found.has_same_normal_form(&wanted)))
}

/// Tells whether `name` might be below `base` for some reader.
///
/// `None` where that is open: our comparison folds no letters beyond ASCII and drops no invisible characters, other
/// readers do (RFC 4518), and a value of no string type is text for some of them.
pub(super) fn touches(name: Name<'_>, base: Name<'_>) -> Option<bool> {
    let mut found = name.rdns();
    let mut is_open = false;
    for wanted in base.rdns() {
        let Some(found) = found.next() else { return Some(false) };
        match touches_rdn(&found, &wanted) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => is_open = true,
        }
    }
    if is_open { None } else { Some(true) }
}

fn touches_rdn(found: &Rdn<'_>, wanted: &Rdn<'_>) -> Option<bool> {
    if found.has_same_normal_form(wanted) {
        return Some(true);
    }
    if sorted_types(found) != sorted_types(wanted) {
        return Some(false);
    }
    let is_plain = |rdn: &Rdn<'_>| rdn.attributes().all(|attribute| is_plain_text(&attribute));
    if is_plain(found) && is_plain(wanted) { Some(false) } else { None }
}

fn sorted_types<'a>(rdn: &Rdn<'a>) -> Vec<&'a [u8]> {
    let mut types: Vec<_> = rdn.attributes().map(|attribute| attribute.oid().as_bytes()).collect();
    types.sort_unstable();
    types
}

/// Text of printable ASCII and white space, which every reader compares alike.
fn is_plain_text(attribute: &Attribute<'_>) -> bool {
    let is_plain = |found: char| found.is_ascii_graphic() || matches!(found, ' ' | '\t'..='\r');
    attribute.string().is_some_and(|text| text.chars().all(is_plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::DistinguishedName;

    fn name(text: &str) -> DistinguishedName {
        DistinguishedName::parse(text).unwrap().into_name()
    }

    fn compare(found: &str, base: &str) -> (bool, Option<bool>) {
        let (found, base) = (name(found), name(base));
        (is_inside(found.as_name(), base.as_name()), touches(found.as_name(), base.as_name()))
    }

    #[test]
    fn a_base_is_the_first_rdns_in_their_order() {
        assert_eq!(compare("CN=a,O=Example,C=US", "O=Example,C=US"), (true, Some(true)));
        assert_eq!(compare("CN=a,O= exAMPLE ,C=us", "O=Example,C=US"), (true, Some(true)));
        assert_eq!(compare("C=US,O=Example,CN=a", "O=Example,C=US"), (false, Some(false)));
        assert_eq!(compare("C=US", "O=Example,C=US"), (false, Some(false)));
        assert_eq!(compare("CN=a,O=Example,C=US", "O=Example"), (false, Some(false)));
        assert_eq!(compare("CN=a", ""), (true, Some(true)));
        assert_eq!(compare("CN=a+OU=b,C=US", "OU=b+CN=a,C=US"), (true, Some(true)));
        assert_eq!(compare("CN=a+OU=b,C=US", "CN=a,C=US"), (false, Some(false)));
    }

    #[test]
    fn what_readers_disagree_about_is_open() {
        for found in
            ["CN=a,O=Ex\u{e4}mple", "CN=a,O=Example\u{200b}", "CN=a,O=Exam\\01ple", "CN=a,O=#0403616263"]
        {
            assert_eq!(compare(found, "O=Example"), (false, None), "{found}");
        }
        assert_eq!(compare("CN=a,O=Example", "O=Ex\u{e4}mple"), (false, None));
        assert_eq!(compare("CN=a,O=Ex\u{e4}mple", "O=Ex\u{e4}mple"), (true, Some(true)));
    }

    #[test]
    fn one_rdn_that_differs_for_every_reader_decides() {
        assert_eq!(compare("CN=a,O=M\u{fc}ller,C=DE", "O=Example,C=US"), (false, Some(false)));
        assert_eq!(compare("CN=a,OU=M\u{fc}ller", "O=Example"), (false, Some(false)));
        assert_eq!(compare("CN=M\u{fc}ller,O=Other,C=US", "O=Example,C=US"), (false, Some(false)));
    }
}
