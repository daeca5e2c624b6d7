//! Two accounts behind one edge, each with its own upstream: no client of one reaches the upstream of the other.

mod common;

use common::{Alpn, DOMAIN, OTHER_DOMAIN, SECOND_DOMAIN, Worker, World, request};
use hyper::StatusCode;
use issuedby_edge::Running;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Spellings of `api.example` that are no host, and names that only look like it.
const HOSTILE: [&str; 30] = [
    "api.example..",
    "API.EXAMPLE..",
    "api.example..:443",
    "api.EXAMPLE...",
    "api..example",
    ".api.example",
    "..",
    ".",
    ":443",
    "api.example:+443",
    "api.example:-1",
    "api.example:99999",
    "api.example:000443",
    "api.example:0x1bb",
    "api.example:443:443",
    "api.example::443",
    "api.example:443.",
    "api.example.:443.",
    "api%2eexample",
    "api.example%2e",
    "%61pi.example",
    "user@api.example",
    "other.example@api.example",
    "[api.example]",
    "api.example,other.example",
    "api_.example",
    "-api.example",
    "api.example-",
    "xn--a.example",
    "127.0.0.1",
];

/// The account `acme` has an upstream for its domain, and the edge a default that is the other account's.
struct TwoAccounts {
    world: World,
    others: Worker,
    _edge: Running,
}

impl TwoAccounts {
    async fn new() -> Self {
        let mut world = World::new().await;
        let others = Worker::start().await;
        let upstreams = format!(
            "[[upstream]]\naddress = \"http://{}\"\ndomains = [\"{DOMAIN}\"]\n\
             [[upstream]]\naddress = \"http://{}\"\naccounts = \"all\"\n",
            world.worker.address, others.address
        );
        let edge = world.edge_with(&upstreams).await;
        Self { world, others, _edge: edge }
    }

