//! The routes: which upstream serves a domain of an account. No account reaches the upstream of another.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use issuedby_registry::{AccountName, DomainName};

use crate::config::{Claims, Config, ConfigError};
use crate::limits::MAX_NAMED_ACCOUNTS;
use crate::observe::events;
use crate::observe::log::Log;
use crate::sites::account::Site;

/// The upstreams by domain and account. The first rule that applies decides, and no later one rescues what it refuses:
///
/// 1. The upstream that names the domain, if the account that it names has the domain now. Where it names none, that is the
///    account which had the domain at the start or the last reload, or when it was first asked for if none had it: a domain that
///    changes hands must not take an upstream along.
/// 2. The upstream that names the account and no domains.
/// 3. The default upstream: with `accounts = "all"` for every account, else for the one account of the registry.
///
/// An account is its name, as in the configuration. A registry that is restored or replaced changes none of these bindings,
/// whatever its incarnation: an account that now has a domain of another is refused until the operator reloads, and one
/// that is there under the same name goes on.
#[derive(Debug)]
pub(crate) struct Routes {
    by_domain: HashMap<DomainName, Named>,
    by_account: HashMap<AccountName, usize>,
    default: Option<DefaultRoute>,
}

#[derive(Debug)]
struct Named {
    upstream: usize,
    account: Owner,
}

/// The account whose requests to a domain go to the upstream that names the domain.
#[derive(Debug)]
enum Owner {
    /// `account` beside `domains`.
    Configured(AccountName),
    /// The account that had the domain at the start or the last reload; where none had it, the first that has it when it
    /// is asked for.
    FirstSeen(ArcSwapOption<AccountName>),
}

#[derive(Debug)]
struct DefaultRoute {
    upstream: usize,
    scope: Scope,
}

#[derive(Debug)]
enum Scope {
    /// `accounts = "all"`.
    AllAccounts,
    /// The only account with a domain when this was decided; none as long as there was none.
    OnlyAccount(ArcSwapOption<AccountName>),
}

/// The reason why no upstream serves a domain.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoRoute {
    /// The upstream that names the domain names another account than the one of the domain.
    DomainOfOtherAccount,
    /// The upstream that names the domain and no account had it for another account before.
    DomainChangedHands,
    /// The default upstream does not say `accounts = "all"`, and serves another account.
    DefaultOfOtherAccount,
    /// No upstream names the domain or its account, and there is no default.
    NotConfigured,
}

/// The registry has several accounts, and the default upstream does not say that it serves all of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct AmbiguousDefault {
    upstream: usize,
    message: String,
    remedy: String,
}

impl Routes {
    /// The routes of a configuration.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where two upstreams claim the same, or one contradicts itself.
    pub(crate) fn new(config: &Config) -> Result<Self, ConfigError> {
        let Claims { by_domain, by_account, default } = Claims::read(config)?;
        let named = |(upstream, account): (usize, Option<AccountName>)| Named {
            upstream,
            account: account.map_or_else(|| Owner::FirstSeen(ArcSwapOption::empty()), Owner::Configured),
        };
        let default = default.map(|(upstream, all_accounts)| DefaultRoute {
            upstream,
            scope: match all_accounts {
                true => Scope::AllAccounts,
                false => Scope::OnlyAccount(ArcSwapOption::empty()),
            },
        });
        let by_domain = by_domain.into_iter().map(|(domain, claim)| (domain, named(claim))).collect();
        Ok(Self { by_domain, by_account, default })
    }

    /// The place of the upstream that serves `domain`, which `account` has. An upstream that names the domain and waits for its first
    /// account is this account's from now on.
    pub(crate) fn find(&self, domain: &DomainName, account: &AccountName) -> Result<usize, NoRoute> {
        self.find_where(domain, account, Owner::is)
    }

