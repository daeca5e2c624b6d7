//! The one shape of every error of the product: code, message, remedy, suggestion, position.

use alloc::borrow::Cow;
use core::error::Error;

/// The details that every error has, in every language and in `--format json`.
///
/// The message is the error's [`Display`](core::fmt::Display): one sentence that says what was expected and what was
/// found. It is for people and may change. The methods are for programs.
pub trait ErrorDetails: Error {
    /// The stable code: lower-case ASCII words joined by `_`. A code never changes its meaning.
    fn code(&self) -> &'static str;

    /// The step that mends the input, as an imperative sentence without a final period; `None` where there is none.
    fn remedy(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// The text to write instead: the closest accepted word, or the value to paste; `None` where there is none.
    fn suggestion(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// The byte of the input at which the error is, counted from 0; `None` where no single place is wrong.
    fn position(&self) -> Option<usize> {
        None
    }
}
