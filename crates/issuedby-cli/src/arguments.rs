//! The command line: every argument with its help.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::source::is_standard_input;
use crate::terminal::Color;
use crate::time;

const ABOUT: &str = "\
Was this TLS client certificate issued by that CA, who is the client, and if not, why not?

You need two files: the certificate of the CA that signs your clients directly, in PEM form, and a client's \
certificate. A refusal says what is wrong and what to do about it.";

const EXAMPLES: &str = "\
Examples:
  # Is this client certificate one of that CA's?
  issuedby verify --ca ca.pem client.pem
  # The same for every file of a directory
  issuedby verify --ca ca.pem clients/
  # What is in it, and the certIssuerDN to paste
  issuedby inspect ca.pem
  # Do these two names match, and if not, why not?
  issuedby dn compare 'C = US, O = Example, CN = ca' 'CN=ca,O=Example,C=US'
  # The value of an RFC 9440 Client-Cert header
  issuedby client-cert encode client.pem

Exit status:
  0  verified, equal, or done
  1  some certificate did not verify, or is not one; two names do not match
  2  the command line is wrong, or a name in it
  5  a file or a CA could not be read or accepted";

const VERIFY_ABOUT: &str = "\
Verify client certificates against the CAs that sign them directly

Verified means: signed by one of the CAs themselves, valid at the time, and usable for client authentication. \
Where an intermediate CA signs the clients, that intermediate is the CA to give.";

const VERIFY_EXAMPLES: &str = "\
Examples:
  issuedby verify --ca ca.pem client.pem
  # Several CAs, every file of a directory
  issuedby verify --ca ca.pem --ca ca-2025.pem clients/
  # Will it still verify at the end of the year?
  issuedby verify --ca ca.pem --at 2027-12-31T23:59:59Z client.pem
  # Why not, for a program
  issuedby verify --ca ca.pem --format json client.pem | jq -r .reason
  # Would a policy with this certIssuerDN let it in?
  issuedby verify --ca ca.pem --cert-issuer-dn 'CN=ca,O=Example,C=US' client.pem
  # From standard input: PEM, DER or RFC 9440 text
  issuedby verify --ca ca.pem - < client.der

Exit status:
  0  every certificate verified; with --cert-issuer-dn, the policy lets each in
  1  some did not, or are not certificates
  2  the command line is wrong, or a name in it
  5  a file or a CA could not be read or accepted";

const INSPECT_ABOUT: &str = "\
Show everything a person wants to know about a certificate

It shows what a certificate claims, and the certIssuerDN to paste into a policy. Whether the claims are true \
is what `issuedby verify` tells.";

const INSPECT_EXAMPLES: &str = "\
Examples:
  issuedby inspect ca.pem
  issuedby inspect --format json clients.pem | jq -r .notAfter
  echo ':MIIB...:' | issuedby inspect -

Exit status:
  0  done
  1  something in it is not a certificate
  2  the command line is wrong
  5  the file could not be read";

const DN_ABOUT: &str = "\
Compare Distinguished Names, and print their normal form

A name is read as tools print it: CN=ca,O=Example,C=US and other writings of RFC 4514, 2253 and 1779, the \
slash form /C=US/O=Example/CN=ca, and the lines that Node prints. A leading `subject=` or `issuer=` is passed over.";

const COMPARE_ABOUT: &str = "\
Tell whether two names match, and where and why they differ

Letter case of ASCII, blanks and string types do not count; the order of the RDNs does. OpenSSL's default and \
oneline outputs are in the opposite order: they are read as they stand and do not match.";

const COMPARE_EXAMPLES: &str = "\
Examples:
  issuedby dn compare 'cn=CA, o=Example, c=US' 'CN=ca,O=Example,C=US'
  # The certIssuerDN of a policy against what a client's certificate has
  openssl x509 -in client.pem -noout -issuer -nameopt RFC2253 |
    issuedby dn compare 'CN=ca,O=Example,C=US' -

Exit status:
  0  the names match: identical or equal
  1  they do not: reordered, regrouped or different
  2  the command line is wrong, or a name cannot be read
  5  standard input could not be read";

const NORMALIZE_ABOUT: &str = "\
Print the text by which a name is compared: the same for two names exactly where they match

It is for keys and for comparisons, in printable ASCII and lower case. To paste into a policy, take the \
certIssuerDN that `issuedby inspect` shows.";