    /// The status of the response to an HTTP/1.1 request.
    async fn raw(&self, head: &[u8]) -> String {
        let client = self.world.ca.client("client-1");
        let mut stream = self.world.stream(self.world.tls(Some(&client), Alpn::Http1), DOMAIN).await.unwrap();
        stream.write_all(head).await.unwrap();
        stream.write_all(b"\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response).await;
        String::from_utf8_lossy(&response).split(' ').nth(1).unwrap_or_default().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_hosts_are_refused_over_http1() {
    let two = TwoAccounts::new().await;
    let beyond_ascii: [&[u8]; 6] = [
        "api。example".as_bytes(),
        "ａpi.example".as_bytes(),
        "api.example\u{200b}".as_bytes(),
        b"api.example\0",
        b"api.example\xff",
        b"api.\texample",
    ];
    for host in HOSTILE.map(str::as_bytes).into_iter().chain(beyond_ascii) {
        let shown = String::from_utf8_lossy(host);
        for head in [
            [b"GET / HTTP/1.1\r\nHost: ", host].concat(),
            [b"GET https://", host, b"/ HTTP/1.1\r\nHost: api.example"].concat(),
            [b"GET https://api.example/ HTTP/1.1\r\nHost: ", host].concat(),
            [b"GET https://", host, b"/ HTTP/1.1\r\nHost: ", host].concat(),
        ] {
            assert_eq!(two.raw(&head).await, "400", "{shown}: {}", String::from_utf8_lossy(&head));
        }
    }
    assert_eq!((two.world.worker.served(), two.others.served()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_authorities_are_refused_over_http2() {
    let two = TwoAccounts::new().await;
    let client = two.world.ca.client("client-1");
    let mut asked = 0;
    for host in HOSTILE {
        // Text that is not a URI cannot be sent by this client; `hostile_hosts_are_refused_over_http1` sends it.
        if format!("https://{host}/").parse::<hyper::Uri>().is_err() {
            continue;
        }
        let mut link = two.world.link(Some(&client), DOMAIN, Alpn::Http2).await.unwrap();
        match link.ask(request(host, "/")).await {
            Ok(response) => {
                assert_eq!(response.status, StatusCode::BAD_REQUEST, "{host}");
                assert_eq!(response.json()["code"], "bad_request", "{host}");
                asked += 1;
            }
            // The stream was reset before it became a request.
            Err(error) => assert!(error.to_string().contains("http2"), "{host}: {error}"),
        }
    }
    assert!(asked > 15, "{asked}");
    assert_eq!((two.world.worker.served(), two.others.served()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_upstream_gets_the_canonical_host() {
    let two = TwoAccounts::new().await;
    let client = two.world.ca.client("client-1");
    let expected = format!("{DOMAIN}:{}", two.world.address.port());
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = two.world.link(Some(&client), DOMAIN, alpn).await.unwrap();
        for host in ["api.example", "API.Example", "api.example.", "api.example:", "API.EXAMPLE.:00443"] {
            let response = link.ask(request(host, "/")).await.unwrap();
            assert_eq!(response.upstream_got("host"), [expected.as_str()], "{host}");
            assert_eq!(response.upstream_got("x-forwarded-host"), [expected.as_str()], "{host}");
        }
    }
    assert_eq!((two.world.worker.served(), two.others.served()), (10, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_reach_only_their_own_upstreams() {
    let two = TwoAccounts::new().await;
    let (client, stranger) = (two.world.ca.client("client-1"), two.world.other_ca.client("client-1"));
    for alpn in [Alpn::Http1, Alpn::Http2] {
        // The other account's default serves it, and this account's second domain: `accounts = "all"` says so.
        let mut others = two.world.link(Some(&stranger), OTHER_DOMAIN, alpn).await.unwrap();
        assert_eq!(others.verdict().await.0, "SUCCESS");
        let mut link = two.world.link(Some(&client), SECOND_DOMAIN, alpn).await.unwrap();
        assert_eq!(link.verdict().await.0, "SUCCESS");
        // A connection of one account gets no request to the other's domain.
        for host in ["other.example", "OTHER.example.", "other.example:443"] {
            let response = link.ask(request(host, "/")).await.unwrap();
            assert_eq!(response.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        }
    }
    assert_eq!((two.world.worker.served(), two.others.served()), (0, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn http2_authority_and_host_must_be_one_domain() {
    let two = TwoAccounts::new().await;
    let client = two.world.ca.client("client-1");
    let mut link = two.world.link(Some(&client), DOMAIN, Alpn::Http2).await.unwrap();
    for (authority, host, expected) in [
        ("api.example", "API.example.:443", StatusCode::OK),
        ("api.example", "second.example", StatusCode::BAD_REQUEST),
        ("api.example", "other.example", StatusCode::BAD_REQUEST),
        ("other.example", "api.example", StatusCode::BAD_REQUEST),
        ("api.example", "api.example..", StatusCode::BAD_REQUEST),
        ("api.example..", "api.example", StatusCode::BAD_REQUEST),
        ("api.example", "", StatusCode::BAD_REQUEST),
    ] {
        let request = hyper::Request::get(format!("https://{authority}/")).header("host", host);
        let status = link.ask_as_is(request.body(common::empty()).unwrap()).await.unwrap();
        assert_eq!(status, expected, "{authority} {host}");
    }
    assert_eq!((two.world.worker.served(), two.others.served()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_host_opens_no_websocket() {
    let two = TwoAccounts::new().await;
    for host in ["api.example..", "api.example:+443", "other.example", "user@api.example"] {
        let head =
            format!("GET /upgrade HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: upgrade");
        let status = two.raw(head.as_bytes()).await;
        assert!(status == "400" || status == "421", "{host}: {status}");
    }
    assert_eq!((two.world.worker.served(), two.others.served()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_access_log_has_the_canonical_domain() {
    let mut world = World::new().await;
    let (requests, _events) = world.listen().await;
    let next = || requests.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(None, DOMAIN, alpn).await.unwrap();
        link.ask(request("API.Example.:00443", "/")).await.unwrap();
        assert_eq!(next().domain, DOMAIN);
        link.ask(request("OTHER.Example.", "/")).await.unwrap();
        let line = next();
        assert_eq!((line.domain.as_str(), line.fault), (OTHER_DOMAIN, Some("misdirected_request")));
        link.ask(request("api.example..", "/")).await.unwrap();
        let line = next();
        assert_eq!((line.domain.as_str(), line.fault), ("", Some("bad_request")));
    }
}

/// The first byte of the response to a ClientHello whose server name was exchanged for another of the same length.
async fn response_to_server_name(world: &World, name: &[u8]) -> u8 {
    let placeholder = "z".repeat(name.len() - 2) + ".z";
    let server = pki_types::ServerName::try_from(placeholder.clone()).unwrap();
    let mut client = rustls::ClientConnection::new(world.tls(None, Alpn::Http1), server).unwrap();
    let mut hello = Vec::new();
    client.write_tls(&mut hello).unwrap();
    let place = hello.windows(name.len()).position(|window| window == placeholder.as_bytes()).unwrap();
    hello[place..place + name.len()].copy_from_slice(name);
    let mut stream = tokio::net::TcpStream::connect(world.address).await.unwrap();
    stream.write_all(&hello).await.unwrap();
    stream.read_u8().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_name_is_read_once_too() {
    const ALERT: u8 = 21;
    const HANDSHAKE: u8 = 22;
    let world = World::new().await;
    // rustls removes one final dot before the edge reads the name.
    for name in ["api.example", "API.EXAMPLE", "api.example.", "second.example"] {
        assert_eq!(response_to_server_name(&world, name.as_bytes()).await, HANDSHAKE, "{name}");
    }
    for name in [
        "api.example..",
        ".api.example",
        "api..example",
        "api.example\0",
        "api.example:443",
        "pending.example",
    ] {
        assert_eq!(response_to_server_name(&world, name.as_bytes()).await, ALERT, "{name}");
    }
}

/// Any spelling of a host: what may be put where.
fn spelling() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![DOMAIN, OTHER_DOMAIN, SECOND_DOMAIN]);
    let piece = prop::sample::select(vec![
        ".",
        "..",
        ":",
        ":443",
        ":+443",
        ":65536",
        "%2e",
        "@",
        "[",
        "]",
        ",",
        "-",
        "_",
        "*",
        "other.example",
        "api.example",
        "xn--",
        "\t",
        " ",
        "。",
        "\u{200b}",
    ]);
    (name, any::<u16>(), prop::collection::vec((any::<prop::sample::Index>(), piece), 0..3)).prop_map(
        |(name, upper, pieces)| {
            let upper = |place: usize| upper >> (place % 16) & 1 == 1;
            let cased = |(place, letter): (usize, char)| {
                if upper(place) { letter.to_ascii_uppercase() } else { letter }
            };
            let mut host: Vec<char> = name.chars().enumerate().map(cased).collect();
            for (place, piece) in pieces {
                // Mostly at the end, where ports and dots stand.
                let place = place.index(host.len() * 2 + 1).min(host.len());
                host.splice(place..place, piece.chars());
            }
            host.into_iter().collect()
        },
    )
}

/// The domain that a host names, described apart from the edge's parser. White space around a field is no part of it.
fn domain_described(host: &str) -> Option<&'static str> {
    let host = host.trim_matches([' ', '\t']).to_ascii_lowercase();
    [DOMAIN, OTHER_DOMAIN, SECOND_DOMAIN].into_iter().find(|domain| {
        ["", ".", ":", ".:", ":443", ".:443"].iter().any(|end| host == format!("{domain}{end}"))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn account_site_and_upstream_follow_the_canonical_host() {
    let two = TwoAccounts::new().await;
    let mut runner = TestRunner::deterministic();
    let client = two.world.ca.client("client-1");
    let mut http2 = two.world.link(Some(&client), DOMAIN, Alpn::Http2).await.unwrap();
    let (mut served, mut refused) = ((0, 0), 0);
    for _ in 0..250 {
        let host = spelling().new_tree(&mut runner).unwrap().current();
        let expected = match domain_described(&host) {
            Some(DOMAIN) => "200",
            Some(SECOND_DOMAIN) => "200",
            Some(_) => "421",
            // A name that is not served, or no host.
            None => "",
        };
        let mut statuses = vec![two.raw(format!("GET / HTTP/1.1\r\nHost: {host}").as_bytes()).await];
        if !host.contains([' ', '\t']) && format!("https://{host}/").parse::<hyper::Uri>().is_ok() {
            let get = hyper::Request::get(format!("https://{host}/")).body(common::empty()).unwrap();
            match http2.ask_as_is(get).await {
                Ok(status) => statuses.push(status.as_str().to_owned()),
                Err(_) => http2 = two.world.link(Some(&client), DOMAIN, Alpn::Http2).await.unwrap(),
            }
        }
        for status in statuses {
            match expected {
                "" => assert!(status == "400" || status == "421", "{host:?}: {status}"),
                expected => assert_eq!(status, expected, "{host:?}"),
            }
            match (status.as_str(), domain_described(&host)) {
                ("200", Some(DOMAIN)) => served.0 += 1,
                ("200", _) => served.1 += 1,
                _ => refused += 1,
            }
        }
        assert_eq!((two.world.worker.served(), two.others.served()), served, "{host:?}");
    }
    assert!(
        served.0 > 20 && served.1 > 20 && refused > 100,
        "{served:?}, {refused} refused: little was shown"
    );
}
