//! `issuedby edge --check`: what an edge that would start cannot serve, and what others could change, each with the command
//! that mends it; and the same as events of a start.

mod common;
#[path = "common/edge_place.rs"]
mod edge_place;

use std::fs;
use std::io::{BufRead, BufReader};
use std::time::{Duration, SystemTime};

use ::issuedby::CaCertificate;
use common::{Run, program, run};
use edge_place::{CONFIG, Place, make_private};
use issuedby_registry::{
    AccountName, CaName, DomainKind, DomainName, NewCaCertificate, Registry, SqliteRegistry,
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, KeyUsagePurpose};

const DAY: u64 = 24 * 60 * 60;

impl Place {
    fn registry(&self) -> SqliteRegistry {
        SqliteRegistry::open(self.scratch.path("registry.sqlite")).unwrap()
    }

    fn add_domain(&self, account: &str, domain: &str, kind: DomainKind) {
        let (account, domain) = (AccountName::parse(account).unwrap(), DomainName::parse(domain).unwrap());
        self.registry().add_domain(&account, &domain, kind, ::issuedby::check_time(0)).unwrap();
    }

    fn remove_domain(&self, account: &str, domain: &str) {
        let (account, domain) = (AccountName::parse(account).unwrap(), DomainName::parse(domain).unwrap());
        self.registry().remove_domain(&account, &domain).unwrap();
    }

    /// A CA of the account `acme`, valid from and until so many days from now.
    fn add_ca(&self, name: &str, days: (i64, i64)) -> String {
        let (mut params, key) = (CertificateParams::default(), KeyPair::generate().unwrap());
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        dates(&mut params, days);
        let ca = CaCertificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
        let (account, name) = (AccountName::parse("acme").unwrap(), CaName::parse(name).unwrap());
        let new = NewCaCertificate::new(account, name, ca, ::issuedby::check_time(0)).unwrap();
        self.registry().create_ca_certificate(&new).unwrap().id.to_string()
    }

    /// The server's certificate anew, for these names.
    fn serve(&self, names: &[&str], days: (i64, i64)) {
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        let (mut params, key) = (CertificateParams::new(names).unwrap(), KeyPair::generate().unwrap());
        dates(&mut params, days);
        self.scratch.file("server.pem", params.self_signed(&key).unwrap().pem());
        self.scratch.file("server-key.pem", key.serialize_pem());
        make_private(self.scratch.path("server-key.pem"));
    }

    /// The events and levels of a check, with the message and the remedy of each.
    fn findings(&self, config: &str, status: i32) -> Vec<(String, String, String)> {
        let config = self.scratch.file("edge.toml", config);
        let checked = run(program().args(["edge", "--config", &config, "--check", "--format", "json"]), b"");
        let checked = checked.exits(status).stderr_is_empty();
        let json: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
        assert_eq!(json["inOrder"], status == 0);
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let findings = json["findings"].as_array().unwrap().iter();
        findings
            .map(|it| {
                (
                    format!("{} {}", text(&it["level"]), text(&it["event"])),
                    text(&it["message"]),
                    text(&it["remedy"]),
                )
            })
            .collect()
    }

    /// The first events of a start that are no information, as many as are asked for.
    fn events(&self, config: &str, count: usize) -> Vec<String> {
        let mut edge = self.start(config);
        let lines = BufReader::new(edge.stderr.take().unwrap()).lines();
        let events = lines.map(|line| serde_json::from_str::<serde_json::Value>(&line.unwrap()).unwrap());
        let wanted = events.filter(|event| event["level"] != "info").take(count);
        let wanted = wanted
            .map(|event| {
                let part = |key: &str| event[key].as_str().unwrap().to_owned();
                format!("{} {}: {}", part("level"), part("event"), part("message"))
            })
            .collect();
        edge.kill().unwrap();
        edge.wait().unwrap();
        wanted
    }
}

/// Half a day more than so many days from now, or ago: no test is so slow that another number of days is shown.
fn dates(params: &mut CertificateParams, (from, until): (i64, i64)) {
    let time = |days: i64| {
        let distance = Duration::from_secs(days.unsigned_abs() * DAY + DAY / 2);
        let now = SystemTime::now();
        time::OffsetDateTime::from(if days < 0 { now - distance } else { now + distance })
    };
    (params.not_before, params.not_after) = (time(from), time(until));
}

