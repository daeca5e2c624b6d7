//! The edge beside nginx, doing the same proxying in one run: `cargo bench -p issuedby-benches --bench edge`.
//!
//! Rounds alternate between the two, so that both have the same noise; ratios are those of the medians. Client, worker
//! and server share the machine, so that the processor time of the server alone is measured too.

mod load;
#[path = "../../../crates/issuedby-cli/src/memory.rs"]
mod memory;
mod peers;
mod place;

use std::hint::black_box;
use std::time::{Duration, Instant};

use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};
use issuedby::edge_headers::{HeaderOptions, write};
use issuedby::{CaCertificate, CaSet, EdgeReport, UnixTime, Verifier};
use issuedby_rustls::{Client, CurrentVerifier};

use load::{Load, Round};
use peers::Peer;
use place::Place;

const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_secs(2);
const IDLE_CONNECTIONS: usize = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, command, config] = &arguments[..]
        && command == "serve"
    {
        return peers::serve(config);
    }
    verdict();
    let place = Place::new();
    let load = Load::new(&place);
    let Some(nginx) = Peer::nginx(&place, load.worker()) else {
        println!("nginx is not there: install the Debian package `nginx-light`");
        return;
    };
    let peers = [nginx, Peer::edge(&place, load.worker())];
    for peer in &peers {
        load.warm_up(peer.port);
    }

    println!("\n{ROUNDS} alternating rounds of {ROUND:?}; medians");
    compare("full mTLS handshakes, one request each", &peers, |peer| load.handshakes(peer.port, ROUND));
    compare("requests on kept-alive connections", &peers, |peer| load.requests(peer.port, ROUND));
    println!(
        "\nmemory of {IDLE_CONNECTIONS} idle connections, KiB each (after a request on all, after ten more)"
    );
    for peer in &peers {
        let before = peer.resident_kib();
        let after = load.idle(peer.port, IDLE_CONNECTIONS, || peer.resident_kib());
        let each = after.map(|kib| (kib as f64 - before as f64) / IDLE_CONNECTIONS as f64);
        println!("  {:<10} {:6.1}  {:6.1}", peer.name, each[0], each[1]);
    }
}

/// The cost that the verdict adds to a request on a kept-alive connection: it is asked whether it still holds, and the fields that
/// were written for it are put among those of the request.
fn verdict() {
    const REQUESTS: u32 = 2_000_000;
    let place = Place::new();
    let ca = CaCertificate::from_der(&place.ca_der())
        .expect("a CA")
        .with_id("mtlsca_abcdefghijklmnopqrstuvwxyz")
        .expect("an identifier");
    let current = CurrentVerifier::new(Verifier::new(CaSet::new([ca]).expect("a set")));
    let client = Client::with_certificates([place.client_der()]);
    let verdict = client.evaluate(&current, UnixTime::now());
    assert!(verdict.verdict().verified());
    let fields: Vec<(HeaderName, HeaderValue)> =
        write(&EdgeReport::from(verdict.verdict()), &HeaderOptions::new())
            .into_iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect();
    let mut headers = HeaderMap::with_capacity(16);
    let start = Instant::now();
    for _ in 0..REQUESTS {
        headers.clear();
        let verdict = client.evaluate(&current, UnixTime::now());
        black_box(verdict.verdict().verified());
        for (name, value) in &fields {
            headers.insert(name, value.clone());
        }
        black_box(&headers);
    }
    let each = start.elapsed() / REQUESTS;
    println!("the verdict on a kept-alive connection, with its {} fields: {each:?} a request", fields.len());
}

/// Alternating rounds of both, and how the edge stands beside nginx.
fn compare(what: &str, peers: &[Peer; 2], round: impl Fn(&Peer) -> u64) {
    let mut rounds = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (peer, rounds) in peers.iter().zip(&mut rounds) {
            let (processor, start) = (peer.processor(), Instant::now());
            let done = round(peer);
            rounds.push(Round { done, took: start.elapsed(), processor: peer.processor() - processor });
        }
    }
    println!("\n{what}");
    let [nginx, edge] = [&rounds[0], &rounds[1]].map(|rounds| {
        (
            load::median(rounds.iter().map(Round::a_second)),
            load::median(rounds.iter().map(Round::processor_each)),
        )
    });
    for (peer, (a_second, processor)) in peers.iter().zip([nginx, edge]) {
        println!(
            "  {:<10} {a_second:9.0} a second, {processor:7.1} us of the server's processor time each",
            peer.name
        );
    }
    println!("  ratio      {:9.2}           {:9.2}", edge.0 / nginx.0, edge.1 / nginx.1);
}
