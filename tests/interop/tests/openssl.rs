//! Certificates that OpenSSL made, with RSA, elliptic-curve and Ed25519 keys.

use std::fs;
use std::path::Path;
use std::process::Command;

use issuedby_interop::{Known, evaluate, exists, folder, run, verify};
use issuedby_test_support::{not_run, report_cases};

const KEYS: [(&str, &[&str]); 3] = [
    ("rsa", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
    ("p256", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ("ed25519", &["-algorithm", "ED25519"]),
];

#[test]
fn certificates_of_openssl_get_the_right_verdicts() {
    if !exists("openssl", "version") {
        return not_run("interop/openssl", "openssl (Debian package openssl)");
    }
    let mut asked = 0;
    for (name, key) in KEYS {
        let folder = folder(&format!("openssl-{name}"));
        make(&folder, key);
        asked +=
            evaluate(&folder, &Known { subject: "CN=client-1,O=M\\C3\\BCller,C=DE", issuer: "CN=a ca,C=US" });
        asked += same_facts(&folder);
    }
    report_cases("interop/openssl", asked, KEYS.len() * 7);
}

/// The fingerprint and the issuer are what OpenSSL prints, byte for byte.
fn same_facts(folder: &Path) -> usize {
    let verdict = verify(&folder.join("ca.pem"), &folder.join("client.pem"), 0);
    let print = |arguments: &[&str]| {
        let printed = run(openssl(folder).args(["x509", "-noout", "-in", "client.pem"]).args(arguments));
        printed.trim_end().split_once('=').expect("OpenSSL prints name=value").1.to_owned()
    };
    assert_eq!(verdict["certificate"]["sha256Fingerprint"], print(&["-fingerprint", "-sha256"]));
    assert_eq!(verdict["certificate"]["issuer"], print(&["-issuer", "-nameopt", "RFC2253"]));
    2
}

fn make(folder: &Path, key: &[&str]) {
    let extensions = "[client]\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n\
                      [server]\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n";
    fs::write(folder.join("extensions.cnf"), extensions).expect("the folder can be written");
    for name in ["ca", "other-ca", "client"] {
        run(openssl(folder).arg("genpkey").args(key).args(["-out", &format!("{name}.key")]));
    }
    for (name, subject) in [("ca", "/C=US/CN=a ca"), ("other-ca", "/C=US/CN=another ca")] {
        let (key, out) = (format!("{name}.key"), format!("{name}.pem"));
        run(openssl(folder)
            .args(["req", "-x509", "-new", "-days", "30", "-subj", subject, "-key", &key, "-out", &out])
            .args(["-addext", "keyUsage=critical,keyCertSign,digitalSignature"]));
    }
    let subject = "/C=DE/O=Müller/CN=client-1";
    run(openssl(folder).args([
        "req",
        "-new",
        "-utf8",
        "-subj",
        subject,
        "-key",
        "client.key",
        "-out",
        "client.csr",
    ]));
    for (name, section) in [("client", "client"), ("server", "server")] {
        run(openssl(folder)
            .args(["x509", "-req", "-in", "client.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "7"])
            .args(["-extfile", "extensions.cnf", "-extensions", section, "-out", &format!("{name}.pem")]));
    }
    expired(folder);
}

/// `openssl x509` of Debian's OpenSSL 3.0 cannot set a past validity; `openssl ca` can.
fn expired(folder: &Path) {
    fs::write(folder.join("index.txt"), "").expect("the folder can be written");
    fs::write(folder.join("serial"), "01\n").expect("the folder can be written");
    fs::create_dir_all(folder.join("new")).expect("the folder can be written");
    let config = "[ca]\ndefault_ca=it\n[it]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=new\n\
                  default_md=default\npolicy=any\nunique_subject=no\n[any]\ncountryName=optional\n\
                  organizationName=optional\ncommonName=supplied\n";
    fs::write(folder.join("ca.cnf"), config).expect("the folder can be written");
    run(openssl(folder)
        .args([
            "ca",
            "-batch",
            "-config",
            "ca.cnf",
            "-cert",
            "ca.pem",
            "-keyfile",
            "ca.key",
            "-in",
            "client.csr",
        ])
        .args([
            "-extfile",
            "extensions.cnf",
            "-extensions",
            "client",
            "-notext",
            "-utf8",
            "-out",
            "expired.pem",
        ])
        .args(["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"]));
}

fn openssl(folder: &Path) -> Command {
    let mut command = Command::new("openssl");
    command.current_dir(folder);
    command
}