/// True where a check has just this finding, and a start its event.
#[track_caller]
fn finds(place: &Place, config: &str, status: i32, expected: &[(&str, &str, &str)]) {
    let findings = place.findings(config, status);
    let kinds: Vec<_> = findings.iter().map(|(kind, ..)| kind.as_str()).collect();
    let wanted: Vec<_> = expected.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(kinds, wanted, "{findings:#?}");
    for ((_, message, remedy), (_, in_message, in_remedy)) in findings.iter().zip(expected) {
        assert!(message.contains(in_message) && remedy.contains(in_remedy), "{message}; {remedy}");
    }
    let events = place.events(config, expected.len());
    for ((kind, message, remedy), event) in findings.iter().zip(&events) {
        let end = if remedy.is_empty() { String::new() } else { format!("; {remedy}") };
        assert_eq!(*event, format!("{kind}: {message}{end}"));
    }
}

#[test]
fn a_domain_without_a_certificate_or_an_upstream_is_named() {
    let place = Place::new();
    place.add_domain("acme", "second.example", DomainKind::Managed);
    finds(
        &place,
        CONFIG,
        0,
        &[(
            "warning domain_without_certificate",
            "the active domain `second.example` of the account `acme`",
            "add a `[[certificate]]` whose chain has the DNS name `second.example`, then run `issuedby edge --config",
        )],
    );
    place.serve(&["api.example", "second.example", "*.third.example"], (-1, 100));
    finds(&place, CONFIG, 0, &[]);
    place.add_domain("zenith", "www.third.example", DomainKind::Managed);
    finds(
        &place,
        &format!("{CONFIG}account = \"acme\"\n"),
        0,
        &[
            (
                "warning domain_without_upstream",
                "no upstream serves the domain `www.third.example` of the account `zenith`",
                "add an `[[upstream]]` with `account = \"zenith\"`",
            ),
            (
                "warning account_without_ca",
                "found no CA in the account `zenith`",
                "`issuedby ca-certificate create --name NAME --cert FILE --account zenith --registry ",
            ),
        ],
    );
}

#[test]
fn an_edge_that_can_serve_nothing_is_an_error() {
    let place = Place::new();
    place.serve(&["other.example"], (-1, 100));
    let without = (
        "warning domain_without_certificate",
        "the active domain `api.example`",
        "whose chain has the DNS name `api.example`",
    );
    let nothing = ("error nothing_served", "no client is served", "mend what the warnings name");
    finds(&place, CONFIG, 5, &[nothing, without]);
    let text = place.check(CONFIG).exits(5).stderr_has("error: no active domain has both");
    assert!(text.out.is_empty(), "{}", text.out);

    place.remove_domain("acme", "api.example");
    finds(
        &place,
        CONFIG,
        0,
        &[("warning no_active_domain", "no active domain", "domain add DOMAIN --account ACCOUNT")],
    );
    place.add_domain("acme", "api.example", DomainKind::Custom);
    let activate = "run `issuedby domain activate api.example --account acme --registry ";
    finds(&place, CONFIG, 0, &[("warning no_active_domain", "no active domain", activate)]);
}

#[test]
fn unknown_domains_and_accounts_of_upstreams_are_named() {
    let place = Place::new();
    place.add_domain("acme", "new.example", DomainKind::Custom);
    let upstream = "[[upstream]]\naddress = \"http://127.0.0.1:8\"\n";
    let with = |keys: &str| format!("{CONFIG}{upstream}{keys}\n");
    finds(
        &place,
        &with("account = \"acme\"\ndomains = [\"old.example\", \"new.example\"]"),
        0,
        &[
            (
                "warning upstream_domain_unknown",
                "the domain `old.example` of an upstream (line 13)",
                "run `issuedby domain add old.example --account acme --registry ",
            ),
            (
                "warning domain_pending",
                "the domain `new.example` of an upstream (line 13) is pending in the account `acme`",
                "run `issuedby domain activate new.example --account acme --registry ",
            ),
        ],
    );
    for (account, remedy) in [
        ("acne", "did you mean account = \"acme\"?"),
        ("all", "write accounts = \"all\" if the upstream is for every account"),
        ("other", "correct the name, or run `issuedby domain add DOMAIN --account other"),
    ] {
        let expected = ("warning upstream_account_unknown", "does not have the account", remedy);
        finds(&place, &with(&format!("account = \"{account}\"")), 0, &[expected]);
    }
}

#[test]
fn server_certificates_that_have_expired_or_will_soon_are_named() {
    let place = Place::new();
    for (days, status, expected) in [
        ((-1, 15), 0, vec![]),
        ((-1, 13), 0, vec![("warning certificate_expires", "expires on 2", "renew it")]),
        (
            (-9, -2),
            5,
            vec![("error nothing_served", "", ""), ("warning certificate_expired", "2 days ago", "renew it")],
        ),
        (
            (2, 9),
            5,
            vec![
                ("error nothing_served", "", ""),
                ("warning certificate_not_yet_valid", "is not valid before 2", "clock"),
            ],
        ),
    ] {
        place.serve(&["api.example"], days);
        finds(&place, CONFIG, status, &expected);
    }
    // An intermediate that has expired is in the chain.
    place.serve(&["api.example"], (-9, -2));
    let expired = fs::read_to_string(place.scratch.path("server.pem")).unwrap();
    place.serve(&["api.example"], (-1, 100));
    let valid = fs::read_to_string(place.scratch.path("server.pem")).unwrap();
    place.scratch.file("server.pem", valid + &expired);
    let findings = place.findings(CONFIG, 5);
    assert!(findings[1].1.contains("the certificate 2 of the chain"), "{findings:?}");
}

