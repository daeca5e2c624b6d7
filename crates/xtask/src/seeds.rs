//! The seeds of the fuzz targets, derived from the sample certificates in `tests/certs`.

use std::fs;
use std::path::Path;

use crate::repository;

const SAMPLES: &str = "tests/certs";
const SEEDS: &str = "target/fuzz-seeds";

/// Writes one file per sample and target below `target/fuzz-seeds`.
///
/// # Errors
///
/// A file could not be read or written.
pub(crate) fn write(root: &Path) -> Result<(), String> {
    for path in repository::files_below(&root.join(SAMPLES), ".pem") {
        let pem = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let sample = path.strip_prefix(root.join(SAMPLES)).unwrap_or(&path);
        let stem = sample.with_extension("").display().to_string().replace('/', "-");
        for (target, seed) in derive(&pem) {
            let folder = root.join(SEEDS).join(target);
            fs::create_dir_all(&folder)
                .and_then(|()| fs::write(folder.join(&stem), seed))
                .map_err(|error| format!("{}: {error}", folder.display()))?;
        }
    }
    Ok(())
}

/// What each target can make of one PEM text. A sample that is no certificate seeds only the PEM parsers.
fn derive(pem: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut seeds = vec![("pem", pem.to_vec()), ("ca", pem.to_vec())];
    let text = String::from_utf8_lossy(pem);
    if let Some(base64) = first_block(&text) {
        seeds.push(("client_cert", format!(":{base64}:").into_bytes()));
        let certificate = decode(&base64);
        if let Some(name) = issuer(&certificate) {
            seeds.push(("dn_der", name.to_vec()));
        }
        seeds.push(("certificate", certificate));
    }
    seeds
}

/// The base64 text of the first certificate, without line breaks.
fn first_block(pem: &str) -> Option<String> {
    let (_, rest) = pem.split_once("-----BEGIN CERTIFICATE-----")?;
    let (block, _) = rest.split_once("-----END CERTIFICATE-----")?;
    Some(block.split_whitespace().collect())
}

/// The octets of a base64 text; what is not base64 is passed over, since a seed need not be valid.
fn decode(base64: &str) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sextets = base64.bytes().filter_map(|octet| ALPHABET.iter().position(|letter| *letter == octet));
    let mut octets = Vec::new();
    let (mut bits, mut width) = (0_usize, 0);
    for sextet in sextets {
        bits = (bits << 6) | sextet;
        width += 6;
        if width >= 8 {
            width -= 8;
            octets.push(((bits >> width) & 0xFF) as u8);
        }
    }
    octets
}

/// The issuer of a well-formed certificate, as a Name with its SEQUENCE header.
fn issuer(certificate: &[u8]) -> Option<&[u8]> {
    let (_, certificate, _) = element(certificate)?;
    let (_, mut to_be_signed, _) = element(certificate)?;
    if to_be_signed.first() == Some(&0xA0) {
        (_, _, to_be_signed) = element(to_be_signed)?;
    }
    let (_, _, after_serial) = element(to_be_signed)?;
    let (_, _, after_algorithm) = element(after_serial)?;
    let (issuer, _, _) = element(after_algorithm)?;
    Some(issuer)
}

/// The first element of a DER text: with its header, its contents, and what follows.
fn element(der: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (&first, rest) = der.get(1..)?.split_first()?;
    let (length, length_octets) = match first {
        0..=0x7F => (usize::from(first), 0),
        0x81..=0x83 => {
            let octets = rest.get(..usize::from(first) - 0x80)?;
            (octets.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)), octets.len())
        }
        _ => return None,
    };
    let start = 2 + length_octets;
    let end = start + length;
    Some((der.get(..end)?, der.get(start..end)?, der.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded_with_and_without_padding() {
        assert_eq!(decode("AQID"), [1, 2, 3]);
        assert_eq!(decode("AQI="), [1, 2]);
        assert_eq!(decode("/w"), [255]);
    }

    #[test]
    fn an_element_ends_where_its_length_says() {
        assert_eq!(element(&[0x30, 1, 7, 9]), Some((&[0x30, 1, 7][..], &[7][..], &[9][..])));
        assert_eq!(element(&[0x30, 0x81, 1, 7]), Some((&[0x30, 0x81, 1, 7][..], &[7][..], &[][..])));
        assert_eq!(element(&[0x30, 2, 7]), None);
        assert_eq!(element(&[0x30, 0x84, 0, 0, 0, 0]), None);
    }

    #[test]
    fn the_issuer_follows_version_serial_and_algorithm() {
        let v3 = [0x30, 15, 0x30, 13, 0xA0, 3, 2, 1, 2, 2, 1, 5, 0x30, 0, 0x30, 1, 9];
        assert_eq!(issuer(&v3), Some(&[0x30, 1, 9][..]));
        assert_eq!(issuer(&[0x30, 2, 0x30, 0]), None);
    }

    #[test]
    fn a_text_without_a_certificate_seeds_the_pem_parsers_only() {
        let targets = |pem: &[u8]| derive(pem).iter().map(|(target, _)| *target).collect::<Vec<_>>();
        assert_eq!(targets(b"-----BEGIN PRIVATE KEY-----\n"), ["pem", "ca"]);
        let certificate = b"-----BEGIN CERTIFICATE-----\nAQ\nID\n-----END CERTIFICATE-----\n";
        assert_eq!(targets(certificate), ["pem", "ca", "client_cert", "certificate"]);
    }
}
