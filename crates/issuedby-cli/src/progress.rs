//! The progress of `verify`, for a person who waits.

use std::env;
use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::arguments::TableFormat;

/// From how many files on it is worth showing: fewer are done before anybody looks.
const MANY: usize = 100;

/// A bar on standard error, or nothing.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar for as many files as `count` says, where somebody sees it and nothing else is written there. They are counted
    /// for the bar alone.
    pub(crate) fn new(format: TableFormat, count: impl FnOnce() -> usize) -> Self {
        // Lines that appear one by one show the progress themselves, and a bar between them would disturb.
        let writes_lines = format != TableFormat::Text && io::stdout().is_terminal();
        let is_dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        if writes_lines || is_dumb || !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let files = count();
        if files < MANY {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{bar:40} {pos} of {len} files, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(u64::try_from(files).ok(), ProgressDrawTarget::stderr());
        bar.set_style(style);
        Self(bar)
    }

    /// One more file is done.
    pub(crate) fn step(&self) {
        self.0.inc(1);
    }

    /// Takes the bar away while something is written.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
