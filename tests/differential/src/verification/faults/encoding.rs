//! BER and noise: one element of the certificate, anywhere in it, written otherwise than DER asks (X.690 sections 8 and 10).
//!
//! A fault of the signed part is made before the part is signed, so that the signature holds.

use issuedby_generator::{der, oid};
use issuedby_test_support::Random;

use super::{Entries, Fault};
use crate::verification::encoding_tree::{Content, Length, Node};
use crate::verification::pair::{Pair, Place};

/// The place of a fault of this module. The tag stands beside that of the fault.
pub(super) const LOCATIONS: [&str; 13] = [
    "at-signed-part",
    "at-version",
    "at-serial",
    "at-inner-algorithm",
    "at-issuer",
    "at-validity",
    "at-subject",
    "at-public-key",
    "at-extensions",
    "at-extension",
    "at-extension-value",
    "at-usage-value",
    "at-san-value",
];

/// A change of an element.
type Rewrite = fn(&mut Node, &mut Random);

const REWRITES: &[(&str, usize, Rewrite)] = &[
    ("ber-long-length", 25, |node, _| node.length = Length::Long(1)),
    ("ber-longer-length", 10, |node, _| node.length = Length::Long(3)),
    ("ber-indefinite-length", 20, |node, _| node.length = Length::Indefinite),
    ("tag-other", 15, |node, random| node.tag ^= 1 << random.below(5)),
    ("tag-constructed-bit", 10, |node, _| node.tag ^= 0x20),
    ("tag-class", 10, |node, random| node.tag ^= random.pick(&[0x40, 0x80])),
    ("tag-high-form", 8, |node, _| node.tag |= 0x1f),
    ("element-emptied", 15, |node, _| node.content = Content::Bytes(Vec::new())),
    ("element-trailing-null", 15, |node, _| append(node, &der::null())),
    ("element-trailing-zeros", 8, |node, _| append(node, &[0, 0])),
    ("element-cut", 10, |node, _| {
        let mut content = content(node);
        content.pop();
        node.content = Content::Bytes(content);
    }),
    ("element-first-cut", 8, |node, _| {
        let content = content(node);
        node.content = Content::Bytes(content[content.len().min(1)..].to_vec());
    }),
    ("child-doubled", 12, |node, random| {
        children(node, |nodes| {
            let index = random.below(nodes.len());
            let child = nodes[index].clone();
            nodes.insert(index, child);
        });
    }),
    ("child-removed", 15, |node, random| {
        children(node, |nodes| {
            let index = random.below(nodes.len());
            nodes.remove(index);
        });
    }),
    ("children-swapped", 12, |node, random| {
        children(node, |nodes| {
            let index = random.below(nodes.len());
            nodes.rotate_left(index);
        });
    }),
    ("byte-changed", 40, |node, random| {
        let mut bytes = content(node);
        if !bytes.is_empty() {
            let place = random.below(bytes.len());
            bytes[place] = random.pick(&[0, 1, 0x7f, 0x80, 0xff, bytes[place] ^ 1, bytes[place] ^ 0x20]);
        }
        node.content = Content::Bytes(bytes);
    }),
];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for place in Place::ALL {
        for &(tag, weight, rewrite) in REWRITES {
            let weight = if place == Place::Leaf { weight } else { weight.div_ceil(4) };
            let slot = format!("{} encoding", place.name());
            faults.push(
                Fault::new(format!("{}-{tag}", place.name()), slot, move |pair, random| {
                    rewrite_somewhere(pair, place, rewrite, random);
                })
                .weighing(weight),
            );
        }
        for (tag, change) in WHOLE {
            let slot = format!("{} certificate", place.name());
            let change = *change;
            faults.push(
                Fault::new(format!("{}-{tag}", place.name()), slot, move |pair, _| {
                    pair.at(place).on_certificate.push(Box::new(change));
                })
                .weighing(if place == Place::Leaf { 8 } else { 3 }),
            );
        }
    }
    faults
}

