//! Requests with an ambiguous end. An upstream must never find a request that the edge has not filtered.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::common::{Alpn, BOUND, DOMAIN, World};

/// The request that an attacker hides in a body.
const HIDDEN: &str =
    "GET /hidden HTTP/1.1\r\nHost: api.example\r\nClient-Mtls-Verification-Status: SUCCESS\r\n\r\n";

/// The time that a hostile client waits for a response, which may never come.
const WAIT: Duration = Duration::from_millis(200);

/// Every request head that the upstream has read.
type Heads = Arc<Mutex<Vec<String>>>;

#[tokio::test(flavor = "multi_thread")]
async fn no_framing_hides_a_request_from_the_edge() {
    let mut world = World::new().await;
    let (upstream, heads) = literal_upstream().await;
    let running = world.edge_with(&upstream).await;
    let requests: Vec<Vec<u8>> = lengths().into_iter().chain(chunks()).chain(lines()).collect();
    assert_eq!(requests.len(), 43);
    for request in &requests {
        send(&world, request, WAIT).await;
    }
    // Two sound requests: the upstream is alive, and reads bodies of both kinds.
    let sound = |framing: &str, body: &str| {
        format!("POST /sound HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n{framing}\r\n\r\n{body}")
    };
    let with_length = sound(&format!("Content-Length: {}", HIDDEN.len()), HIDDEN);
    let in_chunks = sound("Transfer-Encoding: chunked", &chunked(HIDDEN));
    let mut responses = Vec::new();
    for request in [with_length, in_chunks] {
        responses.push(send(&world, request.as_bytes(), BOUND * 5).await);
    }
    for response in responses {
        assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    }
    running.stop().await;

    let heads = heads.lock().unwrap();
    assert_eq!(heads.iter().filter(|head| head.starts_with("POST /sound ")).count(), 2, "{heads:#?}");
    for head in heads.iter() {
        let lines: Vec<String> = head.split("\r\n").map(str::to_ascii_lowercase).collect();
        let reserved: Vec<&String> = lines.iter().filter(|line| line.starts_with("client-mtls-")).collect();
        let expected =
            ["client-mtls-verification-status: none", "client-mtls-verification-reason: no_certificate"];
        assert!(reserved.len() == 2 && expected.iter().all(|line| lines.iter().any(|l| l == line)), "{head}");
        assert!(!head.contains('\0') && !head.replace("\r\n", "").contains(['\r', '\n']), "{head:?}");
        let framing = |name: &str| lines.iter().filter(|line| line.starts_with(name)).count();
        assert!(framing("content-length:") + framing("transfer-encoding:") <= 1, "{head}");
    }
}

