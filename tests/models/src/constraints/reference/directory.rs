//! directoryName: the base's RDNs are the first RDNs (RFC 5280 section 7.1).

use super::{Contents, Form, List, Touch};
use crate::names::reference::{Normal, NormalAttribute, NormalValue, are_same_multiset, normal};

pub(super) struct Directory;

impl Form for Directory {
    type Base = Normal;
    type Name = Normal;

    fn base(contents: &Contents, _: List) -> Option<Normal> {
        let Contents::Directory(name) = contents else { return None };
        normal(name)
    }

    fn name(contents: &Contents) -> Option<Normal> {
        let Contents::Directory(name) = contents else { return None };
        normal(name)
    }

    fn is_inside(name: &Normal, base: &Normal) -> bool {
        name.len() >= base.len() && base.iter().zip(name).all(|(base, rdn)| are_same_multiset(rdn, base))
    }

    /// RDN by RDN. One that is certainly another one decides; else one that some reader could take for the same leaves
    /// it open.
    fn touches(name: &Normal, base: &Normal) -> Touch {
        if name.len() < base.len() {
            return Touch::No;
        }
        let each: Vec<Touch> = base.iter().zip(name).map(|(base, rdn)| touches_rdn(rdn, base)).collect();
        if each.contains(&Touch::No) {
            Touch::No
        } else if each.contains(&Touch::Open) {
            Touch::Open
        } else {
            Touch::Yes
        }
    }
}

fn touches_rdn(rdn: &[NormalAttribute], base: &[NormalAttribute]) -> Touch {
    let types = |rdn: &[NormalAttribute]| {
        let mut types: Vec<_> = rdn.iter().map(|(oid, _)| *oid).collect();
        types.sort_unstable();
        types
    };
    if are_same_multiset(rdn, base) {
        Touch::Yes
    } else if types(rdn) != types(base) || (is_plain(rdn) && is_plain(base)) {
        Touch::No
    } else {
        Touch::Open
    }
}

/// Printable ASCII and white space alone, which normalization has made single spaces.
fn is_plain(rdn: &[NormalAttribute]) -> bool {
    rdn.iter().all(|(_, value)| match value {
        NormalValue::Text(text) => text.chars().all(|found| matches!(found, ' '..='~')),
        NormalValue::Opaque(_) => false,
    })
}
