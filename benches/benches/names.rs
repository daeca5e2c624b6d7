//! The cost of a Distinguished Name: compared with a prepared one, read from text, printed and normalized.
//!
//! `cargo bench -p issuedby-benches --bench names`, with `-- --passes 9` for a quick look.

use std::str::FromStr;

use issuedby::DistinguishedName;
use issuedby::limits::{MAX_NAME_TEXT_SIZE, MAX_RDNS};
use issuedby::name::Name;
use issuedby_benches::{Comparison, passes};
use x509_cert::der::Decode;

fn main() {
    let passes = passes();
    println!("ratios within one run of {passes} interleaved passes; times are of this machine, this minute");

    comparing(passes);
    preparing(passes);
    reading(passes);
    worst_texts(passes);
}

/// An issuer of five RDNs as it is configured, most specific RDN first.
const CONFIGURED: &str = "CN=example-ca,OU=Clients,O=Example Organization,L=Springfield,C=US";

const PRINTABLE_STRING: u8 = 19;
const UTF8_STRING: u8 = 12;

/// The same issuer as a certificate has it: `C=US` first, every value of this string type.
fn issuer(string_type: u8, change: impl Fn(&str) -> String) -> Vec<u8> {
    let rdns =
        [(6, "US"), (7, "Springfield"), (10, "Example Organization"), (11, "Clients"), (3, "example-ca")];
    rdns.iter()
        .flat_map(|(arc, text)| {
            let oid = tlv(6, &[0x55, 4, *arc]);
            tlv(0x31, &tlv(0x30, &[oid, tlv(string_type, change(text).as_bytes())].concat()))
        })
        .collect()
}

fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u8::try_from(contents.len()).expect("a short element");
    assert!(length < 0x80, "a short element");
    [&[tag, length], contents].concat()
}

/// The issuer of a certificate, read already, and a `certIssuerDN` that was prepared when the policy was loaded.
fn comparing(passes: usize) {
    let prepared = DistinguishedName::from_str(CONFIGURED).expect("a name");
    let unchanged = |text: &str| text.to_owned();
    let same = issuer(UTF8_STRING, unchanged);
    let of_other_types = issuer(PRINTABLE_STRING, unchanged);
    let in_upper_case = issuer(PRINTABLE_STRING, str::to_uppercase);
    let ends_otherwise = issuer(PRINTABLE_STRING, |text| text.replace("example-ca", "example-cb"));
    let starts_otherwise = issuer(PRINTABLE_STRING, |text| text.replace("US", "DE"));
    let names = [&same, &of_other_types, &in_upper_case, &ends_otherwise, &starts_otherwise]
        .map(|contents| Name::from_rdn_sequence(contents).expect("a name"));
    assert_eq!(names.map(|name| prepared.as_name() == name), [true, true, true, false, false]);

    let peer = |contents: &[u8]| x509_cert::name::Name::from_der(&tlv(0x30, contents)).expect("a name");
    let (peer_prepared, peer_same) = (peer(&same), peer(&same));

    let reference = "the same bytes";
    let [same, of_other_types, in_upper_case, ends_otherwise, starts_otherwise] = names;
    let mut comparison = Comparison::default();
    comparison.reference(reference, || prepared.as_name() == same);
    comparison.against(reference, "other string types", || prepared.as_name() == of_other_types);
    comparison
        .against(reference, "other string types and letter case", || prepared.as_name() == in_upper_case);
    comparison.against(reference, "another CN, found last", || prepared.as_name() == ends_otherwise);
    comparison.against(reference, "another C, found first", || prepared.as_name() == starts_otherwise);
    comparison.against(reference, "x509-cert, the same bytes", || peer_prepared == peer_same);
    comparison.report("an issuer of five RDNs compared with a prepared one", passes);
}

