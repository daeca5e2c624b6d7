//! The seeds of the fuzz targets, derived from the sample certificates and the shared vectors.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::repository;

const SAMPLES: &str = "tests/certs";
const SEEDS: &str = "target/fuzz-seeds";
const VECTORS: &str = "tests/vectors/vectors.json";
const POLICY: &str = "tests/vectors/policy.json";

/// Hosts as clients send them, and what two parsers may read differently.
const HOSTS: [&str; 16] = [
    "api.example",
    "API.Example.:443",
    "api.example:",
    "api.example..",
    "api.example..:443",
    "api.example:+443",
    "api.example:00443",
    "api.example:65536",
    "xn--bcher-kva.example",
    "r3---sn-a.example",
    "Bücher.example",
    "例え。テスト",
    "user@api.example:443",
    "[2001:db8::1]:443",
    "0x7f.0x1",
    "api%2eexample\0",
];

/// The name of a target, and the octets with which it may start.
type Seed = (&'static str, Vec<u8>);

/// Writes one file per seed to `target/fuzz-seeds/TARGET`, in place of those of an earlier run.
///
/// # Errors
///
/// A file could not be read or written.
pub(crate) fn write(root: &Path) -> Result<(), String> {
    let mut seeds = BTreeSet::new();
    collect(root, &mut seeds)
        .map_err(|error| format!("the seeds of the fuzz targets cannot be read: {error}"))?;
    store(&root.join(SEEDS), &seeds).map_err(|error| format!("{SEEDS} cannot be written: {error}"))
}

fn collect(root: &Path, seeds: &mut BTreeSet<Seed>) -> io::Result<()> {
    for path in repository::files_below(&root.join(SAMPLES), ".pem") {
        seeds.extend(from_pem(&fs::read(path)?));
    }
    for path in repository::files_below(&root.join(SAMPLES), ".der") {
        seeds.extend(from_certificate(fs::read(path)?));
    }
    let vectors = fs::read_to_string(root.join(VECTORS))?;
    seeds.extend(values(&vectors, "leaf").flat_map(|leaf| from_certificate(decode(leaf))));
    seeds.extend(values(&vectors, "der").map(|ca| ("ca", decode(ca))));
    seeds.extend(values(&vectors, "input").flat_map(|file| [("ca", decode(file)), ("pem", decode(file))]));
    seeds.extend(vectors.lines().filter_map(from_constrained_case));
    let policy = fs::read_to_string(root.join(POLICY))?;
    seeds.extend(policy.lines().filter_map(|case| from_policy_case(case, "options")));
    seeds.extend(policy.lines().filter_map(|case| from_policy_case(case, "headers")));
    seeds.extend(HOSTS.map(|host| ("host", host.as_bytes().to_vec())));
    Ok(())
}

fn store(folder: &Path, seeds: &BTreeSet<Seed>) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (number, (target, seed)) in seeds.iter().enumerate() {
        let folder = folder.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(number.to_string()), seed)?;
    }
    Ok(())
}

/// What a PEM text is a seed of. One without a certificate is only for those who read PEM.
fn from_pem(pem: &[u8]) -> Vec<Seed> {
    let mut seeds = vec![("pem", pem.to_vec()), ("ca", pem.to_vec())];
    if let Some(base64) = first_block(&String::from_utf8_lossy(pem)) {
        seeds.extend(from_certificate(decode(&base64)));
        seeds.push(("client_cert", format!(":{base64}:").into_bytes()));
    }
    seeds
}

/// What a certificate in DER is a seed of, also one that is broken.
fn from_certificate(certificate: Vec<u8>) -> Vec<Seed> {
    let name = issuer(&certificate).map(|name| ("dn_der", name.to_vec()));
    name.into_iter().chain([("possession_key", certificate.clone()), ("certificate", certificate)]).collect()
}

/// The names of the leaf and the name constraints of its CA, from a case of the vectors, which is one line of JSON: the
/// subject, the subjectAltName or an empty SEQUENCE, the nameConstraints.
fn from_constrained_case(case: &str) -> Option<Seed> {
    const SUBJECT_ALTERNATIVE_NAME: u8 = 17;
    const NAME_CONSTRAINTS: u8 = 30;
    let ca = decode(values(case, "der").next()?);
    let leaf = decode(values(case, "leaf").next()?);
    let constraints = extension(&ca, NAME_CONSTRAINTS)?;
    let names = extension(&leaf, SUBJECT_ALTERNATIVE_NAME).unwrap_or(&[0x30, 0]);
    Some(("name_constraints", [subject(&leaf)?, names, constraints].concat()))
}

/// The options or the header lines of a case of the policy, which is one line of JSON.
fn from_policy_case(case: &str, key: &str) -> Option<Seed> {
    let (_, value) = case.split_once(&format!("\"{key}\":"))?;
    match key {
        "options" => Some(("policy_options", json_string(value)?.0.into_bytes())),
        _ => Some(("edge_headers", header_lines(value)?.into_bytes())),
    }
}

/// Header lines as they stand in a request, from a JSON array of names and values.
fn header_lines(array: &str) -> Option<String> {
    let mut lines = String::new();
    let mut rest = array.strip_prefix('[')?;
    while let Some(line) = rest.strip_prefix('[') {
        let (name, after) = json_string(line)?;
        let (value, after) = json_string(after.strip_prefix(',')?)?;
        lines.push_str(&format!("{name}: {value}\n"));
        rest = after.strip_prefix(']')?.trim_start_matches(',');
    }
    Some(lines)
}

