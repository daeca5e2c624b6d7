//! Random names, decoded, normalized and printed here and by the executable reference of the specification.

mod specification_word;

mod executable_reference;

use executable_reference::hex;
use issuedby::name::Name;
use issuedby_test_support::{Random, report_cases};
use specification_word::specification_word;

const CASES: usize = 6_000;

/// Both prints and the normal form.
const ANSWER: &str = "(lambda name: (name.to_ascii(), name.to_utf8().encode().hex(), name.normalized().hex()))(ref.Name.from_der(given))";

#[test]
fn random_names_are_read_as_the_reference_reads_them() {
    const SUITE: &str = "name/reference";
    let names = random_names();
    let Some(answers) = executable_reference::ask(SUITE, &names, ANSWER) else { return };
    let (mut run, mut accepted) = (0, 0);
    for (der, reference) in names.iter().zip(&answers) {
        let ours = match Name::from_der(der) {
            Ok(name) => {
                accepted += 1;
                let utf8 = hex(name.to_utf8_string().as_bytes());
                format!("{name}\t{utf8}\t{}", hex(&name.normal_form()))
            }
            Err(error) => format!("{}\t{}", specification_word(error.kind().code()), error.offset()),
        };
        assert_eq!(&ours, reference, "{}", hex(der));
        run += 1;
    }
    assert!((CASES / 3..CASES).contains(&accepted), "{accepted} of {CASES} names were accepted");
    report_cases(SUITE, run, CASES);
}

/// The same names in every run; half of them have one byte changed.
fn random_names() -> Vec<Vec<u8>> {
    let mut random = Random::new(0x9e37_79b9_7f4a_7c15);
    (0..CASES)
        .map(|case| {
            let rdns = random.below(5);
            let contents: Vec<u8> = (0..rdns).flat_map(|_| rdn(&mut random)).collect();
            let mut der = tlv(0x30, &contents);
            if case % 2 == 1 {
                let at = random.below(der.len());
                der[at] = random.byte();
            }
            der
        })
        .collect()
}

fn rdn(random: &mut Random) -> Vec<u8> {
    let attributes = if random.below(4) == 0 { 1 + random.below(20) } else { 1 };
    tlv(0x31, &(0..attributes).flat_map(|_| attribute(random)).collect::<Vec<_>>())
}

fn attribute(random: &mut Random) -> Vec<u8> {
    let oid = match random.below(8) {
        0 => (0..=random.below(24)).map(|_| random.byte() & 0x7f).collect(),
        1 => {
            let mut arcs = vec![0x69, 0x81];
            arcs.extend((0..random.below(30)).map(|_| random.byte() | 0x80));
            arcs.push(random.byte() & 0x7f);
            arcs
        }
        2 => [&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1][..], &[random.byte() % 64]].concat(),
        _ => vec![0x55, 4, random.byte() % 64],
    };
    tlv(0x30, &[tlv(6, &oid), value(random)].concat())
}

fn value(random: &mut Random) -> Vec<u8> {
    let characters: Vec<char> = (0..random.below(14)).map(|_| character(random)).collect();
    match random.below(10) {
        0 => tlv(30, &characters.iter().flat_map(|c| utf16(*c)).collect::<Vec<_>>()),
        1 => tlv(28, &characters.iter().flat_map(|c| u32::from(*c).to_be_bytes()).collect::<Vec<_>>()),
        2 => {
            tlv([3, 4, 5, 0x30, 0xa0][random.below(5)], &characters.iter().map(|_| 0x41).collect::<Vec<_>>())
        }
        3..6 => {
            let bytes = characters.iter().map(|c| u8::try_from(*c).unwrap_or(0xe9)).collect::<Vec<_>>();
            tlv([18, 19, 20, 22, 23, 24, 26][random.below(7)], &bytes)
        }
        _ => tlv(12, String::from_iter(characters).as_bytes()),
    }
}

fn utf16(character: char) -> Vec<u8> {
    character.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()).collect()
}

fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    let header = match length {
        [0, short @ ..0x80] => vec![tag, short],
        [0, long] => vec![tag, 0x81, long],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [&header[..], contents].concat()
}

fn character(random: &mut Random) -> char {
    match random.below(6) {
        0 => random.pick(&[' ', '#', ',', '+', '\\', '"', '\t', '\0', '=', ' ']),
        1 => char::from(random.byte()),
        2 => char::from_u32(u32::try_from(random.below(0x11_0000)).unwrap()).unwrap_or('\u{fe00}'),
        3 => char::from_u32(u32::try_from(random.below(0x1_0000)).unwrap()).unwrap_or('\u{202e}'),
        _ => char::from(b'A' + random.byte() % 58),
    }
}
