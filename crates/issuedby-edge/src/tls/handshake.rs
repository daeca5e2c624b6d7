//! The TLS handshake: the SNI chooses the account, and the client shows that it holds its key.

use std::io;
use std::sync::Arc;

use issuedby_rustls::Client;
use rustls::HandshakeKind;
use rustls::server::Acceptor;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::server::TlsStream;
use tokio_rustls::{LazyConfigAcceptor, StartHandshake};

use crate::client::connection::{Connection, Protocol};
use crate::client::permit::ConnectionPermit;
use crate::client::source::Source;
use crate::clock;
use crate::context::Context;
use crate::limits::{RESUMED_HANDSHAKE_COST, TLS_WRITE_BUFFER};
use crate::sites::account::Account;
use crate::tls::attempt::HandshakeAttempt;
use crate::tls::first_bytes::MAX_FIRST_BYTES;
use crate::tls::refusal::HandshakeRefusal;
use crate::tls::server_name::{domain_of_sni, site_of_sni};
use crate::write_timeout::{WriteTimeout, set_up};

/// A connection after its handshake.
pub(crate) struct Handshaken {
    pub(crate) stream: TlsStream<WriteTimeout>,
    pub(crate) connection: Arc<Connection>,
    /// `full` or `resumed`.
    pub(crate) result: &'static str,
}

/// Performs the handshake within its time. The handshakes of strangers have threads of their own; a source that had a
/// verified client does not wait behind them.
pub(crate) async fn handshake(
    context: &Arc<Context>,
    stream: TcpStream,
    permit: ConnectionPermit,
    attempt: &Arc<HandshakeAttempt>,
) -> Result<Handshaken, HandshakeRefusal> {
    let source = Source::from(attempt.origin.peer.ip());
    let steps = steps(Arc::clone(context), stream, permit, Arc::clone(attempt));
    let limit = context.config.limits.handshake_timeout;
    match context.limiters.verified_sources.contains_any(source) {
        true => timeout(limit, steps).await,
        false => timeout(limit, context.handshakes.run(steps))
            .await
            .map(|done| done.unwrap_or(Err(HandshakeRefusal::InternalError))),
    }
    .unwrap_or(Err(HandshakeRefusal::TimedOut))
}

/// The steps of a handshake, in their order.
async fn steps(
    context: Arc<Context>,
    stream: TcpStream,
    permit: ConnectionPermit,
    attempt: Arc<HandshakeAttempt>,
) -> Result<Handshaken, HandshakeRefusal> {
    let source = Source::from(attempt.origin.peer.ip());
    // hyper panics outside this range with every request over HTTP/1.1.
    if !clock::is_in_range() {
        return Err(HandshakeRefusal::InvalidCheckTime);
    }
    if !context.limiters.handshakes_of_source.take(&source, 1.0) {
        return Err(HandshakeRefusal::SourceOverBudget);
    }
    let start = read_client_hello(&context, stream, &attempt).await?;
    let domain = domain_of_sni(&start.client_hello(), &attempt);
    let site = match site_of_sni(&context, domain, &attempt).await {
        Ok(site) => site,
        Err(refusal) => {
            // It ends in an alert; whether the client reads it does not matter.
            let _ = start.into_stream(Arc::clone(&context.unknown_sni_config)).await;
            return Err(refusal);
        }
    };
    let account = Arc::clone(&site.account);
    if !context.limiters.handshakes_of_account.take(&account.name, 1.0)
        && !context.limiters.verified_sources.contains(&account.name, source)
    {
        return Err(HandshakeRefusal::AccountOverBudget);
    }
    let stream = complete(start, &account, &attempt).await.inspect_err(|refusal| {
        if *refusal == HandshakeRefusal::EdgeNotTrusted
            && let Some(certificate) = context.certificates.find(&site.domain)
        {
            attempt.set_served_chain(|| certificate.describe_chain());
        }
    })?;
    let session = stream.get_ref().1;
    let resumed = session.handshake_kind() == Some(HandshakeKind::Resumed);
    if resumed {
        let less = 1.0 - RESUMED_HANDSHAKE_COST;
        context.limiters.handshakes_of_source.give_back(&source, less);
        context.limiters.handshakes_of_account.give_back(&account.name, less);
    }
    let protocol = match session.alpn_protocol() {
        Some(b"h2") => Protocol::Http2,
        _ => Protocol::Http1,
    };
    let client = Client::of(session);
    if client.certificate().is_none() && !resumed && account.names_cas() {
        account.missing_certificates.log(&context.log, account.name.as_str(), &attempt);
    }
    let client = (protocol, client);
    let connection = Arc::new(Connection::new(context, permit, account, attempt.origin, client));
    if !connection.evaluate_within_limits() {
        return Err(HandshakeRefusal::FailedChecksOverBudget);
    }
    Ok(Handshaken { stream, connection, result: if resumed { "resumed" } else { "full" } })
}

/// Reads the ClientHello (RFC 8446 section 4.1.2). A connection that ends before its first byte is no handshake.
async fn read_client_hello(
    context: &Context,
    stream: TcpStream,
    attempt: &HandshakeAttempt,
) -> Result<StartHandshake<WriteTimeout>, HandshakeRefusal> {
    let write_timeout = context.config.limits.body_timeout;
    set_up(&stream, write_timeout).map_err(|error| attempt.failed(&error))?;
    let mut first = [0; MAX_FIRST_BYTES];
    match stream.peek(&mut first).await {
        Ok(size @ 1..) => attempt.set_first_bytes(first.get(..size).unwrap_or_default()),
        _ => return Err(HandshakeRefusal::ClosedUnused),
    }
    let stream = WriteTimeout::new(stream, write_timeout);
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await;
    start.map_err(|error| attempt.failed(&error))
}

/// Completes the handshake with the configuration of the account. It fails where the client does not show that it holds
/// the key of its certificate; a certificate that is refused does not fail it.
async fn complete(
    start: StartHandshake<WriteTimeout>,
    account: &Account,
    attempt: &HandshakeAttempt,
) -> Result<TlsStream<WriteTimeout>, HandshakeRefusal> {
    let (config, verifier) = account.tls().map_err(|error| attempt.failed(&io::Error::other(error)))?;
    attempt.set_verifier(verifier);
    let mut stream = start.into_stream(config).await.map_err(|error| attempt.failed(&error))?;
    stream.get_mut().1.set_buffer_limit(Some(TLS_WRITE_BUFFER));
    Ok(stream)
}
