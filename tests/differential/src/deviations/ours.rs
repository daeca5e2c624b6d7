//! The core, which accepts only what webpki accepts too: where webpki knows less of a dNSName, the core refuses.

use super::Deviation;
use super::Effect::Match as Compares;
use super::webpki::{dns, is_short_wildcard, is_wildcard_at_leading_dot};
use crate::oracle::Match;

pub(super) const DEVIATIONS: &[Deviation] = &[
    Deviation {
        id: "dns-final-dot",
        effect: Compares(|name, subtree, _| {
            dns(&name.name, subtree, |name, base| {
                (name.ends_with(b".") || base.ends_with(b".")).then_some(Match::Inapplicable)
            })
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
