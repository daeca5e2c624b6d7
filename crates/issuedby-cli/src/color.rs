//! The choice of colour: `--color`, and the environment.

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

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
    /// The choice for a stream; `auto` is anstream's: a terminal, and the environment (NO_COLOR, CLICOLOR). A dumb
    /// terminal gets no colour, which anstream would give it where the environment names a CI run.
    pub(crate) fn choice(self, stream: &impl RawStream) -> ColorChoice {
        match self {
            Self::Always => ColorChoice::Always,
            Self::Auto if std::env::var_os("TERM").is_some_and(|term| term == "dumb") => ColorChoice::Never,
            Self::Auto => AutoStream::choice(stream),
            Self::Never => ColorChoice::Never,
        }
    }
}
