//! The seeds of the fuzz targets, derived from the sample certificates and the shared vectors.

pub(crate) mod base64;
mod der;
mod json;
mod sequences;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::corpus;
use crate::repository;

use base64::decode;
use der::{extension, issuer, subject};
use json::{has, header_lines, json_string, number, values};

const SAMPLES: &str = "tests/certs";
const SEEDS: &str = "target/fuzz-seeds";
const VECTORS: &str = "tests/vectors/vectors.json";
const POLICY: &str = "tests/vectors/policy.json";
const INPUTS: &str = "tests/vectors/inputs.json";
const INSPECTIONS: &str = "tests/vectors/inspections.json";
const BUNDLES: &str = "tests/vectors/bundles.json";

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

/// Fields as Structured Field Values allow them, around byte sequences of DER.
const FIELDS: [&str; 12] = [
    ":MAA=:",
    "  :MAA:  ",
    ":MAB=:, :MAA=:",
    ":MAA=:\n:MAA=:,\t:MAA=:",
    ":MAA=:;a;b=?1;c=-1.5;d=\"x\\\"\";e=tok/en;f=:AQID:",
    ":MAA=:;date=@1659578233;text=%\"f%c3%bc\"",
    ":MAMCAQU=:;a=1,(:MAA=: ?0);b",
    "::",
    ":MAA=:,",
    ":MAA=::MAA=:",
    ":MDA=:",
    "\"MAA=\"",
];

