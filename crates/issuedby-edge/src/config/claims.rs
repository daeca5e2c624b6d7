//! The claims of upstreams: which domains and accounts each of them names. No two upstreams may claim the same.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use issuedby_registry::{AccountName, DomainName};

use super::error::ConfigError;
use super::settings::{Config, Upstream};

/// The claims of all upstreams. A number is the place of an upstream in the configuration.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// By `domains`, with the `account` beside them.
    pub(crate) by_domain: HashMap<DomainName, (usize, Option<AccountName>)>,
    /// By `account` without `domains`.
    pub(crate) by_account: HashMap<AccountName, usize>,
    /// The upstream with neither, and true where it says `accounts = "all"`.
    pub(crate) default: Option<(usize, bool)>,
}

impl Claims {
    /// Reads the claims of a configuration.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where two upstreams claim the same, or one contradicts itself.
    pub(crate) fn read(config: &Config) -> Result<Self, ConfigError> {
        let mut claims = Self::default();
        for (place, upstream) in config.upstream.iter().enumerate() {
            check_alone(config, upstream)?;
            match (&upstream.domains[..], &upstream.account) {
                ([], Some(_)) => claims.add_account(config, place, upstream)?,
                ([], None) => claims.add_default(config, place, upstream)?,
                _ => claims.add_domains(config, place, upstream)?,
            }
        }
        Ok(claims)
    }

    fn add_domains(&mut self, config: &Config, place: usize, upstream: &Upstream) -> Result<(), ConfigError> {
        let account = upstream.account.as_ref().map(|account| account.get_ref().clone());
        for domain in &upstream.domains {
            match self.by_domain.entry(domain.get_ref().clone()) {
                Entry::Vacant(entry) => drop(entry.insert((place, account.clone()))),
                Entry::Occupied(entry) => {
                    let (first, _) = entry.get();
                    let message = format!(
                        "found a second upstream for `{}`, expected one: entry {} of `[[upstream]]` has it too",
                        entry.key(),
                        first.saturating_add(1)
                    );
                    return Err(config.error_at(domain, message).with_remedy("name each domain once"));
                }
            }
        }
        Ok(())
    }

    fn add_account(&mut self, config: &Config, place: usize, upstream: &Upstream) -> Result<(), ConfigError> {
        let Some(account) = &upstream.account else { return Ok(()) };
        let name = account.get_ref();
        if self.by_account.insert(name.clone(), place).is_some() {
            let message = format!("found a second upstream without `domains` for the account `{name}`");
            return Err(config
                .error_at(account, message)
                .with_remedy("name the domains of all upstreams of an account but one"));
        }
        Ok(())
    }

    fn add_default(&mut self, config: &Config, place: usize, upstream: &Upstream) -> Result<(), ConfigError> {
        if self.default.is_some() {
            let message = "found a second upstream without `domains` and `account`, expected one";
            let error = match &upstream.accounts {
                Some(accounts) => config.error_at(accounts, message),
                None => config.error_at(&upstream.address, message),
            };
            return Err(error.with_remedy("name the domains or the account of all upstreams but one"));
        }
        self.default = Some((place, upstream.accounts.is_some()));
        Ok(())
    }
}

/// Refuses `accounts = "all"` beside keys that name some.
fn check_alone(config: &Config, upstream: &Upstream) -> Result<(), ConfigError> {
    match &upstream.accounts {
        Some(accounts) if upstream.account.is_some() || !upstream.domains.is_empty() => {
            let message = "found `accounts = \"all\"` beside `account` or `domains`, expected it alone";
            Err(config.error_at(accounts, message).with_remedy(
                "remove `accounts`, or `account` and `domains`: an upstream for all accounts names none",
            ))
        }
        _ => Ok(()),
    }
}