/// The JSON string at the start of a text, without its escapes, and what follows it.
fn json_string(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut string = String::new();
    let mut characters = inside.char_indices();
    while let Some((position, character)) = characters.next() {
        match character {
            '"' => return Some((string, &inside[position + 1..])),
            '\\' => string.push(match characters.next()?.1 {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let digits: String = characters.by_ref().take(4).map(|(_, digit)| digit).collect();
                    // Only control characters are written so.
                    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
                }
                other => other,
            }),
            other => string.push(other),
        }
    }
    None
}

/// The texts that a JSON document gives for `key`, wherever it occurs: base64, so without escapes.
fn values<'a>(json: &'a str, key: &str) -> impl Iterator<Item = &'a str> {
    let opening = format!("\"{key}\":\"");
    let positions: Vec<_> =
        json.match_indices(&opening).map(|(position, _)| position + opening.len()).collect();
    positions.into_iter().filter_map(|start| json[start..].split('"').next())
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
    let (issuer, _, _) = element(from_issuer(certificate)?)?;
    Some(issuer)
}

/// The subject of a well-formed certificate, as a Name with its SEQUENCE header.
fn subject(certificate: &[u8]) -> Option<&[u8]> {
    let (_, _, after_issuer) = element(from_issuer(certificate)?)?;
    let (_, _, after_validity) = element(after_issuer)?;
    let (subject, _, _) = element(after_validity)?;
    Some(subject)
}

/// The fields of a well-formed certificate, from its issuer on.
fn from_issuer(certificate: &[u8]) -> Option<&[u8]> {
    let (_, certificate, _) = element(certificate)?;
    let (_, mut to_be_signed, _) = element(certificate)?;
    if to_be_signed.first() == Some(&0xA0) {
        (_, _, to_be_signed) = element(to_be_signed)?;
    }
    let (_, _, after_serial) = element(to_be_signed)?;
    let (_, _, after_algorithm) = element(after_serial)?;
    Some(after_algorithm)
}

/// The value of the extension below id-ce (2.5.29) with this last arc, in the first place that looks like one.
fn extension(certificate: &[u8], arc: u8) -> Option<&[u8]> {
    let oid = [6, 3, 0x55, 0x1D, arc];
    let start = certificate.windows(oid.len()).position(|found| found == oid)? + oid.len();
    let rest = certificate.get(start..)?;
    let (_, value, _) = element(rest.strip_prefix(&[1, 1, 0xFF]).unwrap_or(rest))?;
    Some(value)
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
    fn a_seed_of_constraints_has_names_and_constraints() {
        let vectors = fs::read_to_string(repository::root().join(VECTORS)).expect("the vectors");
        let seed = |id: &str| {
            let case = vectors.lines().find(|line| line.contains(&format!("\"{id}\""))).expect("the case");
            from_constrained_case(case).map(|(_, seed)| seed)
        };
        let inside = seed("name-constraints/dns-permitted-inside").expect("a seed");
        let (subject, _, rest) = element(&inside).expect("a subject");
        assert!(subject.ends_with(b"client-1"));
        assert_eq!(rest, b"\x30\x11\x82\x0fa.b.example.com\x30\x11\xA0\x0F\x30\x0D\x82\x0Bexample.com");
        assert_eq!(seed("algorithm/p256-sha256"), None);
    }

    #[test]
    fn a_text_without_a_certificate_seeds_the_readers_of_pem_only() {
        let targets = |pem: &[u8]| from_pem(pem).iter().map(|(target, _)| *target).collect::<Vec<_>>();
        assert_eq!(targets(b"-----BEGIN PRIVATE KEY-----\n"), ["pem", "ca"]);
        let certificate = b"-----BEGIN CERTIFICATE-----\nAQ\nID\n-----END CERTIFICATE-----\n";
        assert_eq!(targets(certificate), ["pem", "ca", "possession_key", "certificate", "client_cert"]);
    }

    #[test]
    fn values_are_found_by_their_whole_key() {
        let json = r#"{"leaf":"AQ==","nextleaf":"no","leaf":null},{"leaf":"Ag=="}"#;
        assert_eq!(values(json, "leaf").collect::<Vec<_>>(), ["AQ==", "Ag=="]);
    }

    #[test]
    fn cases_of_the_policy_seed_options_and_header_lines() {
        let case =
            r#"{"id":"a","headers":[["A","b\"\\"],["C","\u0000"]],"options":"{\"a\":1}","user":false},"#;
        let seed = |key| from_policy_case(case, key);
        assert_eq!(seed("options"), Some(("policy_options", b"{\"a\":1}".to_vec())));
        assert_eq!(seed("headers"), Some(("edge_headers", b"A: b\"\\\nC: \0\n".to_vec())));
        assert_eq!(from_policy_case(r#"{"headers":[]}"#, "headers"), Some(("edge_headers", Vec::new())));
        assert_eq!(from_policy_case(r#"{"options":{"repeat":["[",2]}}"#, "options"), None);
    }

    #[test]
    fn every_target_has_seeds() {
        let mut seeds = BTreeSet::new();
        collect(&repository::root(), &mut seeds).expect("the samples and the vectors can be read");
        for target in [
            "ca",
            "certificate",
            "client_cert",
            "dn_der",
            "edge_headers",
            "host",
            "name_constraints",
            "pem",
            "policy_options",
            "possession_key",
        ] {
            assert!(seeds.iter().filter(|(name, _)| *name == target).count() > 10, "{target} has few seeds");
        }
    }
}
