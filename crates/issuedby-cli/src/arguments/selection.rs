//! The arguments by which some certificates are selected, and counted in place of shown.

use clap::{Args, ValueEnum};

use crate::span;

/// The certificates that are shown, and their form.
#[derive(Args, Debug, Default)]
pub(crate) struct Selection {
    /// Only certificates that expire within this span after the time of the check, such as 30d
    #[arg(long, value_name = "SPAN", value_parser = span::parse)]
    pub(crate) expiring: Option<i64>,

    /// Print counts in place of certificates: by reason, CA, key, algorithm and expiry, and the duplicates
    #[arg(long)]
    pub(crate) summary: bool,
}

/// The value of `--only`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Only {
    /// Those that are refused
    Failed,
    /// Those that are verified, and that the policy lets in
    Verified,
    /// Those with a short key, or an algorithm such as SHA-1
    Weak,
}
