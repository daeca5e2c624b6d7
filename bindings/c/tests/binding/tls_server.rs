//! The TLS server of the examples, with clients that have a good certificate, a wrong one, and none.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use issuedby_test_support::repository;
use serde_json::Value;

use crate::build::{Standard, compile, finish, sample, scratch};

/// The server while it runs.
struct Server {
    process: Child,
    address: String,
    authority: PathBuf,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let program = compile("examples/tls_server.c", Standard::C99, "tls_server", &["-lssl", "-lcrypto"]);
        let (certificate, key) = (folder.join("server.pem"), folder.join("server-key.pem"));
        let mut request = Command::new("openssl");
        request.args("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split(' '));
        request.args(["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]);
        finish(request.arg("-keyout").arg(&key).arg("-out").arg(&certificate));
        let mut process = Command::new(program)
            .arg(sample("ca.pem"))
            .args([&certificate, &key])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let output = process.stdout.as_mut().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("its first line");
        let address = line.trim().strip_prefix("listening on ").expect("its address").to_owned();
        Self { process, address, authority: certificate }
    }

    /// The response that curl gets: status, and the verdict.
    fn get(&self, certificate: Option<(&Path, &Path)>, more: &[&str]) -> (String, Value) {
        let mut curl = Command::new("curl");
        curl.args([
            "--silent",
            "--show-error",
            "--max-time",
            "20",
            "--write-out",
            "\n%{http_code}",
            "--cacert",
        ]);
        curl.arg(&self.authority).args(more).arg(&self.address);
        if let Some((certificate, key)) = certificate {
            curl.arg("--cert").arg(certificate).arg("--key").arg(key);
        }
        let output = String::from_utf8(finish(&mut curl).stdout).expect("text");
        let (json, status) = output.rsplit_once('\n').expect("two lines");
        (status.to_owned(), serde_json::from_str(json).expect("JSON"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; then the test that noticed has failed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_handshake_never_fails_and_each_connection_has_its_own_verdict() {
    let folder = scratch("tls");
    let server = Server::start(&folder);
    let key = client_key();
    let good = sample("client.pem");
    let expired = sample("client-expired.pem");
    let stranger = sample("client-other-ca.pem");
    for tls in [&["--tlsv1.3"][..], &["--tls-max", "1.2"]] {
        let (status, verdict) = server.get(Some((&good, &key)), tls);
        assert_eq!((status.as_str(), verdict["status"].as_str()), ("200", Some("SUCCESS")));
        assert_eq!(verdict["certificate"]["subject"], "CN=client-1,O=Example,C=US");
        let (status, verdict) = server.get(None, tls);
        assert_eq!((status.as_str(), verdict["status"].as_str()), ("401", Some("NONE")));
        assert_eq!(verdict["reason"], "no_certificate");
        let (status, verdict) = server.get(Some((&expired, &key)), tls);
        assert_eq!((status.as_str(), verdict["reason"].as_str()), ("401", Some("expired")));
        assert_eq!(verdict["reasons"][0]["authenticated"], true);
        let (status, verdict) = server.get(Some((&stranger, &key)), tls);
        assert_eq!((status.as_str(), verdict["reason"].as_str()), ("401", Some("no_matching_ca")));
    }
    // The server reads the certificates that were sent along, and never trusts them.
    let chain = folder.join("chain.pem");
    let parts = ["client-via-intermediate.pem", "intermediate.pem"]
        .map(|name| fs::read(sample(name)).expect("a sample"));
    fs::write(&chain, parts.concat()).expect("a file");
    let (status, verdict) = server.get(Some((&chain, &key)), &[]);
    assert_eq!((status.as_str(), verdict["reason"].as_str()), ("401", Some("not_directly_signed")));
}

#[test]
fn openssls_own_client_gets_a_verdict_and_no_session_to_resume() {
    let folder = scratch("tls-openssl");
    let server = Server::start(&folder);
    let session = folder.join("session.pem");
    let address = server.address.strip_prefix("https://").expect("a host and a port");
    let ask = |more: &[&str], certificate: Option<&str>| {
        let mut client = Command::new("openssl");
        client.args(["s_client", "-ign_eof", "-connect", address]).args(more);
        if let Some(name) = certificate {
            client.arg("-cert").arg(sample(name)).arg("-key").arg(client_key());
        }
        client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = client.spawn().expect("openssl starts");
        let mut input = process.stdin.take().expect("its input");
        input.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
        drop(input);
        let output = process.wait_with_output().expect("it ends");
        String::from_utf8(output.stdout).expect("text")
    };
    for version in ["-tls1_2", "-tls1_3"] {
        let saving = session.display().to_string();
        let answer = ask(&[version, "-sess_out", &saving], Some("client.pem"));
        assert!(answer.contains("HTTP/1.1 200 OK") && answer.contains("{\"status\":\"SUCCESS\""), "{answer}");
        // A client saves what it can resume from, and was given nothing.
        assert!(answer.contains("New, TLSv1.") && !session.is_file(), "{version}: {answer}");
        let answer = ask(&[version], Some("client-expired.pem"));
        assert!(answer.contains("HTTP/1.1 401") && answer.contains("\"reason\":\"expired\""), "{answer}");
        let answer = ask(&[version], None);
        assert!(answer.contains("HTTP/1.1 401") && answer.contains("{\"status\":\"NONE\""), "{answer}");
    }
}

/// The key of the sample clients.
fn client_key() -> PathBuf {
    repository().join("tests/generator/keys/p256-client.pem")
}
