//! Files with several certificates: the command in the remedy takes out the right one.

use super::commands::Commands;
use super::forms::follow;
use super::pki::Pki;

pub(super) const COUNT: usize = 8;

pub(super) fn run(pki: &Pki, commands: &mut Commands) -> usize {
    let text = |names: &[&str]| -> Vec<u8> {
        names.iter().flat_map(|name| pki.read(&format!("{name}.pem"))).collect()
    };
    // A registry takes one CA: that of the client, and not the root.
    let create = |account: &str| format!("ca-certificate create --account {account} --name clients --cert");
    let [root_first, root_last, client_first, client_last] =
        ["acme", "root-last", "client-first", "client-last"].map(create);
    let cases: [(&str, Vec<u8>, &str); COUNT] = [
        ("root first", text(&["root", "CA"]), &root_first),
        ("root last", text(&["CA", "root"]), &root_last),
        ("client first", text(&["client-1", "CA", "root"]), &client_first),
        ("client last", text(&["root", "CA", "client-1"]), &client_last),
        ("with keys", [pki.read("root.key"), text(&["root", "CA"])].concat(), "verify client-1.pem --ca"),
        ("chain in pkcs7", pki.read("chain.p7b"), "verify client-1.pem --ca"),
        ("chain of a client in pkcs7", pki.read("full.p7b"), "verify --ca CA.pem"),
        ("run together", run_together(pki), "verify --ca CA.pem"),
    ];
    for (case, bytes, ask) in cases {
        follow(pki, commands, case, &bytes, ask);
    }
    // What was created is the CA that signs the clients.
    for account in ["acme", "root-last", "client-first", "client-last"] {
        let listed = pki.issuedby(&format!("ca-certificate list --account {account}")).succeeds();
        assert!(listed.out.contains("CN=issuing") && !listed.out.contains("CN=root"), "{}", listed.out);
        // What was created verifies the client.
        pki.issuedby(&format!("verify --account {account} client-1.pem")).succeeds();
    }
    COUNT
}

/// Two blocks without a line break between them, after a text.
fn run_together(pki: &Pki) -> Vec<u8> {
    format!("client:\n{}{}", pki.text("client-1.pem").trim_end(), pki.text("CA.pem")).into_bytes()
}
