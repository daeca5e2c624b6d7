//! Binds upstreams to the accounts of the registry: at the start, at a reload, and when the first account comes.

use issuedby_registry::{AccountName, Registry, RegistryError};

use crate::limits::MAX_NAMED_ACCOUNTS;
use crate::sites::routes::Routes;

/// Binds the upstreams of domains to the accounts that have these domains in the registry.
pub(crate) fn bind_owners(routes: &Routes, registry: &mut dyn Registry) -> Result<(), RegistryError> {
    routes.bind_owners(|domain| Ok(registry.snapshot(domain)?.map(|snapshot| snapshot.account().clone())))
}

/// The first names of accounts, one more than messages show.
///
/// # Errors
///
/// [`RegistryError::Storage`].
pub(crate) fn read_accounts(registry: &mut dyn Registry) -> Result<Vec<AccountName>, RegistryError> {
    registry.accounts_with_domains(u32::try_from(MAX_NAMED_ACCOUNTS).unwrap_or(u32::MAX).saturating_add(1))
}