#[test]
fn expiring_cas_are_named_and_many_are_counted() {
    let place = Place::new();
    place.add_ca("good", (-1, 15));
    finds(&place, CONFIG, 0, &[]);
    let id = place.add_ca("old", (-9, -2));
    place.add_ca("soon", (-1, 13));
    place.add_ca("later", (2, 90));
    let delete =
        format!("and remove this one: `issuedby ca-certificate delete --cert-id {id} --account acme");
    finds(
        &place,
        CONFIG,
        0,
        &[
            ("warning ca_expired", "the CA `old` (`mtlsca_", &delete),
            (
                "warning ca_expires",
                "the CA `soon`",
                "`issuedby ca-certificate create --name NAME --cert FILE --account acme",
            ),
            ("warning ca_not_yet_valid", "its clients are refused until then", "check the clock"),
        ],
    );
    for number in 0..16 {
        place.add_ca(&format!("old{number}"), (-9, -2));
    }
    let findings = place.findings(CONFIG, 0);
    let expired: Vec<_> = findings.iter().filter(|(kind, ..)| kind.contains("ca_expired")).collect();
    assert_eq!(expired.len(), 6);
    assert_eq!(expired[5].1, "and 12 other CAs that have expired");
}

#[cfg(unix)]
#[test]
fn a_socket_that_is_missing_is_named() {
    let place = Place::new();
    let config = CONFIG.replace("http://127.0.0.1:9", "unix:worker.sock");
    let missing = ("warning upstream_socket_missing", "found no socket at", "correct `address` in line 9");
    finds(&place, &config, 0, &[missing]);
    place.scratch.file("worker.sock", "");
    finds(
        &place,
        &config,
        0,
        &[("warning upstream_socket_missing", "something else than a socket", "start")],
    );
    fs::remove_file(place.scratch.path("worker.sock")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(place.scratch.path("worker.sock")).unwrap();
    finds(&place, &config, 0, &[]);
}

#[cfg(unix)]
#[test]
fn open_files_are_named_with_the_command_that_mends_it() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    place.scratch.file("edge.toml", CONFIG);
    let folder = place.scratch.path("keys");
    fs::create_dir(&folder).unwrap();
    let config = CONFIG.replace("\"server-key.pem\"", "\"keys/server-key.pem\"");
    fs::rename(place.scratch.path("server-key.pem"), place.scratch.path("keys/server-key.pem")).unwrap();
    for (file, mode, usual, message, remedy) in [
        ("keys/server-key.pem", 0o640, 0o600, "can read the private key", "chmod 600 "),
        ("keys/server-key.pem", 0o604, 0o600, "can read the private key", "chmod 600 "),
        ("keys/server-key.pem", 0o666, 0o600, "can read and write the private key", "chmod 600 "),
        ("keys/server-key.pem", 0o400, 0o600, "", ""),
        ("server.pem", 0o664, 0o644, "can write the certificate", "chmod go-w "),
        ("edge.toml", 0o646, 0o644, "can write the configuration", "chmod go-w "),
        ("edge.toml", 0o444, 0o644, "", ""),
        ("keys", 0o775, 0o755, "can exchange the files in the folder", "chmod go-w "),
        ("keys", 0o1777, 0o755, "", ""),
    ] {
        let path = place.scratch.path(file);
        let set = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let expected: &[_] = match message {
            "" => &[],
            message => &[("warning file_permissions", message, remedy)],
        };
        place.scratch.file("edge.toml", &config);
        set(mode);
        // The file is there already, and keeps its mode.
        let checked =
            run(program().args(["edge", "--config", &place.scratch.path("edge.toml"), "--check"]), b"");
        match expected {
            [] => drop(checked.exits(0).stderr_is_empty()),
            _ => {
                let checked = checked.exits(0).stderr_has(message).stdout_has("is in order, with 1 warning");
                // What is said to mend it does.
                let command =
                    checked.err.split('`').find(|part| part.starts_with("chmod")).unwrap().to_owned();
                assert!(command.starts_with(remedy), "{command}");
                assert!(std::process::Command::new("sh").args(["-c", &command]).status().unwrap().success());
            }
        }
        let checked: Run =
            run(program().args(["edge", "--config", &place.scratch.path("edge.toml"), "--check"]), b"");
        checked.exits(0).stderr_is_empty();
        set(usual);
    }
}
