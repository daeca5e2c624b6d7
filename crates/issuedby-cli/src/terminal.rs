//! The terminal: colour, what may reach it, and a reader that goes away.

use std::borrow::Cow;
use std::env;
use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use issuedby::name::{Name, NameError, is_hidden};

use crate::exit::{ExitStatus, Failure};

pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const CAUTION: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const LABEL: Style = AnsiColor::Cyan.on_default();
pub(crate) const DIM: Style = Style::new().dimmed();

/// When to colour.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set or TERM is `dumb`
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    fn choice(self, stream: &impl IsTerminal) -> ColorChoice {
        let is_unwanted = is_unwanted(env::var_os("NO_COLOR"), env::var_os("TERM"));
        match self {
            Self::Always => ColorChoice::Always,
            Self::Auto if stream.is_terminal() && !is_unwanted => ColorChoice::Always,
            Self::Auto | Self::Never => ColorChoice::Never,
        }
    }
}

/// Whether the environment asks for no colour: NO_COLOR with any value but an empty one, or a dumb terminal.
fn is_unwanted(no_color: Option<OsString>, term: Option<OsString>) -> bool {
    no_color.is_some_and(|value| !value.is_empty()) || term.is_some_and(|value| value == "dumb")
}

/// Standard output and standard error.
///
/// Nothing is written that was not made [`printable`] here or quoted by the core.
pub(crate) struct Console {
    output: AutoStream<io::StdoutLock<'static>>,
    diagnostics: AutoStream<io::StderrLock<'static>>,
    /// The first error of standard output; nothing is written after it.
    broken: Option<io::Error>,
}

impl Console {
    pub(crate) fn new(color: Color) -> Self {
        let (output, diagnostics) = (io::stdout().lock(), io::stderr().lock());
        let (for_output, for_diagnostics) = (color.choice(&output), color.choice(&diagnostics));
        Self {
            output: AutoStream::new(output, for_output),
            diagnostics: AutoStream::new(diagnostics, for_diagnostics),
            broken: None,
        }
    }

    /// One line on standard output. After a reader went away, nothing: the exit status is still worked out.
    pub(crate) fn line(&mut self, line: impl Display) {
        if self.broken.is_none()
            && let Err(error) = self.output.write_all(format!("{line}\n").as_bytes())
        {
            self.broken = Some(error);
        }
    }

    /// A label and its value on standard output, aligned; a blank label continues the one above.
    pub(crate) fn field(&mut self, width: usize, label: &str, value: impl Display) {
        self.line(format_args!("{LABEL}{label:<width$}{LABEL:#}  {value}"));
    }

    /// `error: ...` with its `help: ...` lines on standard error; before those, where it is, with a caret below.
    pub(crate) fn error(&mut self, failure: &Failure) {
        self.diagnose(BAD, "error", &failure.message);
        if let Some(excerpt) = &failure.excerpt {
            let column = excerpt.column();
            // As below: there is nowhere left to say it.
            let _ = writeln!(self.diagnostics, "  {DIM}|{DIM:#} {}", excerpt.text());
            let _ = writeln!(self.diagnostics, "  {DIM}|{DIM:#} {:column$}{BAD}^{BAD:#}", "");
        }
        for help in &failure.help {
            self.diagnose(LABEL, "help", help);
        }
    }

    /// Lines on standard error that are safe for a terminal already, in colour.
    pub(crate) fn report(&mut self, lines: &str) {
        // As below: there is nowhere left to say it.
        let _ = writeln!(self.diagnostics, "{lines}");
    }

    /// `warning: ...` on standard error.
    pub(crate) fn warning(&mut self, message: &str) {
        self.diagnose(CAUTION, "warning", message);
    }

    /// `label: ...` on standard error, for what is neither wrong nor doubtful.
    pub(crate) fn remark(&mut self, label: &str, message: &str) {
        self.diagnose(LABEL, label, message);
    }

    /// A question on standard output, without a line break: that is what is known to be a terminal. The answer is for
    /// the caller to read.
    pub(crate) fn ask(&mut self, question: &str) {
        let asked = self.output.write_all(printable(question).as_bytes()).and_then(|()| self.output.flush());
        self.broken = self.broken.take().or(asked.err());
    }

    /// Ends the line of a question that was answered by the end of input.
    pub(crate) fn end_line(&mut self) {
        self.line("");
    }

    /// Whether nobody reads standard output any more.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    /// The exit status, when all is written.
    pub(crate) fn finish(mut self, status: ExitStatus) -> ExitStatus {
        let error = self.broken.take().or_else(|| self.output.flush().err());
        match error {
            // Whoever reads, for instance `head`, has seen enough.
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.error(&Failure::unacceptable(format!("standard output: {error}")));
                status.max(ExitStatus::Unacceptable)
            }
            Some(_) | None => status,
        }
    }

    fn diagnose(&mut self, style: Style, kind: &str, message: &str) {
        // There is nowhere left to say that standard error is gone.
        let _ = writeln!(self.diagnostics, "{style}{kind}:{style:#} {}", printable(message));
    }
}

/// A name as people read it, or why it cannot be read.
pub(crate) fn name(name: Result<Name<'_>, NameError>) -> String {
    match name {
        Ok(name) if name.is_empty() => "(empty)".to_owned(),
        Ok(name) => printable(&name.to_utf8_string()).into_owned(),
        Err(error) => format!("(not a well-formed name: {})", printable(&error.to_string())),
    }
}

/// Text without anything that a terminal would obey or hide: control characters, line breaks, bidirectional
/// and invisible characters stand as `\u{..}`.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().map(|character| match is_hidden(character) {
        true => character.escape_unicode().to_string(),
        false => character.to_string(),
    });
    Cow::Owned(escaped.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_unwanted_where_the_environment_says_so() {
        for (no_color, term, unwanted) in [
            (None, None, false),
            (None, Some("xterm-256color"), false),
            (Some(""), Some("xterm"), false),
            (Some("1"), Some("xterm"), true),
            (None, Some("dumb"), true),
        ] {
            assert_eq!(
                is_unwanted(no_color.map(Into::into), term.map(Into::into)),
                unwanted,
                "{no_color:?} {term:?}"
            );
        }
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_printed() {
        for (text, expected) in [
            ("M\u{fc}ller", "M\u{fc}ller"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\nb\r\u{7f}\u{9b}", "a\\u{a}b\\u{d}\\u{7f}\\u{9b}"),
            ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"),
            ("\u{feff}\u{e0041}", "\\u{feff}\\u{e0041}"),
        ] {
            assert_eq!(printable(text), expected);
        }
    }
}