const NORMALIZE_EXAMPLES: &str = "\
Examples:
  issuedby dn normalize 'CN=Example  CA, O=\"Example, Inc.\", C=US'
  # How it was read, and the octets of the normal form
  issuedby dn normalize --format json /C=US/O=Example/CN=ca
  openssl x509 -in ca.pem -noout -subject -nameopt RFC2253 |
    issuedby dn normalize -

Exit status:
  0  done
  2  the command line is wrong, or the name cannot be read
  5  standard input could not be read";

const ENCODE_EXAMPLES: &str = "\
Example:
  curl -H \"Client-Cert: $(issuedby client-cert encode client.pem)\" localhost:8080";

const DECODE_EXAMPLES: &str = "\
Examples:
  issuedby client-cert decode ':MIIB...:' > client.pem
  issuedby client-cert decode 'Client-Cert: :MIIB...:' | issuedby inspect -
  issuedby client-cert decode - < header.txt";

/// Was this TLS client certificate issued by that CA, who is the client, and if not, why not?
#[derive(Debug, Parser)]
#[command(name = "issuedby", version, long_about = ABOUT, after_help = EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Print for people, or one JSON object per line
    #[arg(long, global = true, value_enum, default_value_t, hide_possible_values = true)]
    #[arg(value_name = "text|json", display_order = 100)]
    pub(crate) format: Format,

    /// Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`
    #[arg(long, global = true, value_enum, default_value_t, hide_possible_values = true)]
    #[arg(value_name = "auto|always|never", display_order = 101)]
    pub(crate) color: Color,

    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// The arguments of this process. Ends the process where they are wrong, or when help was asked for.
    pub(crate) fn parse() -> Self {
        let arguments = <Self as Parser>::parse();
        let readers: Vec<&Path> = match &arguments.command {
            Command::Verify(verify) => {
                let files = verify.ca.iter().chain(&verify.chain).chain(&verify.leaves);
                files.map(PathBuf::as_path).collect()
            }
            Command::Dn(DnCommand::Compare { expected, found }) => vec![expected.as_ref(), found.as_ref()],
            Command::Inspect(_) | Command::Dn(DnCommand::Normalize { .. }) | Command::ClientCert(_) => {
                Vec::new()
            }
        };
        if readers.into_iter().filter(|path| is_standard_input(path)).count() > 1 {
            let message = "standard input (`-`) can be read only once";
            Self::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
        arguments
    }
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
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
}

/// Verify client certificates against the CAs that sign them directly
#[derive(Args, Debug)]
#[command(long_about = VERIFY_ABOUT, after_help = VERIFY_EXAMPLES)]
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

    /// Also run the policy with this certIssuerDN: the issuer's name as text; give it again for more
    #[arg(long, value_name = "DN")]
    pub(crate) cert_issuer_dn: Vec<OsString>,

    /// Client certificates: PEM (bundles too), DER or RFC 9440 text; a directory; `-` for standard input
    #[arg(required = true, value_name = "LEAF")]
    pub(crate) leaves: Vec<PathBuf>,
}

/// Show everything a person wants to know about a certificate
#[derive(Args, Debug)]
#[command(long_about = INSPECT_ABOUT, after_help = INSPECT_EXAMPLES)]
pub(crate) struct Inspect {
    /// A certificate or a bundle: PEM, DER or RFC 9440 text; `-` for standard input
    #[arg(value_name = "CERT")]
    pub(crate) certificate: PathBuf,
}

/// Compare Distinguished Names, and print their normal form
#[derive(Debug, Subcommand)]
#[command(long_about = DN_ABOUT)]
pub(crate) enum DnCommand {
    /// Tell whether two names match, and where and why they differ
    #[command(long_about = COMPARE_ABOUT, after_help = COMPARE_EXAMPLES)]
    Compare {
        /// The name that is expected, such as a policy's certIssuerDN; `-` for standard input
        #[arg(value_name = "A")]
        expected: OsString,
        /// The name that is found, such as the issuer of a certificate; `-` for standard input
        #[arg(value_name = "B")]
        found: OsString,
    },
    /// Print the text by which a name is compared
    #[command(long_about = NORMALIZE_ABOUT, after_help = NORMALIZE_EXAMPLES)]
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
    #[command(after_help = ENCODE_EXAMPLES)]
    Encode {
        /// A certificate: PEM, DER or RFC 9440 text; `-` for standard input
        #[arg(value_name = "CERT")]
        certificate: PathBuf,
    },
    /// Print the certificate of a Client-Cert header as PEM
    #[command(after_help = DECODE_EXAMPLES)]
    Decode {
        /// The value, or the whole header line; `-` for standard input
        #[arg(value_name = "TEXT")]
        text: String,
    },
}
