//! The options of the policy, as they are configured.

use alloc::string::String;
use alloc::vec::Vec;

use super::error::OptionError;
use crate::json::JsonValue;
use crate::limits::MAX_OPTIONS_SIZE;

/// The name of the option that lets unauthenticated requests go on.
pub const ALLOW_UNAUTHENTICATED_REQUESTS: &str = "allowUnauthenticatedRequests";

/// The name of the option with the issuers whose certificates are accepted.
pub const CERT_ISSUER_DN: &str = "certIssuerDN";

/// Every option.
pub(super) const OPTIONS: [&str; 2] = [ALLOW_UNAUTHENTICATED_REQUESTS, CERT_ISSUER_DN];

/// The treatment of a request whose client is not verified: `allowUnauthenticatedRequests`.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Unauthenticated {
    /// It goes on, with what is known of its client: for a staged rollout.
    Allow,
    /// It is answered with 401.
    #[default]
    Refuse,
}

/// The configured values, not checked yet: [`MtlsAuthInbound::new`](super::MtlsAuthInbound::new) does that.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use]
pub struct PolicyOptions {
    unauthenticated: Unauthenticated,
    /// None where the option is not given; an empty list is given, and refused.
    cert_issuer_dn: Option<Vec<String>>,
}

impl PolicyOptions {
    /// Enforcing, and no issuer yet.
    pub const fn new() -> Self {
        Self { unauthenticated: Unauthenticated::Refuse, cert_issuer_dn: None }
    }

    /// Sets the treatment of unauthenticated requests.
    pub fn allow_unauthenticated_requests(mut self, unauthenticated: Unauthenticated) -> Self {
        self.unauthenticated = unauthenticated;
        self
    }

    /// One issuer more whose certificates are accepted: the subject of the CA, as
    /// [`DistinguishedName::parse`](crate::DistinguishedName::parse) reads it. Each call adds one, so that a
    /// rotation to a new name needs no window without authentication.
    pub fn cert_issuer_dn(mut self, name: impl Into<String>) -> Self {
        self.cert_issuer_dn.get_or_insert_default().push(name.into());
        self
    }

    /// Reads `{"allowUnauthenticatedRequests": boolean, "certIssuerDN": string or array of strings}`.
    ///
    /// Strict: nothing is ignored, converted or taken twice. What is left out has its default; null is not the
    /// same as left out, for it may stand for a variable that somebody forgot to set.
    ///
    /// # Errors
    ///
    /// [`OptionError`] for what is too large, is no JSON object, has an unknown or repeated option or a value of
    /// another type. The names are not read yet.
    pub fn from_json(text: impl AsRef<[u8]>) -> Result<Self, OptionError> {
        let text = text.as_ref();
        if text.len() > MAX_OPTIONS_SIZE {
            return Err(OptionError::too_large(text.len()));
        }
        let members = match JsonValue::parse(text) {
            Ok(JsonValue::Object(members)) => members,
            Ok(other) => return Err(OptionError::not_an_object(other.kind())),
            Err(error) => return Err(OptionError::not_json(&error)),
        };
        let (mut allow, mut names) = (None, None);
        for (key, value) in members {
            match key.as_str() {
                ALLOW_UNAUTHENTICATED_REQUESTS => {
                    once(&mut allow, ALLOW_UNAUTHENTICATED_REQUESTS, unauthenticated(&value)?)?;
                }
                CERT_ISSUER_DN => once(&mut names, CERT_ISSUER_DN, issuer_names(value)?)?,
                unknown => return Err(OptionError::unknown_option(unknown, &OPTIONS)),
            }
        }
        Ok(Self { unauthenticated: allow.unwrap_or_default(), cert_issuer_dn: names })
    }

    pub(super) fn unauthenticated(&self) -> Unauthenticated {
        self.unauthenticated
    }

    pub(super) fn issuer_names(&self) -> Option<&[String]> {
        self.cert_issuer_dn.as_deref()
    }
}

/// Sets an option that may be given once. RFC 8259 section 4 leaves open which of two counts; readers differ.
fn once<T>(option: &mut Option<T>, name: &'static str, value: T) -> Result<(), OptionError> {
    match option.replace(value) {
        None => Ok(()),
        Some(_) => Err(OptionError::duplicate(name)),
    }
}

fn unauthenticated(value: &JsonValue) -> Result<Unauthenticated, OptionError> {
    match value {
        JsonValue::Boolean(true) => Ok(Unauthenticated::Allow),
        JsonValue::Boolean(false) => Ok(Unauthenticated::Refuse),
        other => {
            Err(OptionError::wrong_type(ALLOW_UNAUTHENTICATED_REQUESTS, None, "true or false", other.kind()))
        }
    }
}

fn issuer_names(value: JsonValue) -> Result<Vec<String>, OptionError> {
    match value {
        JsonValue::Text(name) => Ok(Vec::from([name])),
        JsonValue::Array(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| match item {
                JsonValue::Text(name) => Ok(name),
                other => {
                    let element = Some(index.saturating_add(1));
                    Err(OptionError::wrong_type(CERT_ISSUER_DN, element, "a string", other.kind()))
                }
            })
            .collect(),
        other => Err(OptionError::wrong_type(
            CERT_ISSUER_DN,
            None,
            "a string or an array of strings",
            other.kind(),
        )),
    }
}
