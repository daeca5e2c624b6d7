//! The commands that findings name as their remedy.

use issuedby_registry::AccountName;

use crate::config::Config;
use crate::shell;

/// A command about something of an account in the registry of a configuration.
pub(super) fn registry_command(config: &Config, command: &str, account: &str) -> String {
    let registry = config.resolve(config.registry.get_ref());
    let (account, registry) = (shell::quoted(account), shell::quoted_path(&registry));
    format!("`issuedby {command} --account {account} --registry {registry}`")
}

/// The command that activates a pending domain, and its precondition.
pub(super) fn activation(config: &Config, domain: &str, account: &AccountName) -> String {
    let command = registry_command(config, &format!("domain activate {domain}"), account.as_str());
    format!("after proof that the account controls it, run {command}")
}

/// The command that checks again.
pub(super) fn check_again(config: &Config) -> String {
    format!(
        "then run `issuedby edge --config {} --check`, and restart the edge",
        shell::quoted_path(config.path())
    )
}
