//! The worker behind the edge.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Says "ok", or sends zeros without end, or the head of a response alone.
enum Answer {
    Ok(Option<Bytes>),
    Zeros,
    Silence,
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            Self::Ok(text) => Poll::Ready(text.take().map(|text| Ok(Frame::data(text)))),
            Self::Zeros => Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[0; 1 << 16]))))),
            Self::Silence => Poll::Pending,
        }
    }
}

pub(crate) async fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let _ = stream.set_nodelay(true);
            let service = service_fn(async |request: Request<Incoming>| {
                Ok::<_, Infallible>(Response::new(match request.uri().path() {
                    "/zeros" => Answer::Zeros,
                    "/silent" => Answer::Silence,
                    _ => Answer::Ok(Some(Bytes::from_static(b"ok"))),
                }))
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    address
}
