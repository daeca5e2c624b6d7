//! Real clients: each gets the same verdict and the same fields.

mod common;

use std::path::Path;
use std::process::Stdio;

use common::{DOMAIN, Leaf, World, beside};
use rcgen::CustomExtension;
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// The response that a client got: the echo of what its upstream got.
async fn body_of(command: &mut Command, input: &str) -> Value {
    let name = format!("{command:?}");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).await.unwrap();
    // A client that ends at the end of its input would not wait for the response.
    let output = child.wait_with_output().await.unwrap();
    drop(stdin);
    let out = String::from_utf8_lossy(&output.stdout);
    let found = out.lines().find_map(|line| serde_json::from_str(line).ok());
    found.unwrap_or_else(|| panic!("{name}:\n{out}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// Status, reason and `Client-Cert`, as the worker got them.
fn upstream_got(echo: &Value) -> [Vec<String>; 3] {
    ["client-mtls-verification-status", "client-mtls-verification-reason", "client-cert"].map(|name| {
        let lines = echo["headers"].as_array().unwrap().iter();
        lines.filter(|line| line[0] == name).map(|line| line[1].as_str().unwrap().to_owned()).collect()
    })
}

/// The clients that are shown, and what each of four certificates gets.
async fn every_verdict(client: &str, ask: impl AsyncFn(&World, &str, Option<(&Path, &Path)>) -> Value) {
    let world = World::new().await;
    let port = world.address.port().to_string();
    let unknown_critical = world.ca.issue("critical", |params| {
        let mut extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99999, 2], vec![5, 0]);
        extension.set_criticality(true);
        params.custom_extensions.push(extension);
    });
    let cases: [(Option<Leaf>, &str, Option<&str>); 4] = [
        (Some(world.ca.client("client-1")), "SUCCESS", None),
        (Some(world.other_ca.client("stranger")), "FAILED", Some("no_matching_ca")),
        (Some(unknown_critical), "FAILED", Some("unknown_critical_extension")),
        (None, "NONE", Some("no_certificate")),
    ];
    for (leaf, status, reason) in cases {
        let echo = match &leaf {
            Some(leaf) => {
                let (chain, key) = world.write_leaf(leaf);
                ask(&world, &port, Some((&chain, &key))).await
            }
            None => ask(&world, &port, None).await,
        };
        let sent = leaf.filter(|_| status == "SUCCESS").map(|leaf| leaf.client_cert());
        let expected = [
            vec![status.to_owned()],
            reason.map(str::to_owned).into_iter().collect(),
            sent.into_iter().collect::<Vec<_>>(),
        ];
        assert_eq!(upstream_got(&echo), expected, "{client}");
    }
}

/// Runs a script with the port, the domain, the root and, where there are, certificate and key.
async fn script(command: &mut Command, world: &World, port: &str, identity: Option<(&Path, &Path)>) -> Value {
    command.args([port, DOMAIN]).arg(world.path("root.pem"));
    if let Some((chain, key)) = identity {
        command.arg(chain).arg(key);
    }
    body_of(command, "").await
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_gets_the_verdict() {
    for version in ["--http1.1", "--http2"] {
        every_verdict(version, async |world, port, identity| {
            let mut curl = Command::new("curl");
            curl.args(["--silent", "--show-error", version, "--cacert"]).arg(world.path("root.pem"));
            curl.arg("--connect-to").arg(format!("{DOMAIN}:443:127.0.0.1:{port}"));
            if let Some((chain, key)) = identity {
                curl.arg("--cert").arg(chain).arg("--key").arg(key);
            }
            body_of(curl.arg(format!("https://{DOMAIN}/")), "").await
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn openssl_gets_the_verdict() {
    for version in ["-tls1_2", "-tls1_3"] {
        every_verdict(version, async |world, port, identity| {
            let mut openssl = Command::new("openssl");
            openssl.args([
                "s_client",
                "-quiet",
                "-ign_eof",
                version,
                "-servername",
                DOMAIN,
                "-verify_return_error",
            ]);
            openssl
                .arg("-connect")
                .arg(format!("127.0.0.1:{port}"))
                .arg("-CAfile")
                .arg(world.path("root.pem"));
            if let Some((chain, key)) = identity {
                openssl.arg("-cert").arg(chain).arg("-key").arg(key);
            }
            let request = format!("GET / HTTP/1.1\r\nHost: {DOMAIN}\r\nConnection: close\r\n\r\n");
            body_of(&mut openssl, &request).await
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn node_gets_the_verdict() {
    every_verdict("node", async |world, port, identity| {
        script(Command::new("node").arg(beside("clients/client.mjs")), world, port, identity).await
    })
    .await;
}

/// Python's own `ssl`, and httpx on top of it.
#[tokio::test(flavor = "multi_thread")]
async fn python_gets_the_verdict() {
    let python = std::env::var("ISSUEDBY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    for library in ["ssl", "httpx"] {
        every_verdict(library, async |world, port, identity| {
            let mut command = Command::new(&python);
            script(command.arg(beside("clients/client.py")).arg(library), world, port, identity).await
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn go_gets_the_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("client");
    let mut build = Command::new("go");
    build.arg("build").arg("-o").arg(&program).arg(beside("clients/client.go"));
    let built = build.env("GO111MODULE", "off").output().await.unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    every_verdict("go", async |world, port, identity| {
        script(&mut Command::new(&program), world, port, identity).await
    })
    .await;
}

/// Go keeps its certificate back unless its issuer is hinted: the hints are those of the account, and of no other.
#[tokio::test(flavor = "multi_thread")]
async fn openssl_shows_the_hints_of_the_account_alone() {
    let world = World::new().await;
    for (domain, hinted, other) in
        [(DOMAIN, "CN = clients", "CN = others"), (common::OTHER_DOMAIN, "CN = others", "CN = clients")]
    {
        let mut openssl = Command::new("openssl");
        openssl.args(["s_client", "-servername", domain]);
        openssl.arg("-connect").arg(world.address.to_string()).stdin(Stdio::null());
        let output = openssl.output().await.unwrap();
        let out = String::from_utf8_lossy(&output.stdout);
        let names =
            out.split("Acceptable client certificate CA names").nth(1).unwrap_or_else(|| panic!("{out}"));
        let names = names.split("Requested Signature").next().unwrap_or_default();
        assert!(names.contains(hinted) && !names.contains(other), "{names}");
    }
}
