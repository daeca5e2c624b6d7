/*
 * issuedby: was this TLS client certificate issued by that CA, who is the client, and if not, why not?
 *
 * Made by `cargo xtask generate`: change bindings/c/src or bindings/c/cbindgen.toml, never this file.
 *
 * CONVENTIONS
 *
 * Results. A function that can fail returns an issuedby_result. ISSUEDBY_OK says that the call did what it says, and
 * nothing about a certificate, with one exception: issuedby_verifier_verify returns ISSUEDBY_OK only where the
 * certificate is verified, and ISSUEDBY_REJECTED where it is not. issuedby_verifier_evaluate always gives a verdict:
 * ask it for its status. Numbers are banded and never used again for something else: 0 and 1 are answers, 1xx the
 * call is wrong, 2xx an input cannot be read, 3xx something cannot be configured so, 9xx the library is at fault.
 *
 * Nothing reads as success by accident. A zero is never "verified": ISSUEDBY_STATUS_NONE, ISSUEDBY_MATCH_DIFFERENT
 * and ISSUEDBY_ACTION_REJECT are 0. Every output is reset before anything else happens, so that a failed call leaves
 * NULL, false or 0 behind and never what an earlier call wrote. Functions that read a handle take NULL: its status is
 * ISSUEDBY_STATUS_NONE, its reason ISSUEDBY_REASON_NO_CERTIFICATE, its action ISSUEDBY_ACTION_REJECT, its texts are
 * empty, its times ISSUEDBY_NO_TIME. Resetting frees nothing: what an output still owns is freed before it is passed
 * again.
 *
 * Handles. Types that are only declared here are handles: made by a function, freed with the _free function of the
 * same name, which takes NULL too. They never change: any number of threads may use one at the same time, and so may
 * a process that was forked after it was made, while no other thread was inside the library. Only freeing must
 * happen once, after the last use. A handle keeps what it needs: the CAs of a verifier and the verifier of a verdict
 * may be freed before them. A handle of another type, or zeroed memory, is found out and refused with
 * ISSUEDBY_INVALID_HANDLE; a freed one only with luck.
 *
 * Strings that are borrowed are an issuedby_str: pointer and length, with a NUL after it that is not counted, UTF-8.
 * They live as long as the handle that they were asked of, and are made the first time they are asked for. `data` is
 * never NULL there: what is absent is the empty string; the JSON of a verdict tells null from empty. `len` is what
 * counts: the identifier of a CA may hold a NUL of its own. Bytes (issuedby_bytes) need no NUL, and `data` is NULL
 * where there is nothing.
 *
 * Strings that are owned are pointers to an issuedby_string, and freed with issuedby_string_free.
 *
 * What is passed in is a pointer and a length, and is not kept. NULL is refused with ISSUEDBY_NULL_ARGUMENT where
 * something has to be there. A leaf of NULL and 0 is that the client presented nothing; a leaf that is empty and not
 * NULL is malformed.
 *
 * Errors. The last argument of a function that can fail may be NULL. Otherwise it is set to NULL, or, for any result
 * but ISSUEDBY_OK, to a sentence for people. It has the same details as errors in every language: issuedby_string_code,
 * issuedby_string_remedy, issuedby_string_suggestion and issuedby_string_position. It has to be freed.
 *
 * Times are Unix seconds, signed. The library has no clock: the time of a check is always an argument.
 *
 * A panic inside the library is a bug in it, and comes back as ISSUEDBY_PANIC with all outputs reset; functions that
 * return no result then return what they return for NULL. Rust tells of it on standard error. Where memory runs out
 * the process is aborted.
 *
 * Nothing else is logged, no file or connection is opened, no signal and no locale is touched.
 */

#ifndef ISSUEDBY_H
#define ISSUEDBY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The version of this header; issuedby_version() is that of the library. */
#define ISSUEDBY_VERSION "0.1.0"

/** The same as a number, for `#if`: major * 1000000 + minor * 1000 + patch. */
#define ISSUEDBY_VERSION_NUMBER 1000

/*
 * Stands before every function. The library that is linked decides: define ISSUEDBY_STATIC on Windows for the static
 * library, or ISSUEDBY_API yourself.
 */
#ifndef ISSUEDBY_API
#if defined(_WIN32) && !defined(ISSUEDBY_STATIC)
#define ISSUEDBY_API __declspec(dllimport)
#elif defined(__GNUC__) && !defined(_WIN32)
#define ISSUEDBY_API __attribute__((visibility("default")))
#else
#define ISSUEDBY_API
#endif
#endif

/* Reasons: why a certificate was refused, or why a CA certificate could not be loaded. Their codes are the
 * names without the prefix, in lower case. */