    /// The result of [`Self::find`], without binding anything.
    pub(crate) fn would_find(&self, domain: &DomainName, account: &AccountName) -> Result<usize, NoRoute> {
        self.find_where(domain, account, Owner::may_become)
    }

    fn find_where(
        &self,
        domain: &DomainName,
        account: &AccountName,
        is_owner: impl FnOnce(&Owner, &AccountName) -> bool,
    ) -> Result<usize, NoRoute> {
        if let Some(named) = self.by_domain.get(domain) {
            return match is_owner(&named.account, account) {
                true => Ok(named.upstream),
                false => Err(named.account.refusal()),
            };
        }
        if let Some(upstream) = self.by_account.get(account) {
            return Ok(*upstream);
        }
        match &self.default {
            None => Err(NoRoute::NotConfigured),
            Some(DefaultRoute { upstream, scope: Scope::AllAccounts }) => Ok(*upstream),
            Some(DefaultRoute { upstream, scope: Scope::OnlyAccount(only) }) => {
                match only.load().as_deref().is_some_and(|only| only == account) {
                    true => Ok(*upstream),
                    false => Err(NoRoute::DefaultOfOtherAccount),
                }
            }
        }
    }

    /// Binds every upstream that names domains and no account to the accounts that have them now: at the start, and where
    /// the operator asks for a reload. A domain that no account has is bound when it is first asked for.
    ///
    /// # Errors
    ///
    /// That of `owner_of`: nothing is bound otherwise than before.
    pub(crate) fn bind_owners<E>(
        &self,
        mut owner_of: impl FnMut(&DomainName) -> Result<Option<AccountName>, E>,
    ) -> Result<(), E> {
        let mut found = Vec::new();
        for (domain, named) in &self.by_domain {
            if let Owner::FirstSeen(owner) = &named.account {
                found.push((owner, owner_of(domain)?));
            }
        }
        for (owner, account) in found {
            owner.store(account.map(Arc::new));
        }
        Ok(())
    }

    /// Returns true where the routes depend on which accounts the registry has.
    pub(crate) fn depend_on_accounts(&self) -> bool {
        self.only_account().is_some()
    }

    /// Returns true where the default upstream waits for the registry's first account.
    pub(crate) fn wait_for_account(&self) -> bool {
        self.only_account().is_some_and(|only| only.load().is_none())
    }

    /// Takes the names of the accounts in the registry. A default upstream that does not say `accounts = "all"` serves the
    /// only one from now on. One that serves an account already goes on with it unless `change` allows another.
    ///
    /// # Errors
    ///
    /// [`AmbiguousDefault`] where there are several: what the upstream serves stays as it was.
    pub(crate) fn take_accounts(
        &self,
        accounts: &[AccountName],
        change: Change,
    ) -> Result<(), AmbiguousDefault> {
        let Some(only) = self.only_account() else { return Ok(()) };
        match accounts {
            [] => Ok(()),
            [account] => {
                if change == Change::Allowed || only.load().is_none() {
                    only.store(Some(Arc::new(account.clone())));
                }
                Ok(())
            }
            [first, ..] => Err(self.ambiguous(first, accounts)),
        }
    }

    fn only_account(&self) -> Option<&ArcSwapOption<AccountName>> {
        match &self.default {
            Some(DefaultRoute { scope: Scope::OnlyAccount(only), .. }) => Some(only),
            _ => None,
        }
    }

    fn ambiguous(&self, first: &AccountName, accounts: &[AccountName]) -> AmbiguousDefault {
        let named = accounts.iter().take(MAX_NAMED_ACCOUNTS);
        let names = named.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let more = if accounts.len() > MAX_NAMED_ACCOUNTS { " and others" } else { "" };
        AmbiguousDefault {
            upstream: self.default.as_ref().map_or(0, |default| default.upstream),
            message: format!(
                "found an `[[upstream]]` without `domains`, `account` and `accounts`, and several accounts with domains in the registry: \
                 {names}{more}; expected it to say whose clients it gets"
            ),
            remedy: format!(
                "write `account = \"{first}\"` below `[[upstream]]`, and one `[[upstream]]` for each other account; or \
                 `accounts = \"all\"` if this upstream is to get the clients of every account"
            ),
        }
    }
}

