//! The attribute types that have a keyword.
//!
//! A keyword once given to a type cannot be taken away: names in configuration files depend on it.

/// An attribute type with the keywords that stand for it.
#[derive(Debug)]
pub(crate) struct AttributeType {
    /// The contents bytes of its object identifier.
    pub(crate) oid: &'static [u8],
    /// The printed keyword, OpenSSL's short name; `None` where dotted decimal is.
    pub(crate) keyword: Option<&'static str>,
    /// The other words that it is read from.
    pub(crate) aliases: &'static [&'static str],
    /// The key of the search: comparing numbers is several times as fast as comparing slices.
    key: u128,
}

/// The attribute type with this object identifier.
#[inline]
pub(crate) fn by_oid(oid: &[u8]) -> Option<&'static AttributeType> {
    let key = key(oid);
    let index = ATTRIBUTE_TYPES.binary_search_by(|candidate| candidate.key.cmp(&key)).ok()?;
    ATTRIBUTE_TYPES.get(index)
}

/// The attribute type that a keyword or an alias stands for, ASCII letter case ignored.
pub(crate) fn by_keyword(keyword: &str) -> Option<&'static AttributeType> {
    ATTRIBUTE_TYPES.iter().find(|candidate| {
        candidate.keyword.iter().chain(candidate.aliases).any(|name| name.eq_ignore_ascii_case(keyword))
    })
}

/// Every keyword and alias.
pub(crate) fn keywords() -> impl Iterator<Item = &'static str> {
    ATTRIBUTE_TYPES.iter().flat_map(|it| it.keyword.into_iter().chain(it.aliases.iter().copied()))
}

/// The bytes as one number behind a leading 1, which keeps their count; 0 for more than any type of the
/// table has.
const fn key(mut oid: &[u8]) -> u128 {
    if oid.len() > 15 {
        return 0;
    }
    let mut key = 1;
    while let [byte, rest @ ..] = oid {
        key = key << 8 | u128::from_be_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, *byte]);
        oid = rest;
    }
    key
}

const fn row(
    oid: &'static [u8],
    keyword: Option<&'static str>,
    aliases: &'static [&'static str],
) -> AttributeType {
    AttributeType { oid, keyword, aliases, key: key(oid) }
}

