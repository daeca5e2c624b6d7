"""Made by `cargo xtask generate` from the core's own tables: do not edit."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, NoReturn, TypeVar

__all__ = ["CaWarning", "Reason", "Status"]

_Member = TypeVar("_Member", bound="_Text")


class _Text(str, Enum):
    """A member is its text, also where it is formatted."""

    def __new__(cls: type[_Member], value: str) -> _Member:
        member = str.__new__(cls, value)
        member._value_ = value
        return member

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str, /) -> str:
        return str.__format__(self, format_spec)


class Status(_Text):
    """The result of a verification.

    It refuses to be a boolean: every status is a text that is not empty, and FAILED would read as true.
    """

    def __bool__(self) -> NoReturn:
        raise TypeError("a Status is neither true nor false: write `status is Status.SUCCESS`")

    NONE = "NONE"
    FAILED = "FAILED"
    SUCCESS = "SUCCESS"


class Reason(_Text):
    """The reasons why a certificate was refused, or a CA certificate could not be loaded: the codes, in table order."""

    @property
    def number(self) -> int:
        """The stable number, for languages without strings in their error codes."""
        return _REASONS[self].number

    @property
    def group(self) -> str:
        """The group of the reason."""
        return _REASONS[self].group

    @property
    def sentence(self) -> str:
        """A fixed sentence, which may be shown to the client that was refused."""
        return _REASONS[self].sentence

    @property
    def remedy(self) -> str:
        """The remedy, for the operator or the client's owner."""
        return _REASONS[self].remedy

    @property
    def reference(self) -> str:
        """The source of the rule."""
        return _REASONS[self].reference

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    UNSUPPORTED_VERSION = "unsupported_version"
    TRAILING_DATA = "trailing_data"
    DUPLICATE_EXTENSION = "duplicate_extension"
    INVALID_SERIAL = "invalid_serial"
    MALFORMED_ISSUER = "malformed_issuer"
    MALFORMED_SUBJECT = "malformed_subject"
    EMPTY_ISSUER = "empty_issuer"
    NO_MATCHING_CA = "no_matching_ca"
    NOT_DIRECTLY_SIGNED = "not_directly_signed"
    TOO_MANY_CANDIDATES = "too_many_candidates"
    SIGNATURE_INVALID = "signature_invalid"
    SIGNATURE_ALGORITHM_MISMATCH = "signature_algorithm_mismatch"
    SIGNATURE_ALGORITHM_UNSUPPORTED = "signature_algorithm_unsupported"
    KEY_UNSUPPORTED = "key_unsupported"
    KEY_TOO_WEAK = "key_too_weak"
    IS_A_CA = "is_a_ca"
    NOT_FOR_CLIENT_AUTHENTICATION = "not_for_client_authentication"
    KEY_USAGE_FORBIDS_DIGITAL_SIGNATURE = "key_usage_forbids_digital_signature"
    UNKNOWN_CRITICAL_EXTENSION = "unknown_critical_extension"
    NAME_CONSTRAINTS_VIOLATED = "name_constraints_violated"
    NAME_CONSTRAINTS_UNSUPPORTED = "name_constraints_unsupported"
    NAME_CONSTRAINTS_TOO_COMPLEX = "name_constraints_too_complex"
    CERTIFICATE_POLICIES_MISSING = "certificate_policies_missing"
    UNSUPPORTED_BY_VERIFIER = "unsupported_by_verifier"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    CA_NOT_YET_VALID = "ca_not_yet_valid"
    CA_EXPIRED = "ca_expired"
    CA_SET_STALE = "ca_set_stale"
    INVALID_CHECK_TIME = "invalid_check_time"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    CRL_EXPIRED = "crl_expired"
    NO_CERTIFICATE = "no_certificate"
    ISSUER_NOT_ALLOWED = "issuer_not_allowed"
    CERTIFICATE_UNAVAILABLE = "certificate_unavailable"
    PEM_EXPECTED = "pem_expected"
    SEVERAL_CERTIFICATES = "several_certificates"
    PRIVATE_KEY_FOUND = "private_key_found"
    NOT_A_CA = "not_a_ca"
    CA_KEY_CERT_SIGN_MISSING = "ca_key_cert_sign_missing"
    CA_UNSUPPORTED_VERSION = "ca_unsupported_version"
    CA_KEY_UNSUPPORTED = "ca_key_unsupported"
    CA_KEY_TOO_WEAK = "ca_key_too_weak"
    CA_UNKNOWN_CRITICAL_EXTENSION = "ca_unknown_critical_extension"
    CA_EMPTY_SUBJECT = "ca_empty_subject"
    CA_NAME_CONSTRAINTS_MALFORMED = "ca_name_constraints_malformed"


