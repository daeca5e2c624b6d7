//! Everything together: certificates, folder, registry, edge, worker.

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use issuedby::policy::PolicyOptions;
use issuedby::{CaCertificate, ErrorDetails, MtlsAuthInbound, UnixTime};
use issuedby_edge::config::{AccessLog, UpstreamAddress};
use issuedby_edge::{Config, Edge, Event, Running, StartError};
use issuedby_registry::{
    AccountName, CaName, DomainKind, DomainName, NewCaCertificate, Registry, SqliteRegistry,
};
use time::OffsetDateTime;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::client::{self, Answer};
use crate::error::{DevError, DevErrorKind};
use crate::folder::{CONFIG, Folder};
use crate::options::Options;
use crate::pki::Pki;
use crate::row::{Expected, Row, RowMaker, expected};
use crate::scenario::Scenario;
use crate::worker::{SOCKET, Worker};

/// The account in the registry.
pub const ACCOUNT: &str = "dev";

/// The domain of the account.
pub const DOMAIN: &str = "localhost";

/// The registry in the folder. SQLite has files of its own beside it.
const REGISTRY: &str = "registry.sqlite";

/// The time limit of a connection to this machine itself: it takes microseconds, or never comes.
const LOOPBACK_TIMEOUT: Duration = Duration::from_secs(2);

/// The time limit of the first connection to a worker, after which it counts as down.
const WORKER_CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The time that the built-in client adds to the worker's: the edge times out first, and says so.
const CLIENT_TIMEOUT_MARGIN: Duration = Duration::from_secs(5);

/// Everything, running. [`Self::stop`] ends it; only a folder to keep is left then.
pub struct World {
    // In the order in which they go: what uses the folder before the folder.
    edge: Running,
    worker: Option<Worker>,
    pki: Arc<Pki>,
    policy: Arc<MtlsAuthInbound>,
    options: Options,
    address: SocketAddr,
    folder: Folder,
}

impl World {
    /// Makes everything and starts it, on the runtime in which it is called. `on_row` hears of each request, and
    /// `on_event` of what happens to the edge, both on threads of their own.
    ///
    /// # Errors
    ///
    /// [`DevError`] with the way out. Nothing is left then.
    pub async fn start(
        options: Options,
        mut on_row: impl FnMut(Row) + Send + 'static,
        on_event: impl FnMut(Event) + Send + 'static,
    ) -> Result<Self, DevError> {
        let now = SystemTime::now();
        let pki = Arc::new(Pki::generate(OffsetDateTime::from(now))?);
        let policy = Arc::new(policy(&options, &pki.ca_certificates()?)?);
        check_worker_is_another(&options).await?;

        let mut folder = match &options.keep {
            None => Folder::temporary()?,
            Some(path) => Folder::kept(path)?,
        };
        write_certificates(&mut folder, &pki)?;
        for file in SqliteRegistry::files(REGISTRY) {
            folder.own(&file.to_string_lossy());
        }
        fill_registry(&folder.own(REGISTRY), &pki)?;
        let (worker, address) = match &options.worker {
            None => {
                folder.own(SOCKET);
                let worker = Worker::start(folder.path(), Arc::clone(&policy)).await?;
                let address = worker.address.clone();
                (Some(worker), address)
            }
            Some(own) => (None, own.as_str().to_owned()),
        };

        let rows =
            RowMaker { pki: Arc::clone(&pki), policy: Arc::clone(&policy), is_built_in: worker.is_some() };
        let path = folder.file(CONFIG);
        let text = edge_toml(options.port, &address, options.worker_timeout);
        let mut config = Config::parse(&text, &path).map_err(|error| start_failed(error.into(), &options))?;
        config.access_log = AccessLog::Off;
        let edge = Edge::prepare(config).map_err(|error| start_failed(error, &options))?;
        let edge = edge.on_request(move |access| on_row(rows.row(access))).on_event(on_event);
        let edge = edge.start().await.map_err(|error| start_failed(error, &options))?;
        let listens = edge.addresses().first().copied();
        let listens = listens.ok_or_else(|| DevError::system("the edge listens nowhere"))?;
        // Now with the port that was free.
        let text = edge_toml(listens.port(), &address, options.worker_timeout);
        let done = match check_loopback(listens).await {
            Ok(()) => folder.write(CONFIG, &text),
            failed => failed,
        };
        if let Err(error) = done {
            edge.stop().await;
            return Err(error);
        }
        folder.settle();
        Ok(Self { edge, worker, pki, policy, options, address: listens, folder })
    }

