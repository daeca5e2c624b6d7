//! The server certificates of the edge by name, read again when their files change.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use arc_swap::ArcSwap;
use issuedby::Certificate;
use issuedby_registry::DomainName;
use pki_types::CertificateDer;
use pki_types::pem::PemObject;
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::config::{self, Config, ConfigError};
use crate::limits::MAX_PEM_FILE_SIZE;
use crate::regular_file;
use crate::tls::private_key;

/// The certificates of the edge, by name.
pub(crate) struct ServerCertificates {
    provider: Arc<CryptoProvider>,
    config: Arc<Config>,
    loaded: ArcSwap<Loaded>,
}

struct Loaded {
    /// In the order of the configuration.
    all: Vec<Arc<ServerCertificate>>,
    exact: HashMap<DomainName, Arc<ServerCertificate>>,
    /// By what follows `*.`.
    wildcard: HashMap<DomainName, Arc<ServerCertificate>>,
    /// The state of the files when they were read.
    stamps: Vec<Stamp>,
}

/// A certificate of the edge that was read.
pub(crate) struct ServerCertificate {
    /// The file that it was read from.
    pub(crate) file: String,
    key: Arc<CertifiedKey>,
    /// The names that another entry before it has: their clients get that one.
    pub(crate) shadowed: Vec<Shadowed>,
    /// The dates of each certificate of the chain, the server's own first; or why they cannot be read.
    pub(crate) validities: Vec<Result<Validity, String>>,
}

impl ServerCertificate {
    /// The chain that clients get, for whoever looks why they do not trust it: its number of certificates, and the issuer of
    /// the last one, which a client must have.
    pub(crate) fn describe_chain(&self) -> String {
        let chain = &self.key.cert;
        let count = match chain.len() {
            1 => "1 certificate".to_owned(),
            count => format!("{count} certificates"),
        };
        let last = chain.last().and_then(|last| Certificate::from_der(last).ok());
        let issuer = last.as_ref().and_then(|last| last.issuer().ok());
        let issuer = issuer.map(|issuer| format!(", and the last one was issued by `{issuer}`"));
        format!("`{}` has {count}{}", self.file, issuer.unwrap_or_default())
    }
}

/// A name that an entry before has too.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Shadowed {
    pub(crate) name: String,
    /// The file of the entry that is used.
    pub(crate) used: String,
}

/// The first and the last second in which a certificate is valid, in Unix seconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Validity {
    pub(crate) not_before: i64,
    pub(crate) not_after: i64,
}

impl ServerCertificate {
    /// Returns true where the whole chain is valid at this time, in Unix seconds. Dates that cannot be read count as valid.
    pub(crate) fn is_valid_at(&self, now: i64) -> bool {
        self.validities.iter().flatten().all(|dates| (dates.not_before..=dates.not_after).contains(&now))
    }
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

    /// Returns true where a file was changed since it was read.
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
                // Logged once for each change, not at every look.
                let before = self.loaded.load();
                let (all, exact, wildcard) =
                    (before.all.clone(), before.exact.clone(), before.wildcard.clone());
                self.loaded.store(Arc::new(Loaded { all, exact, wildcard, stamps }));
                Err(error)
            }
        }
    }

    /// All of them, in the order of the configuration.
    pub(crate) fn all(&self) -> Vec<Arc<ServerCertificate>> {
        self.loaded.load().all.clone()
    }

    /// The certificate that clients of a domain get.
    pub(crate) fn find(&self, domain: &DomainName) -> Option<Arc<ServerCertificate>> {
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
        let domain = DomainName::from_server_name(client_hello.server_name()?.as_bytes()).ok()?;
        self.find(&domain).map(|certificate| Arc::clone(&certificate.key))
    }
}

impl fmt::Debug for ServerCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerCertificates").finish_non_exhaustive()
    }
}

impl Loaded {
    fn read(config: &Config, provider: &CryptoProvider) -> Result<Self, ConfigError> {
        let (exact, wildcard) = (HashMap::new(), HashMap::new());
        let mut loaded = Self { all: Vec::new(), exact, wildcard, stamps: stamps(config) };
        for files in &config.certificate {
            let (mut certificate, names) = read_pair(config, files, provider)?;
            certificate.shadowed = loaded.shadowed_among(&names);
            let certificate = Arc::new(certificate);
            loaded.all.push(Arc::clone(&certificate));
            for name in names {
                let (names, name) = match name.strip_prefix("*.") {
                    Some(parent) => (&mut loaded.wildcard, parent),
                    None => (&mut loaded.exact, name.as_str()),
                };
                // A name that is no domain is in no handshake that is served.
                if let Ok(domain) = DomainName::from_server_name(name.as_bytes()) {
                    names.entry(domain).or_insert_with(|| Arc::clone(&certificate));
                }
            }
        }
        Ok(loaded)
    }

