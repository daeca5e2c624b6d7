//! OpenSSL 3.0: `crypto/x509/v3_ncons.c` compares texts as they stand.

use super::Effect::{Match as Compares, Names, Refuses};
use super::{CompareTexts, Deviation};
use crate::constraints::case::{
    COMMON_NAME, EMAIL_ADDRESS, Form, GeneralName, LeafName, Origin, Side, StringType, Subtree,
};
use crate::constraints::oracle::{self, Match};

pub(super) const DEVIATIONS: &[Deviation] = &[
    Deviation {
        id: "common-name-is-a-domain",
        effect: Names(|case, names| {
            if case.alternative_names.iter().any(|name| name.form() == Form::Dns) {
                return;
            }
            let texts = case.subject_attributes(COMMON_NAME).map(|attribute| attribute.text.as_bytes());
            names.extend(
                texts
                    .filter(|text| is_domain(text))
                    .map(|text| LeafName { name: GeneralName::Dns(text.to_vec()), from: Origin::CommonName }),
            );
        }),
    },
    Deviation {
        id: "common-name-with-nul",
        effect: Refuses(|case| {
            let read = !case.alternative_names.iter().any(|name| name.form() == Form::Dns);
            let mut texts = case.subject_attributes(COMMON_NAME).map(|attribute| attribute.text.as_bytes());
            case.constraints.is_some() && read && texts.any(|text| without_nuls_at_end(text).contains(&0))
        }),
    },
    Deviation {
        id: "subject-email-not-ia5",
        effect: Refuses(|case| {
            case.constraints.is_some()
                && case.subject_attributes(EMAIL_ADDRESS).any(|attribute| attribute.string != StringType::Ia5)
        }),
    },
    Deviation {
        id: "other-name-by-type",
        effect: Compares(|name, subtree, _| match (&name.name, &subtree.base) {
            (GeneralName::Other(name, _), GeneralName::Other(base, _)) if name != base => {
                Some(Match::Unrelated)
            }
            _ => None,
        }),
    },
    Deviation {
        id: "dns-base-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Dns, |_, base| {
                oracle::is_faulty_base(&GeneralName::Dns(base.to_vec()))
            })
        }),
    },
    Deviation {
        id: "dns-final-dot-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Dns, |name, base| name.ends_with(b".") || base.ends_with(b"."))
        }),
    },
    Deviation {
        id: "dns-wildcard-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Dns, |name, _| oracle::wildcard_rest(name).is_some())
        }),
    },
    Deviation {
        id: "dns-name-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Dns, |name, _| {
                !oracle::is_host_name(name) && oracle::wildcard_rest(name).is_none()
            })
        }),
    },
    Deviation {
        id: "mail-base-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Email, |_, base| {
                oracle::is_faulty_base(&GeneralName::Email(base.to_vec()))
            })
        }),
    },
    Deviation {
        id: "mail-final-dot-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Email, |name, base| name.ends_with(b".") || base.ends_with(b"."))
        }),
    },
    Deviation {
        id: "mail-name-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Email, |name, _| oracle::mailbox_host(name).is_none())
        }),
    },
    Deviation {
        id: "mail-local-part-as-text",
        effect: Compares(|name, subtree, side| {
            compare(name, subtree, Form::Email, |_, base| side == Side::Excluded && base.contains(&b'@'))
        }),
    },
    Deviation {
        id: "uri-base-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Uri, |_, base| {
                oracle::is_faulty_base(&GeneralName::Uri(base.to_vec()))
            })
        }),
    },
    Deviation {
        id: "uri-final-dot-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Uri, |name, base| {
                base.ends_with(b".") || uri_host(name).is_some_and(|host| host.ends_with(b"."))
            })
        }),
    },
    Deviation {
        id: "uri-host-ends-at-colon-or-slash",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, Form::Uri, |name, _| oracle::uri_host(name) != uri_host(name))
        }),
    },
    Deviation {
        id: "names-beyond-ascii-are-exact",
        effect: Compares(|name, subtree, side| match (&name.name, &subtree.base, side) {
            (GeneralName::Directory(_), GeneralName::Directory(_), Side::Excluded)
                if !oracle::has_distances(subtree) =>
            {
                match oracle::matches(name, subtree, side) {
                    Match::Uncertain => Some(Match::Outside),
                    _ => None,
                }
            }
            _ => None,
        }),
    },
    Deviation {
        id: "any-mask",
        effect: Compares(|name, subtree, _| match (&name.name, &subtree.base) {
            (GeneralName::Ip(name), GeneralName::Ip(base))
                if matches!(base.len(), 8 | 32)
                    && !oracle::has_contiguous_mask(base)
                    && !oracle::has_distances(subtree) =>
            {
                let (address, mask) = base.split_at(base.len() / 2);
                let equal = name.iter().zip(address).zip(mask).all(|((a, b), mask)| a & mask == b & mask);
                Some(match name.len() {
                    4 | 16 => inside(name.len() == address.len() && equal),
                    _ => Match::Uncertain,
                })
            }
            _ => None,
        }),
    },
    Deviation {
        id: "base-length-after-match-unread",
        effect: Compares(|name, subtree, _| match (&name.name, &subtree.base) {
            (GeneralName::Ip(name), GeneralName::Ip(base))
                if matches!(name.len(), 4 | 16)
                    && !matches!(base.len(), 8 | 32)
                    && !oracle::has_distances(subtree) =>
            {
                Some(Match::InapplicableUnlessInside)
            }
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

/// `cn2dnsid`: at least two labels of letters, digits, underscores and inner hyphens.
fn is_domain(text: &[u8]) -> bool {
    let text = without_nuls_at_end(text);
    let is_label = |label: &[u8]| {
        !label.is_empty()
            && !label.starts_with(b"-")
            && !label.ends_with(b"-")
            && label.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    text.contains(&b'.') && text.split(|&byte| byte == b'.').all(is_label)
}

fn without_nuls_at_end(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    &text[..end]
}

/// OpenSSL's answer for texts of this form to which the condition applies.
fn compare(
    name: &LeafName,
    subtree: &Subtree,
    form: Form,
    applies: impl Fn(&[u8], &[u8]) -> bool,
) -> Option<Match> {
    if oracle::has_distances(subtree) {
        return None;
    }
    let (name, base, found): (&[u8], &[u8], CompareTexts) = match (&name.name, &subtree.base) {
        (GeneralName::Dns(name), GeneralName::Dns(base)) if form == Form::Dns => (name, base, dns),
        (GeneralName::Email(name), GeneralName::Email(base)) if form == Form::Email => (name, base, email),
        (GeneralName::Uri(name), GeneralName::Uri(base)) if form == Form::Uri => (name, base, uri),
        _ => return None,
    };
    applies(name, base).then(|| found(name, base))
}

fn inside(inside: bool) -> Match {
    if inside { Match::Inside } else { Match::Outside }
}

/// `nc_dns`.
fn dns(name: &[u8], base: &[u8]) -> Match {
    if base.is_empty() {
        return Match::Inside;
    }
    let Some(start) = name.len().checked_sub(base.len()) else { return Match::Outside };
    let at_label = start == 0 || base.starts_with(b".") || name[start - 1] == b'.';
    inside(at_label && name[start..].eq_ignore_ascii_case(base))
}

/// `nc_email`.
fn email(name: &[u8], base: &[u8]) -> Match {
    let Some(at) = name.iter().rposition(|&byte| byte == b'@') else { return Match::Uncertain };
    let base_at = base.iter().rposition(|&byte| byte == b'@');
    if base_at.is_none() && base.starts_with(b".") {
        return inside(ends_with(name, base));
    }
    let host = match base_at {
        Some(base_at) => {
            if base_at > 0 {
                if base_at != at {
                    return Match::Outside;
                }
                if base[..base_at] != name[..at] {
                    return Match::Outside;
                }
            }
            &base[base_at + 1..]
        }
        None => base,
    };
    inside(name[at + 1..].eq_ignore_ascii_case(host))
}

/// `nc_uri`.
fn uri(name: &[u8], base: &[u8]) -> Match {
    let Some(host) = uri_host(name).filter(|host| !host.is_empty()) else { return Match::Uncertain };
    if base.starts_with(b".") {
        return inside(ends_with(host, base));
    }
    inside(host.eq_ignore_ascii_case(base))
}

/// The text between `://` and the next colon, or without one the next slash.
fn uri_host(uri: &[u8]) -> Option<&[u8]> {
    let colon = uri.iter().position(|&byte| byte == b':')?;
    let rest = uri[colon + 1..].strip_prefix(b"//")?;
    let end =
        rest.iter().position(|&byte| byte == b':').or_else(|| rest.iter().position(|&byte| byte == b'/'));
    Some(&rest[..end.unwrap_or(rest.len())])
}

fn ends_with(text: &[u8], end: &[u8]) -> bool {
    text.len() > end.len() && text[text.len() - end.len()..].eq_ignore_ascii_case(end)
}
