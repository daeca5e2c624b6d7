//! The opposite order of RDNs.

use alloc::vec::Vec;

use super::der::Reader;
use super::{DistinguishedName, Name};

impl Name<'_> {
    /// The name with its RDNs in the opposite order, each as it is encoded.
    ///
    /// Order is significant: this is another name unless it reads the same both ways. OpenSSL's default and
    /// oneline outputs have the syntax of RFC 4514 in the opposite order.
    pub fn reversed(self) -> DistinguishedName {
        let mut sequence = Reader::new(self.contents);
        let mut rdns = Vec::new();
        while !sequence.is_at_end() {
            let Ok(rdn) = sequence.read("a SET (an RDN)") else { break };
            rdns.push(rdn.der);
        }
        rdns.reverse();
        Name { contents: &rdns.concat() }.to_distinguished_name()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use crate::name::Name;

    #[test]
    fn the_rdns_change_their_order_and_their_attributes_do_not() {
        let country = &b"\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02US"[..];
        let both = &b"\x31\x14\x30\x08\x06\x03\x55\x04\x03\x0c\x01x\x30\x08\x06\x03\x55\x04\x0a\x0c\x01y"[..];
        let contents = [country, both].concat();
        let reversed = Name::from_rdn_sequence(&contents).unwrap().reversed();
        assert_eq!(reversed.as_name().rdn_sequence(), [both, country].concat());
        assert_eq!(reversed.to_string(), "C=US,O=y+CN=x");
        assert_eq!(reversed.reversed().as_name().rdn_sequence(), contents);
    }

    #[test]
    fn the_empty_name_is_its_own_reverse() {
        assert!(Name::from_rdn_sequence(b"").unwrap().reversed().as_name().is_empty());
    }
}
