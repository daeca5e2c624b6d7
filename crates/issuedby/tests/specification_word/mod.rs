//! Codes as the Distinguished Name specification spells them.
#![allow(dead_code, reason = "no test needs all of it")]

use issuedby::name::Hint;

/// A code in the specification's spelling: `missing_equals` as `MissingEquals`.
pub(crate) fn specification_word(code: &str) -> String {
    let capitalized = |word: &str| match word.split_at_checked(1) {
        Some((first, rest)) => first.to_ascii_uppercase() + rest,
        None => String::new(),
    };
    code.split('_').map(capitalized).collect()
}

/// A hint in the specification's words, which put the two numbers into `RdnCount`.
pub(crate) fn specification_hint(hint: Hint) -> String {
    let word = specification_word(hint.code());
    match hint {
        Hint::RdnCount { expected, found } => format!("{word} {expected} != {found}"),
        _ => word,
    }
}
