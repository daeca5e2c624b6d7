//! The `/metrics` endpoint, which Prometheus scrapes.

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

use crate::client::connection_slots::ConnectionSlots;
use crate::clock;
use crate::context::Context;
use crate::limits::{
    MAX_METRICS_CONNECTIONS, MAX_METRICS_CONNECTIONS_PER_SOURCE, MAX_METRICS_HEAD_SIZE, METRICS_REQUEST_TIME,
};
use crate::write_timeout::WriteTimeout;

/// The wait after an error of `accept`.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(50);

/// Serves `/metrics` until the edge stops.
pub(crate) async fn serve(context: Arc<Context>, listener: TcpListener) {
    let of_all = Arc::new(Semaphore::new(MAX_METRICS_CONNECTIONS));
    let of_sources = Arc::new(ConnectionSlots::new(MAX_METRICS_CONNECTIONS_PER_SOURCE));
    loop {
        let (stream, peer) = tokio::select! {
            () = context.shutdown.cancelled() => return,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(_) => {
                    tokio::time::sleep(ACCEPT_BACKOFF).await;
                    continue;
                }
            },
        };
        // hyper panics outside this range with every request.
        if !clock::is_in_range() {
            continue;
        }
        // A connection that finds no slot is closed: a scraper tries again.
        let Ok(permit) = Arc::clone(&of_all).try_acquire_owned() else { continue };
        let Some(slot) = of_sources.open(peer.ip().into()) else { continue };
        // A stop does not wait for it: a scraper keeps its connection.
        let context = Arc::downgrade(&context);
        tokio::spawn(async move {
            let _held = (permit, slot);
            let service = service_fn(move |request: Request<Incoming>| {
                let context = context.upgrade();
                async move { Ok::<_, Infallible>(response(context.as_deref(), &request)) }
            });
            let stream = WriteTimeout::new(stream, METRICS_REQUEST_TIME);
            // An error of a scraper has no consequence.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(METRICS_REQUEST_TIME)
                .max_buf_size(MAX_METRICS_HEAD_SIZE)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

fn response(context: Option<&Context>, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    match (context, request.uri().path()) {
        (None, _) => *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE,
        (Some(context), "/metrics") => {
            let text = context.metrics.text(context.sites.age(), context.log.dropped());
            *response.body_mut() = Full::from(text);
            let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(form));
        }
        (Some(_), _) => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}