    /// The reason for which the user's own worker cannot be reached, if any. Requests reach it as soon as it listens.
    pub async fn why_worker_is_down(&self) -> Option<String> {
        let own = self.options.worker.as_ref()?;
        let connected = async {
            match &own.address {
                UpstreamAddress::Tcp { host, port } => {
                    TcpStream::connect((host.as_str(), *port)).await.map(drop)
                }
                #[cfg(unix)]
                UpstreamAddress::Unix(path) => tokio::net::UnixStream::connect(path).await.map(drop),
                #[cfg(not(unix))]
                UpstreamAddress::Unix(_) => Err(std::io::ErrorKind::Unsupported.into()),
            }
        };
        match timeout(WORKER_CONNECT_TIMEOUT, connected).await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("no answer".to_owned()),
        }
    }

    /// The expected response of a worker with the policy of the options.
    pub fn expected(&self, scenario: Scenario) -> Expected {
        expected(scenario, &self.pki, &self.policy)
    }

    /// Makes the call of a scenario's client.
    ///
    /// # Errors
    ///
    /// A sentence where no answer came.
    pub async fn call(&self, scenario: Scenario) -> Result<Answer, String> {
        let time_limit = self.options.worker_timeout.saturating_add(CLIENT_TIMEOUT_MARGIN);
        let client = self.pki.client(scenario);
        let answer = client::call(self.address, self.pki.server_ca.der(), client, time_limit).await;
        answer.map_err(|error| error.to_string())
    }

    /// The URL for clients.
    pub fn url(&self) -> String {
        format!("https://{DOMAIN}:{}/", self.address.port())
    }

    /// The folder with all files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The certificate by which clients know the edge.
    pub fn server_ca(&self) -> PathBuf {
        self.folder.file("server-ca.pem")
    }

    /// The file with a scenario's certificate and its private key; nothing in `none`.
    pub fn client_file(&self, scenario: Scenario) -> Option<PathBuf> {
        self.pki.client(scenario).map(|_| self.folder.file(&format!("{scenario}.pem")))
    }

    /// The options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The warnings about the options of the policy.
    pub fn policy_warnings(&self) -> impl Iterator<Item = String> {
        self.policy.warnings().iter().map(ToString::to_string)
    }

    /// Ends everything, and removes the folder unless it is one to keep.
    pub async fn stop(self) {
        let _ = self.stop_unless(std::future::pending()).await;
    }

    /// The same, but what is under way is broken off when `given_up` ends: a break says that it was.
    pub(crate) async fn stop_unless(self, given_up: impl Future<Output = ()>) -> ControlFlow<()> {
        let Self { edge, worker, folder, .. } = self;
        let end = tokio::select! {
            // In any case the edge stops.
            biased;
            () = edge.stop() => ControlFlow::Continue(()),
            () = given_up => ControlFlow::Break(()),
        };
        drop(worker);
        // A socket without a listener is of no use.
        let _ = std::fs::remove_file(folder.file(SOCKET));
        drop(folder);
        end
    }
}

fn policy(options: &Options, cas: &[CaCertificate]) -> Result<MtlsAuthInbound, DevError> {
    let policy = PolicyOptions::new().allow_unauthenticated_requests(options.unauthenticated);
    let policy = options.cert_issuer_dn.iter().fold(policy, |policy, name| policy.cert_issuer_dn(name));
    MtlsAuthInbound::for_cas(policy, cas)
        .map_err(|error| DevError::new(DevErrorKind::Policy, error.to_string()))
}

/// An edge whose worker is itself would speak TLS with somebody who does not.
async fn check_worker_is_another(options: &Options) -> Result<(), DevError> {
    match &options.worker {
        Some(own) if own.leads_to(options.port).await => {
            let message = format!("`{}` is where the edge itself is to listen", own.as_str());
            Err(DevError::new(DevErrorKind::WorkerAddress, message)
                .with_remedy("give the port of your worker, or let the edge listen elsewhere: --port 0"))
        }
        Some(_) | None => Ok(()),
    }
}

fn write_certificates(folder: &mut Folder, pki: &Pki) -> Result<(), DevError> {
    for (_, file, ca) in pki.uploaded() {
        folder.write(file, &ca.pem())?;
    }
    folder.write("server-ca.pem", &pki.server_ca.pem())?;
    folder.write("server.pem", &pki.server.chain_pem())?;
    folder.write("server-key.pem", &pki.server.key_pem())?;
    for scenario in Scenario::ALL {
        if let Some(client) = pki.client(*scenario) {
            // One file for both, so that the command to copy is short.
            folder.write(&format!("{scenario}.pem"), &(client.chain_pem() + &client.key_pem()))?;
        }
    }
    Ok(())
}

