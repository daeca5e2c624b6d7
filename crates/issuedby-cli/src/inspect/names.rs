//! Subject alternative names (RFC 5280 section 4.2.1.6).

use std::net::{Ipv4Addr, Ipv6Addr};

use issuedby::name::Name;
use x509_cert::der::{AnyRef, Decode, Reader, SliceReader, Tag, TagNumber, Tagged};

use super::oid;
use crate::json::hexadecimal;

/// One GeneralName.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct AlternativeName {
    /// The name of the alternative in RFC 5280.
    pub(super) kind: &'static str,
    /// As a program reads it: names in ASCII.
    pub(super) value: String,
    /// As people read it, if otherwise; not yet safe for a terminal.
    pub(super) readable: Option<String>,
}

/// Reads the contents of `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`; what cannot be read ends
/// the list as one last name.
pub(super) fn read(contents: &[u8]) -> Vec<AlternativeName> {
    let unreadable =
        |octets: &[u8]| AlternativeName { kind: "unreadable", value: hexadecimal(octets), readable: None };
    let Ok(mut reader) = SliceReader::new(contents) else { return vec![unreadable(contents)] };
    let mut names = Vec::new();
    while !reader.is_finished() {
        match AnyRef::decode(&mut reader) {
            Ok(name) => names.push(read_one(name)),
            Err(_) => {
                names.push(unreadable(contents));
                break;
            }
        }
    }
    names
}

fn read_one(name: AnyRef<'_>) -> AlternativeName {
    let octets = name.value();
    let number = match name.tag() {
        Tag::ContextSpecific { number, .. } => Some(number),
        _ => None,
    };
    let (kind, value) = match number {
        Some(TagNumber(0)) => return other_name(octets),
        Some(TagNumber(1)) => ("rfc822Name", text(octets)),
        Some(TagNumber(2)) => ("dNSName", text(octets)),
        Some(TagNumber(4)) => return directory_name(octets),
        Some(TagNumber(6)) => ("uniformResourceIdentifier", text(octets)),
        Some(TagNumber(7)) => ("iPAddress", address(octets)),
        Some(TagNumber(8)) => ("registeredID", oid::dotted(octets)),
        _ => ("other", hexadecimal(octets)),
    };
    AlternativeName { kind, value, readable: None }
}

/// An IA5String; octets beyond ASCII, which it must not hold, show as hexadecimal.
fn text(octets: &[u8]) -> String {
    match str::from_utf8(octets) {
        Ok(text) if text.is_ascii() => text.to_owned(),
        _ => format!("#{}", hexadecimal(octets)),
    }
}

fn address(octets: &[u8]) -> String {
    if let Ok(octets) = <[u8; 4]>::try_from(octets) {
        Ipv4Addr::from(octets).to_string()
    } else if let Ok(octets) = <[u8; 16]>::try_from(octets) {
        Ipv6Addr::from(octets).to_string()
    } else {
        format!("#{}", hexadecimal(octets))
    }
}

/// `[4] EXPLICIT Name`, printed by the core.
fn directory_name(octets: &[u8]) -> AlternativeName {
    let name = AnyRef::from_der(octets).ok().and_then(|name| Name::from_rdn_sequence(name.value()).ok());
    AlternativeName {
        kind: "directoryName",
        value: name.map_or_else(|| format!("#{}", hexadecimal(octets)), |name| name.to_string()),
        readable: name.map(|name| name.to_utf8_string()),
    }
}

/// `OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT ANY }`: the type and the value, as text where it is
/// a UTF8String such as a user principal name.
fn other_name(octets: &[u8]) -> AlternativeName {
    let parts = || {
        let mut reader = SliceReader::new(octets)?;
        let oid = AnyRef::decode(&mut reader)?;
        let outer = AnyRef::decode(&mut reader)?;
        AnyRef::from_der(outer.value()).map(|value| (oid, value))
    };
    let kind = "otherName";
    match parts() {
        Ok((oid, value)) if oid.tag() == Tag::ObjectIdentifier => {
            let text = match str::from_utf8(value.value()) {
                Ok(text) if value.tag() == Tag::Utf8String => text.to_owned(),
                _ => format!("#{}", hexadecimal(value.value())),
            };
            let value = format!("{} {text}", oid::dotted(oid.value()));
            AlternativeName { kind, value, readable: Some(format!("{} {text}", oid::named(oid.value()))) }
        }
        _ => AlternativeName { kind, value: format!("#{}", hexadecimal(octets)), readable: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_read_and_what_is_broken_is_shown() {
        let contents = [
            &[0x82, 3, b'a', b'.', b'b'][..],
            &[0x87, 4, 192, 0, 2, 1],
            &[0x87, 2, 1, 2],
            &[0x81, 2, 0xc3, 0xbc],
            &[0x88, 2, 0x88, 0x37],
            &[0xa0, 11, 0x06, 3, 0x2a, 3, 4, 0xa0, 4, 0x0c, 2, 0xc3, 0xbc],
            &[0xa0, 2, 0x05, 0],
            &[0xa4, 2, 0x30, 0],
            &[0x86, 9, b'a'],
        ]
        .concat();
        let shown: Vec<_> =
            read(&contents).iter().map(|name| format!("{} {}", name.kind, name.value)).collect();
        assert_eq!(
            shown[..8],
            [
                "dNSName a.b",
                "iPAddress 192.0.2.1",
                "iPAddress #01:02",
                "rfc822Name #C3:BC",
                "registeredID 2.999",
                "otherName 1.2.3.4 \u{fc}",
                "otherName #05:00",
                "directoryName "
            ]
        );
        assert!(shown[8].starts_with("unreadable "));
    }
}
