//! The word that was probably meant by one that is not known.

use alloc::vec::Vec;

/// The known name that is closest to what was written, however far that is; `None` where no name is known.
pub fn closest_name<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    let written = comparable(written);
    known.iter().copied().min_by_key(|name| edit_distance(&written, &comparable(name)))
}

/// The known name that is similar to what was written: the closest one, if at most a third of the letters change; else
/// the only one that begins with what was written.
pub fn similar_name<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    let letters = comparable(written);
    let at_most = (letters.len() / 3).max(1);
    closest_name(written, known)
        .filter(|name| edit_distance(&letters, &comparable(name)) <= at_most)
        .or_else(|| only_completion(&letters, known))
}

/// The only name that begins with these letters.
fn only_completion<'k>(letters: &[char], known: &[&'k str]) -> Option<&'k str> {
    let mut names = known.iter().filter(|name| comparable(name).starts_with(letters));
    match (letters, names.next(), names.next()) {
        ([_, ..], Some(name), None) => Some(name),
        _ => None,
    }
}

/// Letters and digits in lower case, so that `cert_issuer_dn` equals `certIssuerDN`. The cut bounds the work; every
/// known name is less than half as long.
fn comparable(name: &str) -> Vec<char> {
    const MAX_LETTERS: usize = 64;
    let letters = name.chars().filter(|letter| letter.is_alphanumeric()).take(MAX_LETTERS);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The number of letters to insert, delete or replace to get from one word to the other (Levenshtein).
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
    fn the_closest_name_is_found_however_far_it_is() {
        let known = ["allowUnauthenticatedRequests", "certIssuerDN"];
        for written in ["certIssuerDn", "cert_issuer_dn", "issuerDN", "certIssuer", "CERTISSUERDNS", "x"] {
            assert_eq!(closest_name(written, &known), Some("certIssuerDN"), "{written}");
        }
        for written in ["allowUnauthenticated", "allow_unauthenticated_requests", "allowUnauthorizedRequests"]
        {
            assert_eq!(closest_name(written, &known), Some("allowUnauthenticatedRequests"), "{written}");
        }
        assert_eq!(closest_name("x", &[]), None);
    }

    #[test]
    fn a_name_is_similar_if_at_most_a_third_of_its_letters_change() {
        let known = ["valid", "not-yet-valid", "v1"];
        for (written, similar) in [
            ("vald", Some("valid")),
            ("NotYetValid", Some("not-yet-valid")),
            ("not_yet_valid", Some("not-yet-valid")),
            ("v2", Some("v1")),
            ("revoked", None),
            ("", None),
        ] {
            assert_eq!(similar_name(written, &known), similar, "{written}");
        }
    }

    #[test]
    fn a_beginning_is_similar_to_its_only_completion() {
        let known =
            ["not-yet-valid", "other-ca", "via-intermediate", "renewed-ca", "server-only", "second-ca"];
        for (written, similar) in [
            ("other", Some("other-ca")),
            ("not_yet", Some("not-yet-valid")),
            ("Via", Some("via-intermediate")),
            ("se", None),
            ("ca", None),
            ("wrong-ca", None),
            ("-", None),
        ] {
            assert_eq!(similar_name(written, &known), similar, "{written}");
        }
    }
}
