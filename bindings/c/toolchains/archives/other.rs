//! Another Rust library for C: it allocates, formats and panics, so that it needs much of the standard library.

use std::panic;
use std::slice;

/// The number of words of a text; 0 if counting panicked.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn other_letters(text: *const u8, len: usize) -> usize {
    // SAFETY: the caller says that so many bytes may be read.
    let text = String::from_utf8_lossy(unsafe { slice::from_raw_parts(text, len) }).to_uppercase();
    let count = move || {
        assert!(!text.is_empty(), "there is no text");
        text.split('A').map(|part| format!("{part}{}", part.len()).len() * 2 - part.len() * 2).sum()
    };
    panic::catch_unwind(count).unwrap_or(0)
}