/// The name of a target, and the bytes with which it may start.
type Seed = (&'static str, Vec<u8>);

/// Writes one file per seed to `target/fuzz-seeds/TARGET`, in place of those of an earlier run; and the committed corpora,
/// unpacked.
///
/// # Errors
///
/// A file could not be read or written.
pub(crate) fn write(root: &Path) -> Result<(), String> {
    let mut seeds = BTreeSet::new();
    collect(root, &mut seeds)
        .map_err(|error| format!("the seeds of the fuzz targets cannot be read: {error}"))?;
    store(&root.join(SEEDS), &seeds).map_err(|error| format!("{SEEDS} cannot be written: {error}"))?;
    corpus::unpack(root).map_err(|error| format!("the committed corpora: {error}"))
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
    seeds.extend(vectors.lines().flat_map(from_evaluated_case));
    let inputs = fs::read_to_string(root.join(INPUTS))?;
    seeds.extend(values(&inputs, "input").map(|input| ("input", decode(input))));
    let inspections = fs::read_to_string(root.join(INSPECTIONS))?;
    seeds.extend(values(&inspections, "certificate").map(|der| ("inspection", decode(der))));
    let bundles = fs::read_to_string(root.join(BUNDLES))?;
    seeds.extend(values(&bundles, "input").map(|text| ("ca", decode(text))));
    let policy = fs::read_to_string(root.join(POLICY))?;
    seeds.extend(policy.lines().filter_map(|case| from_policy_case(case, "options")));
    seeds.extend(policy.lines().filter_map(|case| from_policy_case(case, "headers")));
    seeds.extend(HOSTS.map(|host| ("host", host.as_bytes().to_vec())));
    seeds.extend(FIELDS.iter().flat_map(|field| in_fields(field)));
    seeds.extend(sequences::of_the_registry().map(|sequence| ("registry", sequence)));
    seeds.extend(sequences::of_the_c_library().map(|sequence| ("c_abi", sequence)));
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

/// The targets that a PEM text is a seed of. One without a certificate is only for those who read PEM.
fn from_pem(pem: &[u8]) -> Vec<Seed> {
    let mut seeds = vec![("pem", pem.to_vec()), ("ca", pem.to_vec()), ("input", pem.to_vec())];
    if let Some(base64) = first_block(&String::from_utf8_lossy(pem)) {
        seeds.extend(from_certificate(decode(&base64)));
        seeds.extend(in_fields(&format!(":{base64}:")));
        seeds.push(("input", format!("Client-Cert: :{base64}:\r\n").into_bytes()));
    }
    seeds
}

/// The lines of a field, for both targets that read such.
fn in_fields(lines: &str) -> [Seed; 2] {
    ["client_cert", "structured_field"].map(|target| (target, lines.as_bytes().to_vec()))
}

/// The targets that a certificate in DER is a seed of; it may be malformed.
fn from_certificate(certificate: Vec<u8>) -> Vec<Seed> {
    let mut seeds = ["possession_key", "inspection"].map(|target| (target, certificate.clone())).to_vec();
    if let (Some(issuer), Some(subject)) = (issuer(&certificate), subject(&certificate)) {
        seeds.push(("dn_der", issuer.to_vec()));
        seeds.push(("dn_der", [issuer, subject, issuer].concat()));
        seeds.push(("c_abi", sequences::about_a_leaf(&certificate)));
    }
    seeds.push(("certificate", certificate));
    seeds
}

/// The leaf and the CAs of a case of the vectors, which is one line of JSON, with its options and its time: with real
/// signatures, and with toys, which hold where the last bits of signature and key are equal.
fn from_evaluated_case(case: &str) -> Vec<Seed> {
    const REAL_SIGNATURES: u8 = 8;
    let Some(leaf) = values(case, "leaf").next().map(decode) else { return Vec::new() };
    let Some(now) = number(case, "now") else { return Vec::new() };
    let cas: Vec<u8> = values(case, "der").flat_map(decode).collect();
    let options = ["require_client_auth_eku", "ignore_ca_validity", "allow_unusual_serial"];
    let bits = (0..).zip(options).map(|(bit, option)| u8::from(has(case, option)) << bit).sum::<u8>();
    let mut other_leaf = leaf.clone();
    if let Some(last) = other_leaf.last_mut() {
        *last ^= 1;
    }
    let seed = |bits: u8, leaf: &[u8]| ("evaluate", [&[bits], &now.to_be_bytes()[..], leaf, &cas].concat());
    vec![seed(bits | REAL_SIGNATURES, &leaf), seed(bits, &leaf), seed(bits, &other_leaf)]
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

/// The base64 text of the first certificate, without line breaks.
fn first_block(pem: &str) -> Option<String> {
    let (_, rest) = pem.split_once("-----BEGIN CERTIFICATE-----")?;
    let (block, _) = rest.split_once("-----END CERTIFICATE-----")?;
    Some(block.split_whitespace().collect())
}

#[cfg(test)]
mod tests {
    use super::der::element;
    use super::*;

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
        assert_eq!(targets(b"-----BEGIN PRIVATE KEY-----\n"), ["pem", "ca", "input"]);
        let certificate = b"-----BEGIN CERTIFICATE-----\nAQ\nID\n-----END CERTIFICATE-----\n";
        let readers_of_pem = ["pem", "ca", "input"];
        let others =
            ["possession_key", "inspection", "certificate", "client_cert", "structured_field", "input"];
        assert_eq!(targets(certificate), [&readers_of_pem[..], &others].concat());
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
        let root = repository::root();
        let mut seeds = BTreeSet::new();
        collect(&root, &mut seeds).expect("the samples and the vectors can be read");
        for target in crate::fuzz::targets(&root).expect("the targets") {
            let committed = repository::files_below(&root.join("fuzz/seeds").join(&target), "").len();
            let derived = seeds.iter().filter(|(name, _)| *name == target).count();
            assert!(committed + derived > 10, "{target} has few seeds");
        }
    }

    #[test]
    fn a_seed_of_an_evaluation_has_options_time_leaf_and_cas() {
        let case = r#"{"cas":[{"der":"MAA=","id":null},{"der":"MQA=","id":null}],"leaf":"MAMCAQU=","now":258,"options":{"require_client_auth_eku":false,"ignore_ca_validity":true}}"#;
        let seed = |bits, last| {
            ("evaluate", vec![bits, 0, 0, 0, 0, 0, 0, 1, 2, 0x30, 3, 2, 1, last, 0x30, 0, 0x31, 0])
        };
        assert_eq!(from_evaluated_case(case), [seed(2 | 8, 5), seed(2, 5), seed(2, 4)]);
    }
}
