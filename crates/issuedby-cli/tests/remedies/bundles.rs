//! Files with several certificates: the command in the remedy takes out the right one.

use super::commands::Commands;
use super::forms::follow;
use super::pki::Pki;

pub(super) const COUNT: usize = 9;

pub(super) fn run(pki: &Pki, commands: &mut Commands) -> usize {
    let text = |names: &[&str]| -> Vec<u8> {
        names.iter().flat_map(|name| pki.read(&format!("{name}.pem"))).collect()
    };
    // The CA that issued the client verifies it; the root, which comes first, does not.
    let create = "ca-certificate create --account acme --name clients --cert";
    let cases: [(&str, Vec<u8>, &str); COUNT] = [
        ("root first", text(&["root", "CA"]), "verify client-1.pem --ca"),
        ("root last", text(&["CA", "root"]), "verify client-1.pem --ca"),
        ("client first", text(&["client-1", "CA", "root"]), "verify client-1.pem --ca"),
        ("client last", text(&["root", "CA", "client-1"]), "verify client-1.pem --ca"),
        ("with keys", [pki.read("root.key"), text(&["root", "CA"])].concat(), "verify client-1.pem --ca"),
        ("chain in pkcs7", pki.read("chain.p7b"), "verify client-1.pem --ca"),
        ("chain of a client in pkcs7", pki.read("full.p7b"), "verify --ca CA.pem"),
        ("run together", run_together(pki), "verify --ca CA.pem"),
        ("to create", text(&["root", "CA"]), create),
    ];
    for (case, bytes, ask) in cases {
        follow(pki, commands, case, &bytes, ask);
    }
    // What was created is the CA that signs the clients.
    let listed = pki.issuedby("ca-certificate list --account acme").succeeds();
    assert!(listed.out.contains("CN=issuing") && !listed.out.contains("CN=root"), "{}", listed.out);
    COUNT
}

/// Two blocks without a line break between them, after a text.
fn run_together(pki: &Pki) -> Vec<u8> {
    format!("client:\n{}{}", pki.text("client-1.pem").trim_end(), pki.text("CA.pem")).into_bytes()
}
