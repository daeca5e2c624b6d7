//! Options that there are not.

use napi_derive::napi;

/// The one of `known` whose name is nearest to what was written, letter case and `_` aside.
#[napi(catch_unwind)]
pub(crate) fn nearest(written: String, known: Vec<String>) -> Option<String> {
    let wanted = comparable(&written);
    known.into_iter().min_by_key(|name| strsim::damerau_levenshtein(&comparable(name), &wanted))
}

/// No name of an option is half as long as the cut, which bounds the work.
fn comparable(name: &str) -> String {
    const LONGEST: usize = 64;
    let letters = name.chars().filter(|letter| letter.is_alphanumeric()).take(LONGEST);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
