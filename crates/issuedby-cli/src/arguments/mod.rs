//! The command line: every argument with its help.

mod dev;
mod dn;
mod help;
mod help_whole_registry;
mod inspect;
mod registry;
mod selection;
mod verify;

use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use self::dev::Dev;
pub(crate) use self::dn::{DnCommand, Fields};
pub(crate) use self::inspect::Inspect;
pub(crate) use self::registry::{
    CaCertificateCommand, CreateCa, DomainCommand, InAccount, InRegistry, OneCa, OneDomain, RegistryCommand,
};
pub(crate) use self::selection::{Only, Selection};
pub(crate) use self::verify::Verify;
use crate::color::Color;
use crate::source::is_standard_input;

/// Was this TLS client certificate issued by that CA, who is the client, and if not, why not?
#[derive(Debug, Parser)]
#[command(name = "issuedby", version, long_about = help::ABOUT, after_help = help::EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Print for people, or one JSON object per line; `verify`, `inspect`, `dn` and `reasons` also print CSV
    #[arg(long, global = true, value_enum, default_value_t, hide_possible_values = true)]
    #[arg(value_name = "text|json|csv", display_order = 100)]
    format: TableFormat,

    /// Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`
    #[arg(long, global = true, value_enum, default_value_t, hide_possible_values = true)]
    #[arg(value_name = "auto|always|never", display_order = 101)]
    pub(crate) color: Color,

    /// The same under another name, as users of hosted gateways know it
    #[arg(short, long, global = true, value_enum, hide = true, conflicts_with = "format")]
    output: Option<Output>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// The format of results of a command that prints no CSV, and of errors: CSV has them on standard error alone.
    pub(crate) fn format(&self) -> Format {
        match self.table_format() {
            TableFormat::Text | TableFormat::Csv => Format::Text,
            TableFormat::Json => Format::Json,
        }
    }

    /// The format of results of a command that prints tables.
    pub(crate) fn table_format(&self) -> TableFormat {
        match self.output {
            Some(Output::Default) => TableFormat::Text,
            Some(Output::Json) => TableFormat::Json,
            None => self.format,
        }
    }

    /// True for a command that prints CSV too.
    fn prints_csv(&self) -> bool {
        match &self.command {
            Command::Verify(_) | Command::Inspect(_) | Command::Reasons => true,
            Command::Dn(command) => command.is_bulk(),
            _ => false,
        }
    }

    /// The arguments of this process. Ends the process where they are wrong, or when help was asked for.
    pub(crate) fn parse() -> Self {
        let mut arguments =
            <Self as Parser>::try_parse().unwrap_or_else(|error| help::with_tip(error).exit());
        if let Command::Verify(verify) = &mut arguments.command {
            verify.complete(&mut Self::command());
        }
        let readers: Vec<&Path> = match &arguments.command {
            Command::Verify(verify) => {
                let files = verify.ca.iter().chain(&verify.chain).chain(&verify.leaves);
                files.map(PathBuf::as_path).collect()
            }
            Command::Inspect(inspect) => inspect.certificates.iter().map(PathBuf::as_path).collect(),
            Command::Dn(DnCommand::Compare { expected, found, .. }) => {
                [expected, found].into_iter().flatten().map(Path::new).collect()
            }
            // Each of the others reads at most one.
            _ => Vec::new(),
        };
        if readers.into_iter().filter(|path| is_standard_input(path)).count() > 1 {
            let message = match arguments.command {
                Command::Dn(_) => "standard input (`-`) can be read only once; for pairs of names: --pairs -",
                _ => "standard input (`-`) can be read only once",
            };
            Self::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
        if arguments.table_format() == TableFormat::Csv && !arguments.prints_csv() {
            let message = "found `--format csv`, expected text or json: this command prints no table";
            Self::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
        arguments
    }
}

/// The format of results.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

/// The format of results that are rows of a table.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object per line
    Json,
    /// Comma-separated values with a header, RFC 4180
    Csv,
}

/// The values of `--output`.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Output {
    /// For people
    Default,
    /// One JSON object per line
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Verify(Verify),
    Inspect(Inspect),
    #[command(subcommand)]
    Dn(DnCommand),
    #[command(subcommand)]
    ClientCert(ClientCertCommand),
    #[command(subcommand)]
    CaCertificate(CaCertificateCommand),
    #[command(subcommand)]
    Domain(DomainCommand),
    #[command(subcommand)]
    Registry(RegistryCommand),
    Edge(Edge),
    Dev(Dev),
    Explain(Explain),
    /// Print the table of reasons: every code with its number, its sentence and its remedy
    #[command(after_help = help::REASONS_EXAMPLES)]
    Reasons,
    Completions(Completions),
}

/// Write and read the Client-Cert header field of RFC 9440
#[derive(Debug, Subcommand)]
pub(crate) enum ClientCertCommand {
    /// Print a certificate as the value of a Client-Cert header
    #[command(after_help = help::ENCODE_EXAMPLES)]
    Encode {
        /// A certificate: PEM, DER or RFC 9440 text; `-` for standard input
        #[arg(value_name = "CERT")]
        certificate: PathBuf,
    },
    /// Print the certificate of a Client-Cert header as PEM
    #[command(after_help = help::DECODE_EXAMPLES)]
    Decode {
        /// The value, or the whole header line; `-` for standard input
        #[arg(value_name = "TEXT")]
        text: String,
    },
}

/// Run the reverse proxy that terminates TLS and tells the workers behind it who the client is
#[derive(Args, Debug)]
#[command(long_about = help::EDGE_ABOUT, after_help = help::EDGE_EXAMPLES)]
pub(crate) struct Edge {
    /// The configuration, TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,

    /// Only say whether the configuration and everything that it names are in order
    #[arg(long)]
    pub(crate) check: bool,
}

/// Explain why a certificate is refused, or a CA cannot be loaded: the reason with this code
#[derive(Args, Debug)]
#[command(after_help = help::EXPLAIN_EXAMPLES)]
pub(crate) struct Explain {
    /// The code of a reason, such as `expired`, or its number
    #[arg(required = true, value_name = "CODE")]
    pub(crate) codes: Vec<String>,
}

/// Print the completions for a shell
#[derive(Args, Debug)]
#[command(after_help = help::COMPLETIONS_EXAMPLES)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}
