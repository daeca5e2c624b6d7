//! The object identifiers that test certificates carry, dotted.

/// Attribute type `C`.
pub const COUNTRY: &str = "2.5.4.6";
/// Attribute type `O`.
pub const ORGANIZATION: &str = "2.5.4.10";
/// Attribute type `CN`.
pub const COMMON_NAME: &str = "2.5.4.3";

/// Attribute type `emailAddress`.
pub const EMAIL_ADDRESS: &str = "1.2.840.113549.1.9.1";

/// otherName SmtpUTF8Mailbox (RFC 9598).
pub const SMTP_UTF8_MAILBOX: &str = "1.3.6.1.5.5.7.8.9";
/// otherName of Microsoft's user principal name.
pub const USER_PRINCIPAL_NAME: &str = "1.3.6.1.4.1.311.20.2.3";

/// Extension subjectKeyIdentifier.
pub const SUBJECT_KEY_IDENTIFIER: &str = "2.5.29.14";
/// Extension keyUsage.
pub const KEY_USAGE: &str = "2.5.29.15";
/// Extension subjectAltName.
pub const SUBJECT_ALTERNATIVE_NAME: &str = "2.5.29.17";
/// Extension basicConstraints.
pub const BASIC_CONSTRAINTS: &str = "2.5.29.19";
/// Extension nameConstraints.
pub const NAME_CONSTRAINTS: &str = "2.5.29.30";
/// Extension certificatePolicies.
pub const CERTIFICATE_POLICIES: &str = "2.5.29.32";
/// Extension authorityKeyIdentifier.
pub const AUTHORITY_KEY_IDENTIFIER: &str = "2.5.29.35";
/// Extension policyConstraints.
pub const POLICY_CONSTRAINTS: &str = "2.5.29.36";
/// Extension inhibitAnyPolicy.
pub const INHIBIT_ANY_POLICY: &str = "2.5.29.54";
/// The list of signed certificate timestamps (RFC 6962).
pub const SIGNED_CERTIFICATE_TIMESTAMPS: &str = "1.3.6.1.4.1.11129.2.4.2";
/// Extension extKeyUsage.
pub const EXTENDED_KEY_USAGE: &str = "2.5.29.37";

/// Extended key usage anyExtendedKeyUsage.
pub const ANY_EXTENDED_KEY_USAGE: &str = "2.5.29.37.0";
/// Extended key usage serverAuth.
pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
/// Extended key usage clientAuth.
pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
/// Extended key usage codeSigning.
pub const CODE_SIGNING: &str = "1.3.6.1.5.5.7.3.3";

/// Key type id-ecPublicKey.
pub const EC_PUBLIC_KEY: &str = "1.2.840.10045.2.1";
/// Curve P-256.
pub const P256: &str = "1.2.840.10045.3.1.7";
/// Curve P-384.
pub const P384: &str = "1.3.132.0.34";
/// Curve P-521.
pub const P521: &str = "1.3.132.0.35";
/// Key type rsaEncryption.
pub const RSA_ENCRYPTION: &str = "1.2.840.113549.1.1.1";
/// Key type and signature algorithm id-RSASSA-PSS.
pub const RSASSA_PSS: &str = "1.2.840.113549.1.1.10";
/// Mask generation function 1.
pub const MGF1: &str = "1.2.840.113549.1.1.8";
/// Key type and signature algorithm Ed25519.
pub const ED25519: &str = "1.3.101.112";

/// The stem of extensions that no implementation knows: an arc reserved for documentation (RFC 5612).
pub const UNKNOWN: &str = "1.3.6.1.4.1.32473";
