//! Host names as lists of labels.

/// The labels of a host name in lower case, the first one first.
pub(super) type Labels = Vec<String>;

/// The labels of a host name without a final dot: letters, digits, hyphens and underscores, no hyphen at an end of a
/// label, and a last label that is no number (RFC 1034 section 3.5, with the underscore that webpki allows).
pub(super) fn labels(text: &str) -> Option<Labels> {
    let labels: Labels = text.to_ascii_lowercase().split('.').map(str::to_owned).collect();
    let is_name = text.len() <= 253 && labels.iter().all(|label| is_label(label));
    let ends_in_number = labels.last().is_none_or(|last| last.chars().all(|digit| digit.is_ascii_digit()));
    (is_name && !ends_in_number).then_some(labels)
}

fn is_label(label: &str) -> bool {
    let characters: Vec<char> = label.chars().collect();
    let is_allowed = |found: &char| matches!(found, 'a'..='z' | '0'..='9' | '-' | '_');
    (1..=63).contains(&characters.len())
        && characters.iter().all(is_allowed)
        && characters.first() != Some(&'-')
        && characters.last() != Some(&'-')
}

/// The text without one final dot.
pub(super) fn without_final_dot(text: &str) -> &str {
    text.strip_suffix('.').unwrap_or(text)
}

/// A base that is a host, or a domain with a dot before it.
#[derive(Clone, Debug)]
pub(super) enum HostBase {
    /// The empty base.
    Every,
    /// Without a leading dot.
    Host(Labels),
    /// With one.
    Below(Labels),
}

impl HostBase {
    pub(super) fn read(text: &str) -> Option<Self> {
        match text.strip_prefix('.') {
            _ if text.is_empty() => Some(Self::Every),
            Some(domain) => labels(domain).map(Self::Below),
            None => labels(text).map(Self::Host),
        }
    }
}

/// True where the last labels of `name` are those of `domain`, with at least `more` before them.
pub(super) fn ends_with(name: &Labels, domain: &Labels, more: usize) -> bool {
    if name.len() < domain.len() + more {
        return false;
    }
    name[name.len() - domain.len()..] == domain[..]
}

/// The final dot of a base: an excluded one means the same without it, a permitted one has a fault.
pub(super) fn base_text(text: &str, is_excluded: bool) -> Option<&str> {
    match text.strip_suffix('.') {
        None => Some(text),
        Some(rest) => (is_excluded && !rest.is_empty()).then_some(rest),
    }
}

/// A wildcard, which RFC 5280 does not have, or a whole URI.
pub(super) fn is_more_than_a_host(text: &str) -> bool {
    text.contains('*') || text.contains("://")
}
