//! The edge's own certificates: which one for which name, and reading them again when their files change.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use arc_swap::ArcSwap;
use issuedby_registry::DomainName;
use pki_types::pem::PemObject;
use pki_types::{CertificateDer, PrivateKeyDer};
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::config::{Config, ConfigError, ServerCertificate};

/// The certificates of the edge, by name.
pub(crate) struct ServerCertificates {
    provider: Arc<CryptoProvider>,
    config: Arc<Config>,
    loaded: ArcSwap<Loaded>,
}

struct Loaded {
    exact: HashMap<DomainName, Arc<CertifiedKey>>,
    /// By what follows `*.`.
    wildcard: HashMap<DomainName, Arc<CertifiedKey>>,
    /// What the files were like when they were read.
    stamps: Vec<Stamp>,
}

type Stamp = Option<(SystemTime, u64)>;

impl ServerCertificates {
    /// Reads the files that the configuration names.
    pub(crate) fn load(config: &Arc<Config>, provider: &Arc<CryptoProvider>) -> Result<Self, ConfigError> {
        let loaded = Loaded::read(config, provider)?;
        Ok(Self {
            provider: Arc::clone(provider),
            config: Arc::clone(config),
            loaded: ArcSwap::from_pointee(loaded),
        })
    }

    /// Whether a file was changed since it was read.
    pub(crate) fn have_changed(&self) -> bool {
        self.loaded.load().stamps != stamps(&self.config)
    }

    /// Reads the files again. Where one does not fit, those that were read before go on.
    pub(crate) fn reload(&self) -> Result<(), ConfigError> {
        let stamps = stamps(&self.config);
        match Loaded::read(&self.config, &self.provider) {
            Ok(loaded) => {
                self.loaded.store(Arc::new(loaded));
                Ok(())
            }
            Err(error) => {
                // Said once for each change, not at every look.
                let before = self.loaded.load();
                let (exact, wildcard) = (before.exact.clone(), before.wildcard.clone());
                self.loaded.store(Arc::new(Loaded { exact, wildcard, stamps }));
                Err(error)
            }
        }
    }

    fn find(&self, domain: &DomainName) -> Option<Arc<CertifiedKey>> {
        let loaded = self.loaded.load();
        let by_wildcard = || {
            let (_, parent) = domain.as_str().split_once('.')?;
            loaded.wildcard.get(&DomainName::from_canonical(parent).ok()?)
        };
        loaded.exact.get(domain).or_else(by_wildcard).map(Arc::clone)
    }
}

impl ResolvesServerCert for ServerCertificates {
    fn resolve(&self, client_hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.find(&DomainName::from_server_name(client_hello.server_name()?.as_bytes()).ok()?)
    }
}

impl fmt::Debug for ServerCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerCertificates").finish_non_exhaustive()
    }
}

impl Loaded {
    fn read(config: &Config, provider: &CryptoProvider) -> Result<Self, ConfigError> {
        let mut loaded = Self { exact: HashMap::new(), wildcard: HashMap::new(), stamps: stamps(config) };
        for files in &config.certificate {
            let (key, names) = read_pair(config, files, provider)?;
            for name in names {
                let (names, name) = match name.strip_prefix("*.") {
                    Some(parent) => (&mut loaded.wildcard, parent),
                    None => (&mut loaded.exact, name.as_str()),
                };
                // A name that is no domain is in no handshake that is served.
                if let Ok(domain) = DomainName::from_server_name(name.as_bytes()) {
                    names.entry(domain).or_insert_with(|| Arc::clone(&key));
                }
            }
        }
        Ok(loaded)
    }
}

/// A certificate with its key, and the names that it is for.
fn read_pair(
    config: &Config,
    files: &ServerCertificate,
    provider: &CryptoProvider,
) -> Result<(Arc<CertifiedKey>, Vec<String>), ConfigError> {
    let shown = |path: &Path| config.resolve(path).display().to_string();
    let (chain_file, key_file) = (shown(files.chain.get_ref()), shown(files.key.get_ref()));
    let in_chain = |message: String, help: &str| config.error_at(&files.chain, message).with_help(help);
    let in_key = |message: String, help: &str| config.error_at(&files.key, message).with_help(help);

    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_file_iter(&chain_file).and_then(Iterator::collect).map_err(|error| {
            let message =
                format!("the certificate `{chain_file}` could not be read: {}", without_content(&error));
            in_chain(message, "check the path, and that it is a PEM file that this user may read")
        })?;
    let Some(leaf) = chain.first() else {
        let message = format!("expected a certificate in PEM form in `{chain_file}`, found none");
        return Err(in_chain(message, "put the server's certificate first, then its intermediates"));
    };
    let key = PrivateKeyDer::from_pem_file(&key_file).map_err(|error| {
        let message = format!("the private key `{key_file}` could not be read: {}", without_content(&error));
        in_key(message, "it must be an unencrypted private key in PEM form that this user may read")
    })?;
    let names: Vec<String> = webpki::EndEntityCert::try_from(leaf)
        .map_err(|error| {
            let message = format!("expected the certificate of a server in `{chain_file}`: {error}");
            in_chain(message, "put the server's own certificate first")
        })?
        .valid_dns_names()
        .map(str::to_owned)
        .collect();
    if names.is_empty() {
        let message = format!("expected a DNS name in the subjectAltName of `{chain_file}`, found none");
        return Err(in_chain(message, "issue it with the names of the domains that it serves"));
    }
    let certified = CertifiedKey::from_der(chain, key, provider).map_err(|error| {
        let message = format!("the key `{key_file}` does not fit the certificate `{chain_file}`: {error}");
        in_key(message, "give the key with which the certificate was requested")
    })?;
    Ok((Arc::new(certified), names))
}

/// What is wrong with a PEM file, and nothing of what is in it.
fn without_content(error: &pki_types::pem::Error) -> String {
    use pki_types::pem::Error;
    match error {
        Error::Io(error) => error.to_string(),
        Error::NoItemsFound => "there is none in it".to_owned(),
        _ => "it is not well-formed PEM".to_owned(),
    }
}

fn stamps(config: &Config) -> Vec<Stamp> {
    let files = config.certificate.iter().flat_map(|files| [files.chain.get_ref(), files.key.get_ref()]);
    let stamp = |path: PathBuf| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    files.map(|path| stamp(config.resolve(path))).collect()
}
