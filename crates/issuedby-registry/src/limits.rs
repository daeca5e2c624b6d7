//! Every limit of the registry: its name, its number and its reason.

pub use issuedby::limits::MAX_SIGNATURE_CHECKS;

/// The longest name of an account, in characters. Longer than any UUID or host label with room for a prefix.
pub const MAX_ACCOUNT_NAME_CHARACTERS: usize = 64;

/// The longest name of a CA certificate, in characters.
///
/// Names stand in tables on a terminal and in code; no one reads more of one.
pub const MAX_CA_NAME_CHARACTERS: usize = 64;

/// The most CA certificates in one account.
///
/// A gateway loads all of an account at once: this many are about 5 MB and 50 milliseconds. Accounts that serve
/// hundreds of partners, each with a CA of its own and one in rotation, stay well below.
pub const MAX_CA_CERTIFICATES: usize = 4_096;

/// The most CA certificates with one subject in one account.
///
/// All of them are candidates for every client of that name, and a verification spends no more signature checks
/// than this: with more, a client of the last CA could be refused for the sake of the limit.
pub const MAX_CA_CERTIFICATES_WITH_SUBJECT: usize = MAX_SIGNATURE_CHECKS;

/// The most domains in one account: one for each of many customers. They are listed as a whole.
pub const MAX_DOMAINS: usize = 1_024;

/// The longest domain name, in characters of A-labels, without the final dot (RFC 1035 section 2.3.4).
pub const MAX_DOMAIN_CHARACTERS: usize = 253;

/// The longest text that is read as a domain name, in bytes of UTF-8.
///
/// A name of the full length in the script with the longest bytes takes less; this bounds the work of
/// normalization.
pub const MAX_DOMAIN_TEXT_SIZE: usize = 1_024;

/// The most digits of a port in a host: those of 65535, the greatest one (RFC 6335 section 6).
pub const MAX_PORT_DIGITS: usize = 5;

/// The most characters of a refused text that an error repeats.
pub const MAX_SHOWN_CHARACTERS: usize = 80;

/// The days before its end in which a CA certificate "expires soon".
///
/// A month: time to make a new CA, upload it and have clients renewed.
pub const EXPIRES_SOON_DAYS: u64 = 30;

/// The most accounts among which the one is looked for that a name may have meant, a hint in an error: some tens of
/// milliseconds.
pub const MAX_ACCOUNTS_COMPARED: u32 = 4_096;

/// The most defects that a check of a registry names. A damaged file may have one in every row; people read a screen or
/// two of them.
pub const MAX_DEFECTS: usize = 100;
