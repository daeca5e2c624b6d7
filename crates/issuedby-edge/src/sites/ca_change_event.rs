//! The change between two sets of CAs of an account, for the log.

use std::collections::HashSet;

use issuedby::{CaCertificate, CaSet};
use issuedby_registry::AccountName;

use crate::limits::MAX_NAMED_CAS;
use crate::observe::events;
use crate::observe::log::Log;

/// CAs that an account had, or has, and had not before.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct CaChange {
    added: Vec<String>,
    removed: Vec<String>,
    now: usize,
}

impl CaChange {
    /// None where the CAs are the same.
    pub(crate) fn of(before: &CaSet, now: &CaSet) -> Option<Self> {
        let (of_before, of_now) = (ids(before), ids(now));
        let missing_in = |others: &[String], ids: &[String]| -> Vec<String> {
            let others: HashSet<&String> = others.iter().collect();
            ids.iter().filter(|id| !others.contains(id)).cloned().collect()
        };
        let (added, removed) = (missing_in(&of_before, &of_now), missing_in(&of_now, &of_before));
        let has_changed = !added.is_empty() || !removed.is_empty();
        has_changed.then(|| Self { added, removed, now: now.len() })
    }

    /// Logs it: a warning where no CA is left.
    pub(crate) fn log(&self, log: &Log, account: &AccountName) {
        let message = self.message(account);
        match self.now {
            0 => log.warning(events::CAS_CHANGED, &message),
            _ => log.info(events::CAS_CHANGED, &message),
        }
    }

    fn message(&self, account: &AccountName) -> String {
        let mut message = match self.now {
            0 => format!("the account `{account}` has no CA any more: none of its clients is verified"),
            1 => format!("the account `{account}` has 1 CA now"),
            number => format!("the account `{account}` has {number} CAs now"),
        };
        for (what, ids) in [("added", &self.added), ("removed", &self.removed)] {
            if ids.is_empty() {
                continue;
            }
            let named: Vec<_> = ids.iter().take(MAX_NAMED_CAS).map(|id| format!("`{id}`")).collect();
            message.push_str(&format!("; {what}: {}", named.join(", ")));
            match ids.len().saturating_sub(MAX_NAMED_CAS) {
                0 => {}
                more => message.push_str(&format!(" and {more} more")),
            }
        }
        message
    }
}

/// The identifiers of the registry; of a CA without one its SHA-256.
fn ids(cas: &CaSet) -> Vec<String> {
    let id = |ca: &CaCertificate| ca.id().map_or_else(|| ca.fingerprint().to_string(), str::to_owned);
    cas.iter().map(id).collect()
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};

    use super::*;

    fn set(ids: &[String]) -> CaSet {
        let key = KeyPair::generate().unwrap();
        let make = |id: &String| {
            let mut params = CertificateParams::default();
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.distinguished_name.push(DnType::CommonName, id.as_str());
            let ca = CaCertificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
            ca.with_id(id.as_str()).unwrap()
        };
        CaSet::new(ids.iter().map(make)).unwrap()
    }

    fn change(before: &[&str], now: &[&str]) -> Option<String> {
        let owned = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let account = AccountName::parse("acme").unwrap();
        CaChange::of(&set(&owned(before)), &set(&owned(now))).map(|change| change.message(&account))
    }

    #[test]
    fn a_change_says_what_came_and_what_went() {
        assert_eq!(change(&["a"], &["a"]), None);
        let text = |before: &[&str], now: &[&str]| change(before, now).unwrap();
        assert_eq!(
            text(&["a", "b"], &["a", "c"]),
            "the account `acme` has 2 CAs now; added: `c`; removed: `b`"
        );
        assert_eq!(text(&[], &["a"]), "the account `acme` has 1 CA now; added: `a`");
        assert!(text(&["a"], &[]).contains("no CA any more"));
    }

    #[test]
    fn a_change_of_many_names_a_few() {
        let many: Vec<String> = (0..100).map(|number| format!("id-{number}")).collect();
        let message =
            CaChange::of(&set(&[]), &set(&many)).unwrap().message(&AccountName::parse("a").unwrap());
        assert!(message.contains("100 CAs") && message.ends_with("and 90 more"), "{message}");
        assert!(message.len() < 400);
    }
}
