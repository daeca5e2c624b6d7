//! Client-Cert and Client-Cert-Chain beside `sfv`, a reader of Structured Field Values by others: whatever is decoded here
//! has the same bytes there, and what is refused here and read there breaks one of our stricter rules.
//!
//! The input is the lines of a field, one behind the other with a line feed between them.
#![no_main]

use issuedby::ClientCert;
use issuedby::client_cert::ClientCertErrorKind;
use libfuzzer_sys::fuzz_target;
use sfv::{BareItem, Item, List, ListEntry, Parser};

/// Fields that are well-formed by RFC 9651, and that RFC 9440 (one DER certificate) or a limit refuses.
fn is_stricter(kind: ClientCertErrorKind) -> bool {
    use ClientCertErrorKind::{EmptyByteSequence, NotDer, PemInside, TooLarge, TrailingData, Truncated};
    matches!(kind, EmptyByteSequence | NotDer | PemInside | TooLarge | TrailingData | Truncated)
}

fn check_item(value: &[u8]) {
    let theirs = Parser::new(value).parse::<Item>().map(|item| item.bare_item);
    match (ClientCert::decode(value), theirs) {
        (Ok(ours), Ok(BareItem::ByteSequence(theirs))) => assert_eq!(ours, theirs),
        (Ok(_), theirs) => panic!("decoded here; there {theirs:?}"),
        (Err(ours), Ok(BareItem::ByteSequence(_))) => assert!(is_stricter(ours.kind()), "{ours}"),
        (Err(ours), Ok(_)) => assert_eq!(ours.kind(), ClientCertErrorKind::NotByteSequence, "{ours}"),
        (Err(_), Err(_)) => {}
    }
}

fn check_list(lines: &[&[u8]]) {
    let joined = lines.join(&b", "[..]);
    let ours = ClientCert::decode_chain(lines.iter().copied());
    assert_eq!(ours, ClientCert::decode_chain([&joined[..]]));
    let theirs = Parser::new(&joined).parse::<List>().ok().map(|members| {
        let member = |member| match member {
            ListEntry::Item(Item { bare_item: BareItem::ByteSequence(bytes), .. }) => Some(bytes),
            ListEntry::Item(_) | ListEntry::InnerList(_) => None,
        };
        members.into_iter().map(member).collect::<Option<Vec<Vec<u8>>>>()
    });
    match (ours, theirs) {
        (Ok(ours), Some(Some(theirs))) => assert_eq!(ours, theirs),
        (Ok(_), theirs) => panic!("decoded here; there {theirs:?}"),
        (Err(ours), Some(Some(_))) => assert!(is_stricter(ours.kind()), "{ours}"),
        (Err(_), _) => {}
    }
}

fuzz_target!(|data: &[u8]| {
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').collect();
    for line in &lines {
        check_item(line);
    }
    check_list(&lines);
});