/** the certificate is not well-formed DER */
#define ISSUEDBY_REASON_MALFORMED 101
/** the certificate is larger than a limit */
#define ISSUEDBY_REASON_TOO_LARGE 102
/** the certificate is not X.509 version 3 */
#define ISSUEDBY_REASON_UNSUPPORTED_VERSION 103
/** there are bytes after the end of the certificate */
#define ISSUEDBY_REASON_TRAILING_DATA 104
/** the certificate has the same extension twice */
#define ISSUEDBY_REASON_DUPLICATE_EXTENSION 105
/** the serial number is not positive or is longer than 20 bytes */
#define ISSUEDBY_REASON_INVALID_SERIAL 106
/** the issuer is not a well-formed name */
#define ISSUEDBY_REASON_MALFORMED_ISSUER 107
/** the subject is not a well-formed name */
#define ISSUEDBY_REASON_MALFORMED_SUBJECT 108
/** the issuer is empty */
#define ISSUEDBY_REASON_EMPTY_ISSUER 109
/** no configured CA has the name that the certificate gives as its issuer */
#define ISSUEDBY_REASON_NO_MATCHING_CA 201
/** the certificate was issued by an intermediate CA, not by a configured CA itself */
#define ISSUEDBY_REASON_NOT_DIRECTLY_SIGNED 202
/** more CAs with the issuer's name are configured than are tried for one certificate */
#define ISSUEDBY_REASON_TOO_MANY_CANDIDATES 203
/** the signature does not verify under the key of the CA */
#define ISSUEDBY_REASON_SIGNATURE_INVALID 204
/** the signature algorithm does not fit the certificate or the CA's key */
#define ISSUEDBY_REASON_SIGNATURE_ALGORITHM_MISMATCH 205
/** the signature algorithm is not one that is accepted */
#define ISSUEDBY_REASON_SIGNATURE_ALGORITHM_UNSUPPORTED 206
/** the public key of the certificate is of a kind that is not accepted */
#define ISSUEDBY_REASON_KEY_UNSUPPORTED 207
/** the public key of the certificate is too short */
#define ISSUEDBY_REASON_KEY_TOO_WEAK 208
/** the certificate is a CA certificate, not a client's */
#define ISSUEDBY_REASON_IS_A_CA 301
/** the certificate's extended key usage does not allow client authentication */
#define ISSUEDBY_REASON_NOT_FOR_CLIENT_AUTHENTICATION 302
/** the certificate's key usage does not allow digital signatures */
#define ISSUEDBY_REASON_KEY_USAGE_FORBIDS_DIGITAL_SIGNATURE 303
/** the certificate has a critical extension that is not understood */
#define ISSUEDBY_REASON_UNKNOWN_CRITICAL_EXTENSION 304
/** the CA's name constraints do not allow the names in the certificate */
#define ISSUEDBY_REASON_NAME_CONSTRAINTS_VIOLATED 305
/** a name in the certificate cannot be evaluated under the CA's name constraints */
#define ISSUEDBY_REASON_NAME_CONSTRAINTS_UNSUPPORTED 306
/** the names in the certificate and the CA's name constraints take too many comparisons */
#define ISSUEDBY_REASON_NAME_CONSTRAINTS_TOO_COMPLEX 307
/** the CA requires a certificate policy, and the certificate has none */
#define ISSUEDBY_REASON_CERTIFICATE_POLICIES_MISSING 308
/** the certificate has something that RFC 5280 allows and the verifier webpki does not take */
#define ISSUEDBY_REASON_UNSUPPORTED_BY_VERIFIER 309
/** the certificate is not valid yet */
#define ISSUEDBY_REASON_NOT_YET_VALID 401
/** the certificate has expired */
#define ISSUEDBY_REASON_EXPIRED 402
/** the CA certificate is not valid yet */
#define ISSUEDBY_REASON_CA_NOT_YET_VALID 403
/** the CA certificate has expired */
#define ISSUEDBY_REASON_CA_EXPIRED 404
/** the list of CAs could not be confirmed for too long */
#define ISSUEDBY_REASON_CA_SET_STALE 405
/** the time of the check is not between 1970 and 9999 */
#define ISSUEDBY_REASON_INVALID_CHECK_TIME 406
/** the certificate was revoked */
#define ISSUEDBY_REASON_REVOKED 501
/** it is not known whether the certificate was revoked */
#define ISSUEDBY_REASON_REVOCATION_UNKNOWN 502
/** the list of revoked certificates is out of date */
#define ISSUEDBY_REASON_CRL_EXPIRED 503
/** no client certificate was presented */
#define ISSUEDBY_REASON_NO_CERTIFICATE 601
/** the certificate's issuer is not allowed here */
#define ISSUEDBY_REASON_ISSUER_NOT_ALLOWED 701
/** the certificate was verified but did not reach the policy */
#define ISSUEDBY_REASON_CERTIFICATE_UNAVAILABLE 702
/** the CA certificate is not in PEM form */
#define ISSUEDBY_REASON_PEM_EXPECTED 801
/** the file holds several certificates */
#define ISSUEDBY_REASON_SEVERAL_CERTIFICATES 802
/** the file holds a private key */
#define ISSUEDBY_REASON_PRIVATE_KEY_FOUND 803
/** the certificate is not a CA certificate */
#define ISSUEDBY_REASON_NOT_A_CA 804
/** the CA's key usage does not allow it to sign certificates */
#define ISSUEDBY_REASON_CA_KEY_CERT_SIGN_MISSING 805
/** the CA certificate is not X.509 version 3 */
#define ISSUEDBY_REASON_CA_UNSUPPORTED_VERSION 806
/** the CA's public key is of a kind that is not accepted */
#define ISSUEDBY_REASON_CA_KEY_UNSUPPORTED 807
/** the CA's public key is too short */
#define ISSUEDBY_REASON_CA_KEY_TOO_WEAK 808
/** the CA certificate has a critical extension that is not understood */
#define ISSUEDBY_REASON_CA_UNKNOWN_CRITICAL_EXTENSION 809
/** the CA certificate has no subject */
#define ISSUEDBY_REASON_CA_EMPTY_SUBJECT 810
/** the CA certificate has name constraints that cannot be read */
#define ISSUEDBY_REASON_CA_NAME_CONSTRAINTS_MALFORMED 811


/**
 * The position of an error that has none.
 */
#define ISSUEDBY_NO_POSITION -1

/**
 * Flag of issuedby_verifier_new: refuses a leaf without the extKeyUsage extension too. By default its absence is
 * no restriction (RFC 5280 section 4.2.1.12).
 */
#define ISSUEDBY_REQUIRE_CLIENT_AUTH_EKU 1

/**
 * Flag of issuedby_verifier_new: accepts leaves of a CA whose own certificate is expired or not valid yet.
 */
#define ISSUEDBY_IGNORE_CA_VALIDITY 2

/**
 * Flag of issuedby_verifier_new: accepts leaves whose serial number is zero, negative, or of 20 bytes with the top bit
 * set (RFC 5280 section 4.1.2.2).
 */
#define ISSUEDBY_ALLOW_UNUSUAL_SERIAL 4

/**
 * The value for an absent time: no certificate has it.
 */
#define ISSUEDBY_NO_TIME INT64_MIN

/**
 * Flag of issuedby_edge_headers_write: sends Client-Cert whenever a certificate could be read, for workers that run
 * the policy. By default it is sent on SUCCESS only, for its presence is read as "validated".
 */
#define ISSUEDBY_SEND_PRESENTED 1

/**
 * Flag of issuedby_edge_headers_write: sends Client-Cert-Chain beside Client-Cert.
 */
#define ISSUEDBY_SEND_CHAIN 2

/**
 * The result of a call. Numbers are banded and never used again: 0 and 1 are answers, 1xx say that the call
 * itself is wrong, 2xx that an input cannot be read, 3xx that something cannot be configured so, 9xx that the
 * library is at fault.
 */
