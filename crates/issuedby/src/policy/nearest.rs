//! Which name was probably meant by one that is not known.

use alloc::vec::Vec;

/// The option whose name is nearest to what was written.
pub(super) fn nearest<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    let written = comparable(written);
    known.iter().copied().min_by_key(|option| edit_distance(&written, &comparable(option)))
}

/// The name that is nearest to what was written, unless more than a third of the letters would have to change; or the
/// only one that begins with it.
pub(super) fn near<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    let letters = comparable(written);
    let at_most = (letters.len() / 3).max(1);
    nearest(written, known)
        .filter(|name| edit_distance(&letters, &comparable(name)) <= at_most)
        .or_else(|| begun(&letters, known))
}

/// The only name that begins with these letters.
fn begun<'k>(letters: &[char], known: &[&'k str]) -> Option<&'k str> {
    let mut names = known.iter().filter(|name| comparable(name).starts_with(letters));
    match (letters, names.next(), names.next()) {
        ([_, ..], Some(name), None) => Some(name),
        _ => None,
    }
}

/// Letters and digits in lower case: `cert_issuer_dn` is as near as it gets. No option is half as long as the
/// cut, which bounds the work.
fn comparable(name: &str) -> Vec<char> {
    const LONGEST: usize = 64;
    let letters = name.chars().filter(|letter| letter.is_alphanumeric()).take(LONGEST);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// How many letters must be put in, taken out or exchanged to get from one to the other (Levenshtein).
fn edit_distance(from: &[char], to: &[char]) -> usize {
    // The distances of a prefix of `from` to every prefix of `to`; at first those of the empty one.
    let mut distances: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.iter().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let Some((first, rest)) = distances.split_first_mut() else { continue };
        *first = left;
        for (distance, other) in rest.iter_mut().zip(to) {
            let exchanged = diagonal + usize::from(letter != other);
            diagonal = *distance;
            left = exchanged.min(diagonal + 1).min(left + 1);
            *distance = left;
        }
    }
    distances.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::options::{ALLOW_UNAUTHENTICATED_REQUESTS, CERT_ISSUER_DN, OPTIONS};

    #[test]
    fn distances_are_those_of_levenshtein() {
        let distance = |from: &str, to: &str| edit_distance(&comparable(from), &comparable(to));
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("flaw", "lawn"), 2);
        assert_eq!(distance("cert_issuer-dn", "certIssuerDN"), 0);
    }

    #[test]
    fn a_misspelt_option_is_nearest_to_the_one_that_was_meant() {
        for written in ["certIssuerDn", "cert_issuer_dn", "issuerDN", "certIssuer", "CERTISSUERDNS"] {
            assert_eq!(nearest(written, &OPTIONS), Some(CERT_ISSUER_DN), "{written}");
        }
        for written in ["allowUnauthenticated", "allow_unauthenticated_requests", "allowUnauthorizedRequests"]
        {
            assert_eq!(nearest(written, &OPTIONS), Some(ALLOW_UNAUTHENTICATED_REQUESTS), "{written}");
        }
    }
}
