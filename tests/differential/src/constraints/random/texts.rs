//! Random texts of dNSName, rfc822Name and URI, usual and odd.

use issuedby_test_support::Random;

use super::{Focus, percent};

const DOMAINS: &[&str] =
    &["a.example", "b.example", "x.a.example", "y.x.a.example", "xa.example", "example", "a.test"];

/// The focus of the case most often.
fn domain(random: &mut Random, focus: &Focus) -> String {
    match random.below(100) {
        0..40 => focus.domain.to_owned(),
        40..50 => format!("w.{}", focus.domain),
        50..57 => focus.domain.split_once('.').map_or("example", |(_, parent)| parent).to_owned(),
        _ => random.pick(DOMAINS).to_owned(),
    }
}

/// The same domain, sometimes in other letter case.
fn spelled(random: &mut Random, domain: String) -> String {
    match random.below(100) {
        0..8 => domain.to_uppercase(),
        8..12 => domain.replacen('a', "A", 1),
        _ => domain,
    }
}

pub(super) fn dns_base(random: &mut Random, focus: &Focus) -> Vec<u8> {
    let domain = match random.below(100) {
        0..60 => focus.domain.to_owned(),
        60..70 => "example".to_owned(),
        _ => random.pick(DOMAINS).to_owned(),
    };
    let domain = spelled(random, domain);
    let text = match random.below(100) {
        0..7 => format!(".{domain}"),
        7..9 => format!("{domain}."),
        9..11 => String::new(),
        11..13 => format!("*.{domain}"),
        13 => format!("x*.{domain}"),
        14 => {
            random.pick(&[".", "a..example", "a b.example", "m\u{fc}ller.example", "..a.example"]).to_owned()
        }
        15 => format!("a_b.{domain}"),
        // One label below the focus: what a wildcard of the focus stands for.
        16..20 => format!("x.{}", focus.domain),
        20..24 => format!(".x.{}", focus.domain),
        _ => domain,
    };
    text.into_bytes()
}

pub(super) fn dns_name(random: &mut Random, focus: &Focus) -> Vec<u8> {
    let domain = domain(random, focus);
    let domain = spelled(random, domain);
    let text = match random.below(100) {
        0..12 => format!("*.{domain}"),
        12..14 => format!("{}.{domain}", random.pick(&["x*", "*x", "w*w"])),
        14 => format!("w.*.{domain}"),
        15..20 => format!("{domain}."),
        20..22 => format!(".{domain}"),
        22 => format!("{domain}.."),
        23..25 => format!("a_b.{domain}"),
        25 => format!("*.{domain}."),
        26 => random.pick(&["", "*", ".", "*.*.example", "10.1.2.3"]).to_owned(),
        27 => format!("w .{domain}"),
        28 => format!("{domain}\0.b.example"),
        29 => format!("m\u{fc}ller.{domain}"),
        30 => domain.replacen('.', "..", 1),
        _ => domain,
    };
    text.into_bytes()
}

pub(super) fn email_base(random: &mut Random, focus: &Focus) -> Vec<u8> {
    let domain = match random.below(100) {
        0..60 => focus.domain.to_owned(),
        _ => random.pick(DOMAINS).to_owned(),
    };
    let domain = spelled(random, domain);
    let text = match random.below(100) {
        0..40 => domain,
        40..60 => format!(".{domain}"),
        60..75 => format!("user@{domain}"),
        75..80 => format!("User@{domain}"),
        80..84 => format!("\"user\"@{domain}"),
        84..86 => format!("\"us er\"@{domain}"),
        86..89 => String::new(),
        89..91 => format!("{domain}."),
        91 => format!("user@{domain}."),
        92..94 => format!("*.{domain}"),
        94 => format!("*@{domain}"),
        95 => format!("@{domain}"),
        96 => "user@".to_owned(),
        97 => format!("user@.{domain}"),
        98 => random.pick(&["m\u{fc}ller.example", ".", "a b.example"]).to_owned(),
        _ => format!("user@b.example@{domain}"),
    };
    text.into_bytes()
}

