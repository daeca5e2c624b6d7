//! Makes case number N of a seed, from both numbers alone.

use issuedby_test_support::Random;

use super::case::Case;
use super::faults::{self, Fault};
use super::pair::Pair;

/// Case number `number` of the run with this seed.
pub fn case(seed: u64, number: u64) -> Case {
    pair(seed, number).encode()
}

/// The same before it is encoded and signed.
fn pair(seed: u64, number: u64) -> Pair {
    let mut random = Random::new(mix(seed ^ mix(number ^ 0x6765_6e65_7261_6c00)) | 1);
    // The first numbers of a xorshift generator follow its seed closely.
    for _ in 0..4 {
        random.byte();
    }
    let mut pair = Pair::valid(&mut random);
    let count = match random.below(100) {
        0..20 => 0,
        20..62 => 1,
        62..89 => 2,
        _ => 3,
    };
    let mut slots: Vec<&str> = Vec::new();
    for _ in 0..count {
        let fault = draw(&mut random);
        // What a second fault in one place would undo must not stay in the tags.
        if fault.slots().any(|slot| slots.contains(&slot)) {
            continue;
        }
        slots.extend(fault.slots());
        pair.tags.push(&fault.tag);
        (fault.apply)(&mut pair, &mut random);
    }
    pair
}

fn draw(random: &mut Random) -> &'static Fault {
    let table = faults::table();
    table.at(random.below(table.weight()))
}

/// SplitMix64's finalizer: neighbouring numbers give unrelated ones.
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_case_follows_from_seed_and_number_alone() {
        for number in 0..200 {
            assert_eq!(case(7, number), case(7, number));
        }
        assert_ne!(case(7, 41), case(7, 42));
        assert_ne!(case(7, 41), case(8, 41));
    }

    #[test]
    fn a_slice_reaches_every_tag() {
        let mut reached = BTreeSet::new();
        for number in 0..20_000 {
            let pair = pair(2, number);
            // The tags of places and keys are added when a case is encoded, which takes longer.
            let adds = number < 200 || !pair.leaf.before_signing.is_empty();
            reached.extend(if adds { pair.encode().tags } else { pair.tags });
        }
        let missing: Vec<_> = faults::tags().filter(|tag| !reached.contains(tag)).collect();
        assert!(missing.is_empty(), "never made: {missing:?}");
    }

    #[test]
    fn plain_cases_and_cases_with_up_to_three_faults_are_as_frequent_as_intended() {
        let mut counts = [0; 8];
        for number in 0..4_000 {
            counts[pair(1, number).tags.len()] += 1;
        }
        assert!(counts[0] > 600 && counts[1] > 1_200 && counts[2] > 600 && counts[3] > 150, "{counts:?}");
    }
}
