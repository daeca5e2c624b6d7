//! A loading case: a file that is offered as a CA, and what loading it must give.

/// The warnings about a CA: the names of `CaCertificate.warnings`.
pub mod warning {
    /// extKeyUsage is present and lacks clientAuth: other verifiers will refuse what it issues.
    pub const EKU_LACKS_CLIENT_AUTH: &str = "eku_lacks_client_auth";
    /// Name constraints on directory names, which cannot be evaluated: no leaf can verify.
    pub const NAME_CONSTRAINTS_VERIFY_NO_LEAF: &str = "name_constraints_verify_no_leaf";
    /// Name constraints on other kinds that cannot be evaluated: no leaf with such a name can verify.
    pub const NAME_CONSTRAINTS_REFUSE_SOME_NAMES: &str = "name_constraints_refuse_some_names";
    /// The certificate stands more than once in its bundle.
    pub const REPEATED_IN_BUNDLE: &str = "repeated_in_bundle";
}

/// A loading case.
pub struct CaCase {
    /// Theme and property, as `ca/not-a-ca`.
    pub id: String,
    /// The description of the case, for people.
    pub description: String,
    /// The file.
    pub input: Input,
    /// The form in which the file is offered.
    pub format: Format,
    /// The expected result of loading it.
    pub expect: CaExpectation,
    /// The facts that the message or the remedy of an error must hold, as parts of their text.
    pub facts: &'static [&'static str],
    /// The cryptography providers that the expectation holds for.
    pub providers: &'static [&'static str],
}

/// The bytes of a file.
pub enum Input {
    /// These.
    Bytes(Vec<u8>),
    /// One byte so many times.
    Repeat(u8, usize),
}

/// The form in which a file is offered.
#[derive(Clone, Copy)]
pub enum Format {
    /// As DER.
    Der,
    /// As PEM.
    Pem,
}

/// The expected result of loading a file.
pub enum CaExpectation {
    /// This error.
    Error(&'static str),
    /// A CA with these warnings.
    Warnings(Vec<&'static str>),
}

impl CaCase {
    /// A file that loads, with these warnings.
    pub fn loads(
        id: &str,
        description: &str,
        format: Format,
        file: Vec<u8>,
        warnings: &[&'static str],
    ) -> Self {
        Self::new(id, description, format, Input::Bytes(file), CaExpectation::Warnings(warnings.to_vec()))
    }

    /// A file that is refused with this code.
    pub fn refused(id: &str, description: &str, format: Format, file: Vec<u8>, code: &'static str) -> Self {
        Self::new(id, description, format, Input::Bytes(file), CaExpectation::Error(code))
    }

    /// A file of one repeated byte, refused with this code.
    pub fn repeated(
        id: &str,
        description: &str,
        format: Format,
        (byte, count): (u8, usize),
        code: &'static str,
    ) -> Self {
        Self::new(id, description, format, Input::Repeat(byte, count), CaExpectation::Error(code))
    }

    /// The case for aws-lc-rs alone.
    pub fn on_aws_lc_rs_only(self) -> Self {
        Self { providers: &["aws-lc-rs"], ..self }
    }

    fn new(id: &str, description: &str, format: Format, input: Input, expect: CaExpectation) -> Self {
        Self {
            id: id.to_owned(),
            description: description.to_owned(),
            input,
            format,
            expect,
            facts: &[],
            providers: &["aws-lc-rs", "ring"],
        }
    }
}
