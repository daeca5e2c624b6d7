//! The arguments of `issuedby inspect`.

use std::path::PathBuf;

use clap::Args;

use super::{Selection, help};
use crate::time;

/// Show everything a person wants to know about a certificate
#[derive(Args, Debug)]
#[command(long_about = help::INSPECT_ABOUT, after_help = help::INSPECT_EXAMPLES)]
pub(crate) struct Inspect {
    /// Say what is valid at this time instead of now: RFC 3339, Unix seconds, or a span from now such as +30d
    #[arg(long, value_name = "TIME", value_parser = time::parse, allow_negative_numbers = true)]
    pub(crate) at: Option<i64>,

    #[command(flatten)]
    pub(crate) selection: Selection,

    /// Certificates and bundles: PEM, DER or RFC 9440 text; a directory and those in it; `-` for standard input
    #[arg(required = true, value_name = "CERT")]
    pub(crate) certificates: Vec<PathBuf>,
}