/// The work done once for each configured name, and the forms into which a certificate's name is turned.
fn preparing(passes: usize) {
    let contents = issuer(PRINTABLE_STRING, str::to_owned);
    let name = Name::from_rdn_sequence(&contents).expect("a name");
    let printed = name.to_string();
    let plain = "decode";
    let mut comparison = Comparison::default();
    comparison.reference(plain, || Name::from_rdn_sequence(&contents).is_ok());
    comparison.against(plain, "normal form", || name.normal_form().len());
    comparison.against(plain, "print, ASCII", || name.to_string().len());
    comparison.against(plain, "print, UTF-8", || name.to_utf8_string().len());
    comparison.against(plain, "read from text, normal form included", || {
        DistinguishedName::from_str(&printed).is_ok()
    });
    comparison
        .against(plain, "x509-cert, read from text", || x509_cert::name::Name::from_str(&printed).is_ok());
    comparison.report("a name of five RDNs", passes);
}

/// Texts of 1, 10 and 64 RDNs, and of as many bytes as are read at all.
fn reading(passes: usize) {
    let plain = |bytes: usize| "Example Organization ".repeat(bytes / 21 + 1)[..bytes].to_owned();
    let forms = [("comma", "O=", "", ","), ("quoted", "O=\"", "\"", ", "), ("slash", "/O=", "", "")];
    let mut comparison = Comparison::default();
    for (form, before, after, separator) in forms {
        for rdns in [1, 10, 64, MAX_RDNS] {
            let bytes = if rdns == MAX_RDNS { MAX_NAME_TEXT_SIZE / MAX_RDNS - 6 } else { 20 };
            let text = vec![[before, &plain(bytes), after].concat(); rdns].join(separator);
            per_byte(&mut comparison, &format!("{form}, RDNs: {rdns}, {} bytes", text.len()), text);
        }
    }
    for (rdns, bytes) in [(1, 20), (10, 20), (64, 20), (64, 123)] {
        let value: String =
            tlv(UTF8_STRING, plain(bytes).as_bytes()).iter().map(|o| format!("{o:02X}")).collect();
        let text = vec![format!("O=#{value}"); rdns].join(",");
        per_byte(&mut comparison, &format!("hexadecimal, RDNs: {rdns}, {} bytes", text.len()), text);
    }
    for rdns in [1, 10, 64] {
        let text = vec![format!("O={}", plain(20)); rdns].join(",");
        assert!(x509_cert::name::Name::from_str(&text).is_ok());
        let name = format!("x509-cert, comma, RDNs: {rdns}, {} bytes", text.len());
        comparison.per_byte(&name, text.len(), move || x509_cert::name::Name::from_str(&text).is_ok());
    }
    comparison.report("reading texts that are names", passes);
}

fn per_byte(comparison: &mut Comparison<'_>, title: &str, text: String) {
    assert!(DistinguishedName::parse(&text).is_ok(), "{title}: {text}");
    comparison.per_byte(title, text.len(), move || DistinguishedName::parse(&text).is_ok());
}

/// Texts that would take longer than others if their reader looked far ahead or back: of a quarter of the bytes that
/// are read at all, and of all.
fn worst_texts(passes: usize) {
    let texts = [
        ("", "/CN="),
        ("", "CN=,"),
        ("", "CN=a\n"),
        ("/CN=", "/"),
        ("/CN=", "/a"),
        ("/CN=", "+a="),
        ("CN=", "\\\\"),
        ("CN=", "\\ "),
        ("CN=a", " "),
        ("CN=\"", "\"\""),
        ("CN=#", "0c"),
        ("2.", "9"),
        ("2.", "9."),
        ("CN=", "a+"),
        ("", ","),
    ];
    let mut comparison = Comparison::default();
    for (start, piece) in texts {
        for bytes in [MAX_NAME_TEXT_SIZE / 4, MAX_NAME_TEXT_SIZE] {
            let text = start.to_owned() + &piece.repeat((bytes - start.len()) / piece.len());
            let title = format!("{start:?}, {piece:?} repeated, {} bytes", text.len());
            comparison.per_byte(&title, bytes, move || DistinguishedName::parse(&text).is_ok());
        }
    }
    comparison.report("reading texts that would tempt a reader to look far ahead", passes);
}
