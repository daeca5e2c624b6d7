//! webpki alone, as someone would use it who has read its documentation only.

use pki_types::{CertificateDer, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

/// Tells whether webpki takes `leaf` for a client certificate that `ca` issued, at `time`.
///
/// # Errors
///
/// webpki's.
pub fn verify(leaf: &[u8], ca: &[u8], time: u64) -> Result<(), Error> {
    verify_under(leaf, &[ca], time)
}

/// The same with several anchors.
///
/// # Errors
///
/// webpki's.
pub fn verify_under(leaf: &[u8], cas: &[&[u8]], time: u64) -> Result<(), Error> {
    let cas: Vec<_> = cas.iter().map(|ca| CertificateDer::from(*ca)).collect();
    let anchors = cas.iter().map(anchor_from_trusted_cert).collect::<Result<Vec<_>, _>>()?;
    let leaf = CertificateDer::from(leaf);
    let leaf = EndEntityCert::try_from(&leaf)?;
    let usage = KeyUsage::client_auth();
    let algorithms = webpki::ALL_VERIFICATION_ALGS;
    leaf.verify_for_usage(algorithms, &anchors, &[], unix_time(time), usage, None, None).map(|_| ())
}

/// Tells whether webpki parses `der` as a leaf.
///
/// # Errors
///
/// webpki's.
pub fn parse(der: &[u8]) -> Result<(), Error> {
    EndEntityCert::try_from(&CertificateDer::from(der)).map(|_| ())
}

/// Unix seconds as webpki takes them.
pub fn unix_time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
}
