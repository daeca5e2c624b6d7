//! Identifier bytes of the universal and context-specific types in a certificate (X.690 section 8.1.2).

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
/// `[0] IMPLICIT`, primitive: the keyIdentifier of an authorityKeyIdentifier.
pub(crate) const CONTEXT_0: u8 = 0x80;
/// `[1]` and `[2] IMPLICIT` in it: the authorityCertIssuer and authorityCertSerialNumber.
pub(crate) const CONTEXT_1_CONSTRUCTED: u8 = 0xa1;
pub(crate) const CONTEXT_2: u8 = 0x82;
/// `[0] EXPLICIT`: the version.
pub(crate) const CONTEXT_0_CONSTRUCTED: u8 = 0xa0;
/// `[1]` and `[2] IMPLICIT`: the unique identifiers of X.509 version 2.
pub(crate) const UNIQUE_IDENTIFIERS: [u8; 2] = [0x81, 0x82];
/// `[3] EXPLICIT`: the extensions.
pub(crate) const CONTEXT_3_CONSTRUCTED: u8 = 0xa3;
