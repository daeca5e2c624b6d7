//! Which name constraints of a CA webpki can judge (RFC 5280 section 4.2.1.10).
//!
//! webpki evaluates dNSName and iPAddress. It takes every directoryName constraint as violated, whatever
//! the subject, and every other form as violated by any name of that form.

use crate::certificate::der::Reader;

/// How much of what the CA issues its name constraints rule out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reach {
    /// Every form is judged.
    Judged,
    /// A form that is not judged is refused where a leaf has a name of it.
    SomeNames,
    /// No leaf can satisfy them.
    EveryLeaf,
}

/// Reads the contents of a `NameConstraints` SEQUENCE; what cannot be read reaches every leaf.
pub(super) fn reach(contents: &[u8]) -> Reach {
    read(contents).unwrap_or(Reach::EveryLeaf)
}

fn read(contents: &[u8]) -> Option<Reach> {
    /// The context-specific tags of GeneralName.
    const DNS_NAME: u8 = 0x82;
    const DIRECTORY_NAME: u8 = 0xa4;
    const IP_ADDRESS: u8 = 0x87;
    const WHAT: &str = "the nameConstraints";

    let mut reach = Reach::Judged;
    let mut subtrees = Reader::new(contents);
    while !subtrees.is_at_end() {
        let mut list = subtrees.read(WHAT).ok()?.reader();
        while !list.is_at_end() {
            let base = list.read(WHAT).ok()?.reader().read(WHAT).ok()?;
            match base.tag {
                DNS_NAME | IP_ADDRESS => {}
                DIRECTORY_NAME => return Some(Reach::EveryLeaf),
                _ => reach = Reach::SomeNames,
            }
        }
    }
    Some(reach)
}
