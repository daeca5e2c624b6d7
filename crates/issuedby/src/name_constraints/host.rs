//! Host names and domains: what they are, and what is inside what.
//!
//! A host name here is what webpki takes for one: labels of ASCII letters, digits, hyphens and underscores, 1 to 63 of
//! them, no hyphen at either end; 253 characters in all; a last label that is not all digits, so that no IPv4 address is
//! one.

const MAX_HOST_NAME: usize = 253;
const MAX_LABEL: usize = 63;

/// Tells whether the whole text is a host name, without a final dot.
pub(super) fn is_host_name(text: &str) -> bool {
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= MAX_HOST_NAME
        && text.split('.').all(is_label)
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// The name without one final dot, which says that it is absolute and changes nothing else.
pub(super) fn relative(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

pub(super) fn is_same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Tells whether `name` is `domain` with one or more labels before it.
pub(super) fn is_below(name: &str, domain: &str) -> bool {
    let Some(at) = name.len().checked_sub(domain.len()) else { return false };
    match (name.get(..at), name.get(at..)) {
        (Some(before), Some(end)) => before.len() > 1 && before.ends_with('.') && is_same(end, domain),
        _ => false,
    }
}

pub(super) fn is_same_or_below(name: &str, domain: &str) -> bool {
    is_same(name, domain) || is_below(name, domain)
}

/// A dNSName of a certificate: a host name, or a wildcard for one label.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum DnsName<'a> {
    Host(&'a str),
    /// `*.` before this domain of two labels or more.
    Wildcard(&'a str),
}

impl<'a> DnsName<'a> {
    /// Reads what webpki reads; anything else is no name that constraints could allow.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        match text.strip_prefix("*.") {
            Some(domain) => {
                let is_name = is_host_name(domain) && domain.contains('.') && text.len() <= MAX_HOST_NAME;
                is_name.then_some(Self::Wildcard(domain))
            }
            None => is_host_name(text).then_some(Self::Host(text)),
        }
    }

    /// Tells whether the name, or every name that the wildcard stands for, is inside the subtree.
    pub(super) fn is_inside(self, base: &str) -> bool {
        match (base.strip_prefix('.'), self) {
            (None, _) if base.is_empty() => true,
            (None, Self::Host(name)) => is_same_or_below(name, base),
            (Some(domain), Self::Host(name)) => is_below(name, domain),
            // A label before the domain is below whatever the domain itself is in.
            (None, Self::Wildcard(domain)) => is_same_or_below(domain, base),
            (Some(base), Self::Wildcard(domain)) => is_same_or_below(domain, base),
        }
    }

    /// Tells whether the name, or any name that the wildcard stands for, is inside the subtree (CVE-2025-61727).
    pub(super) fn touches(self, base: &str) -> bool {
        let Self::Wildcard(domain) = self else { return self.is_inside(base) };
        // `*.example.com` stands for `www.example.com`, which may be the base itself.
        let can_be = |base: &str| base.split_once('.').is_some_and(|(_, parent)| is_same(parent, domain));
        // webpki takes it for what is below `.www.example.com` too.
        self.is_inside(base) || can_be(base.strip_prefix('.').unwrap_or(base))
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn host_names_are_labels_that_end_in_no_number() {
        let longest = format!("{}a", "a.".repeat(126));
        assert_eq!(longest.len(), MAX_HOST_NAME);
        for good in ["a", "A.b-c.d_e", "xn--bcher-kva.example", "1.2.3.a", "a.1b", &longest] {
            assert!(is_host_name(good), "{good}");
        }
        let long_label = "a".repeat(64);
        let long = format!("{}aa", "a.".repeat(126));
        for bad in
            ["", ".", "a.", ".a", "a..b", "-a", "a-.b", "a b", "1.2.3.4", "a.1", "a:1", "ü", "*.a", "a\0"]
                .into_iter()
                .chain([&*long_label, &*long])
        {
            assert!(!is_host_name(bad), "{bad}");
        }
    }

    #[test]
    fn a_subtree_is_whole_labels() {
        let inside = |name, base| DnsName::parse(name).unwrap().is_inside(base);
        assert!(inside("example.com", "example.com") && inside("A.Example.COM", "example.com"));
        assert!(!inside("badexample.com", "example.com") && !inside("com", "example.com"));
        assert!(inside("a.example.com", ".example.com") && !inside("example.com", ".example.com"));
        assert!(inside("anything.org", ""));
    }

    #[test]
    fn a_wildcard_is_inside_with_all_its_names_and_touches_with_one() {
        let name = DnsName::parse("*.example.com").unwrap();
        for (base, is_inside, touches) in [
            ("", true, true),
            ("com", true, true),
            ("example.com", true, true),
            (".example.com", true, true),
            ("www.example.com", false, true),
            (".www.example.com", false, true),
            ("a.b.example.com", false, false),
            ("example.org", false, false),
            ("www.badexample.com", false, false),
        ] {
            assert_eq!((name.is_inside(base), name.touches(base)), (is_inside, touches), "{base}");
        }
    }

    #[test]
    fn partial_and_lonely_wildcards_are_no_names() {
        for bad in
            ["*", "*.", "*.com", "w*.example.com", "a.*.example.com", "**.example.com", "*.*.example.com"]
        {
            assert_eq!(DnsName::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_below_a_domain_has_a_label_before_it() {
        for (name, domain, expected) in [
            ("www.example.com", "example.com", true),
            ("a.b.Example.COM", "example.com", true),
            ("example.com", "example.com", false),
            (".example.com", "example.com", false),
            ("badexample.com", "example.com", false),
            ("com", "example.com", false),
            // Where the domain would begin, a character of two bytes has begun.
            ("x\u{fc}", "a", false),
            ("\u{fc}.example", ".example", false),
        ] {
            assert_eq!(is_below(name, domain), expected, "{name} {domain}");
        }
    }
}
