//! Domains and accounts in the configuration, each read once into the registry's own type.

use issuedby_registry::{AccountName, DomainName};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A name as the registry knows it. The text of the file is not kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Name<T>(T);

impl<T> Name<T> {
    /// The name.
    pub fn name(&self) -> &T {
        &self.0
    }
}

/// As people write it: `Bücher.example` too.
impl<'de> Deserialize<'de> for Name<DomainName> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DomainName::parse(&text).map(Self).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Name<AccountName> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        AccountName::parse(&text).map(Self).map_err(D::Error::custom)
    }
}
