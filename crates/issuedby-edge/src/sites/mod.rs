//! The domains that are served, the accounts that have them, and the registry that both come from.

pub(crate) mod account;
pub(crate) mod binding;
pub(crate) mod ca_change_event;
pub(crate) mod follower;
pub(crate) mod not_served;
pub(crate) mod routes;
pub(crate) mod table;
