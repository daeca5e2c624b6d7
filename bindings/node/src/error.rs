//! Errors as the scripts get them: JSON, from which they make the class, the code and the properties.

use issuedby::CaError;
use issuedby::ca::CaIdError;
use issuedby::client_cert::ClientCertError;
use issuedby::fingerprint::FingerprintError;
use issuedby::input::InputError;
use issuedby::name::{NameError, NameTextError};
use issuedby::policy::{OptionError, OptionErrorKind};
use napi::{Error, Status};
use serde_json::{Value, json};

/// An error of the core, on its way to the scripts.
pub(crate) trait IntoScript {
    /// `class`, `code` and `message`, and what else the error's object has.
    fn properties(&self) -> Value;

    /// The error to be thrown.
    fn into_script(self) -> Error
    where
        Self: Sized,
    {
        Error::new(Status::GenericFailure, self.properties().to_string())
    }
}

impl IntoScript for CaIdError {
    fn properties(&self) -> Value {
        json!({ "class": "ParseError", "code": self.code(), "message": self.to_string() })
    }
}

impl IntoScript for ClientCertError {
    fn properties(&self) -> Value {
        json!({ "class": "ParseError", "code": self.code(), "message": self.to_string() })
    }
}

impl IntoScript for FingerprintError {
    fn properties(&self) -> Value {
        json!({
            "class": "ParseError",
            "code": self.kind().code(),
            "message": self.to_string(),
            "character": self.character(),
        })
    }
}

impl IntoScript for InputError {
    fn properties(&self) -> Value {
        json!({ "class": "ParseError", "code": self.code(), "message": self.to_string() })
    }
}

impl IntoScript for NameError {
    fn properties(&self) -> Value {
        json!({
            "class": "ParseError",
            "code": self.kind().code(),
            "message": self.to_string(),
            "offset": self.offset(),
        })
    }
}

impl IntoScript for NameTextError {
    fn properties(&self) -> Value {
        json!({
            "class": "ParseError",
            "code": self.kind().code(),
            "message": self.to_string(),
            "offset": self.offset(),
            "character": self.character(),
        })
    }
}

impl IntoScript for OptionError {
    fn properties(&self) -> Value {
        // A value of another type is JavaScript's own error, as everywhere.
        let class = match self.kind() {
            OptionErrorKind::WrongType | OptionErrorKind::NotAnObject => "TypeError",
            _ => "OptionError",
        };
        json!({
            "class": class,
            "code": self.code(),
            "message": self.to_string(),
            "option": self.option(),
            "element": self.element(),
            "nameError": self.name_error().map(|error| error.kind().code()),
            "suggestion": self.suggestion(),
        })
    }
}

impl IntoScript for CaError {
    fn properties(&self) -> Value {
        json!({
            "class": "UnfitCaError",
            "code": self.reason().code(),
            "message": format!("{self}; {}", self.remedy()),
            "remedy": self.remedy(),
        })
    }
}