typedef enum {
    /**
     * Done. It says nothing about a verdict, except from issuedby_verifier_verify: verified; and nothing about an edge,
     * except from issuedby_trusted_edge_decide: the headers are believed.
     */
    ISSUEDBY_OK = 0,
    /**
     * issuedby_verifier_verify: not verified; the verdict says why. issuedby_trusted_edge_decide: the headers are not
     * believed; the error says why.
     */
    ISSUEDBY_REJECTED = 1,
    /**
     * A pointer is NULL that must not be.
     */
    ISSUEDBY_NULL_ARGUMENT = 101,
    /**
     * A handle is not of the type that the function takes, or was freed already.
     */
    ISSUEDBY_INVALID_HANDLE = 102,
    /**
     * A length is larger than any object can be.
     */
    ISSUEDBY_INVALID_LENGTH = 103,
    /**
     * A text is not UTF-8.
     */
    ISSUEDBY_INVALID_UTF8 = 104,
    /**
     * A flag is set that there is not.
     */
    ISSUEDBY_UNKNOWN_FLAG = 105,
    /**
     * An array does not start where its type has to.
     */
    ISSUEDBY_MISALIGNED_ARRAY = 106,
    /**
     * A Distinguished Name, as text or in DER, cannot be read.
     */
    ISSUEDBY_MALFORMED_NAME = 201,
    /**
     * A text is not the fingerprint of a certificate.
     */
    ISSUEDBY_MALFORMED_FINGERPRINT = 202,
    /**
     * A text is not the value of a Client-Cert field (RFC 9440).
     */
    ISSUEDBY_MALFORMED_CLIENT_CERT = 203,
    /**
     * A text does not hold exactly one certificate as PEM.
     */
    ISSUEDBY_MALFORMED_PEM = 204,
    /**
     * A text is not the identifier of a CA.
     */
    ISSUEDBY_MALFORMED_CA_ID = 205,
    /**
     * Bytes are no certificate in DER.
     */
    ISSUEDBY_MALFORMED_CERTIFICATE = 206,
    /**
     * A certificate cannot be a CA here; issuedby_string_code of the error is the reason's code.
     */
    ISSUEDBY_UNFIT_CA = 301,
    /**
     * The policy or the trusted edge cannot be made with these options.
     */
    ISSUEDBY_INVALID_OPTIONS = 302,
    /**
     * The library panicked: a bug in it. Nothing was decided.
     */
    ISSUEDBY_PANIC = 901,
} issuedby_result;

/**
 * The result of a verification.
 */
typedef enum {
    /**
     * Nothing was presented. Also the status of NULL.
     */
    ISSUEDBY_STATUS_NONE = 0,
    /**
     * The presented certificate is refused.
     */
    ISSUEDBY_STATUS_FAILED = 1,
    /**
     * The certificate was issued by one of the CAs, for client authentication, and is valid.
     */
    ISSUEDBY_STATUS_SUCCESS = 2,
} issuedby_status;

/**
 * The level of agreement of two names. They match from ISSUEDBY_MATCH_EQUAL on.
 */
typedef enum {
    /**
     * The names differ.
     */
    ISSUEDBY_MATCH_DIFFERENT = 0,
    /**
     * The same attributes, grouped into RDNs otherwise. The names do not match.
     */
    ISSUEDBY_MATCH_REGROUPED = 1,
    /**
     * The same RDNs in another order. The names do not match.
     */
    ISSUEDBY_MATCH_REORDERED = 2,
    /**
     * The names are equal.
     */
    ISSUEDBY_MATCH_EQUAL = 3,
    /**
     * The names are equal and are printed alike.
     */
    ISSUEDBY_MATCH_IDENTICAL = 4,
} issuedby_match;

/**
 * The decision about a request.
 */
typedef enum {
    /**
     * Answer 401 with the problem. Also the action of NULL.
     */
    ISSUEDBY_ACTION_REJECT = 0,
    /**
     * The client is not verified, and the request goes on.
     */
    ISSUEDBY_ACTION_PASS_THROUGH = 1,
    /**
     * The client is verified.
     */
    ISSUEDBY_ACTION_ALLOW = 2,
} issuedby_action;

/**
 * A rule by which a connection is known to come from the edge.
 */
typedef enum {
    /**
     * None: the headers are not believed.
     */
    ISSUEDBY_TRUST_RULE_NONE = 0,
    /**
     * The connection came over a Unix domain socket.
     */
    ISSUEDBY_TRUST_RULE_UNIX_SOCKET = 1,
    /**
     * The peer has an address in a listed network.
     */
    ISSUEDBY_TRUST_RULE_PEER_NETWORKS = 2,
    /**
     * The peer holds the key of a certificate with a listed fingerprint.
     */
    ISSUEDBY_TRUST_RULE_EDGE_FINGERPRINTS = 3,
} issuedby_trust_rule;

/**
 * The CA certificates of a PEM text, each fit to anchor.
 */
typedef struct issuedby_ca_bundle issuedby_ca_bundle;

/**
 * A CA certificate that is fit to anchor: checked once, when it is loaded.
 */
typedef struct issuedby_ca_certificate issuedby_ca_certificate;

/**
 * The decision of the policy about a request.
 */
typedef struct issuedby_decision issuedby_decision;

/**
 * Header fields that an edge adds to a request.
 */
typedef struct issuedby_edge_headers issuedby_edge_headers;

/**
 * The report of an edge about the client of one request, read from its header fields.
 */
typedef struct issuedby_edge_report issuedby_edge_report;

/**
 * The policy mtls-auth-inbound with its options checked.
 */
typedef struct issuedby_policy issuedby_policy;

/**
 * The rules by which a server knows the connections of its edge, checked.
 */
typedef struct issuedby_trusted_edge issuedby_trusted_edge;

/**
 * The answer to "was this certificate issued by one of these CAs, who is the client, and if not, why not?"
 *
 * It has its own copy of the certificate.
 */
typedef struct issuedby_verdict issuedby_verdict;

/**
 * Verifies client certificates against a set of CAs.
 */
typedef struct issuedby_verifier issuedby_verifier;

/**
 * A text that is borrowed: from the handle that it was asked of, for as long as that lives, or from the library
 * for ever.
 *
 * What the library gives is UTF-8, almost always ASCII, with a NUL after its `len` bytes; `data` is then never
 * NULL. What is passed in needs no NUL.
 */
typedef struct {
    /**
     * The first byte.
     */
    const char *data;
    /**
     * The number of bytes, without the NUL.
     */
    size_t len;
} issuedby_str;

/**
 * A text, or bytes, that belong to the caller, who frees them with issuedby_string_free.
 *
 * There is a NUL after the `len` bytes. Only the library makes these: never put one together.
 */
typedef struct {
    /**
     * The first byte.
     */
    const char *data;
    /**
     * The number of bytes, without the NUL.
     */
    size_t len;
} issuedby_string;

