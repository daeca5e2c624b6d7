//! rustls-webpki 0.103: dNSName and iPAddress alone are compared; a constraint of another form refuses.

use super::Deviation;
use super::Effect::{Match as Compares, Names, Refuses};
use crate::constraints::case::{Form, GeneralName, Origin, Side, Subtree};
use crate::constraints::oracle::{self, Match};

pub(super) const DEVIATIONS: &[Deviation] = &[
    Deviation {
        id: "any-directory-name-refuses",
        effect: Refuses(|case| any_subtree(case, |subtree| subtree.base.form() == Form::Directory)),
    },
    Deviation {
        id: "any-distance-refuses",
        effect: Refuses(|case| {
            any_subtree(case, |subtree| subtree.minimum.is_some() || subtree.maximum.is_some())
        }),
    },
    Deviation {
        id: "subject-email-unread",
        effect: Names(|_, names| names.retain(|name| name.from != Origin::SubjectEmail)),
    },
    Deviation {
        id: "email-refuses",
        effect: Compares(|name, _, _| (name.name.form() == Form::Email).then_some(Match::Inapplicable)),
    },
    Deviation {
        id: "uri-refuses",
        effect: Compares(|name, _, _| (name.name.form() == Form::Uri).then_some(Match::Uncertain)),
    },
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
    Deviation {
        id: "mask-after-first-difference-unread",
        effect: Compares(|name, subtree, _| match (&name.name, &subtree.base) {
            (GeneralName::Ip(name), GeneralName::Ip(base)) => masked(name, base),
            _ => None,
        }),
    },
    Deviation {
        id: "mapped-address-is-another",
        effect: Compares(|name, subtree, side| match (&name.name, &subtree.base) {
            (GeneralName::Ip(name), GeneralName::Ip(base))
                if side == Side::Excluded
                    && !oracle::is_faulty(subtree)
                    && (name.len(), base.len()) == (16, 8) =>
            {
                Some(Match::Outside)
            }
            _ => None,
        }),
    },
];

pub(super) fn any_subtree(
    case: &crate::constraints::case::Case,
    condition: impl Fn(&Subtree) -> bool,
) -> bool {
    case.constraints
        .as_ref()
        .is_some_and(|constraints| constraints.subtrees().any(|(_, subtree)| condition(subtree)))
}

/// An answer for texts of a dNSName and a sound base.
pub(super) fn dns(
    name: &GeneralName,
    subtree: &Subtree,
    found: impl Fn(&[u8], &[u8]) -> Option<Match>,
) -> Option<Match> {
    match (name, &subtree.base) {
        (GeneralName::Dns(name), GeneralName::Dns(base)) if !oracle::is_faulty(subtree) => found(name, base),
        _ => None,
    }
}

/// A wildcard needs two labels behind it.
pub(super) fn is_short_wildcard(name: &[u8]) -> bool {
    oracle::wildcard_rest(name).is_some_and(|rest| !rest.contains(&b'.'))
}

/// `*.a.example` beside the exclusion of `.x.a.example`: the wildcard is compared as if it could be that domain itself.
pub(super) fn is_wildcard_at_leading_dot(name: &[u8], base: &[u8], side: Side) -> bool {
    let behind_first_label = |base: &[u8]| -> Option<Vec<u8>> {
        let base = base.strip_prefix(b".")?;
        let dot = base.iter().position(|&byte| byte == b'.')?;
        Some(base[dot + 1..].to_vec())
    };
    side == Side::Excluded
        && oracle::wildcard_rest(name)
            .zip(behind_first_label(base))
            .is_some_and(|(rest, base)| rest.eq_ignore_ascii_case(&base))
}

/// An address and a mask of which only the bytes up to the first difference are read.
fn masked(name: &[u8], base: &[u8]) -> Option<Match> {
    if !matches!((name.len(), base.len()), (4, 8) | (16, 32)) {
        let mixed = matches!((name.len(), base.len()), (4, 32) | (16, 8));
        return mixed.then_some(Match::Outside);
    }
    if oracle::has_contiguous_mask(base) {
        return None;
    }
    let (address, mask) = base.split_at(base.len() / 2);
    for read in 1..=name.len() {
        let mut seen = vec![0; read];
        seen.extend(&mask[..read]);
        if !oracle::has_contiguous_mask(&seen) {
            return Some(Match::Inapplicable);
        }
        if (name[read - 1] ^ address[read - 1]) & mask[read - 1] != 0 {
            return Some(Match::Outside);
        }
    }
    None
}
