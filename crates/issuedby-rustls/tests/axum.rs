//! The example runs, and does what it says.

mod common;
#[path = "../examples/axum.rs"]
#[allow(dead_code, unreachable_pub)]
mod example;

use std::sync::Arc;

use common::{current, key, sample, verifier};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;

#[tokio::test]
async fn the_axum_server_greets_clients_until_the_ca_is_deleted() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let certificate: CertificateDer<'static> = made.cert.der().clone();
    let server_key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let cas = current(&["ca.pem"]);
    let config = example::tls(&cas, vec![certificate.clone()], server_key).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(example::serve(listener, config, Arc::clone(&cas)));

    let connect = async |name: Option<&str>| {
        let mut roots = RootCertStore::empty();
        roots.add(certificate.clone()).unwrap();
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let builder = ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let config = match name {
            Some(name) => builder.with_client_auth_cert(vec![sample(name)], key("p256-client.pem")).unwrap(),
            None => builder.with_no_client_auth(),
        };
        let stream = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
        let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        sender
    };
    let ask = async |sender: &mut SendRequest<Empty<Bytes>>| {
        let request = Request::get("/").header("host", "localhost").body(Empty::new()).unwrap();
        let answer = sender.send_request(request).await.unwrap();
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    };

    let mut known = connect(Some("client.pem")).await;
    assert_eq!(ask(&mut known).await, (StatusCode::OK, "hello, CN=client-1,O=Example,C=US\n".to_owned()));
    let mut other = connect(Some("client-other-ca.pem")).await;
    assert_eq!(ask(&mut other).await.0, StatusCode::UNAUTHORIZED);
    let mut without_certificate = connect(None).await;
    assert_eq!(ask(&mut without_certificate).await.0, StatusCode::UNAUTHORIZED);

    cas.replace(verifier(&["other-ca.pem"]));
    assert_eq!(ask(&mut known).await.0, StatusCode::UNAUTHORIZED, "on the open connection");
    assert_eq!(ask(&mut other).await.0, StatusCode::OK, "and the other way round");
}
