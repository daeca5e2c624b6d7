//! A failure: its code, its message, its remedies, and the place in the input.

use issuedby::ErrorDetails;
use serde_json::{Value, json};

use crate::excerpt::Excerpt;
use crate::exit::ExitStatus;

/// An error of a command. Standard error has it as text; with `--format json` standard output has it as JSON too.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit status that it leads to.
    pub(crate) status: ExitStatus,
    /// The stable name: lower-case words joined by `_`.
    code: &'static str,
    /// The message, which names the file. It may end with the code in parentheses.
    pub(crate) message: String,
    /// The text that was typed, with the place in it.
    pub(crate) excerpt: Option<Box<Excerpt>>,
    /// The remedies, one line each.
    pub(crate) remedies: Vec<String>,
    /// The closest accepted word, or the text to paste.
    suggestion: Option<String>,
    /// The byte of the input at which the error is, from 0.
    position: Option<usize>,
}

impl Failure {
    /// A file or a CA that could not be read or accepted.
    pub(crate) fn unacceptable(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Unacceptable, code, message)
    }

    /// An input that is not a certificate.
    pub(crate) fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Refused, code, message)
    }

    /// An error on the command line.
    pub(crate) fn usage(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Usage, code, message)
    }

    pub(crate) fn new(status: ExitStatus, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            excerpt: None,
            remedies: Vec::new(),
            suggestion: None,
            position: None,
        }
    }

    /// The same failure with the excerpt of the text in which it is.
    pub(crate) fn at(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(Box::new(excerpt));
        self
    }

    /// The same failure with the suggestion and the position of `error`.
    pub(crate) fn of(mut self, error: &dyn ErrorDetails) -> Self {
        self.suggestion = error.suggestion().map(|text| text.into_owned());
        self.position = error.position();
        self
    }

    /// The same failure with a text to paste.
    pub(crate) fn suggestion(mut self, text: impl Into<String>) -> Self {
        self.suggestion = Some(text.into());
        self
    }

    /// The same failure with one more remedy; an empty line is left out.
    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        let remedy = remedy.into();
        if !remedy.is_empty() {
            self.remedies.push(remedy);
        }
        self
    }

    /// The same failure with a remedy that is read before the others.
    pub(crate) fn first_remedy(mut self, remedy: String) -> Self {
        self.remedies.insert(0, remedy);
        self
    }

    /// The same failure without the remedies so far.
    pub(crate) fn without_remedies(mut self) -> Self {
        self.remedies.clear();
        self
    }

    /// The stable name.
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// The five fields that every error has. Several remedies stand between semicolons.
    pub(crate) fn to_json(&self) -> Value {
        let message = self.message.strip_suffix(&format!(" ({})", self.code)).unwrap_or(&self.message);
        let remedy = (!self.remedies.is_empty()).then(|| self.remedies.join("; "));
        json!({
            "code": self.code,
            "message": message,
            "remedy": remedy,
            "suggestion": self.suggestion,
            "position": self.position,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_five_fields_and_the_code_once() {
        let failure =
            Failure::usage("bad_name", "A: found `x` (bad_name)").remedy("give `y`").remedy("or `z`");
        let expected = json!({
            "code": "bad_name",
            "message": "A: found `x`",
            "remedy": "give `y`; or `z`",
            "suggestion": null,
            "position": null,
        });
        assert_eq!(failure.suggestion("y").to_json(), {
            let mut with = expected.clone();
            with["suggestion"] = "y".into();
            with
        });
        assert_eq!(Failure::refused("a", "b").to_json()["remedy"], Value::Null);
    }
}
