//! Domains and accounts of upstreams that the registry does not have.

use std::ops::ControlFlow;

use issuedby_registry::{DomainState, Registry, RegistryError};

use super::commands::{activation, registry_command};
use super::findings::{CHECK_INCOMPLETE, Findings, Kind, remedy_of};
use crate::config::{Config, Upstream};
use crate::observe::events;

static UPSTREAM_DOMAIN_UNKNOWN: Kind =
    Kind::warning(events::UPSTREAM_DOMAIN_UNKNOWN, "domains of upstreams that the registry does not have");
static UPSTREAM_ACCOUNT_UNKNOWN: Kind =
    Kind::warning(events::UPSTREAM_ACCOUNT_UNKNOWN, "accounts of upstreams that the registry does not have");
static DOMAIN_PENDING: Kind = Kind::warning(events::DOMAIN_PENDING, "domains of upstreams that are pending");

pub(super) fn check(config: &Config, registry: &mut dyn Registry, findings: &mut Findings) {
    for upstream in &config.upstream {
        let checked = check_account(config, upstream, registry, findings)
            .and_then(|()| check_domains(config, upstream, registry, findings));
        if let Err(error) = checked {
            findings.add(&CHECK_INCOMPLETE, || {
                let message =
                    format!("the registry could not be asked for the domains of upstreams: {error}");
                (message, remedy_of(&error))
            });
            return;
        }
    }
}

fn check_domains(
    config: &Config,
    upstream: &Upstream,
    registry: &mut dyn Registry,
    findings: &mut Findings,
) -> Result<(), RegistryError> {
    for domain in &upstream.domains {
        let (name, line) = (domain.get_ref(), config.line_of(domain));
        match registry.domain(name)? {
            Some(record) if record.state == DomainState::Active => {}
            Some(record) => findings.add(&DOMAIN_PENDING, || {
                let message = format!(
                    "the domain `{name}` of an upstream (line {line}) is pending in the account `{}`, and serves no client",
                    record.account
                );
                (message, activation(config, name.as_str(), &record.account))
            }),
            None => findings.add(&UPSTREAM_DOMAIN_UNKNOWN, || {
                let account = upstream.account.as_ref().map_or("ACCOUNT", |account| account.get_ref().as_str());
                let command = registry_command(config, &format!("domain add {name}"), account);
                let message =
                    format!("the registry does not have the domain `{name}` of an upstream (line {line})");
                (message, format!("run {command}, or correct the name"))
            }),
        }
    }
    Ok(())
}

fn check_account(
    config: &Config,
    upstream: &Upstream,
    registry: &mut dyn Registry,
    findings: &mut Findings,
) -> Result<(), RegistryError> {
    let Some(account) = &upstream.account else { return Ok(()) };
    let (name, line) = (account.get_ref(), config.line_of(account));
    let closest = match registry.for_each_domain(name, &mut |_| ControlFlow::Break(())) {
        Err(RegistryError::UnknownAccount { closest_name, .. }) => closest_name,
        other => return other,
    };
    findings.add(&UPSTREAM_ACCOUNT_UNKNOWN, || {
        let message = format!("the registry does not have the account `{name}` of an upstream (line {line})");
        let add = registry_command(config, "domain add DOMAIN", name.as_str());
        let remedy = match closest {
            _ if name.as_str() == "all" => {
                format!("write accounts = \"all\" if the upstream is for every account; or run {add}")
            }
            Some(closest) => format!("did you mean account = \"{closest}\"? if not, run {add}"),
            None => format!("correct the name, or run {add}"),
        };
        (message, remedy)
    });
    Ok(())
}
