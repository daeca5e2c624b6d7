//! Standard output and standard error: colour, escaped text, and a reader that goes away.

use std::fmt::Display;
use std::io::{self, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use serde_json::json;

use crate::arguments::Format;
use crate::color::Color;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::printable::printable;

pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const CAUTION: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const LABEL: Style = AnsiColor::Cyan.on_default();
pub(crate) const DIM: Style = Style::new().dimmed();

/// Standard output and standard error.
///
/// Nothing is written that was not made [`printable`] here or quoted by the core.
pub(crate) struct Console {
    output: AutoStream<io::StdoutLock<'static>>,
    diagnostics: AutoStream<io::StderrLock<'static>>,
    /// The first error of standard output; nothing is written after it.
    broken: Option<io::Error>,
    /// The format of standard output.
    format: Format,
}

impl Console {
    pub(crate) fn new(color: Color, format: Format) -> Self {
        let (output, diagnostics) = (io::stdout().lock(), io::stderr().lock());
        let (for_output, for_diagnostics) = (color.choice(&output), color.choice(&diagnostics));
        Self {
            output: AutoStream::new(output, for_output),
            diagnostics: AutoStream::new(diagnostics, for_diagnostics),
            broken: None,
            format,
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

    /// Keeps errors out of standard output: what it gets is one object that has them.
    pub(crate) fn keep_errors_out_of_json(&mut self) {
        self.format = Format::Text;
    }

    /// A failure: text on standard error, and with `--format json` one line `{"error":{..}}` on standard output.
    pub(crate) fn error(&mut self, failure: &Failure) {
        self.error_text(failure);
        if self.format == Format::Json {
            self.line(json::line(&json!({ "error": failure.to_json() })));
        }
    }

    /// The failure of one of several sources. JSON has the source as the first key.
    pub(crate) fn error_of(&mut self, source: &str, failure: &Failure) {
        self.error_text(failure);
        if self.format == Format::Json {
            self.line(json::line(&json!({ "source": source, "error": failure.to_json() })));
        }
    }

    /// `error: ...` with its `help: ...` lines on standard error; between them the excerpt, with a caret below.
    pub(crate) fn error_text(&mut self, failure: &Failure) {
        self.diagnose(BAD, "error", &failure.message);
        if let Some(excerpt) = &failure.excerpt {
            let column = excerpt.column();
            // An error of standard error cannot be reported anywhere.
            let _ = writeln!(self.diagnostics, "  {DIM}|{DIM:#} {}", excerpt.text());
            let _ = writeln!(self.diagnostics, "  {DIM}|{DIM:#} {:column$}{BAD}^{BAD:#}", "");
        }
        for remedy in &failure.remedies {
            self.remedy(remedy);
        }
    }

    /// `help: ...` on standard error.
    pub(crate) fn remedy(&mut self, remedy: &str) {
        self.diagnose(LABEL, "help", remedy);
    }

    /// Lines on standard error that are safe for a terminal already, in colour.
    pub(crate) fn report(&mut self, lines: &str) {
        // An error of standard error cannot be reported anywhere.
        let _ = writeln!(self.diagnostics, "{lines}");
    }

    /// `warning: ...` on standard error.
    pub(crate) fn warning(&mut self, message: &str) {
        self.diagnose(CAUTION, "warning", message);
    }

    /// `label: ...` on standard error, for information that is neither an error nor a warning.
    pub(crate) fn note(&mut self, label: &str, message: &str) {
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

    /// True where the reader of standard output is gone.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    /// The exit status, when all is written.
    pub(crate) fn finish(mut self, status: ExitStatus) -> ExitStatus {
        let error = self.broken.take().or_else(|| self.output.flush().err());
        match error {
            // Whoever reads, for instance `head`, has seen enough.
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.error_text(&Failure::unacceptable("output_failed", format!("standard output: {error}")));
                status.max(ExitStatus::Unacceptable)
            }
            Some(_) | None => status,
        }
    }

    fn diagnose(&mut self, style: Style, kind: &str, message: &str) {
        // An error of standard error cannot be reported anywhere.
        let _ = writeln!(self.diagnostics, "{style}{kind}:{style:#} {}", printable(message));
    }
}