fn fill_registry(path: &Path, pki: &Pki) -> Result<(), DevError> {
    let now = UnixTime::now();
    let account = AccountName::parse(ACCOUNT).map_err(DevError::system)?;
    let domain = DomainName::parse(DOMAIN).map_err(DevError::system)?;
    let mut registry = SqliteRegistry::open_or_create(path).map_err(|error| {
        DevError::new(DevErrorKind::Folder, error.to_string()).with_remedy(error.remedy().unwrap_or_default())
    })?;
    for (name, _, ca) in pki.uploaded() {
        let name = CaName::parse(name).map_err(DevError::system)?;
        let ca = CaCertificate::from_der(ca.der()).map_err(DevError::system)?;
        let new = NewCaCertificate::new(account.clone(), name, ca, now).map_err(DevError::system)?;
        registry.create_ca_certificate(&new).map_err(DevError::system)?;
    }
    registry.add_domain(&account, &domain, DomainKind::Managed, now).map_err(DevError::system)?;
    Ok(())
}

/// The edge's configuration, with which `issuedby edge` runs the same in front of a worker that listens.
fn edge_toml(port: u16, worker: &str, timeout: Duration) -> String {
    // JSON and TOML escape alike.
    let worker = serde_json::Value::from(worker);
    format!(
        "# Written by `issuedby dev`. The same edge, when a worker listens at the address below:\n\
         # issuedby edge --config edge.toml\n\
         listen = [\"127.0.0.1:{port}\"]\n\
         registry = \"registry.sqlite\"\n\
         # Some clients would keep certificates of other CAs to themselves.\n\
         ca_hints = \"omit\"\n\
         \n\
         [[certificate]]\n\
         chain = \"server.pem\"\n\
         key = \"server-key.pem\"\n\
         \n\
         [[upstream]]\n\
         # The worker that `issuedby dev` has built in ends with it: let your own listen here, or put its address.\n\
         address = {worker}\n\
         # The worker runs the policy, which says something about every certificate.\n\
         client_cert = \"presented\"\n\
         \n\
         [limits]\n\
         response_timeout = \"{}ms\"\n\
         shutdown_timeout = \"1s\"\n",
        timeout.as_millis()
    )
}

/// Checks that this machine reaches itself: without that, no request comes.
async fn check_loopback(address: SocketAddr) -> Result<(), DevError> {
    let why = match timeout(LOOPBACK_TIMEOUT, TcpStream::connect(address)).await {
        Ok(Ok(_)) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "no answer".to_owned(),
    };
    Err(no_loopback(format!("this machine does not reach itself at {address}: {why}")))
}

fn no_loopback(message: String) -> DevError {
    DevError::new(DevErrorKind::Loopback, message)
        .with_remedy("the loopback interface is down, as in a new network namespace: ip link set lo up")
}

fn start_failed(error: StartError, options: &Options) -> DevError {
    use std::io::ErrorKind::{AddrInUse, AddrNotAvailable, PermissionDenied};
    let StartError::Listen { address, error } = &error else {
        return DevError::system(&error).with_remedy(error.remedy().unwrap_or_default());
    };
    let port = address.port();
    match error.kind() {
        AddrInUse => DevError::new(DevErrorKind::Port, format!("another program listens on port {port}"))
            .with_remedy("--port 0 takes one that is free")
            .with_remedy(format!("or stop that program, perhaps another `issuedby dev`: lsof -i :{port}")),
        PermissionDenied => {
            DevError::new(DevErrorKind::Port, format!("this user may not listen on port {port}: {error}"))
                .with_remedy(
                    "ports below 1024 need a privilege: --port 8443, or --port 0 for any that is free",
                )
        }
        AddrNotAvailable => no_loopback(format!("there is no address 127.0.0.1 on this machine: {error}")),
        _ => {
            DevError::new(DevErrorKind::Port, format!("port {} cannot be listened on: {error}", options.port))
                .with_remedy("--port 0 takes one that is free")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_unreachable_address_has_the_command_that_sets_it_up() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        assert!(check_loopback(address).await.is_ok());
        drop(listener);
        let error = check_loopback(address).await.unwrap_err();
        assert_eq!(error.kind(), DevErrorKind::Loopback);
        assert!(
            error.remedies().iter().any(|remedy| remedy.to_string().contains("ip link set lo up")),
            "{error}"
        );
    }
}
