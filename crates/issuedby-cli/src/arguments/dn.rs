//! The arguments of `issuedby dn`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Subcommand;

use super::help;

/// Compare Distinguished Names, and print their normal form
#[derive(Debug, Subcommand)]
#[command(long_about = help::DN_ABOUT)]
pub(crate) enum DnCommand {
    /// Tell whether two names match, and where and why they differ
    #[command(long_about = help::COMPARE_ABOUT, after_help = help::COMPARE_EXAMPLES)]
    Compare {
        /// The name that is expected, such as a policy's certIssuerDN; `-` for standard input
        #[arg(value_name = "A", required_unless_present = "pairs")]
        expected: Option<OsString>,
        /// The name that is found, such as the issuer of a certificate; `-` for standard input
        #[arg(value_name = "B", required_unless_present = "pairs")]
        found: Option<OsString>,
        /// In place of A and B, pairs: a line each, with a tab between the names; `-` for standard input
        #[arg(long, value_name = "FILE", conflicts_with_all = ["expected", "found"])]
        pairs: Option<PathBuf>,
        /// The file is CSV with two columns; a first row without a `=` is its header
        #[arg(long, requires = "pairs", conflicts_with_all = ["expected", "found"])]
        csv: bool,
    },
    /// Print the text by which a name is compared
    #[command(long_about = help::NORMALIZE_ABOUT, after_help = help::NORMALIZE_EXAMPLES)]
    Normalize {
        /// The name; `-` for standard input
        #[arg(value_name = "A", required_unless_present = "names")]
        name: Option<OsString>,
        /// In place of A, names: a line each, and a line each is printed; `-` for standard input
        #[arg(long, value_name = "FILE", conflicts_with = "name")]
        names: Option<PathBuf>,
        /// The file is CSV with one column; a first row without a `=` is its header
        #[arg(long, requires = "names", conflicts_with = "name")]
        csv: bool,
    },
}

impl DnCommand {
    /// True where the names are those of a file.
    pub(super) fn is_bulk(&self) -> bool {
        match self {
            Self::Compare { pairs, .. } => pairs.is_some(),
            Self::Normalize { names, .. } => names.is_some(),
        }
    }
}

/// The form of a line with names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fields {
    /// One name, or two with a tab between them.
    Lines,
    /// A row of CSV.
    Csv,
}

/// True stands for the option `--csv`.
impl From<bool> for Fields {
    fn from(is_csv: bool) -> Self {
        if is_csv { Self::Csv } else { Self::Lines }
    }
}
