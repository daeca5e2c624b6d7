//! The scenarios: what a client presents, and how a worker with the policy responds. One table for all languages.

use std::fmt;
use std::str::FromStr;

use issuedby::Reason;
use issuedby::policy::OptionError;

/// The policy's `certIssuerDN` in every scenario.
pub const CERT_ISSUER_DN: &str = "CN=example-ca,O=Example,C=US";

macro_rules! scenarios {
    ($($variant:ident, $name:literal, $description:literal, $reason:expr;)+) => {
        /// The certificate that a client presents.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Scenario {
            $(#[doc = concat!("`", $name, "`: ", $description, ".")] $variant,)+
        }

        impl Scenario {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name: kebab-case, the same in every language.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The certificate that the client presents.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $description,)+ }
            }

            /// The reason for which the enforcing policy with [`CERT_ISSUER_DN`] refuses the client; `None` where it allows it.
            pub const fn reason(self) -> Option<Reason> {
                match self { $(Self::$variant => $reason,)+ }
            }
        }
    };
}

scenarios! {
    Valid, "valid", "issued by the CA, valid", None;
    Expired, "expired", "expired", Some(Reason::Expired);
    NotYetValid, "not-yet-valid", "valid later only", Some(Reason::NotYetValid);
    OtherCa, "other-ca", "issued by a CA that no one uploaded", Some(Reason::NoMatchingCa);
    SameDnOtherKey, "same-dn-other-key", "issued by a CA with the same DN and another key", Some(Reason::SignatureInvalid);
    RenewedCa, "renewed-ca", "issued by the renewed CA: same DN, same key, later validity", None;
    ViaIntermediate, "via-intermediate", "issued by an intermediate below the CA, which the client sends along", Some(Reason::NotDirectlySigned);
    ServerOnly, "server-only", "for servers only (extKeyUsage serverAuth)", Some(Reason::NotForClientAuthentication);
    Tampered, "tampered", "one bit of the subject flipped after signing", Some(Reason::SignatureInvalid);
    Oversized, "oversized", "valid, but too long for the Client-Cert field", Some(Reason::CertificateUnavailable);
    V1, "v1", "X.509 version 1", Some(Reason::UnsupportedVersion);
    SecondCa, "second-ca", "issued by a second CA of the account, which the policy's certIssuerDN does not name", Some(Reason::IssuerNotAllowed);
    None, "none", "no certificate", Some(Reason::NoCertificate);
}

impl Scenario {
    /// The status of the response: 200, or 401 if there is a [reason](Self::reason).
    pub const fn status(self) -> u16 {
        match self.reason() {
            None => 200,
            Some(_) => 401,
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Scenario {
    /// `unknown_scenario`, with the nearest name and all others.
    type Err = OptionError;

    fn from_str(name: &str) -> Result<Self, OptionError> {
        let known = || Self::ALL.iter().map(|scenario| scenario.name());
        let found = Self::ALL.iter().find(|scenario| scenario.name() == name);
        found.copied().ok_or_else(|| OptionError::unknown_scenario(name, &known().collect::<Vec<_>>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        for scenario in Scenario::ALL {
            assert_eq!(scenario.name().parse(), Ok(*scenario));
        }
        assert_eq!(Scenario::ALL.len(), 13);
    }

    #[test]
    fn a_name_that_is_nearly_right_is_recognised() {
        for (written, meant) in [
            ("expird", Some("expired")),
            ("NOT_YET_VALID", Some("not-yet-valid")),
            ("via-intermediat", Some("via-intermediate")),
            ("qqqq", None),
            ("", None),
        ] {
            let error = written.parse::<Scenario>().unwrap_err();
            assert_eq!((error.code(), error.suggestion()), ("unknown_scenario", meant), "{written}");
            assert!(error.to_string().contains("second-ca"), "{error}");
        }
    }
}
