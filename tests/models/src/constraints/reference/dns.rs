//! dNSName: a wildcard is every name that it stands for, one by one.

use super::host::{HostBase, Labels, base_text, ends_with, is_more_than_a_host, labels, without_final_dot};
use super::{Contents, Form, List, Touch};

pub(super) struct Dns;

pub(super) struct DnsName {
    /// Behind the `*` if there is one.
    labels: Labels,
    is_wildcard: bool,
    has_final_dot: bool,
}

impl DnsName {
    /// The names it stands for, where only these first labels can make a difference.
    fn stands_for(&self, first_labels: &Labels) -> Vec<Labels> {
        if !self.is_wildcard {
            return vec![self.labels.clone()];
        }
        let other = "a-label-that-no-base-has".to_owned();
        let mut first_labels = first_labels.clone();
        first_labels.push(other);
        first_labels.into_iter().map(|first| [vec![first], self.labels.clone()].concat()).collect()
    }
}

fn first_labels(base: &HostBase) -> Labels {
    match base {
        HostBase::Every => Labels::new(),
        HostBase::Host(labels) | HostBase::Below(labels) => labels.clone(),
    }
}

/// The host and what is below it; with a leading dot below only; empty: every name.
fn covers(base: &HostBase, name: &Labels) -> bool {
    match base {
        HostBase::Every => true,
        HostBase::Host(domain) => ends_with(name, domain, 0),
        HostBase::Below(domain) => ends_with(name, domain, 1),
    }
}

impl Form for Dns {
    type Base = HostBase;
    type Name = DnsName;

    fn base(contents: &Contents, list: List) -> Option<HostBase> {
        let Contents::Dns(text) = contents else { return None };
        if is_more_than_a_host(text) {
            return None;
        }
        HostBase::read(base_text(text, list == List::Excluded)?)
    }

    /// A wildcard is one whole first label, before two others or more.
    fn name(contents: &Contents) -> Option<DnsName> {
        let Contents::Dns(text) = contents else { return None };
        let relative = without_final_dot(text);
        let (host, is_wildcard) = match relative.strip_prefix("*.") {
            Some(domain) => (domain, true),
            None => (relative, false),
        };
        let labels = labels(host)?;
        let is_name = relative.len() <= 253 && !(is_wildcard && labels.len() < 2);
        is_name.then_some(DnsName { labels, is_wildcard, has_final_dot: relative.len() < text.len() })
    }

    /// With all its names; one with a final dot never, because webpki and RFC 5280 have no such names.
    fn is_inside(name: &DnsName, base: &HostBase) -> bool {
        !name.has_final_dot && name.stands_for(&first_labels(base)).iter().all(|name| covers(base, name))
    }

    /// With one of its names. For a wildcard the leading dot of a base counts for nothing, as with webpki.
    fn touches(name: &DnsName, base: &HostBase) -> Touch {
        let wide = match base {
            HostBase::Below(domain) if name.is_wildcard => HostBase::Host(domain.clone()),
            other => other.clone(),
        };
        match name.stands_for(&first_labels(base)).iter().any(|name| covers(&wide, name)) {
            true => Touch::Yes,
            false => Touch::No,
        }
    }

    fn is_malformed_after_all(name: &DnsName) -> bool {
        name.has_final_dot
    }
}
