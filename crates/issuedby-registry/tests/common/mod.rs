//! Shared parts of the tests of the registry.
#![allow(dead_code, reason = "each test uses its part")]

pub(crate) mod behaviour;
pub(crate) mod certificates;
pub(crate) mod meanwhile;
pub(crate) mod place;

use std::ops::ControlFlow;

use issuedby_registry::{
    AccountName, CaCertificateRecord, CaName, DomainName, DomainRecord, Registry, RegistryError, UnixTime,
};

/// Some seconds after a fixed time.
pub(crate) fn at(seconds: i64) -> UnixTime {
    issuedby::check_time(1_800_000_000 + seconds)
}

pub(crate) fn account(text: &str) -> AccountName {
    AccountName::parse(text).expect("the name of an account")
}

pub(crate) fn ca_name(text: &str) -> CaName {
    CaName::parse(text).expect("the name of a CA certificate")
}

pub(crate) fn domain_name(text: &str) -> DomainName {
    DomainName::parse(text).expect("the name of a domain")
}

/// All CA certificates of an account.
pub(crate) fn certificates_of(
    registry: &mut dyn Registry,
    account: &AccountName,
) -> Result<Vec<CaCertificateRecord>, RegistryError> {
    let mut all = Vec::new();
    registry.for_each_ca_certificate(account, &mut |record| {
        all.push(record);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

/// All domains of an account.
pub(crate) fn domains_of(
    registry: &mut dyn Registry,
    account: &AccountName,
) -> Result<Vec<DomainRecord>, RegistryError> {
    let mut all = Vec::new();
    registry.for_each_domain(account, &mut |record| {
        all.push(record);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}