/**
 * The number of a reason: one of the ISSUEDBY_REASON constants, or a later one. 0 is no reason.
 */
typedef uint16_t issuedby_reason;

/**
 * A certificate of a bundle that cannot be a CA. The texts live as long as the error.
 */
typedef struct {
    /**
     * Its number in the text, counted from 1; 0 if there are not so many.
     */
    size_t number;
    /**
     * The line of its BEGIN, counted from 1; 0 where the text is PEM inside another text.
     */
    size_t line;
    /**
     * Its subject; empty where it cannot be read.
     */
    issuedby_str subject;
    /**
     * The code of the reason.
     */
    issuedby_str code;
    /**
     * The fault, for people.
     */
    issuedby_str message;
    /**
     * The step that mends it.
     */
    issuedby_str remedy;
} issuedby_unfit_certificate;

/**
 * Bytes that are borrowed as an issuedby_str is. `data` is NULL where there is nothing.
 */
typedef struct {
    /**
     * The first byte.
     */
    const uint8_t *data;
    /**
     * The number of bytes.
     */
    size_t len;
} issuedby_bytes;

/**
 * One line of a message's header.
 */
typedef struct {
    /**
     * The name of the field.
     */
    issuedby_str name;
    /**
     * Its value, without the spaces around it.
     */
    issuedby_str value;
} issuedby_header;

/**
 * The facts of the connection that a request came on, as the server's own socket has them: nothing here may come from
 * the request. Initialise it with `= {0}` (C++: `= {}`): a zeroed struct is a connection of which nothing is
 * known, and never believed; a field that was forgotten in any other may hold anything.
 */
typedef struct {
    /**
     * 1 if the connection came over a Unix domain socket; any other value says that it did not.
     */
    uint8_t unix_socket;
    /**
     * The IP address of the peer as text, without a port; NULL and 0 if it is not known.
     */
    issuedby_str peer_address;
    /**
     * The certificate whose key the peer proved to hold in the TLS handshake, DER or PEM, without its chain; NULL and 0 if
     * there is none.
     */
    issuedby_bytes client_certificate;
} issuedby_connection_facts;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the library that is loaded, as `0.1.0`; ISSUEDBY_VERSION is that of the header. The text lives
 * for ever.
 */
ISSUEDBY_API
issuedby_str issuedby_version(void);

/**
 * Gets the stable code of an error: for a refusal and for a CA the reason's code, such as `not_a_ca`; for other errors a
 * word such as `null_argument` or `sha1`. Empty for NULL and for strings that are no error.
 *
 * The string of the error itself is the message. Code, remedy and suggestion live as long as the error.
 *
 * # Safety
 *
 * `error` is NULL, or a string of this library that was not freed.
 */
ISSUEDBY_API
issuedby_str issuedby_string_code(const issuedby_string *error);

/**
 * Gets the step that mends the input of an error, as a sentence without a final period; empty if there is none.
 *
 * # Safety
 *
 * As for issuedby_string_code.
 */
ISSUEDBY_API
issuedby_str issuedby_string_remedy(const issuedby_string *error);

/**
 * Gets the text to write instead: the closest accepted word, or the value to paste; empty if there is none.
 *
 * # Safety
 *
 * As for issuedby_string_code.
 */
ISSUEDBY_API
issuedby_str issuedby_string_suggestion(const issuedby_string *error);

/**
 * Gets the byte of the input at which an error is, counted from 0; ISSUEDBY_NO_POSITION if no single place is wrong.
 *
 * # Safety
 *
 * As for issuedby_string_code.
 */
ISSUEDBY_API
int64_t issuedby_string_position(const issuedby_string *error);

/**
 * Frees a string. NULL is left alone.
 *
 * # Safety
 *
 * `string` is NULL, or a string of this library that was not freed, and nothing uses it any more.
 */
ISSUEDBY_API void issuedby_string_free(issuedby_string *string);

/**
 * The code of a reason, as it stands in JSON, headers and logs: `expired`. Empty for a number that is no reason.
 * The text lives for ever.
 */
ISSUEDBY_API
issuedby_str issuedby_reason_name(issuedby_reason reason);

/**
 * Gives the DER of the client's certificate in a file or a text: PEM, the value of a Client-Cert field (RFC 9440) or the
 * whole line with it, or DER, which is passed through unread. A private key and CA certificates beside it are passed over.
 *
 * A gateway has DER already, and does not need this.
 *
 * # Safety
 *
 * `bytes` is NULL or has `len` bytes; `der` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_certificate_der(const uint8_t *bytes,
                                         size_t len,
                                         issuedby_string **der,
                                         issuedby_string **error);

/**
 * Gets everything that a reviewer of a certificate looks at, as JSON: its fields, every extension, and `cautions`, each with
 * `code`, `message` and `remedy`. It is not a verdict: a certificate without a caution may be anybody's.
 *
 * `certificate` is DER. An extension that cannot be read keeps nothing else from being read; `extensions` has its bytes
 * and its fault.
 *
 * # Safety
 *
 * `certificate` is NULL or has `len` bytes; `inspection` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_certificate_inspect(const uint8_t *certificate,
                                             size_t len,
                                             issuedby_string **inspection,
                                             issuedby_string **error);

/**
 * Loads a CA from PEM text that holds exactly one certificate, also where the whole text is base64, a JSON string or
 * percent-encoding of PEM.
 *
 * It may be expired: that is evaluated at each verification. What is only unwise about it are its warnings.
 *
 * # Safety
 *
 * `pem` is NULL or has `len` bytes; `ca` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_ca_certificate_from_pem(const char *pem,
                                                 size_t len,
                                                 issuedby_ca_certificate **ca,
                                                 issuedby_string **error);

/**
 * Loads a CA from one certificate in DER, as issuedby_ca_certificate_from_pem does from PEM.
 *
 * # Safety
 *
 * `der` is NULL or has `len` bytes; `ca` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_ca_certificate_from_der(const uint8_t *der,
                                                 size_t len,
                                                 issuedby_ca_certificate **ca,
                                                 issuedby_string **error);

/**
 * Makes the same CA with an identifier, which verdicts then carry: 1 to 128 visible ASCII characters, which are not
 * interpreted.
 *
 * The CA that is given stays as it is, and both have to be freed.
 *
 * # Safety
 *
 * `ca` is NULL or a handle; `id` is NULL or has `len` bytes; `with_id` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_ca_certificate_with_id(const issuedby_ca_certificate *ca,
                                                const char *id,
                                                size_t len,
                                                issuedby_ca_certificate **with_id,
                                                issuedby_string **error);

/**
 * The identifier that issuedby_ca_certificate_with_id gave; empty without one.
 *
 * # Safety
 *
 * `ca` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_ca_certificate_id(const issuedby_ca_certificate *ca);

/**
 * The subject: the name that its clients' certificates carry as their issuer, and that an operator pastes into
 * `certIssuerDN`.
 *
 * # Safety
 *
 * `ca` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_ca_certificate_subject(const issuedby_ca_certificate *ca);

/**
 * The SHA-256 over the whole certificate: upper-case hexadecimal with colons.
 *
 * # Safety
 *
 * `ca` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_ca_certificate_fingerprint(const issuedby_ca_certificate *ca);

/**
 * The first second in which the CA is valid, below zero before 1970; ISSUEDBY_NO_TIME for NULL.
 *
 * # Safety
 *
 * `ca` is NULL or a handle.
 */