/// A change of the encoded certificate.
const WHOLE: Entries<fn(&mut Vec<u8>)> = &[
    ("trailing-zero", |whole| whole.push(0)),
    ("trailing-null", |whole| whole.extend(der::null())),
    ("trailing-certificate", |whole| *whole = whole.repeat(2)),
    ("trailing-newline", |whole| whole.push(b'\n')),
    ("whole-cut", |whole| {
        whole.pop();
    }),
    ("whole-empty", Vec::clear),
    ("whole-zeros", |whole| whole.fill(0)),
    ("whole-as-set", |whole| whole[0] = der::SET),
    ("whole-long-length", |whole| {
        let mut node = Node::parse_all(whole).map(|mut nodes| nodes.remove(0));
        if let Some(node) = &mut node {
            node.length = Length::Long(1);
            whole.clear();
            node.write(whole);
        }
    }),
    ("whole-indefinite-length", |whole| {
        let mut node = Node::parse_all(whole).map(|mut nodes| nodes.remove(0));
        if let Some(node) = &mut node {
            node.length = Length::Indefinite;
            whole.clear();
            node.write(whole);
        }
    }),
    ("whole-of-four", |whole| {
        if let Some(mut nodes) = Node::parse_all(whole) {
            append(&mut nodes[0], &der::null());
            whole.clear();
            nodes[0].write(whole);
        }
    }),
    ("whole-wrapped", |whole| *whole = der::sequence(std::slice::from_ref(whole))),
    ("whole-as-text", |whole| *whole = b"-----BEGIN CERTIFICATE-----\n".to_vec()),
];

/// Rewrites an element of the signed part. The field is drawn before the element, so that large fields do not get all faults.
fn rewrite_somewhere(pair: &mut Pair, place: Place, rewrite: Rewrite, random: &mut Random) {
    let mut branch = Random::new(random.below(1 << 40) as u64 | 1);
    branch.byte();
    pair.at(place).before_signing.push(Box::new(move |signed, tags| {
        let Some(mut nodes) = Node::parse_all(signed) else { return };
        let [root] = nodes.as_mut_slice() else { return };
        let fields = root.children().len();
        let field = branch.below(fields + 1);
        let before: usize = root.children().iter().take(field).map(Node::count).sum();
        let number = match root.children().get(field) {
            None => 0,
            Some(field) => 1 + before + branch.below(field.count()),
        };
        let mut path = Vec::new();
        let location = {
            root.find(number, &mut path);
            location(root, &path)
        };
        rewrite(root.find(number, &mut Vec::new()).expect("it was just found"), &mut branch);
        signed.clear();
        root.write(signed);
        if !tags.contains(&location) {
            tags.push(location);
        }
    }));
}

/// The field at the end of a path in the signed part.
fn location(root: &Node, path: &[usize]) -> &'static str {
    const FIELDS: [&str; 6] =
        ["at-serial", "at-inner-algorithm", "at-issuer", "at-validity", "at-subject", "at-public-key"];
    let Some((&field, inside)) = path.split_first() else { return "at-signed-part" };
    let has_version = root.children().first().is_some_and(|first| first.tag == 0xa0);
    if has_version && field == 0 {
        return "at-version";
    }
    if let Some(name) = FIELDS.get(field - usize::from(has_version)) {
        return name;
    }
    let &[list, extension, ref parts @ ..] = inside else { return "at-extensions" };
    let extension = root.children()[field].children()[list].children().get(extension);
    let (Some(extension), Some(&part)) = (extension, parts.first()) else { return "at-extension" };
    match extension.children().get(part).map_or(0, |part| part.tag) {
        der::OCTET_STRING => value_location(extension),
        _ => "at-extension",
    }
}

fn value_location(extension: &Node) -> &'static str {
    let mut kind = Vec::new();
    extension.children()[0].write(&mut kind);
    let is = |oid: &str| kind == der::object_identifier(oid);
    match () {
        () if is(oid::SUBJECT_ALTERNATIVE_NAME) => "at-san-value",
        () if [oid::BASIC_CONSTRAINTS, oid::KEY_USAGE, oid::EXTENDED_KEY_USAGE].into_iter().any(is) => {
            "at-usage-value"
        }
        () => "at-extension-value",
    }
}

/// The content of an element as bytes.
fn content(node: &Node) -> Vec<u8> {
    match &node.content {
        Content::Bytes(bytes) => bytes.clone(),
        Content::Elements(before, nodes) => {
            let mut bytes = before.clone();
            nodes.iter().for_each(|node| node.write(&mut bytes));
            bytes
        }
    }
}

fn append(node: &mut Node, bytes: &[u8]) {
    node.content = Content::Bytes([content(node).as_slice(), bytes].concat());
}

fn children(node: &mut Node, change: impl FnOnce(&mut Vec<Node>)) {
    match &mut node.content {
        Content::Elements(_, nodes) if !nodes.is_empty() => change(nodes),
        // An element without others in it: what stands beside it is not its own.
        _ => node.length = Length::Long(0),
    }
}
