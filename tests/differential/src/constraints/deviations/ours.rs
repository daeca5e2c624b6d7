//! The core, which accepts only what webpki accepts too: where webpki knows less of a dNSName, the core refuses.

use super::Deviation;
use super::Effect::{Match as Compares, Refuses};
use super::webpki::{dns, is_short_wildcard, is_wildcard_at_leading_dot};
use crate::constraints::case::GeneralName;
use crate::constraints::oracle::Match;

pub(super) const DEVIATIONS: &[Deviation] = &[
    Deviation {
        id: "critical-names-unreadable",
        effect: Refuses(|case| {
            let is_unreadable = |name: &GeneralName| match name {
                GeneralName::Ip(bytes) => !matches!(bytes.len(), 4 | 16),
                GeneralName::Dns(text) | GeneralName::Email(text) | GeneralName::Uri(text) => {
                    !text.is_ascii()
                }
                _ => false,
            };
            case.has_critical_alternative_names() && case.alternative_names.iter().any(is_unreadable)
        }),
    },
    Deviation {
        id: "dns-final-dot",
        effect: Compares(|name, subtree, _| {
            dns(&name.name, subtree, |name, _| name.ends_with(b".").then_some(Match::Inapplicable))
        }),
    },
    Deviation {
        id: "dns-wildcard-of-two-labels",
        effect: Compares(|name, subtree, _| {
            dns(&name.name, subtree, |name, _| is_short_wildcard(name).then_some(Match::Uncertain))
        }),
    },
    Deviation {
        id: "dns-wildcard-and-leading-dot",
        effect: Compares(|name, subtree, side| {
            dns(&name.name, subtree, |name, base| {
                is_wildcard_at_leading_dot(name, base, side).then_some(Match::Inside)
            })
        }),
    },
];