ISSUEDBY_API int64_t issuedby_ca_certificate_not_before(const issuedby_ca_certificate *ca);

/**
 * The last second in which the CA is valid, below zero before 1970; ISSUEDBY_NO_TIME for NULL.
 *
 * # Safety
 *
 * `ca` is NULL or a handle.
 */
ISSUEDBY_API int64_t issuedby_ca_certificate_not_after(const issuedby_ca_certificate *ca);

/**
 * The number of warnings about the CA, which can be used all the same.
 *
 * # Safety
 *
 * `ca` is NULL or a handle.
 */
ISSUEDBY_API size_t issuedby_ca_certificate_warning_count(const issuedby_ca_certificate *ca);

/**
 * The stable code of a warning, counted from 0; empty if there are not so many.
 *
 * # Safety
 *
 * `ca` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_ca_certificate_warning_code(const issuedby_ca_certificate *ca,
                                                  size_t index);

/**
 * The sentence of a warning, counted from 0; empty if there are not so many.
 *
 * # Safety
 *
 * `ca` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_ca_certificate_warning_message(const issuedby_ca_certificate *ca,
                                                     size_t index);

/**
 * Frees a CA certificate. Verifiers that were made of it keep working. NULL is left alone.
 *
 * # Safety
 *
 * `ca` is NULL or a handle that nothing uses any more.
 */
ISSUEDBY_API void issuedby_ca_certificate_free(issuedby_ca_certificate *ca);

/**
 * Loads every CA of PEM text that holds one certificate or more, in the order of the text. A certificate that stands there
 * several times is loaded once, with the warning `repeated_in_bundle`.
 *
 * The text has at most 1 MiB and 1 024 certificates. If one certificate is unfit, none is loaded:
 * issuedby_string_unfit_count and issuedby_string_unfit_at give every unfit one.
 *
 * # Safety
 *
 * `pem` is NULL or has `len` bytes; `bundle` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_ca_bundle_from_pem(const char *pem,
                                            size_t len,
                                            issuedby_ca_bundle **bundle,
                                            issuedby_string **error);

/**
 * The number of CAs in a bundle.
 *
 * # Safety
 *
 * `bundle` is NULL or a handle.
 */
ISSUEDBY_API size_t issuedby_ca_bundle_count(const issuedby_ca_bundle *bundle);

/**
 * One of the CAs, counted from 0; NULL if there are not so many. It belongs to the bundle, lives as long as that, and is
 * never freed by itself.
 *
 * # Safety
 *
 * `bundle` is NULL or a handle.
 */
ISSUEDBY_API
const issuedby_ca_certificate *issuedby_ca_bundle_at(const issuedby_ca_bundle *bundle,
                                                     size_t index);

/**
 * Frees a bundle and its CAs. Verifiers that were made of them keep working. NULL is left alone.
 *
 * # Safety
 *
 * `bundle` is NULL or a handle; nothing uses it, or a CA of it, any more.
 */
ISSUEDBY_API void issuedby_ca_bundle_free(issuedby_ca_bundle *bundle);

/**
 * The number of unfit certificates that an error of issuedby_ca_bundle_from_pem lists: 0 if the text is at fault, and for
 * every other error.
 *
 * # Safety
 *
 * `error` is NULL, or a string of this library that was not freed.
 */
ISSUEDBY_API
size_t issuedby_string_unfit_count(const issuedby_string *error);

/**
 * One of the unfit certificates that an error lists, counted from 0, in the order of the text; with the number 0 and empty
 * texts if there are not so many.
 *
 * # Safety
 *
 * As for issuedby_string_unfit_count.
 */
ISSUEDBY_API
issuedby_unfit_certificate issuedby_string_unfit_at(const issuedby_string *error,
                                                    size_t index);

/**
 * Makes a verifier that accepts what one of `count` CAs issued directly.
 *
 * It keeps what it needs of the CAs: they may be freed. Without a CA it refuses every certificate. `flags` is 0
 * or a sum of ISSUEDBY_REQUIRE_CLIENT_AUTH_EKU, ISSUEDBY_IGNORE_CA_VALIDITY and ISSUEDBY_ALLOW_UNUSUAL_SERIAL; others
 * are refused.
 *
 * # Safety
 *
 * `cas` is NULL or has `count` elements, each NULL or a handle; `verifier` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_verifier_new(const issuedby_ca_certificate *const *cas,
                                      size_t count,
                                      uint32_t flags,
                                      issuedby_verifier **verifier,
                                      issuedby_string **error);

/**
 * Verifies what a client presented: ISSUEDBY_OK only if it is verified, ISSUEDBY_REJECTED if it is not, another
 * result if the call itself went wrong.
 *
 * The arguments are those of issuedby_verifier_evaluate, except that `verdict` may be NULL. It is set for
 * ISSUEDBY_OK and for ISSUEDBY_REJECTED, for which `error` tells the verdict's message and its reason's code.
 *
 * # Safety
 *
 * As for issuedby_verifier_evaluate.
 */
ISSUEDBY_API
issuedby_result issuedby_verifier_verify(const issuedby_verifier *verifier,
                                         const uint8_t *leaf,
                                         size_t leaf_len,
                                         int64_t now,
                                         const issuedby_bytes *chain,
                                         size_t chain_count,
                                         issuedby_verdict **verdict,
                                         issuedby_string **error);

