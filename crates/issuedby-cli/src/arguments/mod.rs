//! The command line: every argument with its help.

mod dev;
mod help;
mod help_whole_registry;
mod registry;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use self::dev::Dev;
pub(crate) use self::registry::{
    CaCertificateCommand, CreateCa, DomainCommand, InAccount, InRegistry, OneCa, OneDomain, RegistryCommand,
};
use crate::color::Color;
use crate::source::is_standard_input;
use crate::time;

/// Was this TLS client certificate issued by that CA, who is the client, and if not, why not?
#[derive(Debug, Parser)]
#[command(name = "issuedby", version, long_about = help::ABOUT, after_help = help::EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Print for people, or one JSON object per line
    #[arg(long, global = true, value_enum, default_value_t, hide_possible_values = true)]
    #[arg(value_name = "text|json", display_order = 100)]
    format: Format,

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
    /// The format of results.
    pub(crate) fn format(&self) -> Format {
        match self.output {
            Some(Output::Default) => Format::Text,
            Some(Output::Json) => Format::Json,
            None => self.format,
        }
    }

    /// The arguments of this process. Ends the process where they are wrong, or when help was asked for.
    pub(crate) fn parse() -> Self {
        let arguments =
            <Self as Parser>::try_parse().unwrap_or_else(|error| help::with_tip_for_account(error).exit());
        let readers: Vec<&Path> = match &arguments.command {
            Command::Verify(verify) => {
                let files = verify.ca.iter().chain(&verify.chain).chain(&verify.leaves);
                files.map(PathBuf::as_path).collect()
            }
            Command::Dn(DnCommand::Compare { expected, found }) => vec![expected.as_ref(), found.as_ref()],
            // Each of the others reads at most one.
            _ => Vec::new(),
        };
        if readers.into_iter().filter(|path| is_standard_input(path)).count() > 1 {
            let message = "standard input (`-`) can be read only once";
            Self::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
        arguments
    }
}

/// The format of results.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object per line
    Json,
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
    Completions(Completions),
}

/// Verify client certificates against the CAs that sign them directly
#[derive(Args, Debug)]
#[command(long_about = help::VERIFY_ABOUT, after_help = help::VERIFY_EXAMPLES)]
pub(crate) struct Verify {
    /// A file with exactly one CA certificate, PEM; give it again for more CAs
    #[arg(long, required = true, value_name = "FILE")]
    pub(crate) ca: Vec<PathBuf>,

    /// Certificates that the client sent along, PEM or DER; never trusted, they only explain a refusal
    #[arg(long, value_name = "FILE")]
    pub(crate) chain: Option<PathBuf>,

    /// Verify as of this time, RFC 3339 or Unix seconds, from 1970 to 9999, instead of now
    #[arg(long, value_name = "TIME", value_parser = time::parse, allow_negative_numbers = true)]
    pub(crate) at: Option<i64>,

    /// Refuse certificates that do not say at all what they may be used for
    #[arg(long)]
    pub(crate) require_client_auth_eku: bool,

    /// Accept serial numbers that are zero, negative, or of 20 bytes with the top bit set
    #[arg(long)]
    pub(crate) allow_unusual_serial: bool,

    /// Also run the policy with this certIssuerDN: the issuer's name as text; give it again for more
    #[arg(long, value_name = "DN")]
    pub(crate) cert_issuer_dn: Vec<OsString>,

    /// Client certificates: PEM (bundles too), DER or RFC 9440 text; a directory and those in it; `-` for standard input
    #[arg(required = true, value_name = "LEAF")]
    pub(crate) leaves: Vec<PathBuf>,
}

/// Show everything a person wants to know about a certificate
#[derive(Args, Debug)]
#[command(long_about = help::INSPECT_ABOUT, after_help = help::INSPECT_EXAMPLES)]
pub(crate) struct Inspect {
    /// A certificate or a bundle: PEM, DER or RFC 9440 text; `-` for standard input
    #[arg(value_name = "CERT")]
    pub(crate) certificate: PathBuf,
}

/// Compare Distinguished Names, and print their normal form
#[derive(Debug, Subcommand)]
#[command(long_about = help::DN_ABOUT)]
pub(crate) enum DnCommand {
    /// Tell whether two names match, and where and why they differ
    #[command(long_about = help::COMPARE_ABOUT, after_help = help::COMPARE_EXAMPLES)]
    Compare {
        /// The name that is expected, such as a policy's certIssuerDN; `-` for standard input
        #[arg(value_name = "A")]
        expected: OsString,
        /// The name that is found, such as the issuer of a certificate; `-` for standard input
        #[arg(value_name = "B")]
        found: OsString,
    },
    /// Print the text by which a name is compared
    #[command(long_about = help::NORMALIZE_ABOUT, after_help = help::NORMALIZE_EXAMPLES)]
    Normalize {
        /// The name; `-` for standard input
        #[arg(value_name = "A")]
        name: OsString,
    },
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

/// Print the completions for a shell
#[derive(Args, Debug)]
#[command(after_help = help::COMPLETIONS_EXAMPLES)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}
