//! The cases by theme, in the order in which the vector file lists them.

mod algorithms;
mod ca_constraints;
mod ca_loading;
mod candidates;
mod chain;
mod constraint_faults;
mod facts;
mod leaf_key;
mod name_constraints;
mod names;
mod order;
mod origins;
mod profile;
mod signature;
mod structure;
mod time;
mod usage;

use crate::ca_case::CaCase;
use crate::case::Case;

/// Every verification case.
pub fn cases() -> Vec<Case> {
    let cases = [
        algorithms::cases(),
        profile::cases(),
        structure::cases(),
        names::cases(),
        signature::cases(),
        candidates::cases(),
        chain::cases(),
        leaf_key::cases(),
        usage::cases(),
        name_constraints::cases(),
        constraint_faults::cases(),
        time::cases(),
        order::cases(),
        origins::cases(),
    ];
    facts::state(cases.into_iter().flatten().collect())
}

/// Every loading case.
pub fn ca_cases() -> Vec<CaCase> {
    facts::state_of_cas([ca_loading::cases(), ca_constraints::cases()].into_iter().flatten().collect())
}
