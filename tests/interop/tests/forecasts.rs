//! The forecasts of the registry about a CA at its upload agree with OpenSSL, Go and this verifier.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use issuedby::{CaCertificate, CaSet, UnixTime, Verifier, input};
use issuedby_interop::{exists, folder, run};
use issuedby_registry::lint::{LintWarning, Stack, lint};
use issuedby_test_support::{not_run, report_cases, repository};

/// A CA to make.
struct Case {
    name: &'static str,
    /// The findings that there must be about it.
    findings: &'static [&'static str],
    /// More options of `openssl req -x509`; `None` for a CA that another issues.
    options: Option<&'static [&'static str]>,
    /// The software that the forecast leaves open, because it depends on more than the warning.
    open: &'static [Stack],
    /// The days from now at which each verifies. The CA lasts 90 days, its client longer.
    days: u64,
}

const CASES: [Case; 14] = [
    Case { name: "plain", findings: &[], options: Some(&[]), open: &[], days: 0 },
    Case {
        name: "client_auth",
        findings: &[],
        options: Some(&["-addext", "extendedKeyUsage=clientAuth"]),
        open: &[],
        days: 0,
    },
    Case {
        name: "server_auth",
        findings: &["eku_lacks_client_auth"],
        options: Some(&["-addext", "extendedKeyUsage=serverAuth"]),
        open: &[],
        days: 0,
    },
    Case {
        name: "any_purpose",
        findings: &["eku_any_purpose_only"],
        options: Some(&["-addext", "extendedKeyUsage=anyExtendedKeyUsage"]),
        open: &[],
        days: 0,
    },
    Case { name: "md5", findings: &["md5_signature"], options: Some(&["-md5"]), open: &[], days: 0 },
    Case {
        name: "sha1_pss",
        findings: &["sha1_signature"],
        options: Some(&["-sha1", "-sigopt", "rsa_padding_mode:pss"]),
        open: &[],
        days: 0,
    },
    Case { name: "sha1", findings: &["sha1_signature"], options: Some(&["-sha1"]), open: &[], days: 0 },
    Case {
        name: "directory_names",
        findings: &[],
        options: Some(&["-config", "constraints.cnf", "-extensions", "constrained"]),
        // Go refuses the constraint where it is critical, and passes over it otherwise.
        open: &[Stack::Go],
        days: 0,
    },
    Case {
        name: "email_addresses",
        findings: &[],
        options: Some(&["-addext", "nameConstraints=critical,permitted;email:example.com"]),
        open: &[],
        days: 0,
    },
    Case {
        name: "other_names",
        findings: &["name_constraints_refuse_some_names"],
        options: Some(&["-addext", "nameConstraints=critical,permitted;otherName:1.2.3.4;UTF8:x"]),
        // Go refuses the constraint where it is critical.
        open: &[Stack::Go],
        days: 0,
    },
    Case {
        name: "directory_minimum",
        findings: &["name_constraints_verify_no_leaf"],
        // directoryName C=US with a minimum of 1.
        options: Some(&[
            "-addext",
            "nameConstraints=critical,DER:3018a0163014a40f300d310b3009060355040613025553800101",
        ]),
        // Whether others read a minimum is their affair.
        open: &[Stack::Go, Stack::OpenSsl],
        days: 0,
    },
    Case { name: "expiring", findings: &["ca_expires_soon"], options: Some(&[]), open: &[], days: 80 },
    Case { name: "expired", findings: &["ca_has_expired"], options: Some(&[]), open: &[], days: 100 },
    Case { name: "intermediate", findings: &["intermediate"], options: None, open: &[], days: 0 },
];

const STACKS: [Stack; 3] = [Stack::Go, Stack::Issuedby, Stack::OpenSsl];

#[test]
fn forecasts_come_true() {
    for (program, argument, package) in [("openssl", "version", "openssl"), ("go", "version", "golang-go")] {
        if !exists(program, argument) {
            return not_run("interop/forecasts", &format!("{program} (Debian package {package})"));
        }
    }
    let folder = folder("forecasts");
    for case in &CASES {
        make(&folder, case);
    }
    let by_go = evaluated_by_go(&folder);
    let mut asked = 0;
    for (case, go_accepts) in CASES.iter().zip(by_go) {
        let ca = fs::read(folder.join(format!("{}.pem", case.name))).expect("the CA was made");
        let ca = CaCertificate::from_pem(&ca).expect("a fit CA");
        let findings = lint(&ca, &[], time_of(case));
        assert_eq!(
            findings.iter().map(LintWarning::code).collect::<Vec<_>>(),
            case.findings,
            "{}",
            case.name
        );
        for stack in STACKS.iter().filter(|stack| !case.open.contains(stack)) {
            let accepts = match stack {
                Stack::Go => go_accepts,
                Stack::Issuedby => evaluated_by_us(&folder, case, &ca),
                Stack::OpenSsl => evaluated_by_openssl(&folder, case),
            };
            let forecast = findings.iter().all(|finding| !finding.refused_by().contains(stack));
            assert_eq!(accepts, forecast, "{} by {stack:?}", case.name);
            asked += 1;
        }
    }
    let open: usize = CASES.iter().map(|case| case.open.len()).sum();
    report_cases("interop/forecasts", asked, CASES.len() * STACKS.len() - open);
}

