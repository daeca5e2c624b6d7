//! The content bytes of the object identifiers that are looked for in extensions (RFC 5280 section 4.2).

/// The last byte of an identifier below id-ce, 2.5.29.
pub(crate) const SUBJECT_KEY_IDENTIFIER: u8 = 14;
pub(crate) const KEY_USAGE: u8 = 15;
pub(crate) const SUBJECT_ALTERNATIVE_NAME: u8 = 17;
pub(crate) const BASIC_CONSTRAINTS: u8 = 19;
pub(crate) const NAME_CONSTRAINTS: u8 = 30;
pub(crate) const CRL_DISTRIBUTION_POINTS: u8 = 31;
pub(crate) const CERTIFICATE_POLICIES: u8 = 32;
pub(crate) const POLICY_MAPPINGS: u8 = 33;
pub(crate) const AUTHORITY_KEY_IDENTIFIER: u8 = 35;
pub(crate) const EXTENDED_KEY_USAGE: u8 = 37;
pub(crate) const POLICY_CONSTRAINTS: u8 = 36;
pub(crate) const INHIBIT_ANY_POLICY: u8 = 54;
/// 1.3.6.1.4.1.11129.2.4.2 (RFC 6962 section 3.3).
pub(crate) const SIGNED_CERTIFICATE_TIMESTAMPS: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2];
/// The whole identifiers of two that are named in messages.
pub(crate) const ID_CE_SUBJECT_ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1d, SUBJECT_ALTERNATIVE_NAME];
pub(crate) const ID_CE_NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, NAME_CONSTRAINTS];
/// 1.3.6.1.5.5.7.3.2 (RFC 5280 section 4.2.1.12).
pub(crate) const CLIENT_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 2];
pub(crate) const ANY_EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25, 0];
