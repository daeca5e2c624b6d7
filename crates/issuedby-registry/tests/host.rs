//! A host is read once: what is accepted is one domain in its canonical form, and the account depends on nothing else.

use issuedby_registry::{AccountName, DomainKind, DomainName, MemoryRegistry, Registry};
use proptest::prelude::*;

/// Two accounts' domains and names that only look like them.
const DOMAINS: [(&str, &str); 4] = [
    ("acme", "api.example"),
    ("acme", "xn--bcher-kva.example"),
    ("other", "other.example"),
    ("other", "example"),
];

/// The grammar of a host in plain words, written apart from the parser. `None` is refused; a label `xn--` has rules of
/// Punycode besides, which this does not know.
fn described(host: &[u8]) -> Option<String> {
    let text = String::from_utf8(host.to_vec()).ok()?.to_ascii_lowercase();
    let (name, port) = match text.matches(':').count() {
        0 => (text.as_str(), ""),
        1 => text.split_once(':')?,
        _ => return None,
    };
    let is_digit = |character: char| character.is_ascii_digit();
    if port.chars().count() > 5
        || !port.chars().all(is_digit)
        || !(port.is_empty() || port.parse::<u32>().ok()? < 65_536)
    {
        return None;
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    let labels: Vec<&str> = name.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|one| matches!(one, 'a'..='z' | '0'..='9' | '-'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = labels.last()?;
    let is_number = last.chars().all(is_digit)
        || last.strip_prefix("0x").is_some_and(|rest| rest.chars().all(|one| one.is_ascii_hexdigit()));
    (labels.iter().all(is_label) && name.len() <= 253 && !is_number).then(|| name.to_owned())
}

/// Texts that an attacker adds to a host so that two parsers read it differently.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let text = prop_oneof![
        Just("."),
        Just(".."),
        Just(":"),
        Just(":443"),
        Just(":+443"),
        Just(":00443"),
        Just(":000443"),
        Just(":65536"),
        Just("%2e"),
        Just("%00"),
        Just("@"),
        Just("["),
        Just("]"),
        Just("\t"),
        Just(" "),
        Just("\0"),
        Just("\r\n"),
        Just("。"),
        Just("．"),
        Just("｡"),
        Just("\u{200b}"),
        Just("\u{ad}"),
        Just("\u{212a}"),
        Just("ı"),
        Just("ｅ"),
        Just("xn--"),
        Just("-"),
        Just("_"),
        Just("/"),
        Just("\\"),
        Just(","),
        Just("other.example"),
        Just("api.example"),
        Just("0x1"),
        Just("1"),
        Just("E"),
        Just("a"),
        Just("*"),
        Just("")
    ];
    prop_oneof![9 => text.prop_map(|text| text.as_bytes().to_vec()), 1 => any::<u8>().prop_map(|byte| vec![byte])]
}

/// A domain that is served, in a spelling of its own, with pieces put into it.
fn host() -> impl Strategy<Value = Vec<u8>> {
    let cut = any::<prop::sample::Index>();
    let names = prop::sample::select(DOMAINS.map(|(_, domain)| domain).to_vec());
    (names, any::<u64>(), prop::collection::vec((cut, piece()), 0..4), any::<bool>(), piece()).prop_map(
        |(domain, upper, pieces, at_end, last)| {
            let letters = domain.bytes().enumerate();
            let mut host: Vec<u8> = letters
                .map(
                    |(place, byte)| {
                        if upper >> (place % 64) & 1 == 1 { byte.to_ascii_uppercase() } else { byte }
                    },
                )
                .collect();
            for (place, piece) in pieces {
                let place = place.index(host.len() + 1);
                host.splice(place..place, piece);
            }
            if at_end {
                host.extend(last);
            }
            host
        },
    )
}

fn registry() -> MemoryRegistry {
    let mut registry = MemoryRegistry::new();
    for (account, domain) in DOMAINS {
        let (account, domain) = (AccountName::parse(account).unwrap(), DomainName::parse(domain).unwrap());
        registry.add_domain(&account, &domain, DomainKind::Managed, issuedby::check_time(0)).unwrap();
    }
    registry
}

fn account_at(registry: &mut MemoryRegistry, domain: &DomainName) -> Option<String> {
    registry.snapshot(domain).unwrap().map(|snapshot| snapshot.account().to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8_192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_accepted_host_is_one_canonical_domain(host in host()) {
        let mut registry = registry();
        let described = described(&host);
        match DomainName::from_host(&host) {
            Ok(domain) => {
                prop_assert_eq!(Some(domain.as_str()), described.as_deref());
                prop_assert!(!domain.as_str().ends_with('.') && !domain.as_str().contains(':'));
                // Read again, by whichever reader, it stays what it is.
                let canonical = domain.as_str().to_owned();
                prop_assert_eq!(DomainName::from_host(canonical.as_bytes()), Ok(domain.clone()));
                prop_assert_eq!(DomainName::from_server_name(canonical.as_bytes()), Ok(domain.clone()));
                prop_assert_eq!(&DomainName::from_canonical(&canonical).unwrap(), &domain);
                prop_assert_eq!(&DomainName::parse(&canonical).unwrap(), &domain);
                let expected = DOMAINS.iter().find(|(_, name)| *name == canonical).map(|(account, _)| (*account).to_owned());
                prop_assert_eq!(account_at(&mut registry, &domain), expected);
            }
            Err(_) => {
                let has_punycode = described.as_deref().is_some_and(|name| name.split('.').any(|label| label.starts_with("xn--")));
                prop_assert!(described.is_none() || has_punycode, "refused: {:?}", described);
            }
        }
    }

    #[test]
    fn a_server_name_is_a_host_without_port_and_final_dot(name in host()) {
        match DomainName::from_server_name(&name) {
            Ok(domain) => {
                prop_assert!(domain.as_str().as_bytes().eq_ignore_ascii_case(&name));
                prop_assert_eq!(DomainName::from_host(&name), Ok(domain));
            }
            Err(_) => {
                let stripped = name.contains(&b':') || name.ends_with(b".");
                prop_assert!(DomainName::from_host(&name).is_err() || stripped);
            }
        }
    }
}

#[test]
fn hostile_hosts_are_often_accepted_and_often_refused() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut accepted, cases) = (0, 2_000);
    for _ in 0..cases {
        let text = host().new_tree(&mut runner).unwrap().current();
        accepted += usize::from(DomainName::from_host(&text).is_ok());
    }
    assert!(
        (cases / 10..cases * 9 / 10).contains(&accepted),
        "{accepted} of {cases}: the strategy shows little"
    );
}