class CaWarning(_Text):
    """A warning about a CA that can be used all the same."""

    @property
    def sentence(self) -> str:
        """A sentence for people."""
        return _CA_WARNINGS[self]

    EKU_LACKS_CLIENT_AUTH = "eku_lacks_client_auth"
    NAME_CONSTRAINTS_VERIFY_NO_LEAF = "name_constraints_verify_no_leaf"
    NAME_CONSTRAINTS_REFUSE_SOME_NAMES = "name_constraints_refuse_some_names"
    REPEATED_IN_BUNDLE = "repeated_in_bundle"


class _Facts(NamedTuple):
    number: int
    group: str
    sentence: str
    remedy: str
    reference: str


_REASONS: dict[str, _Facts] = {
    "malformed": _Facts(
        101,
        "structure",
        "the certificate is not well-formed DER",
        "ask the client's owner for the certificate as its CA issued it",
        "RFC 5280 section 4.1, X.690",
    ),
    "too_large": _Facts(
        102,
        "structure",
        "the certificate is larger than a limit",
        "issue a smaller certificate",
        "own limit",
    ),
    "unsupported_version": _Facts(
        103,
        "structure",
        "the certificate is not X.509 version 3",
        "issue the certificate again as X.509 version 3, which is what an extension makes it: `openssl x509 -req` takes -extfile, a file with a line such as `extendedKeyUsage = clientAuth`",
        "RFC 5280 section 4.1.2.1",
    ),
    "trailing_data": _Facts(
        104,
        "structure",
        "there are bytes after the end of the certificate",
        "send exactly one certificate and nothing after it",
        "RFC 5280 section 4.1, X.690",
    ),
    "duplicate_extension": _Facts(
        105,
        "structure",
        "the certificate has the same extension twice",
        "issue the certificate again with each extension once",
        "RFC 5280 section 4.2",
    ),
    "invalid_serial": _Facts(
        106,
        "structure",
        "the serial number is not positive or is longer than 20 bytes",
        "issue the certificate again with a positive serial number of at most 20 bytes; one that is zero, negative, or of 20 bytes with the top bit set is accepted with the option `allow_unusual_serial` (`--allow-unusual-serial`)",
        "RFC 5280 section 4.1.2.2",
    ),
    "malformed_issuer": _Facts(
        107,
        "structure",
        "the issuer is not a well-formed name",
        "if the file may have been changed on its way, get it again; else issue the certificate again with a CA whose name is well-formed",
        "RFC 5280 section 4.1.2.4",
    ),
    "malformed_subject": _Facts(
        108,
        "structure",
        "the subject is not a well-formed name",
        "if the file may have been changed on its way, get it again; else issue the certificate again with a well-formed subject",
        "RFC 5280 section 4.1.2.6",
    ),
    "empty_issuer": _Facts(
        109,
        "structure",
        "the issuer is empty",
        "issue the certificate with a CA that has a name",
        "RFC 5280 section 4.1.2.4",
    ),
    "no_matching_ca": _Facts(
        201,
        "issuance",
        "no configured CA has the name that the certificate gives as its issuer",
        "ask the client's owner which CA issued it; only if that is your own CA, its certificate is missing here",
        "RFC 5280 section 6.1.3 (a)(4)",
    ),
    "not_directly_signed": _Facts(
        202,
        "issuance",
        "the certificate was issued by an intermediate CA, not by a configured CA itself",
        "give the certificate of that intermediate CA, as one more CA",
        "own rule: one hop",
    ),
    "too_many_candidates": _Facts(
        203,
        "issuance",
        "more CAs with the issuer's name are configured than are tried for one certificate",
        "remove CAs that are no longer used, or issue certificates with an authority key identifier",
        "own limit",
    ),
    "signature_invalid": _Facts(
        204,
        "issuance",
        "the signature does not verify under the key of the CA",
        "ask the client's owner which CA issued it; if your CA has a new key, take its certificate from the CA itself",
        "RFC 5280 section 6.1.3 (a)(1)",
    ),
    "signature_algorithm_mismatch": _Facts(
        205,
        "issuance",
        "the signature algorithm does not fit the certificate or the CA's key",
        "issue the certificate again; the two algorithm fields and the CA's key must agree",
        "RFC 5280 section 4.1.1.2",
    ),
    "signature_algorithm_unsupported": _Facts(
        206,
        "issuance",
        "the signature algorithm is not one that is accepted",
        "issue the certificate again with an accepted algorithm, such as RSA or ECDSA with SHA-256",
        "RFC 8446 section 4.2.3",
    ),
    "key_unsupported": _Facts(
        207,
        "issuance",
        "the public key of the certificate is of a kind that is not accepted",
        "use an RSA (2048 to 8192 bits), P-256, P-384 or Ed25519 key, or P-521 where aws-lc-rs verifies",
        "RFC 5480, RFC 8017, RFC 8410",
    ),
    "key_too_weak": _Facts(
        208,
        "issuance",
        "the public key of the certificate is too short",
        "use an RSA key of at least 2048 bits, or an elliptic-curve key",
        "NIST SP 800-131A",
    ),
    "is_a_ca": _Facts(
        301,
        "usage",
        "the certificate is a CA certificate, not a client's",
        "present the client's own certificate; if this is it, issue it again without `CA:TRUE`",
        "RFC 5280 section 4.2.1.9",
    ),
    "not_for_client_authentication": _Facts(
        302,
        "usage",
        "the certificate's extended key usage does not allow client authentication",
        "issue the certificate again with the extended key usage clientAuth (1.3.6.1.5.5.7.3.2): `extendedKeyUsage = clientAuth` in the -extfile of openssl, `-ext eku=clientAuth` of keytool, `client_flag=true` in a role of Vault, `client auth` among the `usages` of cert-manager, a template with Client Authentication in AD CS",
        "RFC 5280 section 4.2.1.12",
    ),
    "key_usage_forbids_digital_signature": _Facts(
        303,
        "usage",
        "the certificate's key usage does not allow digital signatures",
        "issue the certificate again with the key usage digitalSignature: `keyUsage = critical, digitalSignature` in the -extfile of openssl, `-ext ku:c=digitalSignature` of keytool",
        "RFC 5280 section 4.2.1.3",
    ),
    "unknown_critical_extension": _Facts(
        304,
        "usage",
        "the certificate has a critical extension that is not understood",
        "issue the certificate without that extension, or with it not critical",
        "RFC 5280 section 4.2",
    ),
    "name_constraints_violated": _Facts(
        305,
        "usage",
        "the CA's name constraints do not allow the names in the certificate",
        "issue the certificate with names that the CA may certify: `issuedby inspect CA.pem` lists them; only if these constraints are wrong, let the CA's issuer change them",
        "RFC 5280 section 4.2.1.10",
    ),
    "name_constraints_unsupported": _Facts(
        306,
        "usage",
        "a name in the certificate cannot be evaluated under the CA's name constraints",
        "issue the certificate without that name, or replace the CA by one whose constraints can be evaluated: `issuedby inspect CA.pem` lists them",
        "RFC 5280 section 4.2.1.10",
    ),
    "name_constraints_too_complex": _Facts(
        307,
        "usage",
        "the names in the certificate and the CA's name constraints take too many comparisons",
        "issue the certificate with fewer names, or with a CA that has fewer constraints",
        "own limit",
    ),
    "certificate_policies_missing": _Facts(
        308,
        "usage",
        "the CA requires a certificate policy, and the certificate has none",
        "issue the certificate with the certificatePolicies of the CA",
        "RFC 5280 section 6.1.5",
    ),
    "unsupported_by_verifier": _Facts(
        309,
        "usage",
        "the certificate has something that RFC 5280 allows and the verifier webpki does not take",
        "issue the certificate without it",
        "limit of rustls-webpki",
    ),
    "not_yet_valid": _Facts(
        401,
        "time",
        "the certificate is not valid yet",
        "wait, or check the clocks of the CA and of this machine",
        "RFC 5280 section 4.1.2.5",
    ),
    "expired": _Facts(
        402,
        "time",
        "the certificate has expired",
        "renew the client's certificate",
        "RFC 5280 section 4.1.2.5",
    ),
    "ca_not_yet_valid": _Facts(
        403,
        "time",
        "the CA certificate is not valid yet",
        "wait, or check the clock of this machine",
        "RFC 5280 section 6.1.3 (a)(2)",
    ),
    "ca_expired": _Facts(
        404,
        "time",
        "the CA certificate has expired",
        "renew the CA certificate with the same name and the same key, so that its clients stay valid, and give the new one; for a self-signed CA: `openssl x509 -in CA.pem -signkey CA.key -days 3650 -out NEW-CA.pem`; else its issuer renews it",
        "RFC 5280 section 6.1.3 (a)(2)",
    ),
    "ca_set_stale": _Facts(
        405,
        "time",
        "the list of CAs could not be confirmed for too long",
        "restore the connection to the CA registry",
        "own rule",
    ),
    "invalid_check_time": _Facts(
        406,
        "time",
        "the time of the check is not between 1970 and 9999",
        "set the clock of this machine",
        "own rule",
    ),
    "revoked": _Facts(
        501,
        "revocation",
        "the certificate was revoked",
        "issue a new certificate",
        "RFC 5280 section 6.3",
    ),
    "revocation_unknown": _Facts(
        502,
        "revocation",
        "it is not known whether the certificate was revoked",
        "provide a current list of revoked certificates",
        "RFC 5280 section 6.3",
    ),
    "crl_expired": _Facts(
        503,
        "revocation",
        "the list of revoked certificates is out of date",
        "provide a current list of revoked certificates",
        "RFC 5280 section 5.1.2.5",
    ),
    "no_certificate": _Facts(
        601,
        "presentation",
        "no client certificate was presented",
        "let the client send its certificate, and have its key: curl takes them with `--cert` and `--key`",
        "RFC 8446 section 4.4.2",
    ),
    "issuer_not_allowed": _Facts(
        701,
        "decision",
        "the certificate's issuer is not allowed here",
        "if clients of that CA may pass, write its name into `certIssuerDN` as the certificate has it: `issuedby verify --ca CA.pem CLIENT.pem` prints it",
        "policy",
    ),
    "certificate_unavailable": _Facts(
        702,
        "decision",
        "the certificate was verified but did not reach the policy",
        "raise the limit for the Client-Cert header, or issue a smaller certificate",
        "policy",
    ),
    "pem_expected": _Facts(
        801,
        "loading",
        "the CA certificate is not in PEM form",
        "convert it: openssl x509 -inform DER -in ca.der -out ca.pem",
        "RFC 7468 section 5",
    ),
    "several_certificates": _Facts(
        802,
        "loading",
        "the file holds several certificates",
        "keep only the CA certificate that signs the clients directly",
        "own rule",
    ),
    "private_key_found": _Facts(
        803,
        "loading",
        "the file holds a private key",
        "remove the key from the file, and treat it as exposed",
        "own rule",
    ),
    "not_a_ca": _Facts(
        804,
        "loading",
        "the certificate is not a CA certificate",
        "give the certificate of the CA that issues the clients' certificates; if this is it, issue it again as a CA with the same name and the same key, so that its clients stay valid: `printf 'basicConstraints = critical, CA:TRUE\\nkeyUsage = critical, keyCertSign, cRLSign\\n' > ca.ext && openssl x509 -in CA.pem -signkey CA.key -days 3650 -extfile ca.ext -out NEW-CA.pem` for a self-signed CA, `-ext bc:c=ca:true` of keytool",
        "RFC 5280 section 4.2.1.9",
    ),
    "ca_key_cert_sign_missing": _Facts(
        805,
        "loading",
        "the CA's key usage does not allow it to sign certificates",
        "issue the CA certificate again with the key usage keyCertSign, and with the same name and the same key, so that its clients stay valid: `printf 'basicConstraints = critical, CA:TRUE\\nkeyUsage = critical, keyCertSign, cRLSign\\n' > ca.ext && openssl x509 -in CA.pem -signkey CA.key -days 3650 -extfile ca.ext -out NEW-CA.pem` for a self-signed CA, `-ext ku:c=keyCertSign,cRLSign` of keytool",
        "RFC 5280 section 4.2.1.3",
    ),
    "ca_unsupported_version": _Facts(
        806,
        "loading",
        "the CA certificate is not X.509 version 3",
        "issue the CA certificate again as version 3 with the same name and the same key, so that its clients stay valid: `printf 'basicConstraints = critical, CA:TRUE\\nkeyUsage = critical, keyCertSign, cRLSign\\n' > ca.ext && openssl x509 -in CA.pem -signkey CA.key -days 3650 -extfile ca.ext -out NEW-CA.pem`",
        "RFC 5280 section 4.1.2.1",
    ),
    "ca_key_unsupported": _Facts(
        807,
        "loading",
        "the CA's public key is of a kind that is not accepted",
        "use a CA with an RSA (2048 to 8192 bits), P-256, P-384 or Ed25519 key, or P-521 where aws-lc-rs verifies",
        "RFC 5480, RFC 8017, RFC 8410",
    ),
    "ca_key_too_weak": _Facts(
        808,
        "loading",
        "the CA's public key is too short",
        "use a CA with an RSA key of at least 2048 bits, or an elliptic-curve key",
        "NIST SP 800-131A",
    ),
    "ca_unknown_critical_extension": _Facts(
        809,
        "loading",
        "the CA certificate has a critical extension that is not understood",
        "issue the CA certificate without that extension, or with it not critical",
        "RFC 5280 section 4.2",
    ),
    "ca_empty_subject": _Facts(
        810,
        "loading",
        "the CA certificate has no subject",
        "issue the CA certificate with a name, and then its clients' certificates again: theirs have no issuer",
        "RFC 5280 section 4.1.2.6",
    ),
    "ca_name_constraints_malformed": _Facts(
        811,
        "loading",
        "the CA certificate has name constraints that cannot be read",
        "issue the CA certificate again with name constraints that RFC 5280 section 4.2.1.10 allows",
        "RFC 5280 section 4.2.1.10",
    ),
}

_CA_WARNINGS: dict[str, str] = {
    "eku_lacks_client_auth": "the CA's extended key usage lacks clientAuth: OpenSSL will refuse its clients, and so will Go unless it has anyExtendedKeyUsage",
    "name_constraints_verify_no_leaf": "a name constraint of the CA on directoryName cannot be evaluated: no client certificate with a subject can be verified; `issuedby inspect CA.pem` shows which and why",
    "name_constraints_refuse_some_names": "a name constraint of the CA cannot be evaluated: client certificates with a name of its form are refused; `issuedby inspect CA.pem` shows which and why",
    "repeated_in_bundle": "the CA's certificate stands in the bundle more than once, and is loaded once",
}
