//! Faults of version, serial number and unique identifiers (RFC 5280 sections 4.1.2.1, 4.1.2.2 and 4.1.2.8).

use issuedby_generator::der;

use super::Fault;
use crate::verification::pair::Place;

/// Contents of the serial number.
const SERIALS: &[(&str, &[u8])] = &[
    ("zero", &[0]),
    ("one", &[1]),
    ("minus-one", &[0xff]),
    ("negative", &[0x80, 1]),
    ("of-19-bytes", &[0x7f; 19]),
    ("of-20-bytes", &[0x7f; 20]),
    ("of-20-bytes-negative", &[0x8f; 20]),
    ("of-20-bytes-top-bit", &[0, 0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]),
    ("of-21-bytes", &[0x7f; 21]),
    ("of-21-bytes-negative", &[0x8f; 21]),
    ("of-200-bytes", &[0x7f; 200]),
    ("padded", &[0, 1]),
    ("padded-zero", &[0, 0]),
    ("padded-negative", &[0xff, 0xff]),
    ("empty", &[]),
];

/// Elements in the place of the version.
const VERSIONS: &[(&str, &[u8])] = &[
    ("absent", &[]),
    ("1", &[0xa0, 3, 2, 1, 0]),
    ("2", &[0xa0, 3, 2, 1, 1]),
    ("4", &[0xa0, 3, 2, 1, 3]),
    ("255", &[0xa0, 3, 2, 1, 0xfe]),
    ("of-two-bytes", &[0xa0, 4, 2, 2, 1, 2]),
    ("padded", &[0xa0, 4, 2, 2, 0, 2]),
    ("empty", &[0xa0, 0]),
    ("empty-integer", &[0xa0, 2, 2, 0]),
    ("twice", &[0xa0, 6, 2, 1, 2, 2, 1, 2]),
    ("context-1", &[0xa1, 3, 2, 1, 2]),
    ("primitive", &[0x80, 1, 2]),
    ("untagged", &[2, 1, 2]),
    ("boolean", &[0xa0, 3, 1, 1, 2]),
];

/// Elements between public key and extensions.
const UNIQUE_IDENTIFIERS: &[(&str, &[u8])] = &[
    ("issuer", &[0x81, 2, 0, 1]),
    ("subject", &[0x82, 2, 0, 2]),
    ("both", &[0x81, 2, 0, 1, 0x82, 2, 0, 2]),
    ("swapped", &[0x82, 2, 0, 2, 0x81, 2, 0, 1]),
    ("doubled", &[0x81, 2, 0, 1, 0x81, 2, 0, 1]),
    ("empty", &[0x81, 0]),
    ("no-bits", &[0x81, 1, 0]),
    ("unused-bits", &[0x81, 2, 9, 1]),
    ("unused-bits-set", &[0x82, 2, 4, 0xff]),
    ("constructed", &[0xa1, 4, 3, 2, 0, 1]),
];

pub(super) fn faults() -> Vec<Fault> {
    Place::ALL.into_iter().flat_map(at).collect()
}

fn at(place: Place) -> Vec<Fault> {
    let name = place.name();
    let mut faults = Vec::new();
    for &(tag, content) in SERIALS {
        faults.push(
            Fault::new(format!("{name}-serial-{tag}"), format!("{name} serial"), move |pair, _| {
                pair.at(place).serial = der::integer(content);
            })
            .weighing(if place == Place::Leaf { 10 } else { 4 }),
        );
    }
    for (tag, element) in [("bytes", vec![4, 1, 5]), ("missing", vec![]), ("twice", vec![2, 1, 5, 2, 1, 5])] {
        faults.push(
            Fault::new(format!("{name}-serial-{tag}"), format!("{name} serial"), move |pair, _| {
                pair.at(place).serial.clone_from(&element);
            })
            .weighing(4),
        );
    }
    for &(tag, element) in VERSIONS {
        faults.push(
            Fault::new(format!("{name}-version-{tag}"), format!("{name} version"), move |pair, _| {
                pair.at(place).version = element.to_vec();
            })
            .weighing(5),
        );
    }
    for (tag, version) in [("1", &[] as &'static [u8]), ("2", &[0xa0, 3, 2, 1, 1])] {
        let tag = format!("{name}-version-{tag}-without-extensions");
        faults.push(Fault::new(tag, format!("{name} version"), move |pair, _| {
            let draft = pair.at(place);
            draft.version = version.to_vec();
            draft.extensions.clear();
        }));
    }
    for &(tag, element) in UNIQUE_IDENTIFIERS {
        let tag = format!("{name}-unique-id-{tag}");
        faults.push(
            Fault::new(tag, format!("{name} unique-id"), move |pair, _| {
                pair.at(place).unique_identifiers = element.to_vec();
            })
            .weighing(5),
        );
    }
    faults
}
