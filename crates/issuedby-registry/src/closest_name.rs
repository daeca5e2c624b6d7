//! The existing account that a misspelt name may mean.

use crate::account::AccountName;

/// The name with the fewest edits from `wanted`, the first in order among several; `None` where more than a third
/// of the letters differ.
pub(crate) fn closest_name(
    wanted: &AccountName,
    names: impl IntoIterator<Item = AccountName>,
) -> Option<AccountName> {
    let at_most = (wanted.as_str().len() / 3).max(1);
    names
        .into_iter()
        .map(|name| {
            let (wanted, found) = (wanted.as_str().to_lowercase(), name.as_str().to_lowercase());
            (strsim::osa_distance(&wanted, &found), name)
        })
        .filter(|(distance, _)| *distance <= at_most)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_close_and_another_word_is_not() {
        let name = |text| AccountName::parse(text).expect("a name");
        let names = || ["acme", "acme-2", "zenith"].map(name);
        for (wanted, found) in [
            ("amce", Some("acme")),
            ("ACME", Some("acme")),
            ("acme-3", Some("acme-2")),
            ("zenit", Some("zenith")),
            ("other", None),
            ("x", None),
        ] {
            let closest = closest_name(&name(wanted), names());
            assert_eq!(closest.as_ref().map(AccountName::as_str), found, "{wanted}");
        }
    }
}
