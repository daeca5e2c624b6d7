//! dNSName and uniformResourceIdentifier.

use issuedby_conformance::der::element;

use crate::constrained::*;

#[test]
fn no_spelling_of_a_uri_leaves_its_host() {
    let one = |text: &str, expected| alternative(vec![uri(text)], expected);
    for (permitted, excluded) in [(vec![uri("example.org")], vec![]), (vec![], vec![uri("evil.test")])] {
        try_all(
            &permitted,
            &excluded,
            vec![
                one("https://example.org/", ACCEPTED),
                one("https://EXAMPLE.org:8443/a@evil.test?b#c", ACCEPTED),
                one("https://user:pw@example.org", ACCEPTED),
                one("https://evil.test/", VIOLATED),
                one("https://example.org@evil.test/", VIOLATED),
                one("https://example.org:443@evil.test/", VIOLATED),
                one("https://a@evil.test@example.org/", VIOLATED),
                one("https://evil.test\\@example.org/", VIOLATED),
                one("https://evil.test\\.example.org/", VIOLATED),
                one("https://evil%2etest/", VIOLATED),
                one("https://evil.test%00.example.org/", VIOLATED),
                one("https://evil.test\0.example.org/", VIOLATED),
                one("https://evil.test\n@example.org/", VIOLATED),
                one("https://evil.test @example.org/", VIOLATED),
                // RFC 3986 has none of these in a URI, and readers disagree where the authority ends.
                one("https://evil.test\"@example.org/", VIOLATED),
                one("https://evil.test>@example.org/", VIOLATED),
                one("https://evil.test^@example.org/", VIOLATED),
                one("https://evil.test|@example.org/", VIOLATED),
                one("https://[evil.test]@example.org/", VIOLATED),
                one("https://[::1]@example.org/", VIOLATED),
                one("https://[fe80::1%25eth0]/", VIOLATED),
                one("https://[::ffff:192.0.2.1]/", VIOLATED),
                one("https://192.0.2.1/", VIOLATED),
                one("https://0x7f000001/", VIOLATED),
                one("https://127.0.0.0x1/", VIOLATED),
                one("https://2130706433/", VIOLATED),
                one("https:///evil.test/", VIOLATED),
                one("https:evil.test", VIOLATED),
                one("//example.org/", VIOLATED),
                one("mailto:a@example.org", VIOLATED),
                one("https://example.org:65536x/", VIOLATED),
                one("https://example.org..", VIOLATED),
                one("", VIOLATED),
                alternative(vec![element(0x86, "https://b\u{fc}cher.example/".as_bytes())], MALFORMED),
            ],
        );
    }
}

#[test]
fn no_spelling_of_a_host_leaves_its_domain() {
    let one = |text: &str, expected| alternative(vec![dns(text)], expected);
    try_all(
        &[dns("xn--bcher-kva.example"), dns("example.com")],
        &[dns("www.example.com")],
        vec![
            one("XN--BCHER-KVA.example", ACCEPTED),
            one("a.example.com", ACCEPTED),
            one("*.a.example.com", ACCEPTED),
            alternative(vec![element(0x82, "b\u{fc}cher.example".as_bytes())], MALFORMED),
            one("*.example.com", VIOLATED),
            one("WWW.example.com", VIOLATED),
            one("www.example.com.", VIOLATED),
            one("a.evil.test\0.example.com", MALFORMED),
            one(" a.example.com", MALFORMED),
            one("evil.test/.example.com", MALFORMED),
            one("*.com", MALFORMED),
            one("*", MALFORMED),
            one("w*.example.com", MALFORMED),
            one(".example.com", MALFORMED),
            one(&format!("{}.example.com", "a".repeat(64)), MALFORMED),
            one(&format!("{}example.com", "a.".repeat(130)), MALFORMED),
            one("192.0.2.1", MALFORMED),
            one("example.com:443", MALFORMED),
            one("a..example.com", MALFORMED),
            one("example.org", VIOLATED),
            alternative(vec![element(0xa2, b"\x16\x09evil.test")], MALFORMED),
        ],
    );
}
