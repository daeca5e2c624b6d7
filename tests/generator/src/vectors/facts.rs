//! The facts that messages and remedies must hold: what was found, what is accepted, and the command that mends it.

use crate::ca_case::CaCase;
use crate::case::Case;

/// Of a verification case, by its id.
const OF_CASES: &[(&str, &[&str])] = &[
    (
        "origin/self-signed",
        &["self-signed", "`CN=client-1,O=Example,C=US`", "openssl req -new", "openssl x509 -req"],
    ),
    ("origin/self-signed-ca", &["self-signed", "openssl x509 -req"]),
    ("origin/self-issued", &["its own subject `CN=client-1,O=Example,C=US`", "openssl x509 -req"]),
    (
        "origin/reversed",
        &[
            "`C=US,O=Example,CN=example-ca`",
            "`CN=example-ca,O=Example,C=US` in the opposite order",
            "did sign it",
        ],
    ),
    ("origin/reversed-by-another", &["in the opposite order", "byte for byte"]),
    ("origin/reordered", &["`CN=example-ca,C=US,O=Example`", "the same RDNs in another order"]),
    (
        "origin/one-letter-off",
        &["differs in one attribute", "found `CN=exxample-ca`, expected `CN=example-ca`"],
    ),
    ("origin/other-attribute-type", &["the same values under other attribute types"]),
    (
        "origin/nothing-alike",
        &[
            "named `CN=wurzel,O=Muster,C=DE`",
            "the key of the CA `CN=example-ca",
            "the other name too",
            "keep both",
        ],
    ),
    (
        "origin/nothing-alike-by-another",
        &["named `CN=wurzel,O=Muster,C=DE`", "ask the client's owner which CA"],
    ),
    ("candidates/other-ca", &["`CN=other-ca,O=Example,C=US`", "names the same organization"]),
    (
        "origin/rekeyed",
        &[
            "authority key identifier 0C:4A:F4:3A",
            "of this CA's key is B1:B3:BF:5B",
            "2026-06-01T00:00:00Z",
            "whether the other key is its own",
        ],
    ),
    ("origin/rekeyed-without-identifier", &["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "a new key"]),
    (
        "origin/altered-ca",
        &["the CA certificate itself", "its own key did not", "openssl verify -check_ss_sig"],
    ),
    (
        "origin/rekeyed-and-signed-by-the-old-key",
        &["authority key identifier", "whether the other key is its own"],
    ),
    ("signature/other-key-same-name", &["authority key identifier", "lost or stolen"]),
    ("signature/subject-changed", &["key identifiers agree", "changed after it was signed"]),
    ("signature/sha1-rsa", &["sha1WithRSAEncryption", "`-sha256` of openssl", "certutil"]),
    ("signature/sha1-ecdsa", &["ecdsa-with-SHA1", "-sha256"]),
    ("signature/pss-salt-20", &["a salt of 20 bytes", "expected 32", "rsa_pss_saltlen:digest"]),
    ("signature/sha1-pss", &["MGF1 with SHA-1", "SHA-256"]),
    ("signature/ecdsa-null", &["NULL", "RFC 5758", "old JDKs"]),
    ("signature/unknown-algorithm", &["1.3.6.1.4.1.32473"]),
    ("structure/text-mode", &["each line feed (0A) has a carriage return (0D)", "binary mode"]),
    ("structure/cut-in-subject", &["bytes of a certificate", "that its first bytes announce", "cut off"]),
    ("structure/time-without-seconds", &["`9912312359Z`", "no seconds", "YYMMDDHHMMSSZ", "with seconds"]),
    ("structure/time-with-offset", &["`491231235959+0100`"]),
    ("structure/time-30-february", &["`490230000000Z`", "no date of the calendar"]),
    ("structure/time-ends-1969", &["1969-08-19T00:28:22Z", "before it begins", "GeneralizedTime"]),
    ("usage/is-a-ca", &["`CN=client-1,O=Example,C=US`", "cA TRUE", "without `CA:TRUE`"]),
    (
        "usage/ca-itself",
        &["of the CA `CN=example-ca,O=Example,C=US` itself", "self-signed", "openssl x509 -req"],
    ),
    ("usage/unknown-critical", &["1.3.6.1.4.1.32473.1"]),
    ("leaf-key/rsa-pss", &["RSASSA-PSS", "-algorithm RSA "]),
    ("time/expired", &["2026-03-01T00:00:00Z", "2026-11-23T12:00:00Z", "267 days and 12 hours"]),
    ("time/one-second-early", &["2026-01-01T00:00:00Z", "1 second earlier"]),
    ("time/1970", &["1970-01-01T00:00:00Z", "set the clock"]),
    ("time/ca-expired", &["same name and the same key", "openssl x509 -in CA.pem -signkey CA.key"]),
];

/// Of a loading case that is refused, by its id.
const OF_CA_CASES: &[(&str, &[&str])] = &[
    ("ca/no-basic-constraints", &["no basicConstraints", "-ext bc:c=ca:true", "CA:TRUE"]),
    ("ca/version-1", &["version 1", "the same key", "openssl x509 -in CA.pem -signkey CA.key"]),
    ("ca/basic-constraints-false", &["cA FALSE"]),
    ("ca/a-leaf", &["basicConstraints"]),
];

/// The cases with their facts.
pub(super) fn state(cases: Vec<Case>) -> Vec<Case> {
    check(OF_CASES, cases.iter().map(|case| case.id.as_str()));
    cases.into_iter().map(|case| Case { facts: of(OF_CASES, &case.id), ..case }).collect()
}

/// The loading cases with their facts.
pub(super) fn state_of_cas(cases: Vec<CaCase>) -> Vec<CaCase> {
    check(OF_CA_CASES, cases.iter().map(|case| case.id.as_str()));
    cases.into_iter().map(|case| CaCase { facts: of(OF_CA_CASES, &case.id), ..case }).collect()
}

fn of(facts: &'static [(&str, &'static [&'static str])], id: &str) -> &'static [&'static str] {
    facts.iter().find(|(of, _)| *of == id).map_or(&[], |(_, facts)| facts)
}

/// Facts of a case that is not there would never be looked for.
fn check<'a>(facts: &[(&str, &[&str])], ids: impl Iterator<Item = &'a str>) {
    let ids: Vec<&str> = ids.collect();
    for (id, _) in facts {
        assert!(ids.contains(id), "there is no case `{id}`");
    }
}