pub(super) fn email_name(random: &mut Random, focus: &Focus) -> Vec<u8> {
    let domain = domain(random, focus);
    let domain = spelled(random, domain);
    let local = match random.below(100) {
        0..50 => "user",
        50..60 => "USER",
        60..70 => "admin",
        70..76 => "\"user\"",
        76..79 => "\"us er\"",
        79..82 => "\"a@b.example\"",
        82..85 => "u.ser",
        85..87 => "\"u\\ser\"",
        _ => "user+x",
    };
    let text = match random.below(100) {
        0..4 => format!("{local}@{domain}."),
        4 => local.to_owned(),
        5 => format!("{local}@"),
        6 => format!("@{domain}"),
        7 => format!("{local}@{}", domain.replacen('.', "..", 1)),
        8 => format!("{local}@b.example@{domain}"),
        9 => random.pick(&["user@[10.0.0.1]", "", "@", ".user@a.example", "us er@a.example"]).to_owned(),
        10 => format!("m\u{fc}ller@{domain}"),
        11 => format!("{local}@m\u{fc}ller.{domain}"),
        12 => format!("{local}@.{domain}"),
        13 => format!("{local}@*.{domain}"),
        14 => format!("<{local}@{domain}>"),
        15 => format!("{local}@{domain}\0.b.example"),
        _ => format!("{local}@{domain}"),
    };
    text.into_bytes()
}

pub(super) fn uri_base(random: &mut Random, focus: &Focus) -> Vec<u8> {
    let domain = match random.below(100) {
        0..60 => focus.domain.to_owned(),
        _ => random.pick(DOMAINS).to_owned(),
    };
    let domain = spelled(random, domain);
    let text = match random.below(100) {
        0..55 => domain,
        55..85 => format!(".{domain}"),
        85..89 => String::new(),
        89..91 => format!("{domain}."),
        91..93 => format!("*.{domain}"),
        93..95 => format!("{domain}:443"),
        95 => format!("https://{domain}"),
        96..98 => "10.0.0.1".to_owned(),
        98 => format!("user@{domain}"),
        _ => random.pick(&[".", "m\u{fc}ller.example", "a b.example"]).to_owned(),
    };
    text.into_bytes()
}

pub(super) fn uri_name(random: &mut Random, focus: &Focus) -> Vec<u8> {
    let domain = domain(random, focus);
    let host = spelled(random, domain);
    let scheme = random.pick(&["https", "https", "HTTP", "spiffe", "ldap"]);
    let text = match random.below(100) {
        0..45 => format!("{scheme}://{host}{}", random.pick(&["", "/", "/path?q#f", "/a:b"])),
        45..53 => format!("{scheme}://{host}:8443/path"),
        53..58 => format!("{scheme}://user@{host}/"),
        58..60 => format!("{scheme}://user:pw@{host}:1/"),
        60..63 => format!("{scheme}://{host}./"),
        63..65 => format!("{scheme}://{host}?q=1"),
        65..67 => format!("{scheme}://{host}#f"),
        67 => format!("{scheme}://{host}:/"),
        68..70 => format!("{scheme}://b.example?@{host}/"),
        70..72 => format!("{scheme}://b.example#@{host}/"),
        72 => format!("{scheme}://b.example\\@{host}/"),
        73 => format!("{scheme}://b.example/@{host}"),
        74..76 => format!("{scheme}://{}/", host.replacen('.', "%2e", 1)),
        76..79 => {
            random.pick(&["https://10.0.0.1/", "https://10.0.0.1:443/", "https://167772161/"]).to_owned()
        }
        79..81 => random.pick(&["https://[2001:db8::1]/", "https://[2001:db8::1]:443/"]).to_owned(),
        81..84 => "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6".to_owned(),
        84 => format!("mailto:user@{host}"),
        85..87 => random.pick(&["https:///path", "https://", "https://:443/", "https://user@/"]).to_owned(),
        87 => format!("//{host}/"),
        88 => format!("https:{host}"),
        89 => host,
        90 => format!("{scheme}://*.{host}/"),
        91 => format!("{scheme}://.{host}/"),
        92 => format!("{scheme}://m\u{fc}ller.{host}/"),
        93 => format!("{scheme}://{host}:port/"),
        94 => format!("{scheme}://{}/", host.replacen('.', "..", 1)),
        95 => format!("{scheme}://a b.{host}/"),
        96 => format!("{scheme}://{host}\0.b.example/"),
        97 => format!("{scheme}://a_b.{host}/"),
        98 => format!("1{scheme}://{host}/"),
        _ => random.pick(&["", "://a.example/", "https:/a.example/"]).to_owned(),
    };
    text.into_bytes()
}

/// The text of an emailAddress or a commonName: characters, mostly of ASCII.
pub(super) fn subject_text(random: &mut Random, focus: &Focus, email: bool) -> String {
    let bytes = match (email, percent(random, 50)) {
        (true, _) => email_name(random, focus),
        (false, true) => dns_name(random, focus),
        (false, false) => random.pick(&["client-1", "Client  1", "client 1 "]).as_bytes().to_vec(),
    };
    String::from_utf8(bytes).expect("texts are made of characters")
}
