//! Go 1.19: `crypto/x509` knows dNSName, rfc822Name, URI and iPAddress, in subjectAltName alone.

mod text;

use super::Effect::{Match as Compares, Names, Refuses, Subtrees};
use super::webpki::any_subtree;
use super::{CompareTexts, Deviation};
use crate::constraints::case::{Case, Form, GeneralName, LeafName, Origin, Side, StringType, Subtree};
use crate::constraints::oracle::{self, Match};

pub(super) const DEVIATIONS: &[Deviation] = &[
    Deviation {
        id: "critical-constraint-of-unknown-form",
        effect: Refuses(|case| {
            let critical = case.constraints.as_ref().is_some_and(|constraints| constraints.critical);
            critical && any_subtree(case, |subtree| !is_known(&subtree.base))
        }),
    },
    Deviation {
        id: "unreadable-base",
        effect: Refuses(|case| any_subtree(case, |subtree| !text::is_readable_base(&subtree.base))),
    },
    Deviation {
        id: "unreadable-name",
        effect: Refuses(|case| !case.alternative_names.iter().all(text::is_readable_name)),
    },
    Deviation {
        id: "unreadable-name-beside-constraints",
        effect: Refuses(|case| {
            case.constraints.is_some() && !case.alternative_names.iter().all(text::is_comparable_name)
        }),
    },
    Deviation { id: "strict-printable-string", effect: Refuses(has_loose_printable_string) },
    Deviation {
        id: "critical-names-of-unknown-forms",
        effect: Refuses(|case| {
            case.has_critical_alternative_names() && !case.alternative_names.iter().any(is_known)
        }),
    },
    Deviation {
        id: "subject-unread",
        effect: Names(|_, names| names.retain(|name| name.from == Origin::AlternativeName)),
    },
    Deviation {
        id: "constraint-of-unknown-form-unread",
        effect: Subtrees(|constraints| {
            constraints.permitted.retain(|subtree| is_known(&subtree.base));
            constraints.excluded.retain(|subtree| is_known(&subtree.base));
        }),
    },
    Deviation {
        id: "distances-unread",
        effect: Subtrees(|constraints| {
            for subtree in constraints.permitted.iter_mut().chain(&mut constraints.excluded) {
                (subtree.minimum, subtree.maximum) = (None, None);
            }
        }),
    },
    Deviation {
        id: "empty-base-is-everything",
        effect: Compares(|name, subtree, _| compare(name, subtree, |_, base| base.is_empty())),
    },
    Deviation {
        id: "base-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, |_, base| !base.is_empty() && oracle::is_faulty_base(&subtree.base))
        }),
    },
    Deviation {
        id: "dns-wildcard-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, |text, _| {
                name.name.form() == Form::Dns && oracle::wildcard_rest(text).is_some()
            })
        }),
    },
    Deviation {
        id: "dns-name-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, |text, _| {
                name.name.form() == Form::Dns
                    && !oracle::is_host_name(text)
                    && oracle::wildcard_rest(text).is_none()
            })
        }),
    },
    Deviation {
        id: "mail-local-part-without-quotes",
        effect: Compares(|name, subtree, side| {
            compare(name, subtree, |_, base| side == Side::Permitted && is_mailbox(name, base))
        }),
    },
    Deviation {
        id: "mail-local-part-with-case",
        effect: Compares(|name, subtree, side| {
            compare(name, subtree, |_, base| side == Side::Excluded && is_mailbox(name, base))
        }),
    },
    Deviation {
        id: "mail-name-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, |text, _| {
                name.name.form() == Form::Email && oracle::mailbox_host(text).is_none()
            })
        }),
    },
    Deviation {
        id: "uri-host-as-text",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, |text, _| {
                name.name.form() == Form::Uri && oracle::uri_host(text).is_none()
            })
        }),
    },
    Deviation {
        id: "mail-host-with-subdomains",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, |text, base| {
                let sound = oracle::mailbox_host(text).is_some() && !oracle::is_faulty_base(&subtree.base);
                name.name.form() == Form::Email && sound && !base.contains(&b'@')
            })
        }),
    },
    Deviation {
        id: "uri-host-with-subdomains",
        effect: Compares(|name, subtree, _| {
            compare(name, subtree, |text, _| {
                let sound = oracle::uri_host(text).is_some() && !oracle::is_faulty_base(&subtree.base);
                name.name.form() == Form::Uri && sound
            })
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

/// The forms that Go reads.
fn is_known(name: &GeneralName) -> bool {
    matches!(name.form(), Form::Dns | Form::Email | Form::Uri | Form::Ip)
}

fn is_mailbox(name: &LeafName, base: &[u8]) -> bool {
    name.name.form() == Form::Email && base.contains(&b'@')
}

/// True if the subject has a PrintableString with characters that this type does not have.
fn has_loose_printable_string(case: &Case) -> bool {
    case.subject.iter().flatten().any(|attribute| {
        // `*` and `&` are let pass.
        let is_printable = |byte: u8| byte.is_ascii_alphanumeric() || b" '()+,-./:=?*&".contains(&byte);
        attribute.string == StringType::Printable && !attribute.text.bytes().all(is_printable)
    })
}

/// Go's answer for texts of one form to which the condition applies.
fn compare(name: &LeafName, subtree: &Subtree, applies: impl Fn(&[u8], &[u8]) -> bool) -> Option<Match> {
    if oracle::has_distances(subtree) {
        return None;
    }
    let (name, base, found): (&[u8], &[u8], CompareTexts) = match (&name.name, &subtree.base) {
        (GeneralName::Dns(name), GeneralName::Dns(base)) => (name, base, text::match_domain),
        (GeneralName::Email(name), GeneralName::Email(base)) => (name, base, text::match_mailbox),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => (name, base, text::match_uri),
        _ => return None,
    };
    applies(name, base).then(|| found(name, base))
}
