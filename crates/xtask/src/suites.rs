//! The list of suites. Whoever adds one adds it here, and to `programs.rs` what it wants.

use crate::check;
use crate::fuzz;
use crate::links;
use crate::programs::{
    BASH, CARGO_DENY, CARGO_FUZZ, CPP, CURL, GIT, GO, NGINX, NIGHTLY, NODE, OPENSSL, OPENSSL_LIBRARY,
    VALGRIND,
};
use crate::suite::{Step, Suite};
use crate::toolchains;
use crate::words;

/// Every suite, the quickest to fail first.
pub(crate) const SUITES: &[Suite] = &[
    Suite::new(
        "format",
        "the sources are formatted, and the manifests of published crates are complete",
        &[
            Step::Command("cargo fmt --all --check"),
            Step::Command("cargo fmt --manifest-path tests/no_std/Cargo.toml --check"),
            Step::Command("cargo fmt --manifest-path fuzz/Cargo.toml --check"),
            Step::Check(check::manifests),
        ],
    ),
    Suite::new(
        "words",
        "sources and documents use the field's words, and doc comments begin with a noun phrase or a verb",
        &[Step::Check(words::check)],
    )
    .wanting(&[GIT]),
    Suite::new(
        "lints",
        "no warning, whatever the provider",
        &[
            Step::Command("cargo clippy --locked --workspace --all-targets -- -D warnings"),
            Step::Command("cargo clippy -p issuedby --all-targets --no-default-features -- -D warnings"),
            Step::Command(
                "cargo clippy -p issuedby --all-targets --no-default-features --features ring -- -D warnings",
            ),
        ],
    ),
    Suite::new(
        "documentation",
        "the documentation builds without a warning, its examples run, and its links lead somewhere",
        &[
            Step::Check(links::check),
            Step::Command(
                "RUSTDOCFLAGS=-Dwarnings cargo doc --no-deps --lib -p issuedby -p issuedby-registry -p issuedby-rustls -p issuedby-edge -p issuedby-dev",
            ),
            Step::TestsAlone("--workspace --doc"),
        ],
    )
    .wanting(&[GIT]),
    Suite::new(
        "tools",
        "the suites are counted and reported as they should be",
        &[Step::Tests("-p xtask -p issuedby-test-support --tests")],
    ),
    Suite::new("core", "the core, on aws-lc-rs", &[Step::TestsAlone("-p issuedby --tests")]),
    Suite::new(
        "core on ring",
        "the same on ring",
        &[Step::TestsAlone("-p issuedby --tests --no-default-features --features ring")],
    ),
    Suite::new(
        "core without a provider",
        "what needs no signature works without cryptography",
        &[Step::TestsAlone("-p issuedby --tests --no-default-features")],
    ),
    Suite::new(
        "no_std",
        "the core links where there is no standard library, and its sources use none",
        &[
            Step::Check(check::core_attributes),
            Step::Check(check::core_sources),
            Step::Command(
                "cargo build --locked --manifest-path tests/no_std/Cargo.toml --target-dir target/no_std",
            ),
            Step::Command(
                "cargo build --locked --manifest-path tests/no_std/Cargo.toml --target-dir target/no_std --features ring",
            ),
            Step::Refused(
                "cargo build --locked --manifest-path tests/no_std/Cargo.toml --target-dir target/no_std --features with-std",
                "found duplicate lang item",
            ),
        ],
    ),
    Suite::new(
        "rustls",
        "the verifier for servers on rustls, its example, and that it brings neither HTTP nor SQL",
        &[
            Step::TestsAlone("-p issuedby-rustls --tests --examples"),
            Step::Prints("cargo tree --locked -p issuedby-rustls -e normal -i hyper", "nothing to print"),
            Step::Refused("cargo tree --locked -p issuedby-rustls -e normal -i rusqlite", "did not match"),
        ],
    ),
    Suite::new(
        "edge",
        "the reverse proxy: verdicts that end when CAs or dates change, fields that cannot be spoofed, hostile connections",
        &[
            Step::Tests(
                "-p issuedby-edge --lib --test account_changes --test accounts --test diagnoses --test faults --test findings --test headers --test listeners --test private --test refused_handshakes --test replaced --test replaced_accounts --test robustness --test rotation --test upstreams --test verdicts",
            ),
        ],
    ),
    Suite::new(
        "edge under attack",
        "what one client costs is bounded and charged to it, on a real edge",
        &[Step::Tests("-p issuedby-edge --test under_attack")],
    ),
    Suite::new(
        "edge and real clients",
        "curl, OpenSSL, Node, Python and Go get the same verdicts and fields",
        &[Step::Tests("-p issuedby-edge --test real_clients")],
    )
    .wanting(&[CURL, GO, NODE, OPENSSL])
    .with_python(),
    Suite::new(
        "registry",
        "accounts, CA certificates and domains, in SQLite and in memory; what is said about a CA before it is taken",
        &[
            Step::Tests("-p issuedby-registry --tests"),
        ],
    ),
    Suite::new(
        "durability",
        "the registry under processes that are killed, and under many at once",
        &[Step::Tests("-p issuedby-durability --tests")],
    ),
    Suite::new(
        "program",
        "the command line: what it prints, and its exit statuses",
        &[Step::Tests("-p issuedby-cli")],
    ),
    Suite::new(
        "one laptop",
        "each scenario gets its answer through registry, edge, policy and handler; nothing is left behind",
        &[
            Step::Tests("-p issuedby-dev"),
        ],
    ),
    Suite::new(
        "readme",
        "the steps of the README do what they show, for every interface but C, whose suite runs them",
        &[
            Step::Tests("-p issuedby-documents --lib --test readme"),
        ],
    )
    .wanting(&[BASH, CURL, NODE, OPENSSL])
    .with_python(),
    Suite::new(
        "tutorial",
        "every step of the tutorial does what it shows, with a worker on Node behind the edge",
        &[Step::Tests("-p issuedby-documents --test tutorial")],
    )
    .wanting(&[BASH, CURL, NODE, OPENSSL]),
    Suite::new(
        "comparison",
        "what COMPARE.md says of others is what they do, where they can be asked",
        &[Step::Tests("-p issuedby-documents --test compare")],
    )
    .wanting(&[BASH, CURL, GO, NGINX, NODE, OPENSSL])
    .with_python(),
    Suite::new(
        "generator",
        "the sample certificates and the vectors are what the generator makes",
        &[Step::Tests("-p issuedby-generator")],
    ),
    Suite::new(
        "conformance on aws-lc-rs",
        "whole corpora, and the facts about webpki that the core rests on",
        &[Step::Tests("-p issuedby-conformance")],
    ),
    Suite::new(
        "models",
        "names, constraints, acceptance and hosts are as small models say, on every small input and a slice of random ones",
        &[Step::Tests("-p issuedby-models --tests")],
    ),
    Suite::new(
        "limbo",
        "the answers to x509-limbo's cases are those that are recorded, and each that differs says why",
        &[Step::Tests("-p issuedby-limbo-harness --tests")],
    ),
    Suite::new(
        "threats",
        "each of the field's bugs that THREATS.md lists has tests that exist",
        &[Step::Tests("-p issuedby-documents --test threats")],
    ),
    Suite::new(
        "conformance on ring",
        "the same on ring",
        &[Step::TestsAlone("-p issuedby-conformance --no-default-features --features ring")],
    ),
    Suite::new(
        "differential",
        "the core is an oracle's equal on random cases; OpenSSL, Go, pyca and webpki differ as ledgers say",
        &[Step::Tests("-p issuedby-differential"), Step::Pytest("tests/differential/oracle")],
    )
    .wanting(&[CPP, GO, OPENSSL_LIBRARY])
    .with_python(),
    Suite::new(
        "interop",
        "certificates made by OpenSSL, Go and Python, and names as OpenSSL prints them",
        &[Step::Tests("-p issuedby-interop")],
    )
    .wanting(&[OPENSSL, GO])
    .with_python(),
    Suite::new(
        "C",
        "the C library: its header and symbols, the vectors, sanitizers, valgrind, panics, a TLS server, installing",
        &[Step::Tests("-p issuedby-c --test binding")],
    )
    .wanting(&[CPP, CURL, NIGHTLY, OPENSSL, OPENSSL_LIBRARY, VALGRIND]),
    Suite::new(
        "Python",
        "the Python package: installed as a user does, typed, and with the core's answers",
        &[
            Step::Preparation(
                "target/venv/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps ./bindings/python",
            ),
            Step::Command("target/venv/bin/python -m ruff check --no-cache --quiet bindings/python"),
            Step::Command("target/venv/bin/python -m ruff format --no-cache --check bindings/python"),
            Step::Pytest("bindings/python"),
        ],
    )
    .with_python(),
    Suite::new(
        "Node",
        "the npm package: the vectors, its types, servers, threads, memory, and the packed file in an empty project",
        &[Step::Command("node bindings/node/scripts/test.mjs")],
    )
    .wanting(&[NODE]),
    Suite::new(
        "toolchains",
        "the bindings with their users' own tools: a slice of the table in CONTRIBUTING.md",
        &[Step::Check(toolchains::check_table), Step::Commands(toolchains::commands)],
    )
    .wanting(&[CPP, NODE])
    .with_python(),
    Suite::new(
        "examples",
        "the example workers behind the edge: every scenario, down and up again, staged rollout, and what their READMEs say",
        &[
            Step::Preparation("cargo build --locked -p issuedby-cli"),
            Step::Preparation("node bindings/node/scripts/prepare.mjs"),
            Step::Preparation(
                "target/venv/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps ./bindings/python",
            ),
            Step::Command("target/venv/bin/python -m ruff check --no-cache --quiet tests/examples"),
            Step::Command("target/venv/bin/python -m ruff format --no-cache --check tests/examples"),
            Step::Command("target/venv/bin/python -m mypy --strict --cache-dir target/mypy tests/examples"),
            Step::Pytest("tests/examples"),
        ],
    )
    .wanting(&[CURL, NODE])
    .with_python(),
    Suite::new(
        "licences",
        "the licence and the source of every dependency are allowed, and none is there twice",
        &[
            // cargo-deny reads all packages of the lock file, also those for other platforms.
            Step::Preparation("cargo fetch --locked"),
            Step::Command("cargo deny --offline --workspace check licenses bans sources"),
        ],
    )
    .wanting(&[CARGO_DENY]),
    Suite::new(
        "fuzz",
        "every fuzz target, for a few seconds from its seeds",
        &[Step::Preparation(fuzz::LOCKED), Step::Preparation(fuzz::BUILD), Step::Commands(fuzz::commands)],
    )
    .wanting(&[CARGO_FUZZ, CPP, NIGHTLY]),
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::repository;

    /// A suite that names the files of a package's tests leaves out those that were not added to it.
    #[test]
    fn where_suites_name_the_tests_of_a_package_they_name_all_of_them() {
        let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut whole = BTreeSet::new();
        for arguments in SUITES.iter().flat_map(Suite::tests) {
            let words: Vec<&str> = arguments.split_whitespace().collect();
            let values = |flag| {
                words.windows(2).filter(move |pair| pair[0] == flag).map(|pair| pair[1]).collect::<Vec<_>>()
            };
            let tests = values("--test");
            for package in values("-p") {
                match tests.is_empty() && !words.contains(&"--lib") && !words.contains(&"--doc") {
                    true => drop(whole.insert(package)),
                    false => named.entry(package).or_default().extend(&tests),
                }
            }
        }
        named.retain(|package, _| !whole.contains(package));
        assert!(named.contains_key("issuedby-edge"));
        for (package, named) in named {
            let crates = ["crates", "tests"].map(|folder| {
                repository::root().join(folder).join(package.strip_prefix("issuedby-").unwrap_or(package))
            });
            let folders = crates.into_iter().chain([repository::root().join("crates").join(package)]);
            for entry in folders.filter_map(|folder| folder.join("tests").read_dir().ok()).flatten().flatten()
            {
                let (path, name) = (entry.path(), entry.file_name());
                let name = name.to_string_lossy();
                let is_test = path.join("main.rs").is_file() || name.ends_with(".rs");
                let test = name.trim_end_matches(".rs");
                assert!(!is_test || named.contains(test), "no suite runs the test `{test}` of {package}");
            }
        }
    }
}
