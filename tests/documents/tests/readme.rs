//! The sections of the README and of the pages that it leads to, typed as they stand.
//!
//! The one about C is run by the tests of `bindings/c`.
#![cfg(unix)]

use issuedby_documents::{Document, target};
use issuedby_test_support::{report_cases, repository};

fn runs(name: &str, document: &Document) {
    report_cases(&format!("readme/{name}"), document.run(name), document.steps());
}

#[test]
fn the_first_command_says_what_it_shows() {
    runs("try", &Document::section("README.md", "## Try it").in_the_clone());
}

#[test]
fn the_section_about_rust_verifies_from_a_project_of_its_own() {
    let section = Document::section("README.md", "## In Rust")
        .with("CLONE", repository())
        .with("CARGO_TARGET_DIR", target().join("documents/rust"))
        .with("CARGO_NET_OFFLINE", "true")
        .with_samples(&["ca.pem", "client.pem"]);
    runs("rust", &section);
}

#[test]
fn the_section_about_the_command_line_installs_and_explains() {
    let root = target().join("documents/root");
    let section = Document::section("README.md", "## On the command line")
        .finding_programs_in(&root.join("bin"))
        .with("CARGO_INSTALL_ROOT", root)
        .in_the_clone();
    runs("command-line", &section);
}

#[test]
fn the_python_section_verifies_in_its_own_environment() {
    let section = Document::section("README.md", "## In Python");
    runs("python", &section.with("CLONE", repository()).with_samples(&["ca.pem", "client.pem"]));
}

#[test]
fn the_section_about_node_verifies_with_the_packed_file() {
    // A release takes minutes to build, and has its own test among the toolchains (`package`).
    let section = Document::section("README.md", "## In Node").with("ISSUEDBY_PROFILE", "dev");
    runs("node", &section.with("CLONE", repository()).with_samples(&["ca.pem", "client.pem"]));
}

#[test]
fn the_first_steps_of_the_edge_end_with_a_verdict() {
    runs(
        "edge",
        &Document::read("crates/issuedby-edge/FIRST_STEPS.md").with_program().on_a_free_port("8443"),
    );
}

#[test]
fn the_page_about_names_finds_the_name_to_paste() {
    let section = Document::read("crates/issuedby/NAMES.md");
    runs("names", &section.with_program().with_samples(&["ca.pem"]));
}

#[test]
fn an_audit_says_who_fails_and_what_expires() {
    let samples = [
        "ca.pem",
        "other-ca.pem",
        "client.pem",
        "client-expired.pem",
        "client-other-ca.pem",
        "client-rsa.pem",
        "client-server-only.pem",
        "client-sha1.pem",
        "client-tampered.pem",
        "client-unicode.pem",
    ];
    let page = Document::read("crates/issuedby-cli/AUDIT.md");
    runs("audit", &page.with_program().with_samples(&samples));
}

#[test]
fn the_steps_of_the_registry_work() {
    let section = Document::section("crates/issuedby-cli/README.md", "## The CA registry");
    // The registry is where a user's data are, unless one says otherwise.
    let data = std::env::temp_dir().join(format!("issuedby-documents-data-{}", std::process::id()));
    runs("registry", &section.with_program().with("XDG_DATA_HOME", &data).with_samples(&["ca.pem"]));
    std::fs::remove_dir_all(data).expect("the registry was there");
}
