//! Where Prometheus asks.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::budget::Connections;
use crate::clock;
use crate::limits::{
    MAX_METRICS_CONNECTIONS, MAX_METRICS_CONNECTIONS_PER_SOURCE, MAX_METRICS_HEAD_SIZE, METRICS_REQUEST_TIME,
};
use crate::server::Shared;
use crate::stream::Impatient;

/// Answers `/metrics`, until the edge stops.
pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener) {
    let stopped = shared.stopped();
    tokio::pin!(stopped);
    let of_all = Arc::new(Semaphore::new(MAX_METRICS_CONNECTIONS));
    let of_sources = Arc::new(Connections::new(MAX_METRICS_CONNECTIONS_PER_SOURCE));
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut stopped => return,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        // hyper panics on such a time with every request.
        if !clock::is_in_range() {
            continue;
        }
        // Whoever finds no room is closed: nothing of it stays, and a scraper tries again.
        let Ok(permit) = Arc::clone(&of_all).try_acquire_owned() else { continue };
        let Some(counted) = of_sources.open(peer.ip().into()) else { continue };
        // Not with what a stop waits for: a scraper keeps its connection.
        let shared = Arc::downgrade(&shared);
        tokio::spawn(async move {
            let _held = (permit, counted);
            let service = service_fn(move |request: Request<Incoming>| {
                let shared = shared.upgrade();
                async move { Ok::<_, Infallible>(answer(shared.as_deref(), &request)) }
            });
            let stream = Impatient::new(stream, METRICS_REQUEST_TIME);
            // Whatever a scraper does is its own matter.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(METRICS_REQUEST_TIME)
                .max_buf_size(MAX_METRICS_HEAD_SIZE)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

fn answer(shared: Option<&Shared>, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::default());
    match (shared, request.uri().path()) {
        (None, _) => *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE,
        (Some(shared), "/metrics") => {
            let text = shared.metrics.text(shared.directory.age(), shared.log.dropped());
            *answer.body_mut() = Full::from(text);
            let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(form));
        }
        (Some(_), _) => *answer.status_mut() = StatusCode::NOT_FOUND,
    }
    answer
}
