//! The one table of reason codes: why a certificate was refused, or a CA could not be loaded.
//!
//! Number, code, sentence, remedy and source of every reason stand here and nowhere else; the constants
//! of every other language are generated from this table. A number or a code is never renamed and never
//! used again for something else.
//!
#![doc = include_str!("../../REASONS.md")]

mod from_webpki;
mod set;

use core::fmt;

pub(crate) use from_webpki::is_about_name_constraints;
pub(crate) use set::ReasonSet;

/// The subject of a reason. The groups stand in the order in which a verdict lists its reasons.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum ReasonGroup {
    /// The bytes: RFC 5280 sections 4.1 and 4.2, X.690.
    Structure,
    /// The issuer: names, keys and signatures.
    Issuance,
    /// The usage that is allowed.
    Usage,
    /// When it is valid.
    Time,
    /// Tells whether it was taken back. The numbers are reserved; nothing gives these yet.
    Revocation,
    /// Tells whether there was a certificate at all.
    Presentation,
    /// The policy's decision about what an edge reports.
    Decision,
    /// The loading of a CA certificate.
    Loading,
}

impl ReasonGroup {
    /// The group in one lower-case word, as `issuedby reasons` prints it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Issuance => "issuance",
            Self::Usage => "usage",
            Self::Time => "time",
            Self::Revocation => "revocation",
            Self::Presentation => "presentation",
            Self::Decision => "decision",
            Self::Loading => "loading",
        }
    }
}

macro_rules! reasons {
    ($( $group:ident { $( $number:literal $variant:ident $code:literal
        $sentence:literal $remedy:literal $reference:literal )+ } )+) => {
        /// The reason of a refused certificate, or of a CA certificate that could not be loaded.
        ///
        /// Ordered as a verdict lists its reasons. The codes are an interface; the sentences are not.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Reason {
            $($(
                #[doc = concat!("`", $code, "` (", stringify!($number), "): ", $sentence, " (", $reference, ").")]
                $variant,
            )+)+
        }

        impl Reason {
            /// Every reason, in table order.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)+)+];

            /// The stable number, for languages without strings in their error codes.
            pub const fn number(self) -> u16 {
                match self { $($(Self::$variant => $number,)+)+ }
            }

            /// The stable code in `snake_case`, as it stands in JSON, headers and logs.
            pub const fn code(self) -> &'static str {
                match self { $($(Self::$variant => $code,)+)+ }
            }

            /// A fixed sentence without a final period. It names no CA, no name and no value, so that it
            /// can be shown to the client that was refused.
            pub const fn sentence(self) -> &'static str {
                match self { $($(Self::$variant => $sentence,)+)+ }
            }

            /// The step for the operator or the client's owner; empty where there is none.
            pub const fn remedy(self) -> &'static str {
                match self { $($(Self::$variant => $remedy,)+)+ }
            }

            /// The source of the rule.
            pub const fn reference(self) -> &'static str {
                match self { $($(Self::$variant => $reference,)+)+ }
            }

            /// The subject of the reason.
            pub const fn group(self) -> ReasonGroup {
                match self { $($(Self::$variant => ReasonGroup::$group,)+)+ }
            }
        }
    };
}

