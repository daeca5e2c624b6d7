//! Object identifiers as people read them: the core's names.

use issuedby::name::ObjectIdentifier;
use issuedby::oid_name;

/// Dotted decimal; all of it in hexadecimal, in the form of RFC 4514, for what is not an object identifier or is longer than
/// one that is read here.
pub(super) fn dotted(contents: &[u8]) -> String {
    match ObjectIdentifier::from_bytes(contents) {
        Some(oid) => oid.to_string(),
        None => format!("#{}", crate::json::hexadecimal(contents).replace(':', "")),
    }
}

/// The name, or the number where there is none.
pub(super) fn name_or_number(contents: &[u8]) -> String {
    oid_name::of(contents).map_or_else(|| dotted(contents), str::to_owned)
}

/// The name and the number, or the number alone.
pub(super) fn named(contents: &[u8]) -> String {
    match oid_name::of(contents) {
        Some(name) => format!("{name} ({})", dotted(contents)),
        None => dotted(contents),
    }
}

#[cfg(test)]
mod tests {
    use x509_cert::der::oid::ObjectIdentifier;
    use x509_cert::der::oid::db::DB;

    use super::{name_or_number, named, oid_name};

    #[test]
    fn numbers_print_with_their_names_and_all_else_in_full() {
        for (contents, expected) in [
            (&[0x55, 0x1d, 0x0f][..], "keyUsage (2.5.29.15)"),
            (&[0x88, 0x37], "2.999"),
            (&[], "#"),
            (&[0x2b, 0x86], "#2B86"),
            (
                &[0x2b, 0x80, 1, 0x2b, 0x80, 1, 0x2b, 0x80, 1, 0x2b, 0x80, 1, 0x2b, 0x80, 1, 0x2b, 0x80, 1],
                "#2B80012B80012B80012B80012B80012B8001",
            ),
        ] {
            assert_eq!(named(contents), expected);
        }
        assert_eq!(name_or_number(&[0x2b, 6, 1, 5, 5, 7, 3, 2]), "clientAuth");
    }

    /// Letters and digits alone, without the prefix of the standard.
    fn reduced(name: &str) -> String {
        let prefixes = ["id-ce-", "id-pe-", "id-kp-", "id-qt-", "id-ad-", "id-pkix-", "id-alg-", "id-"];
        let name = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    }

    /// Names for which the registry of const-oid has another word.
    const OTHERWISE: [&str; 5] = [
        "prime256v1",
        "ad-timeStamping",
        "signedCertificateTimestamps",
        "ctPoison",
        "ctPrecertificateSigning",
    ];

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
}
