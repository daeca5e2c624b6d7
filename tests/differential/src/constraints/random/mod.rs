//! Random cases, each made from the seed and its own number alone.

mod directory;
mod texts;

use issuedby_test_support::Random;

use crate::constraints::case::{Case, Constraints, Form, GeneralName, Subtree};

/// Case number `index` of the run with this seed.
pub fn case(seed: u64, index: u64) -> Case {
    let mut random = Random::new(mix(seed ^ mix(index)) | 1);
    // The first numbers of a xorshift generator follow its seed closely.
    for _ in 0..4 {
        random.byte();
    }
    let focus = Focus::new(&mut random);
    let constraints = constraints(&mut random, &focus);
    let subject = directory::subject(&mut random, &focus);
    let mut alternative_names: Vec<_> =
        (0..random.pick(&[0, 0, 1, 1, 1, 2, 2, 3, 4])).map(|_| name(&mut random, &focus)).collect();
    // A leaf has a subject or alternative names (RFC 5280 section 4.1.2.6).
    if subject.is_empty() && alternative_names.is_empty() {
        alternative_names.push(name(&mut random, &focus));
    }
    Case { constraints, subject, alternative_names }
}

/// SplitMix64's finalizer: neighbouring numbers give unrelated ones.
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The parts that the names of one case have in common, so that constraint and name meet often.
struct Focus {
    forms: [Form; 2],
    domain: &'static str,
    country: &'static str,
}

impl Focus {
    fn new(random: &mut Random) -> Self {
        const COMMON: &[Form] = &[Form::Dns, Form::Email, Form::Uri, Form::Directory, Form::Ip];
        Self {
            forms: [random.pick(COMMON), random.pick(COMMON)],
            domain: random.pick(&["a.example", "a.example", "x.a.example", "b.example"]),
            country: random.pick(&["US", "DE"]),
        }
    }

    fn form(&self, random: &mut Random) -> Form {
        if percent(random, 80) {
            return random.pick(&self.forms);
        }
        random.pick(&[
            Form::Dns,
            Form::Dns,
            Form::Email,
            Form::Email,
            Form::Uri,
            Form::Uri,
            Form::Directory,
            Form::Directory,
            Form::Ip,
            Form::Ip,
            Form::Other,
            Form::Other,
            Form::Other,
            Form::RegisteredId,
            Form::X400,
            Form::EdiParty,
        ])
    }
}

fn percent(random: &mut Random, percent: usize) -> bool {
    random.below(100) < percent
}

fn constraints(random: &mut Random, focus: &Focus) -> Option<Constraints> {
    let permitted = random.pick(&[0, 0, 1, 1, 1, 2, 3, 4]);
    let excluded = random.pick(&[0, 0, 0, 1, 1, 2, 3, 4]);
    if permitted + excluded == 0 {
        return None;
    }
    Some(Constraints {
        critical: percent(random, 60),
        permitted: (0..permitted).map(|_| subtree(random, focus)).collect(),
        excluded: (0..excluded).map(|_| subtree(random, focus)).collect(),
    })
}

fn subtree(random: &mut Random, focus: &Focus) -> Subtree {
    let minimum = match random.below(100) {
        0..6 => Some(0),
        6 => Some(1),
        _ => None,
    };
    let maximum = percent(random, 1).then(|| random.pick(&[0, 1, 5]));
    Subtree { base: base(random, focus), minimum, maximum }
}

/// The base of a subtree.
fn base(random: &mut Random, focus: &Focus) -> GeneralName {
    match focus.form(random) {
        Form::Dns => GeneralName::Dns(texts::dns_base(random, focus)),
        Form::Email => GeneralName::Email(texts::email_base(random, focus)),
        Form::Uri => GeneralName::Uri(texts::uri_base(random, focus)),
        Form::Directory => GeneralName::Directory(directory::base(random, focus)),
        Form::Ip => GeneralName::Ip(ip_base(random)),
        form => rare(random, form),
    }
}

/// A subjectAltName entry.
fn name(random: &mut Random, focus: &Focus) -> GeneralName {
    match focus.form(random) {
        Form::Dns => GeneralName::Dns(texts::dns_name(random, focus)),
        Form::Email => GeneralName::Email(texts::email_name(random, focus)),
        Form::Uri => GeneralName::Uri(texts::uri_name(random, focus)),
        Form::Directory => GeneralName::Directory(directory::name(random, focus)),
        Form::Ip => GeneralName::Ip(ip_name(random)),
        form => rare(random, form),
    }
}

fn rare(random: &mut Random, form: Form) -> GeneralName {
    match form {
        Form::X400 => GeneralName::X400,
        Form::EdiParty => GeneralName::EdiParty("party"),
        Form::RegisteredId => GeneralName::RegisteredId(random.pick(&["1.3.6.1.4.1.32473.1", "1.2.3.4"])),
        _ => GeneralName::Other(
            random.pick(&["1.3.6.1.4.1.311.20.2.3", "1.3.6.1.4.1.32473.2"]),
            random.pick(&["user@a.example", "user@b.example"]),
        ),
    }
}

const V6: [u8; 16] = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
const MAPPED: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 1, 2, 3];

fn ip_base(random: &mut Random) -> Vec<u8> {
    let v6 = |prefix: usize, address: [u8; 16]| {
        let mask = (0..16).map(|byte| if byte < prefix / 8 { 0xff } else { 0 });
        address.into_iter().chain(mask).collect()
    };
    match random.below(100) {
        0..25 => vec![10, 0, 0, 0, 255, 0, 0, 0],
        25..45 => vec![10, 1, 0, 0, 255, 255, 0, 0],
        45..53 => vec![192, 0, 2, 0, 255, 255, 255, 0],
        53..58 => vec![192, 0, 2, 64, 255, 255, 255, 192],
        // Bits of the address beyond the mask mean nothing.
        58..64 => vec![10, 1, 2, 3, 255, 0, 0, 0],
        64..67 => vec![10, 1, 2, 3, 255, 255, 255, 255],
        67..70 => vec![0; 8],
        70..82 => v6(32, V6),
        82..87 => v6(48, [0x20, 1, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        87..89 => v6(0, [0; 16]),
        89..91 => v6(96, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0]),
        91..94 => vec![10, 0, 2, 0, 255, 0, 255, 0],
        94..96 => vec![10, 0, 0, 0, 0, 255, 0, 0],
        96..98 => vec![10, 0, 0, 0, 255],
        98 => vec![10, 0, 0, 0],
        _ => Vec::new(),
    }
}

fn ip_name(random: &mut Random) -> Vec<u8> {
    match random.below(100) {
        0..40 => vec![10, 1, 2, 3],
        40..55 => vec![10, 2, 0, 1],
        55..65 => vec![192, 0, 2, 5],
        65..70 => vec![192, 0, 2, 65],
        70..77 => vec![198, 51, 100, 1],
        77..87 => V6.to_vec(),
        87..91 => vec![0x20, 1, 0x0d, 0xb9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        91..95 => MAPPED.to_vec(),
        95..97 => vec![10, 1, 2],
        97..99 => vec![10, 1, 2, 3, 255, 255, 255, 255],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_follows_from_seed_and_number_alone() {
        assert_eq!(format!("{:?}", case(7, 41)), format!("{:?}", case(7, 41)));
        assert_ne!(format!("{:?}", case(7, 41)), format!("{:?}", case(7, 42)));
        assert_ne!(format!("{:?}", case(7, 41)), format!("{:?}", case(8, 41)));
    }
}
