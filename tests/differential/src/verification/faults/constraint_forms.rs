//! A CA with a name constraint of each form, beside a leaf with a name inside, a name outside, and without a name of the
//! form (RFC 5280 section 4.2.1.10). Constraints that meet in number are the subject of [`crate::constraints`].

use issuedby_generator::extension::{self, Extension};
use issuedby_generator::{der, oid};

use super::Fault;
use super::name_kinds::{common_name, country, to_der};
use crate::verification::pair::Pair;

/// A form: its name in tags, the base of a subtree, a name inside and one outside.
struct Form {
    name: &'static str,
    base: fn() -> Vec<u8>,
    inside: fn() -> Vec<u8>,
    outside: fn() -> Vec<u8>,
}

const FORMS: &[Form] = &[
    Form {
        name: "dns",
        base: || extension::dns("a.example"),
        inside: || extension::dns("host.a.example"),
        outside: || extension::dns("host.b.example"),
    },
    Form {
        name: "dns-dotted",
        base: || extension::dns(".a.example"),
        inside: || extension::dns("host.a.example"),
        outside: || extension::dns("a.example"),
    },
    Form {
        name: "dns-all",
        base: || extension::dns(""),
        inside: || extension::dns("host.a.example"),
        outside: || extension::email("user@b.example"),
    },
    Form {
        name: "email-host",
        base: || extension::email("a.example"),
        inside: || extension::email("user@a.example"),
        outside: || extension::email("user@x.a.example"),
    },
    Form {
        name: "email-domain",
        base: || extension::email(".a.example"),
        inside: || extension::email("user@x.a.example"),
        outside: || extension::email("user@a.example"),
    },
    Form {
        name: "email-mailbox",
        base: || extension::email("user@a.example"),
        inside: || extension::email("user@A.EXAMPLE"),
        outside: || extension::email("other@a.example"),
    },
    Form {
        name: "uri-host",
        base: || extension::uri("a.example"),
        inside: || extension::uri("https://a.example/path"),
        outside: || extension::uri("https://x.a.example/path"),
    },
    Form {
        name: "uri-domain",
        base: || extension::uri(".a.example"),
        inside: || extension::uri("https://x.a.example/path"),
        outside: || extension::uri("https://192.0.2.1/path"),
    },
    Form {
        name: "ip-4",
        base: || extension::ip(&[10, 0, 0, 0, 255, 0, 0, 0]),
        inside: || extension::ip(&[10, 1, 2, 3]),
        outside: || extension::ip(&[192, 0, 2, 1]),
    },
    Form {
        name: "ip-6",
        base: || extension::ip(&[[0x20; 16], [0xff; 16]].concat()),
        inside: || extension::ip(&[0x20; 16]),
        outside: || extension::ip(&[0x21; 16]),
    },
    Form {
        name: "ip-all",
        base: || extension::ip(&[0; 8]),
        inside: || extension::ip(&[192, 0, 2, 1]),
        outside: || extension::ip(&[0x21; 16]),
    },
    Form {
        name: "ip-mask-odd",
        base: || extension::ip(&[10, 0, 2, 0, 255, 0, 255, 0]),
        inside: || extension::ip(&[10, 9, 2, 9]),
        outside: || extension::ip(&[10, 9, 9, 9]),
    },
    Form {
        name: "ip-short",
        base: || extension::ip(&[10, 0, 0, 0]),
        inside: || extension::ip(&[10, 0, 0, 0]),
        outside: || extension::ip(&[192, 0, 2, 1]),
    },
    Form {
        name: "directory",
        base: || extension::directory(&to_der(&vec![country("US")])),
        inside: || extension::directory(&to_der(&vec![country("US"), common_name("x")])),
        outside: || extension::directory(&to_der(&vec![country("DE"), common_name("x")])),
    },
    Form {
        name: "directory-of-no-rdns",
        base: || extension::directory(&der::sequence::<[u8; 0]>(&[])),
        inside: || extension::directory(&to_der(&vec![common_name("x")])),
        outside: || extension::dns("host.b.example"),
    },
    Form {
        name: "directory-other-country",
        base: || extension::directory(&to_der(&vec![country("DE")])),
        inside: || extension::directory(&to_der(&vec![country("DE"), common_name("x")])),
        outside: || extension::directory(&to_der(&vec![country("US"), common_name("x")])),
    },
    Form {
        name: "other-name",
        base: || extension::other_name(oid::USER_PRINCIPAL_NAME, &der::element(0x0c, b"@a.example")),
        inside: || extension::other_name(oid::USER_PRINCIPAL_NAME, &der::element(0x0c, b"u@a.example")),
        outside: || extension::other_name("1.3.6.1.4.1.32473.2", &der::element(0x0c, b"u")),
    },
    Form {
        name: "registered-id",
        base: || extension::registered_id("1.2.3"),
        inside: || extension::registered_id("1.2.3.4"),
        outside: || extension::registered_id("1.3.6.1"),
    },
    Form {
        name: "x400",
        base: || der::explicit(3, &der::sequence(&[[]])),
        inside: || der::explicit(3, &der::sequence(&[[]])),
        outside: || extension::dns("host.b.example"),
    },
    Form {
        name: "edi-party",
        base: || der::explicit(5, &der::explicit(1, &der::element(0x0c, b"party"))),
        inside: || der::explicit(5, &der::explicit(1, &der::element(0x0c, b"party"))),
        outside: || extension::email("user@b.example"),
    },
];

/// The names of the leaf, beside its subject.
#[derive(Clone, Copy)]
enum Names {
    Inside,
    Outside,
    Both,
    None,
}

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for form in FORMS {
        for (side, permitted) in [("permitted", true), ("excluded", false)] {
            for (tag, names) in [
                ("inside", Names::Inside),
                ("outside", Names::Outside),
                ("both", Names::Both),
                ("no-names", Names::None),
            ] {
                let tag = format!("nc-{side}-{}-{tag}", form.name);
                let apply = move |pair: &mut Pair, random: &mut issuedby_test_support::Random| {
                    let base = (form.base)();
                    let constraints = match permitted {
                        true => Extension::name_constraints(&[base], &[]),
                        false => Extension::name_constraints(&[], &[base]),
                    };
                    let critical = random.below(4) > 0;
                    let plain = Extension { critical: Vec::new(), ..constraints.clone() };
                    pair.cas[0].draft.set_extension(if critical { constraints } else { plain });
                    set_names(pair, form, names);
                };
                faults.push(
                    Fault::new(tag, "ca name-constraints,leaf subject-alternative-name", apply).weighing(4),
                );
            }
        }
    }
    faults
}

fn set_names(pair: &mut Pair, form: &Form, names: Names) {
    let names = match names {
        Names::Inside => vec![(form.inside)()],
        Names::Outside => vec![(form.outside)()],
        Names::Both => vec![(form.inside)(), (form.outside)()],
        Names::None => return pair.leaf.remove_extension(oid::SUBJECT_ALTERNATIVE_NAME),
    };
    pair.leaf.set_extension(Extension::subject_alternative_names(&names));
}