reasons! {
    Structure {
        101 Malformed "malformed"
            "the certificate is not well-formed DER"
            "ask the client's owner for the certificate as its CA issued it"
            "RFC 5280 section 4.1, X.690"
        102 TooLarge "too_large"
            "the certificate is larger than a limit"
            "issue a smaller certificate"
            "own limit"
        103 UnsupportedVersion "unsupported_version"
            "the certificate is not X.509 version 3"
            "issue the certificate again as X.509 version 3, which is what an extension makes it: `openssl x509 -req` takes -extfile, a file with a line such as `extendedKeyUsage = clientAuth`"
            "RFC 5280 section 4.1.2.1"
        104 TrailingData "trailing_data"
            "there are bytes after the end of the certificate"
            "send exactly one certificate and nothing after it"
            "RFC 5280 section 4.1, X.690"
        105 DuplicateExtension "duplicate_extension"
            "the certificate has the same extension twice"
            "issue the certificate again with each extension once"
            "RFC 5280 section 4.2"
        106 InvalidSerial "invalid_serial"
            "the serial number is not positive or is longer than 20 bytes"
            "issue the certificate again with a positive serial number of at most 20 bytes; one that is zero, negative, or of 20 bytes with the top bit set is accepted with the option `allow_unusual_serial` (`--allow-unusual-serial`)"
            "RFC 5280 section 4.1.2.2"
        107 MalformedIssuer "malformed_issuer"
            "the issuer is not a well-formed name"
            "if the file may have been changed on its way, get it again; else issue the certificate again with a CA whose name is well-formed"
            "RFC 5280 section 4.1.2.4"
        108 MalformedSubject "malformed_subject"
            "the subject is not a well-formed name"
            "if the file may have been changed on its way, get it again; else issue the certificate again with a well-formed subject"
            "RFC 5280 section 4.1.2.6"
        109 EmptyIssuer "empty_issuer"
            "the issuer is empty"
            "issue the certificate with a CA that has a name"
            "RFC 5280 section 4.1.2.4"
    }
    Issuance {
        201 NoMatchingCa "no_matching_ca"
            "no configured CA has the name that the certificate gives as its issuer"
            "ask the client's owner which CA issued it; only if that is your own CA, its certificate is missing here"
            "RFC 5280 section 6.1.3 (a)(4)"
        202 NotDirectlySigned "not_directly_signed"
            "the certificate was issued by an intermediate CA, not by a configured CA itself"
            "give the certificate of that intermediate CA, as one more CA"
            "own rule: one hop"
        203 TooManyCandidates "too_many_candidates"
            "more CAs with the issuer's name are configured than are tried for one certificate"
            "remove CAs that are no longer used, or issue certificates with an authority key identifier"
            "own limit"
        204 SignatureInvalid "signature_invalid"
            "the signature does not verify under the key of the CA"
            "ask the client's owner which CA issued it; if your CA has a new key, take its certificate from the CA itself"
            "RFC 5280 section 6.1.3 (a)(1)"
        205 SignatureAlgorithmMismatch "signature_algorithm_mismatch"
            "the signature algorithm does not fit the certificate or the CA's key"
            "issue the certificate again; the two algorithm fields and the CA's key must agree"
            "RFC 5280 section 4.1.1.2"
        206 SignatureAlgorithmUnsupported "signature_algorithm_unsupported"
            "the signature algorithm is not one that is accepted"
            "issue the certificate again with an accepted algorithm, such as RSA or ECDSA with SHA-256"
            "RFC 8446 section 4.2.3"
        207 KeyUnsupported "key_unsupported"
            "the public key of the certificate is of a kind that is not accepted"
            "use an RSA (2048 to 8192 bits), P-256, P-384 or Ed25519 key, or P-521 where aws-lc-rs verifies"
            "RFC 5480, RFC 8017, RFC 8410"
        208 KeyTooWeak "key_too_weak"
            "the public key of the certificate is too short"
            "use an RSA key of at least 2048 bits, or an elliptic-curve key"
            "NIST SP 800-131A"
    }
    Usage {
        301 IsACa "is_a_ca"
            "the certificate is a CA certificate, not a client's"
            "present the client's own certificate; if this is it, issue it again without `CA:TRUE`"
            "RFC 5280 section 4.2.1.9"
        302 NotForClientAuthentication "not_for_client_authentication"
            "the certificate's extended key usage does not allow client authentication"
            "issue the certificate again with the extended key usage clientAuth (1.3.6.1.5.5.7.3.2): `extendedKeyUsage = clientAuth` in the -extfile of openssl, `-ext eku=clientAuth` of keytool, `client_flag=true` in a role of Vault, `client auth` among the `usages` of cert-manager, a template with Client Authentication in AD CS"
            "RFC 5280 section 4.2.1.12"
        303 KeyUsageForbidsDigitalSignature "key_usage_forbids_digital_signature"
            "the certificate's key usage does not allow digital signatures"
            "issue the certificate again with the key usage digitalSignature: `keyUsage = critical, digitalSignature` in the -extfile of openssl, `-ext ku:c=digitalSignature` of keytool"
            "RFC 5280 section 4.2.1.3"
        304 UnknownCriticalExtension "unknown_critical_extension"
            "the certificate has a critical extension that is not understood"
            "issue the certificate without that extension, or with it not critical"
            "RFC 5280 section 4.2"
        305 NameConstraintsViolated "name_constraints_violated"
            "the CA's name constraints do not allow the names in the certificate"
            "issue the certificate with names that the CA may certify: `issuedby inspect CA.pem` lists them; only if these constraints are wrong, let the CA's issuer change them"
            "RFC 5280 section 4.2.1.10"
        306 NameConstraintsUnsupported "name_constraints_unsupported"
            "a name in the certificate cannot be evaluated under the CA's name constraints"
            "issue the certificate without that name, or replace the CA by one whose constraints can be evaluated: `issuedby inspect CA.pem` lists them"
            "RFC 5280 section 4.2.1.10"
        307 NameConstraintsTooComplex "name_constraints_too_complex"
            "the names in the certificate and the CA's name constraints take too many comparisons"
            "issue the certificate with fewer names, or with a CA that has fewer constraints"
            "own limit"
        308 CertificatePoliciesMissing "certificate_policies_missing"
            "the CA requires a certificate policy, and the certificate has none"
            "issue the certificate with the certificatePolicies of the CA"
            "RFC 5280 section 6.1.5"
        309 UnsupportedByVerifier "unsupported_by_verifier"
            "the certificate has something that RFC 5280 allows and the verifier webpki does not take"
            "issue the certificate without it"
            "limit of rustls-webpki"
    }
    Time {
        401 NotYetValid "not_yet_valid"
            "the certificate is not valid yet"
            "wait, or check the clocks of the CA and of this machine"
            "RFC 5280 section 4.1.2.5"
        402 Expired "expired"
            "the certificate has expired"
            "renew the client's certificate"
            "RFC 5280 section 4.1.2.5"
        403 CaNotYetValid "ca_not_yet_valid"
            "the CA certificate is not valid yet"
            "wait, or check the clock of this machine"
            "RFC 5280 section 6.1.3 (a)(2)"
        404 CaExpired "ca_expired"
            "the CA certificate has expired"
            "renew the CA certificate with the same name and the same key, so that its clients stay valid, and give the new one; for a self-signed CA: `openssl x509 -in CA.pem -signkey CA.key -days 3650 -out NEW-CA.pem`; else its issuer renews it"
            "RFC 5280 section 6.1.3 (a)(2)"
        405 CaSetStale "ca_set_stale"
            "the list of CAs could not be confirmed for too long"
            "restore the connection to the CA registry"
            "own rule"
        406 InvalidCheckTime "invalid_check_time"
            "the time of the check is not between 1970 and 9999"
            "set the clock of this machine"
            "own rule"
    }
    Revocation {
        501 Revoked "revoked"
            "the certificate was revoked"
            "issue a new certificate"
            "RFC 5280 section 6.3"
        502 RevocationUnknown "revocation_unknown"
            "it is not known whether the certificate was revoked"
            "provide a current list of revoked certificates"
            "RFC 5280 section 6.3"
        503 CrlExpired "crl_expired"
            "the list of revoked certificates is out of date"
            "provide a current list of revoked certificates"
            "RFC 5280 section 5.1.2.5"
    }
    Presentation {
        601 NoCertificate "no_certificate"
            "no client certificate was presented"
            "let the client send its certificate, and have its key: curl takes them with `--cert` and `--key`"
            "RFC 8446 section 4.4.2"
    }
    Decision {
        701 IssuerNotAllowed "issuer_not_allowed"
            "the certificate's issuer is not allowed here"
            "if clients of that CA may pass, write its name into `certIssuerDN` as the certificate has it: `issuedby verify --ca CA.pem CLIENT.pem` prints it"
            "policy"
        702 CertificateUnavailable "certificate_unavailable"
            "the certificate was verified but did not reach the policy"
            "raise the limit for the Client-Cert header, or issue a smaller certificate"
            "policy"
    }
    Loading {
        801 PemExpected "pem_expected"
            "the CA certificate is not in PEM form"
            "convert it: openssl x509 -inform DER -in ca.der -out ca.pem"
            "RFC 7468 section 5"
        802 SeveralCertificates "several_certificates"
            "the file holds several certificates"
            "keep only the CA certificate that signs the clients directly"
            "own rule"
        803 PrivateKeyFound "private_key_found"
            "the file holds a private key"
            "remove the key from the file, and treat it as exposed"
            "own rule"
        804 NotACa "not_a_ca"
            "the certificate is not a CA certificate"
            "give the certificate of the CA that issues the clients' certificates; if this is it, issue it again as a CA with the same name and the same key, so that its clients stay valid: `printf 'basicConstraints = critical, CA:TRUE\\nkeyUsage = critical, keyCertSign, cRLSign\\n' > ca.ext && openssl x509 -in CA.pem -signkey CA.key -days 3650 -extfile ca.ext -out NEW-CA.pem` for a self-signed CA, `-ext bc:c=ca:true` of keytool"
            "RFC 5280 section 4.2.1.9"
        805 CaKeyCertSignMissing "ca_key_cert_sign_missing"
            "the CA's key usage does not allow it to sign certificates"
            "issue the CA certificate again with the key usage keyCertSign, and with the same name and the same key, so that its clients stay valid: `printf 'basicConstraints = critical, CA:TRUE\\nkeyUsage = critical, keyCertSign, cRLSign\\n' > ca.ext && openssl x509 -in CA.pem -signkey CA.key -days 3650 -extfile ca.ext -out NEW-CA.pem` for a self-signed CA, `-ext ku:c=keyCertSign,cRLSign` of keytool"
            "RFC 5280 section 4.2.1.3"
        806 CaUnsupportedVersion "ca_unsupported_version"
            "the CA certificate is not X.509 version 3"
            "issue the CA certificate again as version 3 with the same name and the same key, so that its clients stay valid: `printf 'basicConstraints = critical, CA:TRUE\\nkeyUsage = critical, keyCertSign, cRLSign\\n' > ca.ext && openssl x509 -in CA.pem -signkey CA.key -days 3650 -extfile ca.ext -out NEW-CA.pem`"
            "RFC 5280 section 4.1.2.1"
        807 CaKeyUnsupported "ca_key_unsupported"
            "the CA's public key is of a kind that is not accepted"
            "use a CA with an RSA (2048 to 8192 bits), P-256, P-384 or Ed25519 key, or P-521 where aws-lc-rs verifies"
            "RFC 5480, RFC 8017, RFC 8410"
        808 CaKeyTooWeak "ca_key_too_weak"
            "the CA's public key is too short"
            "use a CA with an RSA key of at least 2048 bits, or an elliptic-curve key"
            "NIST SP 800-131A"
        809 CaUnknownCriticalExtension "ca_unknown_critical_extension"
            "the CA certificate has a critical extension that is not understood"
            "issue the CA certificate without that extension, or with it not critical"
            "RFC 5280 section 4.2"
        810 CaEmptySubject "ca_empty_subject"
            "the CA certificate has no subject"
            "issue the CA certificate with a name, and then its clients' certificates again: theirs have no issuer"
            "RFC 5280 section 4.1.2.6"
        811 CaNameConstraintsMalformed "ca_name_constraints_malformed"
            "the CA certificate has name constraints that cannot be read"
            "issue the CA certificate again with name constraints that RFC 5280 section 4.2.1.10 allows"
            "RFC 5280 section 4.2.1.10"
    }
}

