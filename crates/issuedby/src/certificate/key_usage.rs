//! The keyUsage of a certificate: nine bits with names.

/// The keyUsage extension (RFC 5280 section 4.2.1.3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KeyUsage {
    /// The first two bytes of the BIT STRING; bit 0 of the ASN.1 type is the highest bit.
    pub(super) bits: u16,
}

impl KeyUsage {
    /// The names of the nine bits, in order.
    pub const NAMES: [&'static str; 9] = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];

    /// Bit 0.
    pub fn allows_digital_signature(self) -> bool {
        self.has(0)
    }

    /// Bit 5.
    pub fn allows_key_cert_sign(self) -> bool {
        self.has(5)
    }

    /// The names of the bits that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        (0_u32..).zip(Self::NAMES).filter(move |(bit, _)| self.has(*bit)).map(|(_, name)| name)
    }

    fn has(self, bit: u32) -> bool {
        0x8000_u16.checked_shr(bit).is_some_and(|mask| self.bits & mask != 0)
    }
}