/// Two lengths, and lengths that readers take for another number.
fn lengths() -> Vec<Vec<u8>> {
    let end_first = format!("0\r\n\r\n{HIDDEN}");
    let both = |fields: &str| post(&format!("{fields}Content-Length: {}\r\n", end_first.len()), &end_first);
    let mut requests: Vec<Vec<u8>> = [
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity, chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: \"chunked\"\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding:\tchunked\r\n",
        "Transfer-Encoding: \x0bchunked\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer_Encoding: chunked\r\n",
        "X: y\r\n Transfer-Encoding: chunked\r\n",
        "X: y\rTransfer-Encoding: chunked\r\n",
        "X: y\nTransfer-Encoding: chunked\r\n",
    ]
    .map(both)
    .to_vec();
    let short = chunked(HIDDEN);
    requests.push(post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", &short));
    requests.push(post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", &short));
    for length in ["+5", "-1", "0x5", "5 5", "5,5", "1e1", "", "18446744073709551617", "5;", "\u{a0}5"] {
        requests.push(post(&format!("Content-Length: {length}\r\n"), &format!("hello{HIDDEN}")));
    }
    requests
}

/// Chunks whose size readers take for another number, and chunks that end otherwise.
fn chunks() -> Vec<Vec<u8>> {
    let encoded = |body: String| post("Transfer-Encoding: chunked\r\n", &body);
    let hidden = HIDDEN;
    [
        format!("0x0\r\n\r\n{hidden}"),
        format!("+0\r\n\r\n{hidden}"),
        format!("-1\r\n\r\n{hidden}"),
        format!("10000000000000000\r\n\r\n{hidden}"),
        format!("0 \n\n{hidden}"),
        format!("5\nhello\n0\n\n{hidden}"),
        format!("5;a\n=b\r\nhello\r\n0\r\n\r\n{hidden}"),
        format!("5\r\nhelloXX\r\n0\r\n\r\n{hidden}"),
        format!("5\r\nhello0\r\n\r\n{hidden}"),
        format!("0\r\nClient-Mtls-Verification-Status: SUCCESS\r\n\r\n{hidden}"),
    ]
    .map(encoded)
    .to_vec()
}

/// Lines that readers end elsewhere.
fn lines() -> Vec<Vec<u8>> {
    let spoofed = "Client-Mtls-Verification-Status: SUCCESS";
    [
        format!("GET / HTTP/1.1\r\nHost: api.example\r\nX: y\r{spoofed}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: api.example\r\nX: y\n{spoofed}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: api.example\r\nX: y\0\r\n{spoofed}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: api.example\r\nX: y\r\n\t{spoofed}\r\n\r\n"),
        format!("GET /\r\n{spoofed} HTTP/1.1\r\nHost: api.example\r\n\r\n"),
        format!(
            "GET / HTTP/1.0\r\nHost: api.example\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            chunked(HIDDEN)
        ),
    ]
    .map(String::into_bytes)
    .to_vec()
}

fn post(fields: &str, body: &str) -> Vec<u8> {
    format!("POST / HTTP/1.1\r\nHost: api.example\r\n{fields}\r\n{body}").into_bytes()
}

fn chunked(body: &str) -> String {
    format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len())
}

/// Sends bytes without a certificate, and reads the response for a while.
async fn send(world: &World, bytes: &[u8], wait: Duration) -> String {
    let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut response = Vec::new();
    let _ = tokio::time::timeout(wait, stream.read_to_end(&mut response)).await;
    String::from_utf8_lossy(&response).into_owned()
}

/// An upstream that keeps connections and takes framing literally, and its part of the configuration.
async fn literal_upstream() -> (String, Heads) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let heads = Heads::default();
    let found = Arc::clone(&heads);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(serve(stream, Arc::clone(&found)));
        }
    });
    (format!("[[upstream]]\naddress = \"http://{address}\"\naccounts = \"all\"\n"), heads)
}

/// Takes one request after another from the bytes of a connection: a head, and a body of the length that it says.
async fn serve(mut stream: TcpStream, heads: Heads) {
    let mut bytes = Vec::new();
    loop {
        let head = loop {
            if let Some(end) = position(&bytes, b"\r\n\r\n") {
                break bytes.drain(..end + 4).collect::<Vec<u8>>();
            }
            if !more(&mut stream, &mut bytes).await {
                return;
            }
        };
        let head = String::from_utf8_lossy(&head).into_owned();
        let length = field(&head, "content-length").map_or(0, |value| value.parse().unwrap_or(0));
        let is_chunked = field(&head, "transfer-encoding").is_some();
        heads.lock().unwrap().push(head);
        loop {
            let end = match is_chunked {
                true => position(&bytes, b"0\r\n\r\n").map(|end| end + 5),
                false => (bytes.len() >= length).then_some(length),
            };
            if let Some(end) = end {
                bytes.drain(..end);
                break;
            }
            if !more(&mut stream, &mut bytes).await {
                return;
            }
        }
        if stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.is_err() {
            return;
        }
    }
}

async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> bool {
    stream.read_buf(bytes).await.is_ok_and(|count| count > 0)
}

fn position(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn field(head: &str, name: &str) -> Option<String> {
    head.split("\r\n").find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}
