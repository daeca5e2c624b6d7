//! The servers, each in processes of its own.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use issuedby_edge::{Config, Edge};

use crate::memory;
use crate::place::Place;

/// A server that runs.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) port: u16,
    child: Child,
}

/// The edge, in the process that [`Peer::edge`] starts.
pub(crate) fn serve(config: &str) {
    let edge =
        Edge::prepare(Config::from_file(config).expect("a configuration")).expect("everything is there");
    issuedby_edge::run(edge.on_memory_freed(memory::release)).expect("it serves");
}

impl Peer {
    /// nginx that asks for certificates without evaluating them, and hands them on. None where it is not installed.
    pub(crate) fn nginx(place: &Place, worker: SocketAddr) -> Option<Self> {
        Command::new("nginx").arg("-v").stderr(Stdio::null()).status().ok()?;
        let port = free_port();
        let path = |name: &str| place.path(name).display().to_string();
        let config = format!(
            "daemon off; user root; worker_processes 2; pid {pid}; error_log {log} error;\n\
             events {{ worker_connections 8192; }}\n\
             http {{ access_log off; keepalive_requests 1000000000;\n\
             upstream worker {{ server {worker}; keepalive 64; keepalive_requests 1000000000; }}\n\
             server {{ listen 127.0.0.1:{port} ssl; server_name api.example;\n\
             ssl_certificate {chain}; ssl_certificate_key {key}; ssl_verify_client optional_no_ca;\n\
             ssl_protocols TLSv1.2 TLSv1.3;\n\
             location / {{ proxy_pass http://worker; proxy_http_version 1.1; proxy_set_header Connection \"\";\n\
             proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;\n\
             proxy_set_header Client-Cert $ssl_client_escaped_cert;\n\
             proxy_set_header Client-Verify $ssl_client_verify; }} }} }}\n",
            pid = path("nginx.pid"),
            log = path("nginx.log"),
            chain = path("server.pem"),
            key = path("server-key.pem"),
        );
        fs::write(place.path("nginx.conf"), config).expect("a file");
        let mut command = Command::new("nginx");
        command.arg("-c").arg(place.path("nginx.conf")).arg("-p").arg(place.path(""));
        Some(Self::start("nginx", port, &mut command))
    }

    pub(crate) fn edge(place: &Place, worker: SocketAddr) -> Self {
        let limits = "connections_per_source = 8192\nhandshakes_per_source = 1000000\n\
                      handshakes_per_account = 1000000\n";
        Self::edge_with(place, worker, free_port(), limits)
    }

    /// An edge with these limits, whose metrics are at `metrics`.
    pub(crate) fn edge_with(place: &Place, worker: SocketAddr, metrics: u16, limits: &str) -> Self {
        let port = free_port();
        let config = format!(
            "listen = [\"127.0.0.1:{port}\"]\nregistry = \"registry.sqlite\"\naccess_log = \"off\"\n\
             metrics = \"127.0.0.1:{metrics}\"\n\
             [[certificate]]\nchain = \"server.pem\"\nkey = \"server-key.pem\"\n\
             [[upstream]]\naddress = \"http://{worker}\"\naccounts = \"all\"\n[limits]\n{limits}"
        );
        fs::write(place.path("edge.toml"), config).expect("a file");
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg("serve").arg(place.path("edge.toml"));
        Self::start("issuedby", port, &mut command)
    }

    fn start(name: &'static str, port: u16, command: &mut Command) -> Self {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        let peer = Self { name, port, child };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return peer;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{name} does not listen");
    }

    /// The processor time of its processes, in seconds.
    pub(crate) fn processor(&self) -> f64 {
        /// `sysconf(_SC_CLK_TCK)` on Linux.
        const TICKS: f64 = 100.0;
        let of = |pid: &u32| {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let after_name = stat.rsplit(')').next().unwrap_or_default().to_owned();
            let fields: Vec<f64> =
                after_name.split_whitespace().map(|field| field.parse().unwrap_or(0.0)).collect();
            fields.get(11).unwrap_or(&0.0) + fields.get(12).unwrap_or(&0.0)
        };
        self.processes().iter().map(of).sum::<f64>() / TICKS
    }

    /// The resident memory of its processes.
    pub(crate) fn resident_kib(&self) -> u64 {
        let of = |pid: &u32| {
            let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
            line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0)
        };
        self.processes().iter().map(of).sum()
    }

    fn processes(&self) -> Vec<u32> {
        let pid = self.child.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        let children = children.split_whitespace().filter_map(|pid| pid.parse().ok());
        [pid].into_iter().chain(children).collect()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // Politely, so that nginx ends its workers.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