    /// Those of the names that an entry before has.
    fn shadowed_among(&self, names: &[String]) -> Vec<Shadowed> {
        let used = |name: &String| {
            let (known, domain) = match name.strip_prefix("*.") {
                Some(parent) => (&self.wildcard, parent),
                None => (&self.exact, name.as_str()),
            };
            let domain = DomainName::from_server_name(domain.as_bytes()).ok()?;
            let used = known.get(&domain)?.file.clone();
            Some(Shadowed { name: name.clone(), used })
        };
        names.iter().filter_map(used).collect()
    }
}

/// A certificate with its key, and the names that it is for.
fn read_pair(
    config: &Config,
    files: &config::ServerCertificate,
    provider: &CryptoProvider,
) -> Result<(ServerCertificate, Vec<String>), ConfigError> {
    let (chain_path, key_path) = (config.resolve(files.chain.get_ref()), config.resolve(files.key.get_ref()));
    let (chain_file, key_file) = (chain_path.display().to_string(), key_path.display().to_string());
    let in_chain = |message: String, help: &str| config.error_at(&files.chain, message).with_remedy(help);
    let in_key = |message: String, help: &str| config.error_at(&files.key, message).with_remedy(help);

    let unreadable_chain = |error: &dyn fmt::Display| {
        let message = format!("the certificate `{chain_file}` could not be read: {error}");
        in_chain(message, "check the path, and that it is a PEM file that this user may read")
    };
    let pem = read_pem(&chain_path).map_err(|error| unreadable_chain(&error))?;
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&pem)
        .collect::<Result<_, _>>()
        .map_err(|error| unreadable_chain(&without_content(&error)))?;
    let Some(leaf) = chain.first() else {
        let message = format!("found no certificate in PEM form in `{chain_file}`");
        return Err(in_chain(message, "put the server's certificate first, then its intermediates"));
    };
    if chain.len() > 1 && Certificate::from_der(leaf).is_ok_and(|first| first.is_ca()) {
        let message =
            format!("found the certificate of a CA first in `{chain_file}`, expected the server's own");
        return Err(in_chain(
            message,
            "change the order: the server's certificate first, then the CA that issued it",
        ));
    }
    let unreadable_key = |error: &dyn fmt::Display| {
        let message = format!("the private key `{key_file}` could not be read: {error}");
        in_key(message, private_key::ASK)
    };
    let pem = read_pem(&key_path).map_err(|error| unreadable_key(&error))?;
    let key = private_key::read(&pem, &key_file).map_err(|no_key| {
        let message = format!("found no private key that can be used in `{key_file}`: {}", no_key.found);
        in_key(message, &no_key.remedy)
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
        let message = format!("found no DNS name in the subjectAltName of `{chain_file}`");
        return Err(in_chain(message, "issue it with the names of the domains that it serves"));
    }
    let validities = chain.iter().map(validity).collect();
    let certified = CertifiedKey::from_der(chain, key, provider).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => in_key(
            format!("the key `{key_file}` is not that of the first certificate in `{chain_file}`"),
            &format!(
                "give the key with which that certificate was requested, or the certificate of this key, first in `chain`: `openssl \
                 x509 -in {chain_file} -noout -pubkey` and `openssl pkey -in {key_file} -pubout` print the same for a pair"
            ),
        ),
        error => in_key(
            format!("the key `{key_file}` cannot be used: {error}"),
            "use an RSA key of 2048 bits or more, or a P-256 or P-384 key",
        ),
    })?;
    let (key, shadowed) = (Arc::new(certified), Vec::new());
    Ok((ServerCertificate { file: chain_file, key, shadowed, validities }, names))
}

fn read_pem(path: &Path) -> std::io::Result<Vec<u8>> {
    regular_file::read(path, MAX_PEM_FILE_SIZE)
}

fn validity(certificate: &CertificateDer<'static>) -> Result<Validity, String> {
    let certificate = Certificate::from_der(certificate).map_err(|error| error.to_string())?;
    let (not_before, not_after) = (certificate.not_before_seconds(), certificate.not_after_seconds());
    Ok(Validity { not_before, not_after })
}

/// The error of a PEM file, with nothing of its content.
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
