//! Domains that clients may ask for, and that lack a server certificate or an upstream.

use issuedby_registry::{DomainRecord, DomainState, Registry};

use super::commands::{activation, check_again, registry_command};
use super::findings::{CHECK_INCOMPLETE, Findings, Kind, remedy_of};
use crate::config::Config;
use crate::limits::MAX_CHECKED_DOMAINS;
use crate::observe::events;
use crate::sites::routes::Routes;
use crate::tls::certificates::ServerCertificates;

static DOMAIN_WITHOUT_CERTIFICATE: Kind =
    Kind::warning(events::DOMAIN_WITHOUT_CERTIFICATE, "active domains without a server certificate");
static DOMAIN_WITHOUT_UPSTREAM: Kind =
    Kind::warning(events::DOMAIN_WITHOUT_UPSTREAM, "active domains without an upstream");
static ACCOUNT_WITHOUT_CA: Kind =
    Kind::warning(events::ACCOUNT_WITHOUT_CA, "accounts with an active domain and without a CA");
static NO_ACTIVE_DOMAIN: Kind =
    Kind::warning(events::NO_ACTIVE_DOMAIN, "registries without an active domain");
static NOTHING_SERVED: Kind = Kind::error(events::NOTHING_SERVED, "reasons why nothing can be served");

/// The configuration with which the domains are compared.
pub(super) struct Served<'a> {
    pub(super) config: &'a Config,
    pub(super) certificates: &'a ServerCertificates,
    pub(super) routes: &'a Routes,
    /// Unix seconds; `None` where the clock shows a time that cannot be.
    pub(super) now: Option<i64>,
}

pub(super) fn check(served: &Served<'_>, registry: &mut dyn Registry, findings: &mut Findings) {
    let mut domains = match registry.domains(MAX_CHECKED_DOMAINS.saturating_add(1)) {
        Ok(domains) => domains,
        Err(error) => {
            findings.add(&CHECK_INCOMPLETE, || {
                let message = format!("the domains of the registry could not be read: {error}");
                (message, remedy_of(&error))
            });
            return;
        }
    };
    let limit = usize::try_from(MAX_CHECKED_DOMAINS).unwrap_or(usize::MAX);
    let has_others = domains.len() > limit;
    domains.truncate(limit);
    if has_others {
        findings.add(&CHECK_INCOMPLETE, || {
            let message = format!(
                "the registry has more than {limit} domains, and the others were not checked for a certificate and an upstream"
            );
            (message, String::new())
        });
    }
    let active = || domains.iter().filter(|domain| domain.state == DomainState::Active);
    let mut is_any_served = false;
    for domain in active() {
        is_any_served |= check_active(served, domain, findings);
    }
    check_accounts(served.config, registry, findings);
    if active().next().is_none() && !has_others {
        findings.add(&NO_ACTIVE_DOMAIN, || {
            let remedy = match domains.first() {
                Some(pending) => activation(served.config, pending.name.as_str(), &pending.account),
                None => format!("run {}", registry_command(served.config, "domain add DOMAIN", "ACCOUNT")),
            };
            ("the registry has no active domain; no client is served".to_owned(), remedy)
        });
    } else if !is_any_served && !has_others {
        findings.add(&NOTHING_SERVED, || {
            let message = "no active domain has both an upstream and a server certificate that is valid; no client is served";
            (message.to_owned(), format!("mend what the warnings name, {}", check_again(served.config)))
        });
    }
}

/// Checks that an active domain has a certificate and an upstream. Returns true where clients can use it now.
fn check_active(served: &Served<'_>, domain: &DomainRecord, findings: &mut Findings) -> bool {
    let DomainRecord { name, account, .. } = domain;
    let certificate = served.certificates.find(name);
    if certificate.is_none() {
        findings.add(&DOMAIN_WITHOUT_CERTIFICATE, || {
            let message = format!(
                "found no server certificate for the active domain `{name}` of the account `{account}`; no client can \
                 connect to it"
            );
            let again = check_again(served.config);
            (message, format!("add a `[[certificate]]` whose chain has the DNS name `{name}`, {again}"))
        });
    }
    let route = served.routes.would_find(name, account);
    if let Err(why) = route {
        findings.add(&DOMAIN_WITHOUT_UPSTREAM, || {
            let (message, remedy) = why.sentences(name, account);
            (message, format!("{remedy}; {}", check_again(served.config)))
        });
    }
    let is_valid = certificate.is_some_and(|it| served.now.is_none_or(|now| it.is_valid_at(now)));
    route.is_ok() && is_valid
}

/// Checks that each account with an active domain has a CA.
fn check_accounts(config: &Config, registry: &mut dyn Registry, findings: &mut Findings) {
    match registry.accounts_without_ca(MAX_CHECKED_DOMAINS) {
        Ok(accounts) => {
            let unused = if accounts.is_empty() { String::new() } else { unused_cas(registry) };
            for account in accounts {
                findings.add(&ACCOUNT_WITHOUT_CA, || {
                    let message = format!(
                        "found no CA in the account `{account}`, which has an active domain; none of its clients is verified{unused}"
                    );
                    let create = "ca-certificate create --name NAME --cert FILE";
                    (message, format!("run {}", registry_command(config, create, account.as_str())))
                });
            }
        }
        Err(error) => findings.add(&CHECK_INCOMPLETE, || {
            (format!("the accounts without a CA could not be read: {error}"), remedy_of(&error))
        }),
    }
}

/// The accounts that have CAs and no active domain, as the end of a sentence: a CA that an account lacks is often in another,
/// of a mistyped name.
fn unused_cas(registry: &mut dyn Registry) -> String {
    const MAX_NAMED: u32 = 3;
    // It is only a hint: without it the finding stands.
    let accounts = registry.accounts_without_domain(MAX_NAMED + 1).unwrap_or_default();
    let named = accounts.iter().take(usize::try_from(MAX_NAMED).unwrap_or(usize::MAX));
    let named: Vec<_> = named.map(|account| format!("`{account}`")).collect();
    match (named.is_empty(), accounts.len() > named.len()) {
        (true, _) => String::new(),
        (false, is_cut) => format!(
            "; CAs without an active domain are in {}{}",
            named.join(", "),
            if is_cut { " and other accounts" } else { "" }
        ),
    }
}