/**
 * Evaluates what a client presented, for gateways: nothing presented, bytes that are no certificate and a refusal are
 * all verdicts. ISSUEDBY_OK says that there is a verdict, and nothing about it.
 *
 * `leaf` is the client's certificate, DER (issuedby_certificate_der reads other forms); NULL with a length of 0 is
 * that nothing was presented, and a length of 0 alone is malformed. `now` is the time of the check. `chain` is what
 * the client sent along, DER, nearest issuer first: it is never trusted, only read for the reason
 * `not_directly_signed`; it may be NULL.
 *
 * # Safety
 *
 * `verifier` is NULL or a handle; `leaf` is NULL or has `leaf_len` bytes; `chain` is NULL or has `chain_count`
 * elements, each with NULL or as many bytes as it says; `verdict` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_verifier_evaluate(const issuedby_verifier *verifier,
                                           const uint8_t *leaf,
                                           size_t leaf_len,
                                           int64_t now,
                                           const issuedby_bytes *chain,
                                           size_t chain_count,
                                           issuedby_verdict **verdict,
                                           issuedby_string **error);

/**
 * Frees a verifier. Verdicts that it gave keep what they need. NULL is left alone.
 *
 * # Safety
 *
 * `verifier` is NULL or a handle that nothing uses any more.
 */
ISSUEDBY_API void issuedby_verifier_free(issuedby_verifier *verifier);

/**
 * The status; ISSUEDBY_STATUS_NONE for NULL.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API issuedby_status issuedby_verdict_status(const issuedby_verdict *verdict);

/**
 * True if the status is ISSUEDBY_STATUS_SUCCESS.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API bool issuedby_verdict_verified(const issuedby_verdict *verdict);

/**
 * The reason why it is not a SUCCESS: the first of the reasons. 0 for a SUCCESS only; ISSUEDBY_REASON_NO_CERTIFICATE for NULL.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_reason issuedby_verdict_reason(const issuedby_verdict *verdict);

/**
 * The number of reasons that apply: 0 for a SUCCESS, and for NULL.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API size_t issuedby_verdict_reason_count(const issuedby_verdict *verdict);

/**
 * One of the reasons, counted from 0, in table order; 0 if there are not so many.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_reason issuedby_verdict_reason_at(const issuedby_verdict *verdict,
                                           size_t index);

/**
 * True if one of the reasons, counted from 0, is about a certificate whose signature holds under a loaded CA: what
 * is refused was really issued by it and is no forgery.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
bool issuedby_verdict_reason_authenticated(const issuedby_verdict *verdict,
                                           size_t index);

/**
 * A sentence for people about the reason, or about the success. It may change; codes do not.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_verdict_message(const issuedby_verdict *verdict);

/**
 * The remedy for the reason; empty for a success. In its commands `FILE` stands for the file that was read, and
 * `FILE.pem` for the file that they write.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_verdict_remedy(const issuedby_verdict *verdict);

/**
 * The certificate that was presented, DER; nothing if its structure could not be walked. It is trusted only if the
 * status is ISSUEDBY_STATUS_SUCCESS, as all that is read from it.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_bytes issuedby_verdict_certificate(const issuedby_verdict *verdict);

/**
 * The subject of the certificate, printed as RFC 4514 in ASCII; empty also where it cannot be read.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_verdict_subject(const issuedby_verdict *verdict);

/**
 * The issuer of the certificate, printed as RFC 4514 in ASCII; empty also where it cannot be read.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_verdict_issuer(const issuedby_verdict *verdict);

/**
 * The serial number of the certificate: upper-case hexadecimal with colons, without the sign byte; `-` before a negative one.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_verdict_serial_number(const issuedby_verdict *verdict);

/**
 * The first second in which the certificate is valid, below zero before 1970; ISSUEDBY_NO_TIME if there is none.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
int64_t issuedby_verdict_not_before(const issuedby_verdict *verdict);

/**
 * The last second in which the certificate is valid, below zero before 1970; ISSUEDBY_NO_TIME if there is none.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
int64_t issuedby_verdict_not_after(const issuedby_verdict *verdict);

/**
 * The SHA-256 over the whole certificate: upper-case hexadecimal with colons; empty if there is none.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_verdict_fingerprint(const issuedby_verdict *verdict);

/**
 * The identifier of the CA that the verdict names: the issuer of the certificate; for a refusal the CA whose
 * key verified it, else the only candidate, else none.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_verdict_ca_id(const issuedby_verdict *verdict);

/**
 * The subject of the CA that the verdict names.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_verdict_ca_subject(const issuedby_verdict *verdict);

/**
 * The SHA-256 of the CA that the verdict names: upper-case hexadecimal with colons.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_verdict_ca_fingerprint(const issuedby_verdict *verdict);

/**
 * The first second in which this same SUCCESS holds; ISSUEDBY_NO_TIME for anything else.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API int64_t issuedby_verdict_valid_from(const issuedby_verdict *verdict);

/**
 * The last second in which this same SUCCESS holds: evaluate a connection again after it. ISSUEDBY_NO_TIME for
 * anything else.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API
int64_t issuedby_verdict_valid_until(const issuedby_verdict *verdict);

/**
 * The verdict as one line of JSON: ASCII, no blanks, the same bytes in every language.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_verdict_json(const issuedby_verdict *verdict);

/**
 * Frees a verdict, and the texts that were borrowed from it. NULL is left alone.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle that nothing uses any more.
 */
ISSUEDBY_API void issuedby_verdict_free(issuedby_verdict *verdict);

