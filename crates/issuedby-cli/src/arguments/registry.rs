//! The arguments of the commands about the registry.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{help, help_whole_registry};

/// The account and the registry.
#[derive(Args, Debug)]
pub(crate) struct InAccount {
    /// The account; needed unless ISSUEDBY_ACCOUNT names it
    #[arg(long, env = "ISSUEDBY_ACCOUNT", hide_env = true, value_name = "ACCOUNT", display_order = 90)]
    pub(crate) account: OsString,

    /// The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else
    /// `issuedby/registry.sqlite` in your data folder
    #[arg(long, env = "ISSUEDBY_REGISTRY", hide_env = true, value_name = "URL|PATH", display_order = 91)]
    pub(crate) registry: Option<OsString>,
}

/// The registry.
#[derive(Args, Debug)]
pub(crate) struct InRegistry {
    /// The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else
    /// `issuedby/registry.sqlite` in your data folder
    #[arg(long, env = "ISSUEDBY_REGISTRY", hide_env = true, value_name = "URL|PATH", display_order = 91)]
    pub(crate) registry: Option<OsString>,
}

/// Back up, restore, check, export and import a whole registry
#[derive(Debug, Subcommand)]
#[command(long_about = help_whole_registry::REGISTRY_ABOUT)]
pub(crate) enum RegistryCommand {
    /// Write all that the registry holds into one file, while it is in use, and check that file
    #[command(long_about = help_whole_registry::BACKUP_ABOUT, after_help = help_whole_registry::BACKUP_EXAMPLES)]
    Backup {
        /// The file to make
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        place: InRegistry,
    },
    /// Put a backup in the place of the registry
    #[command(long_about = help_whole_registry::RESTORE_ABOUT, after_help = help_whole_registry::RESTORE_EXAMPLES)]
    Restore {
        /// The backup
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Do not ask; needed to replace a registry where there is no terminal
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        place: InRegistry,
    },
    /// Tell whether the registry is sound
    #[command(long_about = help_whole_registry::CHECK_ABOUT, after_help = help_whole_registry::CHECK_EXAMPLES)]
    Check(InRegistry),
    /// Print all accounts with all that they have, as JSON lines
    #[command(long_about = help_whole_registry::EXPORT_ABOUT, after_help = help_whole_registry::EXPORT_EXAMPLES)]
    Export {
        /// This account alone
        #[arg(long, value_name = "ACCOUNT", display_order = 90)]
        account: Option<OsString>,
        #[command(flatten)]
        place: InRegistry,
    },
    /// Add what `export` has printed: all of it or nothing
    #[command(long_about = help_whole_registry::IMPORT_ABOUT, after_help = help_whole_registry::IMPORT_EXAMPLES)]
    Import {
        /// The exported lines; `-` for standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// This account of the file alone
        #[arg(long, value_name = "ACCOUNT", display_order = 90)]
        account: Option<OsString>,
        #[command(flatten)]
        place: InRegistry,
    },
}

/// Keep the CA certificates of an account
#[derive(Debug, Subcommand)]
#[command(long_about = help::CA_CERTIFICATE_ABOUT)]
pub(crate) enum CaCertificateCommand {
    Create(CreateCa),
    /// Show the CA certificates of an account, by name
    #[command(long_about = help::LIST_ABOUT, after_help = help::LIST_EXAMPLES)]
    List(InAccount),
    /// Show everything about a CA certificate
    #[command(after_help = help::DESCRIBE_EXAMPLES)]
    Describe(OneCa),
    /// Give a CA certificate another name
    #[command(long_about = help::UPDATE_ABOUT, after_help = help::UPDATE_EXAMPLES)]
    Update {
        #[command(flatten)]
        ca: OneCa,
        /// The new name: a JavaScript identifier in ASCII
        #[arg(long, value_name = "NAME")]
        name: OsString,
    },
    /// Delete a CA certificate: its clients are refused from then on
    #[command(long_about = help::DELETE_ABOUT, after_help = help::DELETE_EXAMPLES)]
    Delete {
        #[command(flatten)]
        ca: OneCa,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Add a CA certificate to an account, and print its identifier
#[derive(Args, Debug)]
#[command(long_about = help::CREATE_ABOUT, after_help = help::CREATE_EXAMPLES)]
pub(crate) struct CreateCa {
    /// Its name: a JavaScript identifier in ASCII, unique in the account
    #[arg(long, value_name = "NAME")]
    pub(crate) name: OsString,

    /// A file with exactly one CA certificate, PEM; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: PathBuf,

    /// Accept a public CA too, from which anybody can get a certificate
    #[arg(long)]
    pub(crate) force: bool,

    /// Refuse a CA that there is a warning about
    #[arg(long)]
    pub(crate) strict: bool,

    #[command(flatten)]
    pub(crate) place: InAccount,
}

/// One CA certificate of an account.
#[derive(Args, Debug)]
pub(crate) struct OneCa {
    /// Its identifier, `mtlsca_...`, as `list` shows it
    #[arg(long, value_name = "ID")]
    pub(crate) cert_id: OsString,

    #[command(flatten)]
    pub(crate) place: InAccount,
}

/// Keep the domains at which a gateway verifies the clients of an account
#[derive(Debug, Subcommand)]
#[command(long_about = help::DOMAIN_ABOUT)]
pub(crate) enum DomainCommand {
    /// Add a domain to an account
    #[command(after_help = help::DOMAIN_ADD_EXAMPLES)]
    Add {
        #[command(flatten)]
        domain: OneDomain,
        /// It is the account's own name, and serves no client before it is activated
        #[arg(long)]
        custom: bool,
    },
    /// Show the domains of an account
    #[command(after_help = help::DOMAIN_EXAMPLES)]
    List(InAccount),
    /// Make a custom domain serve its account, after proof that the account controls it
    #[command(after_help = help::DOMAIN_EXAMPLES)]
    Activate(OneDomain),
    /// Remove a domain: no client is verified there from then on
    #[command(after_help = help::DOMAIN_EXAMPLES)]
    Remove(OneDomain),
}

/// One domain of an account.
#[derive(Args, Debug)]
pub(crate) struct OneDomain {
    /// The domain, in any spelling: `Bücher.example` is `xn--bcher-kva.example`
    #[arg(value_name = "NAME")]
    pub(crate) name: OsString,

    #[command(flatten)]
    pub(crate) place: InAccount,
}
