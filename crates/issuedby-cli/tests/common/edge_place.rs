//! A folder with an edge's configuration and all that it names.
#![allow(dead_code, reason = "each suite uses a part")]

use std::fs;
use std::process::{Child, Stdio};

use issuedby_registry::{
    AccountName, CaName, DomainKind, DomainName, NewCaCertificate, Registry, SqliteRegistry,
};
use rcgen::{CertificateParams, KeyPair};

use crate::common::{self, Run, Scratch, program, run};

/// A folder with everything that an edge wants.
pub(crate) struct Place {
    pub(crate) scratch: Scratch,
}

pub(crate) const CONFIG: &str = "\
listen = [\"127.0.0.1:0\"]
registry = \"registry.sqlite\"

[[certificate]]
chain = \"server.pem\"
key = \"server-key.pem\"

[[upstream]]
address = \"http://127.0.0.1:9\"
";

/// Only its owner reads a private key.
pub(crate) fn make_private(path: impl AsRef<std::path::Path>) {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("a mode");
    #[cfg(not(unix))]
    let _ = path;
}

impl Place {
    pub(crate) fn new() -> Self {
        let scratch = Scratch::new();
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(["api.example".to_owned()]).expect("a name");
        scratch.file("server.pem", params.self_signed(&key).expect("a certificate").pem());
        scratch.file("server-key.pem", key.serialize_pem());
        scratch.file("other-key.pem", KeyPair::generate().expect("a key").serialize_pem());
        for key in ["server-key.pem", "other-key.pem"] {
            make_private(scratch.path(key));
        }
        let mut registry =
            SqliteRegistry::open_or_create(scratch.path("registry.sqlite")).expect("a registry");
        let (account, domain) =
            (AccountName::parse("acme").unwrap(), DomainName::parse("api.example").unwrap());
        let now = ::issuedby::check_time(common::AT_SECONDS);
        let ca = fs::read(common::certs().join("ca.pem")).expect("a CA");
        let ca = ::issuedby::CaCertificate::from_pem(&ca).expect("a CA");
        let name = CaName::parse("clients").expect("a name");
        let new = NewCaCertificate::new(account.clone(), name, ca, now).expect("an identifier");
        registry.create_ca_certificate(&new).expect("it is new");
        registry.add_domain(&account, &domain, DomainKind::Managed, now).expect("a domain");
        Self { scratch }
    }

    pub(crate) fn check(&self, config: &str) -> Run {
        let config = self.scratch.file("edge.toml", config);
        run(program().args(["edge", "--config", &config, "--check"]), b"")
    }

    pub(crate) fn start(&self, config: &str) -> Child {
        let config = self.scratch.file("edge.toml", config);
        let mut command = program();
        command.args(["edge", "--config", &config]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("it starts")
    }
}
