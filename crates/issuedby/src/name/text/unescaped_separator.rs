//! A comma or `+` in a value that was not escaped, as in `O=Example, Inc.`: the text with it escaped.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::error::NameTextErrorKind;
use super::fault::TextFault;
use super::parse;
use crate::name::attribute_type;

/// The most characters that are escaped for a suggestion: each costs reading the text once more.
const MAX_ESCAPED: usize = 4;

/// The text with a backslash before each comma or `+` after which no type follows (RFC 4514 section 2.4), where it is a name then.
pub(super) fn escaped(text: &[u8], fault: &TextFault) -> Option<Box<str>> {
    let (mut text, mut fault_at): (Vec<u8>, usize) = (text.to_vec(), offset(fault)?);
    for _ in 0..MAX_ESCAPED {
        let separator = text.get(..fault_at)?.iter().rposition(|byte| matches!(byte, b',' | b'+'))?;
        if is_type(text.get(separator..fault_at)?.get(1..)?) {
            // `CN=a,O`: the value is missing.
            return None;
        }
        text.insert(separator, b'\\');
        match parse(&text) {
            Ok(_) => return String::from_utf8(text).ok().map(String::into_boxed_str),
            Err(fault) => fault_at = offset(&fault)?,
        }
    }
    None
}

fn is_type(word: &[u8]) -> bool {
    str::from_utf8(word).is_ok_and(|word| attribute_type::by_keyword(word.trim()).is_some())
}

/// The place of a fault that a separator inside a value brings about.
fn offset(fault: &TextFault) -> Option<usize> {
    let is_no_type =
        matches!(fault.kind(), NameTextErrorKind::MissingEquals | NameTextErrorKind::BadAttributeType);
    is_no_type.then(|| fault.offset())
}
