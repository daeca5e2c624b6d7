//! The arguments of `issuedby dev`.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Args, Command};
use issuedby::policy::OptionError;
use issuedby_dev::{DEFAULT_PORT, DEFAULT_WORKER_TIMEOUT, Scenario};

use super::help;

/// The word for every scenario.
const ALL: &str = "all";

/// Run everything on one laptop: throw-away certificates, a registry, the edge and a worker
#[derive(Args, Debug)]
#[command(long_about = help::DEV_ABOUT, after_help = help::DEV_EXAMPLES)]
pub(crate) struct Dev {
    /// Make this scenario's call, check the answer, and end; `all` for all of them; give it again for more
    #[arg(long, value_name = "NAME", value_parser = Scenarios)]
    pub(crate) scenario: Vec<Chosen>,

    /// Print what a test needs, headers and incomingRequestProperties, of this scenario or of all, without any server
    #[arg(long, conflicts_with_all = ["port", "keep", "worker", "worker_timeout", "allow_unauthenticated_requests", "cert_issuer_dn"])]
    pub(crate) print: bool,

    /// The port on 127.0.0.1; 0 is any that is free
    #[arg(long, value_name = "PORT", default_value_t = DEFAULT_PORT)]
    pub(crate) port: u16,

    /// Keep all files in this folder, which must be empty or not there yet
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,

    /// Your own worker behind the edge, `http://HOST:PORT` or `unix:PATH`, in place of the built-in worker
    #[arg(long, value_name = "URL")]
    pub(crate) worker: Option<String>,

    /// Time limit for the response of the worker, in seconds, 1 to 3600
    #[arg(long, value_name = "SECONDS", default_value_t = default_timeout(), value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub(crate) worker_timeout: u16,

    /// Let clients go on that are not verified, and tell the handler why they are not
    #[arg(long)]
    pub(crate) allow_unauthenticated_requests: bool,

    /// The policy's certIssuerDN, in place of `CN=example-ca,O=Example,C=US`; give it again for more
    #[arg(long, value_name = "DN")]
    pub(crate) cert_issuer_dn: Vec<OsString>,
}

impl Dev {
    /// The scenarios that were chosen, in that order, each once; all of them where none was.
    pub(crate) fn scenarios(&self) -> Vec<Scenario> {
        let mut scenarios = Vec::with_capacity(Scenario::ALL.len());
        let mut add = |scenario: Scenario| {
            if !scenarios.contains(&scenario) {
                scenarios.push(scenario);
            }
        };
        for chosen in &self.scenario {
            match chosen {
                Chosen::One(scenario) => add(*scenario),
                Chosen::All => Scenario::ALL.iter().copied().for_each(&mut add),
            }
        }
        if self.scenario.is_empty() {
            Scenario::ALL.iter().copied().for_each(add);
        }
        scenarios
    }
}

/// The values of `--scenario`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Chosen {
    All,
    One(Scenario),
}

/// Reads the names. The error for an unknown name is the same in every language.
#[derive(Clone)]
struct Scenarios;

impl TypedValueParser for Scenarios {
    type Value = Chosen;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Chosen, clap::Error> {
        // A function is a parser too, whose errors come with the name of the argument.
        TypedValueParser::parse_ref(&chosen, command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = Scenario::ALL.iter().map(|it| PossibleValue::new(it.name()).help(it.description()));
        Some(Box::new(names.chain([PossibleValue::new(ALL).help("all of them")])))
    }
}

fn chosen(name: &str) -> Result<Chosen, String> {
    if name == ALL {
        return Ok(Chosen::All);
    }
    name.parse().map(Chosen::One).map_err(|_: OptionError| {
        let names = Scenario::ALL.iter().map(|it| it.name()).chain([ALL]);
        let error = OptionError::unknown_scenario(name, &names.collect::<Vec<_>>());
        format!("{error} ({})", error.code())
    })
}

fn default_timeout() -> u16 {
    u16::try_from(DEFAULT_WORKER_TIMEOUT.as_secs()).unwrap_or(u16::MAX)
}