/// A CA, and a client certificate of it that has nothing wrong with it.
fn make(folder: &Path, case: &Case) {
    let constraints = "[req]\ndistinguished_name=dn\n[dn]\n[constrained]\nbasicConstraints=critical,CA:TRUE\n\
                       keyUsage=critical,keyCertSign\nnameConstraints=critical,permitted;dirName:permitted\n\
                       [permitted]\nC=US\n";
    fs::write(folder.join("constraints.cnf"), constraints).expect("the folder can be written");
    let extensions = "[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n\
                      [client]\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n\
                      subjectAltName=DNS:client-1.example.com\n";
    fs::write(folder.join("extensions.cnf"), extensions).expect("the folder can be written");
    let subject = format!("/C=US/CN={}", case.name);
    match case.options {
        Some(options) => self_signed(folder, case.name, &subject, options),
        None => {
            self_signed(folder, "root", "/C=US/CN=root", &[]);
            issued(folder, case.name, &subject, "root", "ca");
        }
    }
    issued(folder, &client_of(case), "/C=US/CN=client-1", case.name, "client");
}

fn self_signed(folder: &Path, name: &str, subject: &str, options: &[&str]) {
    // ECDSA has no name for MD5, and no padding.
    match options.contains(&"-md5") || options.contains(&"-sigopt") {
        true => key(folder, name, &["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        false => key(folder, name, EC),
    }
    let (key, out) = (format!("{name}.key"), format!("{name}.pem"));
    let mut request = openssl(folder);
    request.args(["req", "-x509", "-new", "-days", "90", "-subj", subject, "-key", &key, "-out", &out]);
    if !options.contains(&"-extensions") {
        request.args(["-addext", "keyUsage=critical,keyCertSign"]);
    }
    run(request.args(options));
}

fn issued(folder: &Path, name: &str, subject: &str, ca: &str, extensions: &str) {
    key(folder, name, EC);
    let [key, request, out, ca_certificate, ca_key] = [
        format!("{name}.key"),
        format!("{name}.csr"),
        format!("{name}.pem"),
        format!("{ca}.pem"),
        format!("{ca}.key"),
    ];
    run(openssl(folder).args(["req", "-new", "-subj", subject, "-key", &key, "-out", &request]));
    run(openssl(folder)
        .args(["x509", "-req", "-sha256", "-days", "120", "-in", &request, "-out", &out])
        .args(["-CA", &ca_certificate, "-CAkey", &ca_key, "-CAcreateserial"])
        .args(["-extfile", "extensions.cnf", "-extensions", extensions]));
}

/// A key of the most usual kind.
const EC: &[&str] = &["EC", "-pkeyopt", "ec_paramgen_curve:P-256"];

fn key(folder: &Path, name: &str, kind: &[&str]) {
    let out = format!("{name}.key");
    run(openssl(folder).args(["genpkey", "-out", &out, "-algorithm"]).args(kind));
}

fn client_of(case: &Case) -> String {
    format!("client-of-{}", case.name)
}

fn evaluated_by_go(folder: &Path) -> Vec<bool> {
    let mut command = Command::new("go");
    command.env("GOCACHE", folder.join("cache")).current_dir(folder).arg("run");
    command.arg(repository().join("tests/interop/makers/evaluate.go"));
    for case in &CASES {
        let time = time_of(case).as_secs().to_string();
        command.args([format!("{}.pem", case.name), format!("{}.pem", client_of(case)), time]);
    }
    let answers: Vec<_> = run(&mut command).lines().map(|line| line == "accepted").collect();
    assert_eq!(answers.len(), CASES.len());
    answers
}

fn evaluated_by_openssl(folder: &Path, case: &Case) -> bool {
    let (ca, client) = (format!("{}.pem", case.name), format!("{}.pem", client_of(case)));
    let mut command = openssl(folder);
    // With no other place to find CAs in.
    command.args(["verify", "-no-CApath", "-no-CAstore", "-purpose", "sslclient", "-CAfile", &ca]);
    command.args(["-attime", &time_of(case).as_secs().to_string(), &client]);
    command.output().expect("openssl starts").status.success()
}

fn evaluated_by_us(folder: &Path, case: &Case, ca: &CaCertificate) -> bool {
    let client = fs::read(folder.join(format!("{}.pem", client_of(case)))).expect("the client was made");
    let client = input::certificate_der(&client).expect("one certificate");
    let verifier = Verifier::new(CaSet::new([ca.clone()]).expect("a key"));
    verifier.evaluate(Some(&client), time_of(case)).verified()
}

fn time_of(case: &Case) -> UnixTime {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock after 1970");
    UnixTime::since_unix_epoch(since + Duration::from_secs(case.days * 86_400))
}

fn openssl(folder: &Path) -> Command {
    let mut command = Command::new("openssl");
    command.current_dir(folder);
    command
}