/**
 * Tells whether two names, given as people paste them, are equal: structures are compared, never text.
 *
 * # Safety
 *
 * `a` and `b` are NULL or have as many bytes as their lengths say; `equal` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_dn_equal(const char *a,
                                  size_t a_len,
                                  const char *b,
                                  size_t b_len,
                                  bool *equal,
                                  issuedby_string **error);

/**
 * Compares the expected name, such as a `certIssuerDN`, with the found name, such as the issuer of
 * a certificate.
 *
 * `comparison` is JSON with `level`, `matches`, `hints`, `hint`, `suggestion` and `differences`; `level` may be NULL.
 *
 * # Safety
 *
 * `expected` and `found` are NULL or have as many bytes as their lengths say; `level`, `comparison` and `error` are
 * NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_dn_compare(const char *expected,
                                    size_t expected_len,
                                    const char *found,
                                    size_t found_len,
                                    issuedby_match *level,
                                    issuedby_string **comparison,
                                    issuedby_string **error);

/**
 * Gives the normal form of a name as text: equal texts exactly where names are equal.
 *
 * # Safety
 *
 * `dn` is NULL or has `len` bytes; `normalized` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_dn_normalize(const char *dn,
                                      size_t len,
                                      issuedby_string **normalized,
                                      issuedby_string **error);

/**
 * Prints a Name in DER, SEQUENCE header included, as RFC 4514 in ASCII: what a person pastes as `certIssuerDN`.
 *
 * # Safety
 *
 * `der` is NULL or has `len` bytes; `dn` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_dn_from_der(const uint8_t *der,
                                     size_t len,
                                     issuedby_string **dn,
                                     issuedby_string **error);

/**
 * Gives the SHA-256 over a certificate in DER: upper-case hexadecimal with colons.
 *
 * # Safety
 *
 * `der` is NULL or has `len` bytes; `fingerprint` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_fingerprint(const uint8_t *der,
                                     size_t len,
                                     issuedby_string **fingerprint,
                                     issuedby_string **error);

/**
 * Tells whether two SHA-256 fingerprints are the same, in any letter case, with or without colons.
 *
 * # Safety
 *
 * `a` and `b` are NULL or have as many bytes as their lengths say; `equal` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_fingerprint_equal(const char *a,
                                           size_t a_len,
                                           const char *b,
                                           size_t b_len,
                                           bool *equal,
                                           issuedby_string **error);

/**
 * Writes a certificate in DER as the value of a Client-Cert field. Nothing is verified.
 *
 * # Safety
 *
 * `der` is NULL or has `len` bytes; `value` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_client_cert_encode(const uint8_t *der,
                                            size_t len,
                                            issuedby_string **value,
                                            issuedby_string **error);

/**
 * Reads the certificate from the value of a Client-Cert field: DER bytes. Nothing is verified.
 *
 * # Safety
 *
 * `value` is NULL or has `len` bytes; `der` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_client_cert_decode(const char *value,
                                            size_t len,
                                            issuedby_string **der,
                                            issuedby_string **error);

/**
 * Makes the header fields that tell a worker what the verdict says, each once.
 *
 * An edge adds them to every request, client certificate or not, after it has removed every inbound field for which
 * issuedby_edge_headers_must_strip is true. `chain` is what the client sent along, DER; it may be NULL. `flags` is 0
 * or a sum of ISSUEDBY_SEND_PRESENTED and ISSUEDBY_SEND_CHAIN. `client_cert_max` is the longest value of a field in
 * bytes, 0 for the default of 8 192; a longer one is left out.
 *
 * # Safety
 *
 * `verdict` is NULL or a handle; `chain` is NULL or has `chain_count` elements, each with NULL or as many bytes as
 * it says; `headers` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_edge_headers_write(const issuedby_verdict *verdict,
                                            const issuedby_bytes *chain,
                                            size_t chain_count,
                                            uint32_t flags,
                                            size_t client_cert_max,
                                            issuedby_edge_headers **headers,
                                            issuedby_string **error);

/**
 * The number of fields.
 *
 * # Safety
 *
 * `headers` is NULL or a handle.
 */
ISSUEDBY_API size_t issuedby_edge_headers_count(const issuedby_edge_headers *headers);

/**
 * One of the fields, counted from 0; with an empty name if there are not so many.
 *
 * # Safety
 *
 * `headers` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_header issuedby_edge_headers_at(const issuedby_edge_headers *headers,
                                         size_t index);

/**
 * Frees header fields. NULL is left alone.
 *
 * # Safety
 *
 * `headers` is NULL or a handle that nothing uses any more.
 */
ISSUEDBY_API void issuedby_edge_headers_free(issuedby_edge_headers *headers);

/**
 * True if an edge must remove an inbound header or trailer field with this name, on every request: any case, `_` as
 * `-`. What cannot be read must go.
 *
 * # Safety
 *
 * `name` is NULL or has `len` bytes.
 */
ISSUEDBY_API
bool issuedby_edge_headers_must_strip(const char *name,
                                      size_t len);

/**
 * True if a value of a response's Vary names Client-Cert or Client-Cert-Chain: an edge then sends `Vary: *`. What
 * cannot be read does.
 *
 * # Safety
 *
 * `value` is NULL or has `len` bytes.
 */
ISSUEDBY_API
bool issuedby_edge_headers_vary_names_client_cert(const char *value,
                                                  size_t len);

/**
 * Reads what an edge wrote, out of all the header lines of one request. Other fields are passed over. A value may be
 * NULL with a length of 0.
 *
 * Call it only for requests from a trusted edge, by a rule such as a Unix socket or mutual TLS:
 * whoever can open a connection can write these fields. It fails closed: a missing status is NONE, anything that an
 * edge would not write is FAILED `malformed`.
 *
 * # Safety
 *
 * `lines` is NULL or has `count` elements, whose names and values are NULL or have as many bytes as they say;
 * `report` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_edge_headers_parse(const issuedby_header *lines,
                                            size_t count,
                                            issuedby_edge_report **report,
                                            issuedby_string **error);

/**
 * The status; ISSUEDBY_STATUS_NONE for NULL.
 *
 * # Safety
 *
 * `report` is NULL or a handle.
 */
ISSUEDBY_API issuedby_status issuedby_edge_report_status(const issuedby_edge_report *report);

/**
 * The reason why it is not a SUCCESS; 0 for a SUCCESS only, ISSUEDBY_REASON_NO_CERTIFICATE for NULL.
 *
 * # Safety
 *
 * `report` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_reason issuedby_edge_report_reason(const issuedby_edge_report *report);

/**
 * The client's certificate, DER, if there is one. It is trusted only if the status is ISSUEDBY_STATUS_SUCCESS, and
 * may be anything that begins like a certificate.
 *
 * # Safety
 *
 * `report` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_bytes issuedby_edge_report_certificate(const issuedby_edge_report *report);

/**
 * The number of certificates that the client sent along.
 *
 * # Safety
 *
 * `report` is NULL or a handle.
 */
ISSUEDBY_API size_t issuedby_edge_report_chain_count(const issuedby_edge_report *report);

/**
 * One of the certificates that the client sent along, DER, counted from 0; nothing if there are not so many. None
 * is trusted.
 *
 * # Safety
 *
 * `report` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_bytes issuedby_edge_report_chain_at(const issuedby_edge_report *report,
                                             size_t index);

/**
 * The identifier of the CA that issued the certificate; empty unless the status is ISSUEDBY_STATUS_SUCCESS.
 *
 * # Safety
 *
 * `report` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_edge_report_ca_id(const issuedby_edge_report *report);

/**
 * Frees a report. NULL is left alone.
 *
 * # Safety
 *
 * `report` is NULL or a handle that nothing uses any more.
 */
