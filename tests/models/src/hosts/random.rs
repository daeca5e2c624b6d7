//! Longer texts than the exhaustive ones: whole labels, A-labels, the limits, ports, and small changes to all that.

use issuedby_test_support::Random;

use super::check;
use super::reference::A_LABELS;

/// Bytes that a change puts into a text. None is an `n`, so that no new label begins with `xn--`.
const BYTES: &[u8] = b"abfgxXAFZz019-._:@/%[]*\\ \t\0\x7f\x80\xc3\xff";

/// Checks so many random texts that follow from the seed.
///
/// # Errors
///
/// The first text about which code and reference disagree.
pub fn random(seed: u64, cases: u64) -> Result<u64, String> {
    let mut random = Random::new(seed);
    (0..cases).try_fold(0, |done, number| {
        check(&text(&mut random))
            .map(|()| done + 1)
            .map_err(|error| format!("hosts, seed {seed}, case {number}: {error}"))
    })
}

fn text(random: &mut Random) -> Vec<u8> {
    let (mut text, may_be_changed) = labels(random);
    text.extend_from_slice(random.pick(&[b"".as_slice(), b"", b".", b".."]));
    if random.below(2) == 0 {
        text.push(b':');
        text.extend(port(random).bytes());
    }
    if may_be_changed && random.below(2) == 0 {
        change(random, &mut text);
    }
    text
}

/// A name, and whether no label of it is an A-label.
fn labels(random: &mut Random) -> (Vec<u8>, bool) {
    let mut may_be_changed = true;
    let count = random.pick(&[1, 2, 2, 3, 4]);
    let labels: Vec<String> = (0..count)
        .map(|_| match random.below(12) {
            0 => {
                may_be_changed = false;
                random.pick(&A_LABELS).0.to_owned()
            }
            1 => random
                .pick(&["XN--BCHER-KVA", "0x7f", "0X7F", "0x", "0xg", "127", "1", "a--b", "aa--b"])
                .to_owned(),
            2 => "b".repeat(random.pick(&[61, 62, 63, 64])),
            _ => (0..=random.below(9)).map(|_| char::from(random.pick(b"abfgxXAFZ019-"))).collect(),
        })
        .collect();
    may_be_changed &= !labels.iter().any(|label| label.to_ascii_lowercase().starts_with("xn--"));
    let mut name = labels.join(".").into_bytes();
    if random.below(16) == 0 {
        // The longest name, and those beside it.
        while name.len() < 244 {
            name.extend_from_slice(b".ab.cd.e");
        }
        let length = random.pick(&[252, 253, 254]);
        while name.len() < length {
            name.push(b'a');
        }
    }
    (name, may_be_changed)
}

fn port(random: &mut Random) -> String {
    match random.below(4) {
        0 => random
            .pick(&["", "0", "65535", "65536", "99999", "00443", "000443", "+1", "-0", "1.", "8 0"])
            .to_owned(),
        1 => format!("{}", random.below(100_000)),
        2 => format!("{:0width$}", random.below(70_000), width = random.below(8)),
        _ => (0..random.below(7)).map(|_| char::from(random.pick(b"0123456789:a"))).collect(),
    }
}

fn change(random: &mut Random, text: &mut Vec<u8>) {
    for _ in 0..=random.below(2) {
        let place = random.below(text.len() + 1);
        match random.below(3) {
            0 => text.insert(place, random.pick(BYTES)),
            1 if place < text.len() => {
                text.remove(place);
            }
            _ if place < text.len() => text[place] = random.pick(BYTES),
            _ => {}
        }
    }
}
