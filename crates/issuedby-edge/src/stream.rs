//! A client's connection, which is given up when the client stops taking what it asked for.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use crate::limits::{KEEPALIVE, KEEPALIVE_QUESTIONS, NOT_SENT_SIZE};

/// What each TCP connection of the edge has: small answers do not wait for others, and a side that went away without
/// a word is noticed. An upgraded connection has nothing else to notice it by.
///
/// `patience` is how long the other side may take nothing of what is sent to it.
pub(crate) fn set_up(stream: &TcpStream, patience: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let keepalive = TcpKeepalive::new().with_time(KEEPALIVE);
    #[cfg(any(target_os = "linux", target_os = "macos", target_os = "windows"))]
    let keepalive = keepalive.with_interval(KEEPALIVE).with_retries(KEEPALIVE_QUESTIONS);
    socket.set_tcp_keepalive(&keepalive)?;
    // What the other side does not take stays where it came from, and not in the system's memory.
    #[cfg(target_os = "linux")]
    socket.set_tcp_notsent_lowat(NOT_SENT_SIZE)?;
    // While something is on its way Linux asks nothing, and sends it again for about 15 minutes. This ends connections
    // too whose other side is there and takes nothing, so that it must not be shorter than what the edge allows it.
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(patience.max(KEEPALIVE * (KEEPALIVE_QUESTIONS + 1))))?;
    #[cfg(not(target_os = "linux"))]
    let _ = patience;
    Ok(())
}

/// A connection on which each write must make progress within a time.
#[derive(Debug)]
pub(crate) struct Impatient<S = TcpStream> {
    stream: S,
    patience: Duration,
    /// Runs while a write waits.
    ends: Option<Pin<Box<Sleep>>>,
}

impl<S> Impatient<S> {
    pub(crate) fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, ends: None }
    }

    fn watched<T>(&mut self, written: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.ends = None;
            return written;
        }
        let patience = self.patience;
        let ends = self.ends.get_or_insert_with(|| Box::pin(sleep(patience)));
        ends.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.watched(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.watched(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_connection_notices_that_the_other_side_is_gone() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        set_up(&stream, Duration::ZERO).unwrap();
        let socket = SockRef::from(&stream);
        assert!(socket.keepalive().unwrap());
        assert_eq!(socket.tcp_keepalive_time().unwrap(), KEEPALIVE);
        assert_eq!(socket.tcp_keepalive_interval().unwrap(), KEEPALIVE);
        assert_eq!(socket.tcp_keepalive_retries().unwrap(), KEEPALIVE_QUESTIONS);
    }

    /// Small messages to a client that went away are no reason to hold its connection and its worker for longer.
    #[tokio::test]
    async fn what_is_on_its_way_does_not_keep_a_connection_whose_other_side_is_gone() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let asked_until = KEEPALIVE * (KEEPALIVE_QUESTIONS + 1);
        for (patience, limit) in [(Duration::ZERO, asked_until), (asked_until * 2, asked_until * 2)] {
            set_up(&stream, patience).unwrap();
            assert_eq!(SockRef::from(&stream).tcp_user_timeout().unwrap(), Some(limit));
        }
    }
}
