//! The oracle's answer and the core's, in one form.

use issuedby::{CaCertificate, CaSet, Verifier, check_time};
use serde_json::Value;

use super::case::Case;

/// The parts of an answer that must be equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// For each CA certificate, why it cannot be loaded.
    pub loaded: Vec<Option<String>>,
    /// True if the leaf is accepted.
    pub accepted: bool,
    /// The CA that the verdict names, by its place in the case.
    pub ca: Option<usize>,
    /// The reasons in the order of the verdict, and whether each is authenticated.
    pub reasons: Vec<(String, bool)>,
}

impl Answer {
    /// The answer of the core.
    pub fn of_core(case: &Case) -> Self {
        let mut loaded = Vec::new();
        let mut cas = Vec::new();
        for (index, der) in case.cas.iter().enumerate() {
            // A key that the provider does not take is found when a set is made.
            let ca = CaCertificate::from_der(der).and_then(|ca| CaSet::new([ca.clone()]).map(|_| ca));
            match ca {
                Ok(ca) => {
                    // The identifier finds the CA of the verdict in the case, where a certificate may stand twice.
                    cas.push(ca.with_id(index.to_string()).expect("a number is an identifier"));
                    loaded.push(None);
                }
                Err(error) => loaded.push(Some(error.reason().code().to_owned())),
            }
        }
        if cas.is_empty() {
            return Self { loaded, ..Self::default() };
        }
        let set = match CaSet::new(cas) {
            Ok(set) => set,
            Err(error) => {
                let code = format!("set: {}", error.reason().code());
                return Self { loaded: vec![Some(code)], ..Self::default() };
            }
        };
        let verifier = Verifier::new(set)
            .require_client_auth_eku(case.options.require_client_auth_eku)
            .ignore_ca_validity(case.options.ignore_ca_validity)
            .allow_unusual_serial(case.options.allow_unusual_serial);
        let verdict = verifier.evaluate(Some(&case.leaf), check_time(case.time));
        let ca = verdict.ca().and_then(CaCertificate::id);
        Self {
            loaded,
            accepted: verdict.verified(),
            ca: ca.map(|id| id.parse().expect("the identifiers are numbers")),
            reasons: verdict
                .reasons()
                .map(|entry| (entry.reason.code().to_owned(), entry.authenticated))
                .collect(),
        }
    }

    /// The answer of the oracle, from its line.
    ///
    /// # Errors
    ///
    /// The line is not the answer to this case, or says that the oracle failed.
    pub fn of_oracle(line: &str, number: u64) -> Result<Self, String> {
        let unreadable = || format!("the oracle answers case {number} with: {line}");
        let value: Value = serde_json::from_str(line).map_err(|_| unreadable())?;
        if value["n"].as_u64() != Some(number) || !value["error"].is_null() {
            return Err(unreadable());
        }
        let accepted = match value["status"].as_str() {
            Some("SUCCESS") => true,
            Some("FAILED") => false,
            _ => return Err(unreadable()),
        };
        let loaded = value["loaded"].as_array().ok_or_else(unreadable)?;
        let reasons = value["reasons"].as_array().ok_or_else(unreadable)?;
        let reason = |entry: &Value| {
            let code = entry["code"].as_str()?.to_owned();
            Some((code, entry["authenticated"].as_bool()?))
        };
        Ok(Self {
            loaded: loaded.iter().map(|code| code.as_str().map(str::to_owned)).collect(),
            accepted,
            ca: value["ca"].as_u64().and_then(|ca| usize::try_from(ca).ok()),
            reasons: reasons.iter().map(reason).collect::<Option<_>>().ok_or_else(unreadable)?,
        })
    }

    /// True if a CA could be loaded, so that there is a verdict.
    pub fn has_verdict(&self) -> bool {
        self.loaded.iter().any(Option::is_none)
    }

    /// The reasons why the leaf is refused, or if no CA could be loaded, the errors of the CAs.
    pub fn codes(&self) -> Vec<&str> {
        match self.has_verdict() {
            true => self.reasons.iter().map(|(code, _)| code.as_str()).collect(),
            false => self.loaded.iter().flatten().map(String::as_str).collect(),
        }
    }
}

/// One line, for tables.
impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let loaded: Vec<_> = self.loaded.iter().map(|code| code.as_deref().unwrap_or("loaded")).collect();
        write!(f, "[{}] ", loaded.join(", "))?;
        if self.accepted {
            write!(f, "SUCCESS")?;
        } else {
            let reasons = self.reasons.iter().map(|(code, authenticated)| match authenticated {
                true => code.clone(),
                false => format!("{code}?"),
            });
            write!(f, "FAILED {}", reasons.collect::<Vec<_>>().join(", "))?;
        }
        match self.ca {
            Some(ca) => write!(f, " CA {ca}"),
            None => Ok(()),
        }
    }
}
