//! Errors as the scripts get them: JSON, from which they make the class, the five details and the other properties.

use issuedby::ca::{CaBundleError, CaIdError, UnfitCertificate};
use issuedby::client_cert::ClientCertError;
use issuedby::fingerprint::FingerprintError;
use issuedby::input::InputError;
use issuedby::name::{NameError, NameTextError};
use issuedby::policy::{OptionError, OptionErrorKind};
use issuedby::trusted_edge::{TrustedEdgeError, TrustedEdgeErrorKind};
use issuedby::{CaError, ErrorDetails, ParseError};
use napi::{Error, Status};
use serde_json::{Value, json};

/// An error of the core, on its way to the scripts.
pub(crate) trait IntoScript: ErrorDetails {
    /// The class of the error's object.
    fn class(&self) -> &'static str {
        "ParseError"
    }

    /// The sentence for people.
    fn message(&self) -> String {
        self.to_string()
    }

    /// The properties beside the five details, as an object; null where there are none.
    fn more(&self) -> Value {
        Value::Null
    }

    /// The error to be thrown.
    fn into_script(self) -> Error
    where
        Self: Sized,
    {
        let properties = json!({
            "class": self.class(),
            "message": self.message(),
            "details": {
                "code": self.code(),
                "remedy": self.remedy(),
                "suggestion": self.suggestion(),
                "position": self.position(),
            },
            "more": self.more(),
        });
        Error::new(Status::GenericFailure, properties.to_string())
    }
}

impl IntoScript for CaIdError {}
impl IntoScript for ClientCertError {}
impl IntoScript for FingerprintError {}
impl IntoScript for InputError {}
impl IntoScript for NameError {}

impl IntoScript for ParseError {
    fn message(&self) -> String {
        format!("{self}; {}", self.remedy())
    }
}

impl IntoScript for NameTextError {}

impl IntoScript for CaError {
    fn class(&self) -> &'static str {
        "UnfitCaError"
    }

    fn message(&self) -> String {
        format!("{self}; {}", self.remedy())
    }
}

impl IntoScript for CaBundleError {
    fn class(&self) -> &'static str {
        "UnfitCaError"
    }

    fn message(&self) -> String {
        format!("{self}; {}", self.remedy())
    }

    fn more(&self) -> Value {
        let unfit = |unfit: &UnfitCertificate| {
            json!({
                "number": unfit.number(),
                "line": unfit.line(),
                "subject": unfit.subject().map(ToString::to_string),
                "code": unfit.error().reason().code(),
                "message": unfit.error().to_string(),
                "remedy": unfit.error().remedy(),
            })
        };
        json!({ "unfit": self.unfit().iter().map(unfit).collect::<Vec<_>>() })
    }
}

impl IntoScript for OptionError {
    fn class(&self) -> &'static str {
        // A value of another type is JavaScript's own error, as everywhere.
        match self.kind() {
            OptionErrorKind::WrongType | OptionErrorKind::NotAnObject => "TypeError",
            _ => "OptionError",
        }
    }

    fn more(&self) -> Value {
        json!({
            "option": self.option(),
            "element": self.element(),
            "nameError": self.name_error().map(ErrorDetails::code),
        })
    }
}

impl IntoScript for TrustedEdgeError {
    fn class(&self) -> &'static str {
        match self.kind() {
            TrustedEdgeErrorKind::WrongType | TrustedEdgeErrorKind::NotAnObject => "TypeError",
            _ => "OptionError",
        }
    }

    fn more(&self) -> Value {
        json!({ "option": self.option(), "element": self.element() })
    }
}
