//! Texts that a handle holds: made when they are first asked for, and kept as long as the handle.

use std::fmt::Display;
use std::sync::OnceLock;

use super::c_types::{issuedby_str, terminated};

/// A text of a handle.
#[derive(Default)]
pub(super) struct Text(OnceLock<String>);

impl Text {
    /// The text, which `make` gives the first time.
    // A frame of its own, by which `toolchains/valgrind/issuedby.supp` knows the lock.
    #[inline(never)]
    pub(super) fn of(&self, make: impl FnOnce() -> String) -> issuedby_str {
        issuedby_str::of_terminated(self.0.get_or_init(|| {
            let mut text = make();
            text.push('\0');
            text
        }))
    }

    /// The text of something printable, which `find` gives the first time; what is not there is the empty text.
    #[inline(never)]
    pub(super) fn printed<V: Display>(&self, find: impl FnOnce() -> Option<V>) -> issuedby_str {
        if let Some(text) = self.0.get() {
            return issuedby_str::of_terminated(text);
        }
        match find() {
            Some(value) => issuedby_str::of_terminated(self.0.get_or_init(|| terminated(value))),
            None => issuedby_str::EMPTY,
        }
    }
}

/// Warnings of a handle: code and sentence of each.
pub(super) struct Warnings(Vec<(String, String)>);

impl Warnings {
    pub(super) fn new(warnings: impl Iterator<Item = (impl Display, impl Display)>) -> Self {
        Self(warnings.map(|(code, message)| (terminated(code), terminated(message))).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The code of one, counted from 0; empty if there are not so many.
    pub(super) fn code(&self, index: usize) -> issuedby_str {
        self.0.get(index).map_or(issuedby_str::EMPTY, |(code, _)| issuedby_str::of_terminated(code))
    }

    /// The sentence of one, counted from 0; empty if there are not so many.
    pub(super) fn message(&self, index: usize) -> issuedby_str {
        self.0.get(index).map_or(issuedby_str::EMPTY, |(_, message)| issuedby_str::of_terminated(message))
    }
}
