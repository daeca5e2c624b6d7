//! The metrics' address, where somebody opens connections and keeps them.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::ATTACKER;
use super::common::World;

#[tokio::test(flavor = "multi_thread")]
async fn many_connections_to_the_metrics_keep_no_scraper_out() {
    let world = World::new().await;
    let address = world.running().metrics().unwrap();
    let mut held: Vec<TcpStream> = Vec::new();
    for _ in 0..200 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((ATTACKER, 0).into()).unwrap();
        held.push(socket.connect(address).await.unwrap());
    }
    let mut open = 0;
    for stream in &mut held {
        let closed = timeout(Duration::from_millis(20), stream.read(&mut [0; 1])).await;
        open += usize::from(closed.is_err());
    }
    assert!((1..=8).contains(&open), "{open} connections are still open");
    world.counted(&["issuedby_connections"]).await;
}

/// A head of any length, a byte at a time, is no way to keep one either.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_metrics_has_a_largest_head() {
    let world = World::new().await;
    let mut stream = TcpStream::connect(world.running().metrics().unwrap()).await.unwrap();
    let head = format!("GET /metrics HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(64 << 10));
    let _ = stream.write_all(head.as_bytes()).await;
    let mut response = String::new();
    let _ = stream.read_to_string(&mut response).await;
    assert!(!response.starts_with("HTTP/1.1 200"), "{response}");
}
