//! The rules for a host, read byte by byte.

/// The domain that the `Host` field of a request names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Host {
    /// This domain, in its normal form.
    Domain(String),
    /// The text after the first `:` is not a port.
    BadPort,
    /// The text before it is not a domain name.
    NotADomain,
}

/// A-labels that the random cases use, and whether RFC 5891 allows them. No other label may begin with `xn--` here.
pub(super) const A_LABELS: [(&str, bool); 6] = [
    ("xn--bcher-kva", true),
    ("xn--strae-oqa", true),
    ("xn--r8jz45g", true),
    // No Punycode, an ASCII label in Punycode, and a capital letter in Punycode.
    ("xn--a", false),
    ("xn--abc-", false),
    ("xn--wca", false),
];

/// The domain of a `Host` field: a port is checked and removed, then one final dot.
pub fn host(text: &[u8]) -> Host {
    let mut name = Vec::new();
    let mut rest = text.iter();
    let mut port = None;
    while let Some(byte) = rest.next() {
        if *byte == b':' {
            port = Some(rest.as_slice());
            break;
        }
        name.push(*byte);
    }
    if port.is_some_and(|port| !is_port(port)) {
        return Host::BadPort;
    }
    if name.last() == Some(&b'.') {
        name.pop();
    }
    domain(&name).map_or(Host::NotADomain, Host::Domain)
}

/// At most five digits, and no number above 65535.
fn is_port(digits: &[u8]) -> bool {
    let mut number = 0_u64;
    for digit in digits {
        match digit {
            b'0'..=b'9' => number = number * 10 + u64::from(digit - b'0'),
            _ => return false,
        }
        if number > 1_000_000 {
            return false;
        }
    }
    digits.len() <= 5 && number <= 65_535
}

/// The normal form of a domain name, where the text is one: ASCII letters in lower case, nothing else is mapped.
pub fn domain(text: &[u8]) -> Option<String> {
    let mut lower = String::new();
    for byte in text {
        match byte {
            b'A'..=b'Z' => lower.push(char::from(byte + (b'a' - b'A'))),
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' => lower.push(char::from(*byte)),
            _ => return None,
        }
    }
    let labels: Vec<&str> = lower.split('.').collect();
    let is_name = lower.len() <= 253
        && labels.iter().all(|label| is_label(label))
        && !is_number(labels[labels.len() - 1]);
    is_name.then_some(lower)
}

/// 1 to 63 characters, no hyphen at either end.
fn is_label(label: &str) -> bool {
    if label.starts_with("xn--") {
        return A_LABELS.iter().any(|(known, is_good)| *known == label && *is_good);
    }
    let is_long_enough = !label.is_empty() && label.len() <= 63;
    is_long_enough && !label.starts_with('-') && !label.ends_with('-')
}

/// The last label of what URL parsers take for an IPv4 address: a decimal number, or `0x` and a hexadecimal one, which
/// may be empty.
fn is_number(label: &str) -> bool {
    let is_decimal = label.chars().all(|found| found.is_ascii_digit());
    let is_hexadecimal =
        label.starts_with("0x") && label.chars().skip(2).all(|found| matches!(found, '0'..='9' | 'a'..='f'));
    is_decimal || is_hexadecimal
}