impl Owner {
    /// The refusal of an account that is not this one.
    fn refusal(&self) -> NoRoute {
        match self {
            Self::Configured(_) => NoRoute::DomainOfOtherAccount,
            Self::FirstSeen(_) => NoRoute::DomainChangedHands,
        }
    }

    /// Returns true where this account is the owner, or would become it now.
    fn may_become(&self, account: &AccountName) -> bool {
        match self {
            Self::Configured(owner) => owner == account,
            Self::FirstSeen(owner) => owner.load().as_deref().is_none_or(|owner| owner == account),
        }
    }

    fn is(&self, account: &AccountName) -> bool {
        match self {
            Self::Configured(owner) => owner == account,
            Self::FirstSeen(owner) => {
                if let Some(owner) = &*owner.load() {
                    return **owner == *account;
                }
                // Of two at once one is the first, and both see which.
                owner.compare_and_swap(&None::<Arc<AccountName>>, Some(Arc::new(account.clone())));
                owner.load().as_deref() == Some(account)
            }
        }
    }
}

/// The permission for a default upstream that serves one account to pass to another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Change {
    /// The operator asked for a reload.
    Allowed,
    /// The registry changed by itself.
    Refused,
}

impl NoRoute {
    /// Logs a site without an upstream.
    pub(crate) fn log(self, log: &Log, site: &Site) {
        log.limited("warning", (events::NO_UPSTREAM, 0), || self.message(&site.domain, &site.account.name));
    }

    /// The finding and the remedy in the configuration, with the commands that put it into effect.
    fn message(self, domain: &DomainName, account: &AccountName) -> String {
        let (found, remedy) = self.sentences(domain, account);
        format!(
            "{found}; {remedy}; then run `issuedby edge --check`, and restart the edge where the configuration changed"
        )
    }

    /// The finding, and the remedy in the configuration.
    pub(crate) fn sentences(self, domain: &DomainName, account: &AccountName) -> (String, String) {
        match self {
            Self::DomainOfOtherAccount => (
                format!(
                    "the upstream that names the domain `{domain}` has `account` of another account, and `{account}` has the \
                     domain now"
                ),
                format!("remove the domain there, or write `account = \"{account}\"` there"),
            ),
            Self::DomainChangedHands => (
                format!(
                    "the upstream that names the domain `{domain}` was for another account, and `{account}` has the domain now"
                ),
                "reload the edge (SIGHUP) if that upstream is to get these clients, or remove the domain there".to_owned(),
            ),
            Self::DefaultOfOtherAccount => (
                format!(
                    "the upstream without `domains` and `account` does not serve the domain `{domain}` of the account \
                     `{account}`, because it does not say `accounts = \"all\"`"
                ),
                format!(
                    "write below it the `account` that it is for, and add an `[[upstream]]` with `account = \"{account}\"`"
                ),
            ),
            Self::NotConfigured => (
                format!("no upstream serves the domain `{domain}` of the account `{account}`"),
                format!("add an `[[upstream]]` with `account = \"{account}\"`"),
            ),
        }
    }
}

impl AmbiguousDefault {
    /// As an error of the configuration.
    pub(crate) fn config_error(&self, config: &Config) -> ConfigError {
        let error = match config.upstream.get(self.upstream) {
            Some(upstream) => config.error_at(&upstream.address, &*self.message),
            None => config.error_whole(&*self.message),
        };
        error.with_remedy(&*self.remedy)
    }

    /// As an event.
    pub(crate) fn event(&self) -> String {
        format!("{}; {}", self.message, self.remedy)
    }
}

#[cfg(test)]
mod tests;
