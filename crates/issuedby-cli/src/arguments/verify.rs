//! The arguments of `issuedby verify`.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, Command};

use super::registry::InAccount;
use super::{Only, Selection, help};
use crate::time;

/// Verify client certificates against the CAs that sign them directly
#[derive(Args, Debug)]
#[command(long_about = help::VERIFY_ABOUT, after_help = help::VERIFY_EXAMPLES)]
pub(crate) struct Verify {
    /// CA certificates, PEM: a file, a bundle, or a directory and those in it; give it again for more
    #[arg(long, value_name = "PATH")]
    pub(crate) ca: Vec<PathBuf>,

    /// The CAs of this account of the registry, also beside those of --ca; without --ca ISSUEDBY_ACCOUNT can name it
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<OsString>,

    /// The registry of --account: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else
    /// `issuedby/registry.sqlite` in your data folder
    #[arg(long, env = "ISSUEDBY_REGISTRY", hide_env = true, value_name = "URL|PATH")]
    registry: Option<OsString>,

    /// Certificates that the client sent along, PEM or DER; never trusted, they only explain a refusal
    #[arg(long, value_name = "FILE")]
    pub(crate) chain: Option<PathBuf>,

    /// Verify as of this time instead of now: RFC 3339, Unix seconds, or a span from now such as +30d, from 1970 to 9999
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

    /// Only certificates that are refused, only those that are verified, or only those with a short key or an algorithm such as SHA-1
    #[arg(long, value_enum, hide_possible_values = true, value_name = "failed|verified|weak")]
    pub(crate) only: Option<Only>,

    #[command(flatten)]
    pub(crate) selection: Selection,

    /// Client certificates: PEM (bundles too), DER or RFC 9440 text; a directory and those in it; `-` for standard input
    #[arg(required = true, value_name = "LEAF")]
    pub(crate) leaves: Vec<PathBuf>,
}

impl Verify {
    /// The account of the registry whose CAs are used.
    pub(crate) fn in_account(&self) -> Option<InAccount> {
        let account = self.account.clone()?;
        Some(InAccount { account, registry: self.registry.clone() })
    }

    /// Takes the account from the environment where no CA is given. Ends the process where it is not there either: beside
    /// `--ca`, the environment must not add CAs.
    pub(super) fn complete(&mut self, command: &mut Command) {
        if !self.ca.is_empty() || self.account.is_some() {
            return;
        }
        self.account = env::var_os("ISSUEDBY_ACCOUNT");
        if self.account.is_none() {
            let message =
                "found no CA, expected `--ca PATH`, or `--account ACCOUNT` for the CAs of the registry";
            command.error(ErrorKind::MissingRequiredArgument, message).exit();
        }
    }
}