/// Every attribute type with a keyword, in the order of their keys.
#[rustfmt::skip]
static ATTRIBUTE_TYPES: [AttributeType; 81] = [
    // 2.5.4: X.520 (RFC 4519)
    row(&[0x55, 0x04, 0x03], Some("CN"), &["commonName"]),
    row(&[0x55, 0x04, 0x04], Some("SN"), &["surname", "surName"]),
    row(&[0x55, 0x04, 0x05], Some("serialNumber"), &[]),
    row(&[0x55, 0x04, 0x06], Some("C"), &["countryName"]),
    row(&[0x55, 0x04, 0x07], Some("L"), &["localityName"]),
    row(&[0x55, 0x04, 0x08], Some("ST"), &["stateOrProvinceName", "S"]),
    row(&[0x55, 0x04, 0x09], Some("street"), &["streetAddress"]),
    row(&[0x55, 0x04, 0x0a], Some("O"), &["organizationName"]),
    row(&[0x55, 0x04, 0x0b], Some("OU"), &["organizationalUnitName"]),
    row(&[0x55, 0x04, 0x0c], Some("title"), &["T"]),
    row(&[0x55, 0x04, 0x0d], Some("description"), &[]),
    row(&[0x55, 0x04, 0x0e], Some("searchGuide"), &[]),
    row(&[0x55, 0x04, 0x0f], Some("businessCategory"), &[]),
    row(&[0x55, 0x04, 0x10], Some("postalAddress"), &[]),
    row(&[0x55, 0x04, 0x11], Some("postalCode"), &[]),
    row(&[0x55, 0x04, 0x12], Some("postOfficeBox"), &["POBox"]),
    row(&[0x55, 0x04, 0x13], Some("physicalDeliveryOfficeName"), &[]),
    row(&[0x55, 0x04, 0x14], Some("telephoneNumber"), &["Phone"]),
    row(&[0x55, 0x04, 0x15], Some("telexNumber"), &[]),
    row(&[0x55, 0x04, 0x16], Some("teletexTerminalIdentifier"), &[]),
    row(&[0x55, 0x04, 0x17], Some("facsimileTelephoneNumber"), &[]),
    row(&[0x55, 0x04, 0x18], Some("x121Address"), &["X21Address"]),
    row(&[0x55, 0x04, 0x19], Some("internationaliSDNNumber"), &[]),
    row(&[0x55, 0x04, 0x1a], Some("registeredAddress"), &[]),
    row(&[0x55, 0x04, 0x1b], Some("destinationIndicator"), &[]),
    row(&[0x55, 0x04, 0x1c], Some("preferredDeliveryMethod"), &[]),
    row(&[0x55, 0x04, 0x1d], Some("presentationAddress"), &[]),
    row(&[0x55, 0x04, 0x1e], Some("supportedApplicationContext"), &[]),
    row(&[0x55, 0x04, 0x1f], Some("member"), &[]),
    row(&[0x55, 0x04, 0x20], Some("owner"), &[]),
    row(&[0x55, 0x04, 0x21], Some("roleOccupant"), &[]),
    row(&[0x55, 0x04, 0x22], Some("seeAlso"), &[]),
    row(&[0x55, 0x04, 0x29], Some("name"), &[]),
    row(&[0x55, 0x04, 0x2a], Some("GN"), &["givenName", "G"]),
    row(&[0x55, 0x04, 0x2b], Some("initials"), &["I"]),
    row(&[0x55, 0x04, 0x2c], Some("generationQualifier"), &["generation"]),
    row(&[0x55, 0x04, 0x2d], Some("x500UniqueIdentifier"), &[]),
    row(&[0x55, 0x04, 0x2e], Some("dnQualifier"), &["DNQ"]),
    row(&[0x55, 0x04, 0x31], Some("distinguishedName"), &[]),
    row(&[0x55, 0x04, 0x32], Some("uniqueMember"), &[]),
    row(&[0x55, 0x04, 0x33], Some("houseIdentifier"), &[]),
    row(&[0x55, 0x04, 0x36], Some("dmdName"), &[]),
    row(&[0x55, 0x04, 0x41], Some("pseudonym"), &[]),
    row(&[0x55, 0x04, 0x48], Some("role"), &[]),
    row(&[0x55, 0x04, 0x61], Some("organizationIdentifier"), &[]),
    row(&[0x55, 0x04, 0x62], Some("c3"), &["countryCode3c"]),
    row(&[0x55, 0x04, 0x63], Some("n3"), &["countryCode3n"]),
    row(&[0x55, 0x04, 0x64], Some("dnsName"), &[]),
    // 1.2.643.100: Russian state register numbers
    row(&[0x2a, 0x85, 0x03, 0x64, 0x01], Some("OGRN"), &[]),
    row(&[0x2a, 0x85, 0x03, 0x64, 0x03], Some("SNILS"), &[]),
    row(&[0x2a, 0x85, 0x03, 0x64, 0x05], Some("OGRNIP"), &[]),
    // 1.2.643.3.131.1: Russian tax numbers
    row(&[0x2a, 0x85, 0x03, 0x03, 0x81, 0x03, 0x01, 0x01], Some("INN"), &[]),
    // 1.3.6.1.5.5.7.9: personal data (RFC 3739)
    row(&[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x09, 0x01], Some("id-pda-dateOfBirth"), &["dateOfBirth"]),
    row(&[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x09, 0x02], Some("id-pda-placeOfBirth"), &["placeOfBirth"]),
    row(&[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x09, 0x03], Some("id-pda-gender"), &["gender"]),
    row(&[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x09, 0x04], Some("id-pda-countryOfCitizenship"), &["countryOfCitizenship"]),
    row(&[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x09, 0x05], Some("id-pda-countryOfResidence"), &["countryOfResidence"]),
    // 1.2.840.113549.1.9: PKCS #9 (RFC 2985)
    row(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01], Some("emailAddress"), &["E", "email"]),
    row(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x02], Some("unstructuredName"), &[]),
    row(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x07], Some("challengePassword"), &[]),
    row(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x08], Some("unstructuredAddress"), &[]),
    row(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x14], Some("friendlyName"), &[]),
    // 0.9.2342.19200300.100.1: the COSINE pilot (RFC 4524)
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01], Some("UID"), &["userId"]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x03], Some("mail"), &["rfc822Mailbox"]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x04], Some("info"), &[]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x06], Some("roomNumber"), &[]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x08], Some("userClass"), &[]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x09], Some("host"), &[]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x14], Some("homeTelephoneNumber"), &[]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19], Some("DC"), &["domainComponent"]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x25], Some("associatedDomain"), &[]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x28], Some("personalTitle"), &[]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x29], Some("mobileTelephoneNumber"), &[]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x2b], Some("friendlyCountryName"), &[]),
    // OpenSSL's `uid`, which RFC 4514 reads as UID
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x2c], None, &["uniqueIdentifier"]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x2d], Some("organizationalStatus"), &[]),
    row(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x30], Some("buildingName"), &[]),
    // 1.2.840.113556.1.4: Active Directory
    row(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x14, 0x01, 0x04, 0x85, 0x10], None, &["userPrincipalName"]),
    // 1.3.6.1.4.1.311.60.2.1: jurisdiction of incorporation (CA/Browser Forum)
    row(&[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x3c, 0x02, 0x01, 0x01], Some("jurisdictionL"), &["jurisdictionLocalityName", "jurisdictionOfIncorporationLocalityName", "incorporationLocality", "msJurisdictionLocality"]),
    row(&[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x3c, 0x02, 0x01, 0x02], Some("jurisdictionST"), &["jurisdictionStateOrProvinceName", "jurisdictionOfIncorporationStateOrProvinceName", "incorporationState", "msJurisdictionStateOrProvince"]),
    row(&[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x3c, 0x02, 0x01, 0x03], Some("jurisdictionC"), &["jurisdictionCountryName", "jurisdictionOfIncorporationCountryName", "incorporationCountry", "msJurisdictionCountry"]),
];

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use std::fs;

    use serde_json::Value;

    use super::*;
    use crate::name::ObjectIdentifier;

    extern crate std;

    #[test]
    fn the_table_is_in_the_order_of_its_keys() {
        assert!(ATTRIBUTE_TYPES.is_sorted_by(|before, after| before.key < after.key));
        assert!(ATTRIBUTE_TYPES.iter().all(|row| row.key != 0 && ObjectIdentifier::new(row.oid).is_ok()));
        assert!(ATTRIBUTE_TYPES.iter().all(|row| by_oid(row.oid).is_some_and(|found| found.oid == row.oid)));
    }

    #[test]
    fn no_keyword_stands_for_two_types() {
        let mut owners = BTreeMap::<String, &[u8]>::new();
        for row in &ATTRIBUTE_TYPES {
            for name in row.keyword.iter().chain(row.aliases) {
                let owner = owners.insert(name.to_ascii_lowercase(), row.oid);
                assert!(owner.is_none_or(|oid| oid == row.oid), "{name} stands for two types");
                assert_eq!(by_keyword(name).map(|found| found.oid), Some(row.oid));
            }
        }
    }

    #[test]
    fn the_table_is_that_of_the_vectors() {
        const SUITE: &str = "name/keywords";
        let Some(folder) = issuedby_test_support::distinguished_names() else {
            return issuedby_test_support::not_run(SUITE, "the folder of Distinguished Name vectors");
        };
        let text = fs::read_to_string(folder.join("aliases.json")).unwrap();
        let expected: Vec<Value> = serde_json::from_str(&text).unwrap();
        let mut ours: BTreeMap<String, &AttributeType> = ATTRIBUTE_TYPES
            .iter()
            .map(|row| (ObjectIdentifier::new(row.oid).unwrap().to_string(), row))
            .collect();
        let mut run = 0;
        for row in &expected {
            let oid = row["oid"].as_str().unwrap();
            let found = ours.remove(oid).unwrap_or_else(|| panic!("{oid} is missing"));
            let aliases: Vec<&str> =
                row["aliases"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert_eq!((found.keyword, found.aliases), (row["print"].as_str(), &aliases[..]), "{oid}");
            run += 1;
        }
        assert!(ours.is_empty(), "types that the vectors do not have: {ours:?}");
        issuedby_test_support::report_cases(SUITE, run, expected.len());
    }

    /// The table is made while the program is compiled; the same code gives the same when it runs.
    #[test]
    fn the_key_of_a_row_is_its_bytes_behind_a_one() {
        for known in &ATTRIBUTE_TYPES {
            let bytes: String = known.oid.iter().map(|byte| alloc::format!("{byte:02x}")).collect();
            let expected = u128::from_str_radix(&alloc::format!("1{bytes}"), 16).unwrap();
            assert_eq!(known.key, expected, "{bytes}");
            assert_eq!(row(known.oid, known.keyword, known.aliases).key, expected, "{bytes}");
        }
        assert_eq!(key(&[1; 16]), 0);
        assert_ne!(key(&[0, 1]), key(&[1]));
    }
}
