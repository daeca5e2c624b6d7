//! Whatever a `Host` field or a server name says, what is accepted is one domain in its canonical form, as a plain
//! description of the grammar has it.
#![no_main]

use issuedby_registry::DomainName;
use libfuzzer_sys::fuzz_target;

/// The grammar, written apart from the parser. `None` is refused; labels with `xn--` have rules besides.
fn described(host: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(host).ok()?.to_ascii_lowercase();
    let parts: Vec<&str> = text.split(':').collect();
    let (name, port) = match parts[..] {
        [name] => (name, ""),
        [name, port] => (name, port),
        _ => return None,
    };
    let is_number = |text: &str| text.chars().all(|one| one.is_ascii_digit());
    if port.len() > 5 || !is_number(port) || port.parse::<u32>().unwrap_or(0) > 65_535 {
        return None;
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    let labels: Vec<&str> = name.split('.').collect();
    let are_labels = labels.iter().all(|label| {
        (1..=63).contains(&label.len())
            && label.chars().all(|one| matches!(one, 'a'..='z' | '0'..='9' | '-'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    });
    let last = labels.last()?;
    let is_address = is_number(last)
        || last.strip_prefix("0x").is_some_and(|rest| rest.chars().all(|one| one.is_ascii_hexdigit()));
    (are_labels && name.len() <= 253 && !is_address).then(|| name.to_owned())
}

fuzz_target!(|data: &[u8]| {
    let expected = described(data);
    match DomainName::from_host(data) {
        Ok(domain) => {
            let canonical = domain.as_str();
            assert_eq!(Some(canonical), expected.as_deref());
            assert!(!canonical.ends_with('.') && !canonical.contains(':'));
            // Whoever reads it again finds the same.
            assert_eq!(DomainName::from_host(canonical.as_bytes()).as_ref(), Ok(&domain));
            assert_eq!(DomainName::from_server_name(canonical.as_bytes()).as_ref(), Ok(&domain));
            assert_eq!(DomainName::from_canonical(canonical).as_ref(), Ok(&domain));
            assert_eq!(DomainName::parse(canonical).as_ref(), Ok(&domain));
        }
        Err(_) => {
            let has_punycode = expected
                .as_deref()
                .is_some_and(|name| name.split('.').any(|label| label.starts_with("xn--")));
            assert!(expected.is_none() || has_punycode, "refused: {expected:?}");
        }
    }
    if let Ok(domain) = DomainName::from_server_name(data) {
        assert!(domain.as_str().as_bytes().eq_ignore_ascii_case(data));
        assert_eq!(DomainName::from_host(data), Ok(domain));
    }
    // What an operator writes is read into a form that all readers take as it is.
    if let Some(domain) = std::str::from_utf8(data).ok().and_then(|text| DomainName::parse(text).ok()) {
        assert_eq!(DomainName::from_host(domain.as_str().as_bytes()).as_ref(), Ok(&domain));
        assert_eq!(DomainName::from_canonical(domain.as_str()).as_ref(), Ok(&domain));
    }
});