ISSUEDBY_API void issuedby_edge_report_free(issuedby_edge_report *report);

/**
 * Makes the policy from its options: a JSON object with `allowUnauthenticatedRequests` and `certIssuerDN`.
 *
 * # Safety
 *
 * `options` is NULL or has `len` bytes; `policy` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_policy_new(const char *options,
                                    size_t len,
                                    issuedby_policy **policy,
                                    issuedby_string **error);

/**
 * As issuedby_policy_new, where the CAs are known whose clients will come: errors and warnings then carry the value
 * to paste.
 *
 * # Safety
 *
 * As for issuedby_policy_new; `cas` is NULL or has `count` elements, each NULL or a handle.
 */
ISSUEDBY_API
issuedby_result issuedby_policy_for_cas(const char *options,
                                        size_t len,
                                        const issuedby_ca_certificate *const *cas,
                                        size_t count,
                                        issuedby_policy **policy,
                                        issuedby_string **error);

/**
 * The number of warnings about the options, which can be used all the same.
 *
 * # Safety
 *
 * `policy` is NULL or a handle.
 */
ISSUEDBY_API size_t issuedby_policy_warning_count(const issuedby_policy *policy);

/**
 * The stable code of a warning, counted from 0; empty if there are not so many.
 *
 * # Safety
 *
 * `policy` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_policy_warning_code(const issuedby_policy *policy, size_t index);

/**
 * The sentence of a warning, counted from 0; empty if there are not so many.
 *
 * # Safety
 *
 * `policy` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_policy_warning_message(const issuedby_policy *policy,
                                             size_t index);

/**
 * Decides about a request whose client was evaluated here. `user_exists` is whether the request had a user before.
 *
 * # Safety
 *
 * `policy` and `verdict` are NULL or handles; `decision` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_policy_decide(const issuedby_policy *policy,
                                       const issuedby_verdict *verdict,
                                       bool user_exists,
                                       issuedby_decision **decision,
                                       issuedby_string **error);

/**
 * Decides about a request whose client an edge reported about: as issuedby_policy_decide.
 *
 * # Safety
 *
 * `policy` and `report` are NULL or handles; `decision` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_policy_decide_report(const issuedby_policy *policy,
                                              const issuedby_edge_report *report,
                                              bool user_exists,
                                              issuedby_decision **decision,
                                              issuedby_string **error);

/**
 * Frees a policy. NULL is left alone.
 *
 * # Safety
 *
 * `policy` is NULL or a handle that nothing uses any more.
 */
ISSUEDBY_API void issuedby_policy_free(issuedby_policy *policy);

/**
 * The action; ISSUEDBY_ACTION_REJECT for NULL.
 *
 * # Safety
 *
 * `decision` is NULL or a handle.
 */
ISSUEDBY_API issuedby_action issuedby_decision_action(const issuedby_decision *decision);

/**
 * The reason with which enforcing refuses the request, or would; 0 only if it is allowed, ISSUEDBY_REASON_NO_CERTIFICATE for NULL.
 *
 * # Safety
 *
 * `decision` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_reason issuedby_decision_reason(const issuedby_decision *decision);

/**
 * The decision as one line of JSON: `action`, `reason`, `metadata`, `sub`, `problem`.
 *
 * # Safety
 *
 * `decision` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_decision_json(const issuedby_decision *decision);

/**
 * The value of `request.user.data.mtlsAuth` as JSON. Where it is empty, what is there already must be deleted.
 *
 * # Safety
 *
 * `decision` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_decision_metadata(const issuedby_decision *decision);

/**
 * The new value of `request.user.sub`; empty where it stays as it is.
 *
 * # Safety
 *
 * `decision` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_decision_sub(const issuedby_decision *decision);

/**
 * The body of the 401 response, `application/problem+json`; empty unless the request is rejected.
 *
 * # Safety
 *
 * `decision` is NULL or a handle.
 */
ISSUEDBY_API issuedby_str issuedby_decision_problem(const issuedby_decision *decision);

/**
 * The text for the log: one line. It has the configured values: never send it to the client. Empty if the
 * request is allowed.
 *
 * # Safety
 *
 * `decision` is NULL or a handle.
 */
ISSUEDBY_API
issuedby_str issuedby_decision_log(const issuedby_decision *decision);

/**
 * Frees a decision, and the texts that were borrowed from it. NULL is left alone.
 *
 * # Safety
 *
 * `decision` is NULL or a handle that nothing uses any more.
 */
ISSUEDBY_API void issuedby_decision_free(issuedby_decision *decision);

/**
 * Makes the trusted edge from its options: a JSON object with `unixSocket` (boolean), `peerNetworks` (array of
 * addresses and CIDR networks) and `edgeFingerprints` (array of SHA-256 fingerprints). One rule is enough to be
 * believed; no rule at all, unknown options and networks that hold everyone are refused.
 *
 * # Safety
 *
 * `options` is NULL or has `len` bytes; `edge` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_trusted_edge_new(const char *options,
                                          size_t len,
                                          issuedby_trusted_edge **edge,
                                          issuedby_string **error);

/**
 * Decides whether the headers of a request on a connection are believed: ISSUEDBY_OK only if they are,
 * ISSUEDBY_REJECTED if they are not, another result if the call itself went wrong.
 *
 * `rule`, which may be NULL, is the rule that the connection meets. For ISSUEDBY_REJECTED `error` has the code of the
 * reason, a message for the operator's log, never for the client, and the remedy. Without ISSUEDBY_OK, ignore and
 * remove every field for which issuedby_edge_headers_must_strip is true.
 *
 * # Safety
 *
 * `edge` is NULL or a handle; `facts` is NULL or points to facts whose fields are NULL or have as many bytes as they
 * say; `rule` and `error` are NULL or may be written.
 */
ISSUEDBY_API
issuedby_result issuedby_trusted_edge_decide(const issuedby_trusted_edge *edge,
                                             const issuedby_connection_facts *facts,
                                             issuedby_trust_rule *rule,
                                             issuedby_string **error);

/**
 * Frees a trusted edge. NULL is left alone.
 *
 * # Safety
 *
 * `edge` is NULL or a handle that nothing uses any more.
 */
ISSUEDBY_API void issuedby_trusted_edge_free(issuedby_trusted_edge *edge);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* ISSUEDBY_H */
