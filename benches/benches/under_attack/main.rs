//! A client that means well while others attack: `cargo bench -p issuedby-benches --bench edge_under_attack`, with
//! `-- memory` for the second part alone.
//!
//! The client is of another account than the attacked one. Rounds without and with the attack alternate; the ratios
//! are those of the medians. In truth attackers have machines of their own, and here they share two cores with the edge and
//! the client: so they run at the lowest priority, and in the rounds without them a program that computes and sends
//! nothing takes their place. Then the memory of responses that no client reads, before, during and after.

mod attackers;
mod client;
#[path = "../../../crates/issuedby-cli/src/memory.rs"]
mod memory;
#[allow(dead_code, reason = "shared with the benchmark beside nginx")]
#[path = "../edge/peers.rs"]
mod peers;
#[allow(dead_code, reason = "shared with the benchmark beside nginx")]
#[path = "../edge/place.rs"]
mod place;
mod worker;

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use client::{Client, Latencies};
use peers::{Peer, free_port};
use place::Place;
use tokio::runtime::Runtime;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(8);
/// Until an attack has begun, and until nothing of it is left.
const PAUSE: Duration = Duration::from_secs(3);
const HELD_RESPONSES: usize = 400;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match &arguments[..] {
        [_, command, config] if command == "serve" => return peers::serve(config),
        [_, command, folder, port, metrics] if command == "attack" => {
            return attackers::attack(folder, number(port), number(metrics));
        }
        [_, command] if command == "compute" => compute(),
        _ => {}
    }
    let (place, runtime) =
        (Place::new(), tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime"));
    let worker = runtime.block_on(worker::start());
    let metrics = free_port();
    let client = Client::new(&place);
    if !arguments.iter().any(|argument| argument == "memory") {
        let edge = Peer::edge_with(&place, worker, metrics, "");
        runtime.block_on(client.measure(edge.port, Duration::from_secs(1)));
        latency(&place, &runtime, &client, &edge, metrics);
    }
    // Another process: the first one has its memory still.
    let edge = Peer::edge_with(&place, worker, metrics, "");
    runtime.block_on(client.measure(edge.port, Duration::from_secs(1)));
    memory(&runtime, &client, &edge);
}

fn latency(place: &Place, runtime: &Runtime, client: &Client, edge: &Peer, metrics: u16) {
    let (mut quiet, mut loaded) = (Vec::new(), Vec::new());
    let (mut processor, mut in_rounds) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        let neighbour = Neighbour::start(&["compute"]);
        sleep(PAUSE);
        quiet.push(runtime.block_on(client.measure(edge.port, ROUND)));
        drop(neighbour);
        let folder = place.path("").display().to_string();
        let attack = Neighbour::start(&["attack", &folder, &edge.port.to_string(), &metrics.to_string()]);
        sleep(PAUSE);
        let before = edge.processor();
        loaded.push(runtime.block_on(client.measure(edge.port, ROUND)));
        processor += edge.processor() - before;
        in_rounds += ROUND.as_secs_f64();
        drop(attack);
        sleep(PAUSE);
    }
    println!("{ROUNDS} alternating rounds of {ROUND:?}; medians, milliseconds");
    report("a request on a kept-alive connection", &quiet, &loaded, |round| &round.requests);
    report("a full handshake and a request", &quiet, &loaded, |round| &round.handshakes);
    let failed: Vec<&String> = loaded.iter().flat_map(|round| &round.failed).collect();
    println!(
        "  failed under attack: {failed:?}; the edge took {:.0} % of a core",
        processor / in_rounds * 100.0
    );
}

fn memory(runtime: &Runtime, client: &Client, edge: &Peer) {
    let before = edge.resident_kib();
    // Connections alone, at both sides of the edge.
    let silent = runtime.block_on(client.open(edge.port, HELD_RESPONSES, "/silent"));
    sleep(PAUSE);
    let connected = edge.resident_kib();
    let unread = runtime.block_on(client.open(edge.port, HELD_RESPONSES, "/zeros"));
    sleep(PAUSE);
    let during = edge.resident_kib();
    drop((silent, unread));
    sleep(PAUSE * 6);
    let after = edge.resident_kib();
    let each = |more: u64, less: u64| (more as f64 - less as f64) / HELD_RESPONSES as f64;
    println!(
        "\n{HELD_RESPONSES} responses that no client reads hold {:.0} KiB each, beside {:.0} KiB of their connections",
        each(during, connected) - each(connected, before),
        each(connected, before)
    );
    println!(
        "  the edge had {before} KiB before, {during} KiB during, {after} KiB after ({:.1} x)",
        after as f64 / before as f64
    );
}

fn report(what: &str, quiet: &[Latencies], loaded: &[Latencies], of: impl Fn(&Latencies) -> &Vec<f64>) {
    println!("\n{what}");
    for (name, share) in [("p50", 0.50), ("p99", 0.99)] {
        let each = |rounds: &[Latencies]| {
            client::median(rounds.iter().map(|round| client::quantile(of(round), share)).collect())
        };
        let (quiet, loaded) = (each(quiet), each(loaded));
        println!("  {name}  {quiet:8.2} without  {loaded:8.2} under attack  {:6.2} x", loaded / quiet);
    }
}

fn number(text: &str) -> u16 {
    text.parse().expect("a port")
}

/// Takes both cores, as far as no other program wants them.
fn compute() {
    let one = || {
        let mut number = 1_u64;
        loop {
            number = std::hint::black_box(number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        }
    };
    std::thread::spawn(one);
    one();
}

/// This program again, in a process of the lowest priority.
struct Neighbour(Child);

impl Neighbour {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new("nice");
        command.args(["-n", "19"]).arg(std::env::current_exe().expect("this program")).args(arguments);
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts"))
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
