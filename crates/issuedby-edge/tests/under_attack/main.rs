//! The edge under attack: what one client can cost the others, and that every bound holds on a real edge.

#[path = "../common/mod.rs"]
mod common;

mod bodies;
mod fields;
mod handshakes;
mod metrics;
mod smuggling;
mod upstreams;

use std::net::Ipv4Addr;
use std::sync::mpsc::Receiver;

use issuedby_edge::Event;

use common::{Alpn, DOMAIN, Leaf, Link, World};

/// Sources of an attacker and of a client that means well.
const ATTACKER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 66);
const CLIENT: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 1);

/// One of many sources of an attacker.
fn attacker(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(127, 0, 66, number)
}

/// A connection from a source.
async fn from(world: &World, source: Ipv4Addr, leaf: Option<&Leaf>, alpn: Alpn) -> Link {
    world.link_from(source, world.tls(leaf, alpn), DOMAIN).await.unwrap()
}

/// All that the events of one name stand for, and how many there are. To be called when the edge has stopped.
fn counted(events: &Receiver<Event>, name: &str) -> (u64, usize) {
    let counts: Vec<u64> =
        events.try_iter().filter(|event| event.event == name).map(|event| event.count).collect();
    (counts.iter().sum(), counts.len())
}
