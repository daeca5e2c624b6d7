//! Words that people write for an attribute type, and that no table of keywords has.

use crate::did_you_mean::similar_name;
use crate::name::attribute_type;

use alloc::vec::Vec;

/// Plain words with the keyword that OpenSSL knows.
const WORDS: [(&str, &str); 14] = [
    ("city", "L"),
    ("company", "O"),
    ("country", "C"),
    ("department", "OU"),
    ("domain", "DC"),
    ("firstName", "GN"),
    ("lastName", "SN"),
    ("locality", "L"),
    ("organisation", "O"),
    ("organisationalUnit", "OU"),
    ("organization", "O"),
    ("province", "ST"),
    ("serial", "serialNumber"),
    ("state", "ST"),
];

/// The keyword, as OpenSSL prints it, that was probably meant by an unknown word of three letters or more.
pub(super) fn keyword_meant_by(written: &str) -> Option<&'static str> {
    const MIN_LETTERS: usize = 3;
    if written.len() < MIN_LETTERS {
        return None;
    }
    if let Some((_, keyword)) = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(written)) {
        return Some(keyword);
    }
    let known: Vec<&str> = attribute_type::keywords().collect();
    let similar = similar_name(written, &known)?;
    // An alias is not what OpenSSL knows.
    attribute_type::by_keyword(similar).and_then(|row| row.keyword)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_for_a_keyword_and_is_none_itself() {
        for (word, keyword) in WORDS {
            assert!(attribute_type::by_keyword(word).is_none(), "{word}");
            assert_eq!(attribute_type::by_keyword(keyword).and_then(|row| row.keyword), Some(keyword));
            assert_eq!(keyword_meant_by(word), Some(keyword));
        }
    }

    #[test]
    fn a_misspelt_alias_gives_the_keyword_of_openssl() {
        assert_eq!(keyword_meant_by("comonName"), Some("CN"));
        assert_eq!(keyword_meant_by("emailAdress"), Some("emailAddress"));
        assert_eq!(keyword_meant_by("Z"), None);
    }
}
