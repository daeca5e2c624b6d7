//! The core's names of object identifiers beside those of the registry of const-oid.

use issuedby::oid_name;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::oid::db::DB;

/// Letters and digits alone, without the prefix of the standard.
fn reduced(name: &str) -> String {
    let prefixes = ["id-ce-", "id-pe-", "id-kp-", "id-qt-", "id-ad-", "id-pkix-", "id-alg-", "id-"];
    let name = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Names for which the registry of const-oid has another word.
const OTHERWISE: [&str; 5] =
    ["prime256v1", "ad-timeStamping", "signedCertificateTimestamps", "ctPoison", "ctPrecertificateSigning"];

/// The arcs below which both name something.
const ARCS: [&str; 18] = [
    "1.2.840.10040.4",
    "1.2.840.10045.2",
    "1.2.840.10045.3.1",
    "1.2.840.10045.4.3",
    "1.2.840.113549.1.1",
    "1.3.101",
    "1.3.132.0",
    "1.3.36.3.3.2.8.1.1",
    "1.3.6.1.5.5.7.1",
    "1.3.6.1.5.5.7.3",
    "1.3.6.1.5.5.7.48",
    "1.3.6.1.5.5.7.48.1",
    "2.5.29",
    "2.16.840.1.101.3.4.2",
    "2.16.840.1.101.3.4.3",
    "2.23.133.2",
    "2.23.133.8",
    "1.3.6.1.4.1.11129.2.4",
];

#[test]
fn the_core_names_what_const_oid_names() {
    let mut both = 0;
    let mut differ = Vec::new();
    for oid in ARCS.iter().flat_map(|arc| (0..100).map(move |last| format!("{arc}.{last}"))) {
        let oid = ObjectIdentifier::new_unwrap(&oid);
        let Some(ours) = oid_name::of(oid.as_bytes()) else { continue };
        let Some(theirs) = DB.by_oid(&oid) else { continue };
        both += 1;
        if reduced(theirs) != reduced(ours) && !OTHERWISE.contains(&ours) {
            differ.push(format!("{oid}: {ours}, const-oid has {theirs}"));
        }
    }
    assert!(both > 100, "{both}");
    assert!(differ.is_empty(), "{differ:#?}");
}