impl Reason {
    /// The reason with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.code() == code)
    }

    /// The reason with this number, if there is one.
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.number() == number)
    }
}

/// Writes the code.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn numbers_and_codes_are_unique_and_found_again() {
        let numbers: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.number()).collect();
        let codes: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.code()).collect();
        assert_eq!(numbers.len(), Reason::ALL.len());
        assert_eq!(codes.len(), Reason::ALL.len());
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(*reason));
            assert_eq!(Reason::from_number(reason.number()), Some(*reason));
        }
        assert_eq!(Reason::from_code("no_such_code"), None);
        assert_eq!(Reason::from_number(0), None);
    }

    #[test]
    fn table_order_is_group_order_and_number_order() {
        for pair in Reason::ALL.windows(2) {
            let [first, second] = pair else { continue };
            assert!(first.group() <= second.group() && first.number() < second.number(), "{first} {second}");
        }
    }

    #[test]
    fn a_set_holds_every_reason_apart_and_lists_them_in_table_order() {
        assert!(Reason::ALL.len() <= 64, "ReasonSet has 64 bits");
        let mut set = ReasonSet::default();
        for reason in Reason::ALL.iter().rev() {
            assert!(!set.contains(*reason));
            set.insert(*reason);
        }
        assert!(set.iter().eq(Reason::ALL.iter().copied()));
    }

    #[test]
    fn no_remedy_says_to_upload_what_an_attacker_can_make() {
        // What anyone can provoke with a certificate of their own must not end in a new CA.
        let trusted = [Reason::NotDirectlySigned, Reason::CaExpired];
        for reason in Reason::ALL.iter().filter(|reason| reason.group() != ReasonGroup::Loading) {
            let remedy = reason.remedy();
            let asks_for_a_ca = remedy.contains("upload") || remedy.contains("give the");
            assert!(!asks_for_a_ca || trusted.contains(reason), "{reason}");
        }
    }

    #[test]
    fn sentences_are_lower_case_ascii_without_a_final_period() {
        for reason in Reason::ALL {
            let sentence = reason.sentence();
            assert!(sentence.is_ascii() && !sentence.ends_with('.'), "{sentence}");
            assert!(sentence.starts_with(|first: char| first.is_ascii_lowercase()), "{sentence}");
        }
    }
}
