/*
 * What issuedby.h declares, for tools that read C and run no preprocessor, such as cffi and SWIG. C and C++ programs
 * include issuedby.h, which has the documentation.
 *
 * Made by `cargo xtask generate`: change bindings/c/src or bindings/c/cbindgen.toml, never this file.
 */


#define ISSUEDBY_VERSION_NUMBER 1000

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


#define ISSUEDBY_NO_POSITION -1

#define ISSUEDBY_REQUIRE_CLIENT_AUTH_EKU 1

#define ISSUEDBY_IGNORE_CA_VALIDITY 2

#define ISSUEDBY_ALLOW_UNUSUAL_SERIAL 4

static const int64_t ISSUEDBY_NO_TIME = -9223372036854775808LL;

#define ISSUEDBY_SEND_PRESENTED 1

#define ISSUEDBY_SEND_CHAIN 2

typedef enum {
    ISSUEDBY_OK = 0,
    ISSUEDBY_REJECTED = 1,
    ISSUEDBY_NULL_ARGUMENT = 101,
    ISSUEDBY_INVALID_HANDLE = 102,
    ISSUEDBY_INVALID_LENGTH = 103,
    ISSUEDBY_INVALID_UTF8 = 104,
    ISSUEDBY_UNKNOWN_FLAG = 105,
    ISSUEDBY_MISALIGNED_ARRAY = 106,
    ISSUEDBY_MALFORMED_NAME = 201,
    ISSUEDBY_MALFORMED_FINGERPRINT = 202,
    ISSUEDBY_MALFORMED_CLIENT_CERT = 203,
    ISSUEDBY_MALFORMED_PEM = 204,
    ISSUEDBY_MALFORMED_CA_ID = 205,
    ISSUEDBY_MALFORMED_CERTIFICATE = 206,
    ISSUEDBY_UNFIT_CA = 301,
    ISSUEDBY_INVALID_OPTIONS = 302,
    ISSUEDBY_PANIC = 901,
} issuedby_result;

typedef enum {
    ISSUEDBY_STATUS_NONE = 0,
    ISSUEDBY_STATUS_FAILED = 1,
    ISSUEDBY_STATUS_SUCCESS = 2,
} issuedby_status;

typedef enum {
    ISSUEDBY_MATCH_DIFFERENT = 0,
    ISSUEDBY_MATCH_REGROUPED = 1,
    ISSUEDBY_MATCH_REORDERED = 2,
    ISSUEDBY_MATCH_EQUAL = 3,
    ISSUEDBY_MATCH_IDENTICAL = 4,
} issuedby_match;

typedef enum {
    ISSUEDBY_ACTION_REJECT = 0,
    ISSUEDBY_ACTION_PASS_THROUGH = 1,
    ISSUEDBY_ACTION_ALLOW = 2,
} issuedby_action;

typedef enum {
    ISSUEDBY_TRUST_RULE_NONE = 0,
    ISSUEDBY_TRUST_RULE_UNIX_SOCKET = 1,
    ISSUEDBY_TRUST_RULE_PEER_NETWORKS = 2,
    ISSUEDBY_TRUST_RULE_EDGE_FINGERPRINTS = 3,
} issuedby_trust_rule;

typedef struct issuedby_ca_bundle issuedby_ca_bundle;

typedef struct issuedby_ca_certificate issuedby_ca_certificate;

typedef struct issuedby_decision issuedby_decision;

typedef struct issuedby_edge_headers issuedby_edge_headers;

typedef struct issuedby_edge_report issuedby_edge_report;

typedef struct issuedby_policy issuedby_policy;

typedef struct issuedby_trusted_edge issuedby_trusted_edge;

typedef struct issuedby_verdict issuedby_verdict;

typedef struct issuedby_verifier issuedby_verifier;

typedef struct {
    const char *data;
    size_t len;
} issuedby_str;

typedef struct {
    const char *data;
    size_t len;
} issuedby_string;

typedef uint16_t issuedby_reason;

typedef struct {
    size_t number;
    size_t line;
    issuedby_str subject;
    issuedby_str code;
    issuedby_str message;
    issuedby_str remedy;
} issuedby_unfit_certificate;

typedef struct {
    const uint8_t *data;
    size_t len;
} issuedby_bytes;

typedef struct {
    issuedby_str name;
    issuedby_str value;
} issuedby_header;

typedef struct {
    uint8_t unix_socket;
    issuedby_str peer_address;
    issuedby_bytes client_certificate;
} issuedby_connection_facts;

issuedby_str issuedby_version(void);

issuedby_str issuedby_string_code(const issuedby_string *error);

issuedby_str issuedby_string_remedy(const issuedby_string *error);

issuedby_str issuedby_string_suggestion(const issuedby_string *error);

int64_t issuedby_string_position(const issuedby_string *error);

void issuedby_string_free(issuedby_string *string);

issuedby_str issuedby_reason_name(issuedby_reason reason);

issuedby_result issuedby_certificate_der(const uint8_t *bytes,
                                         size_t len,
                                         issuedby_string **der,
                                         issuedby_string **error);

issuedby_result issuedby_certificate_inspect(const uint8_t *certificate,
                                             size_t len,
                                             issuedby_string **inspection,
                                             issuedby_string **error);

issuedby_result issuedby_ca_certificate_from_pem(const char *pem,
                                                 size_t len,
                                                 issuedby_ca_certificate **ca,
                                                 issuedby_string **error);

issuedby_result issuedby_ca_certificate_from_der(const uint8_t *der,
                                                 size_t len,
                                                 issuedby_ca_certificate **ca,
                                                 issuedby_string **error);

issuedby_result issuedby_ca_certificate_with_id(const issuedby_ca_certificate *ca,
                                                const char *id,
                                                size_t len,
                                                issuedby_ca_certificate **with_id,
                                                issuedby_string **error);

issuedby_str issuedby_ca_certificate_id(const issuedby_ca_certificate *ca);

issuedby_str issuedby_ca_certificate_subject(const issuedby_ca_certificate *ca);

issuedby_str issuedby_ca_certificate_fingerprint(const issuedby_ca_certificate *ca);

int64_t issuedby_ca_certificate_not_before(const issuedby_ca_certificate *ca);

int64_t issuedby_ca_certificate_not_after(const issuedby_ca_certificate *ca);

size_t issuedby_ca_certificate_warning_count(const issuedby_ca_certificate *ca);

issuedby_str issuedby_ca_certificate_warning_code(const issuedby_ca_certificate *ca, size_t index);

issuedby_str issuedby_ca_certificate_warning_message(const issuedby_ca_certificate *ca,
                                                     size_t index);

void issuedby_ca_certificate_free(issuedby_ca_certificate *ca);

issuedby_result issuedby_ca_bundle_from_pem(const char *pem,
                                            size_t len,
                                            issuedby_ca_bundle **bundle,
                                            issuedby_string **error);

size_t issuedby_ca_bundle_count(const issuedby_ca_bundle *bundle);

const issuedby_ca_certificate *issuedby_ca_bundle_at(const issuedby_ca_bundle *bundle,
                                                     size_t index);

void issuedby_ca_bundle_free(issuedby_ca_bundle *bundle);

size_t issuedby_string_unfit_count(const issuedby_string *error);

issuedby_unfit_certificate issuedby_string_unfit_at(const issuedby_string *error, size_t index);

issuedby_result issuedby_verifier_new(const issuedby_ca_certificate *const *cas,
                                      size_t count,
                                      uint32_t flags,
                                      issuedby_verifier **verifier,
                                      issuedby_string **error);

issuedby_result issuedby_verifier_verify(const issuedby_verifier *verifier,
                                         const uint8_t *leaf,
                                         size_t leaf_len,
                                         int64_t now,
                                         const issuedby_bytes *chain,
                                         size_t chain_count,
                                         issuedby_verdict **verdict,
                                         issuedby_string **error);

issuedby_result issuedby_verifier_evaluate(const issuedby_verifier *verifier,
                                           const uint8_t *leaf,
                                           size_t leaf_len,
                                           int64_t now,
                                           const issuedby_bytes *chain,
                                           size_t chain_count,
                                           issuedby_verdict **verdict,
                                           issuedby_string **error);

void issuedby_verifier_free(issuedby_verifier *verifier);

issuedby_status issuedby_verdict_status(const issuedby_verdict *verdict);

bool issuedby_verdict_verified(const issuedby_verdict *verdict);

issuedby_reason issuedby_verdict_reason(const issuedby_verdict *verdict);

size_t issuedby_verdict_reason_count(const issuedby_verdict *verdict);

issuedby_reason issuedby_verdict_reason_at(const issuedby_verdict *verdict, size_t index);

bool issuedby_verdict_reason_authenticated(const issuedby_verdict *verdict, size_t index);

issuedby_str issuedby_verdict_message(const issuedby_verdict *verdict);

issuedby_str issuedby_verdict_remedy(const issuedby_verdict *verdict);

issuedby_bytes issuedby_verdict_certificate(const issuedby_verdict *verdict);

issuedby_str issuedby_verdict_subject(const issuedby_verdict *verdict);

issuedby_str issuedby_verdict_issuer(const issuedby_verdict *verdict);

issuedby_str issuedby_verdict_serial_number(const issuedby_verdict *verdict);

int64_t issuedby_verdict_not_before(const issuedby_verdict *verdict);

int64_t issuedby_verdict_not_after(const issuedby_verdict *verdict);

issuedby_str issuedby_verdict_fingerprint(const issuedby_verdict *verdict);

issuedby_str issuedby_verdict_ca_id(const issuedby_verdict *verdict);

issuedby_str issuedby_verdict_ca_subject(const issuedby_verdict *verdict);

issuedby_str issuedby_verdict_ca_fingerprint(const issuedby_verdict *verdict);

int64_t issuedby_verdict_valid_from(const issuedby_verdict *verdict);

int64_t issuedby_verdict_valid_until(const issuedby_verdict *verdict);

issuedby_str issuedby_verdict_json(const issuedby_verdict *verdict);

void issuedby_verdict_free(issuedby_verdict *verdict);

issuedby_result issuedby_dn_equal(const char *a,
                                  size_t a_len,
                                  const char *b,
                                  size_t b_len,
                                  bool *equal,
                                  issuedby_string **error);

issuedby_result issuedby_dn_compare(const char *expected,
                                    size_t expected_len,
                                    const char *found,
                                    size_t found_len,
                                    issuedby_match *level,
                                    issuedby_string **comparison,
                                    issuedby_string **error);

issuedby_result issuedby_dn_normalize(const char *dn,
                                      size_t len,
                                      issuedby_string **normalized,
                                      issuedby_string **error);

issuedby_result issuedby_dn_from_der(const uint8_t *der,
                                     size_t len,
                                     issuedby_string **dn,
                                     issuedby_string **error);

issuedby_result issuedby_fingerprint(const uint8_t *der,
                                     size_t len,
                                     issuedby_string **fingerprint,
                                     issuedby_string **error);

issuedby_result issuedby_fingerprint_equal(const char *a,
                                           size_t a_len,
                                           const char *b,
                                           size_t b_len,
                                           bool *equal,
                                           issuedby_string **error);

issuedby_result issuedby_client_cert_encode(const uint8_t *der,
                                            size_t len,
                                            issuedby_string **value,
                                            issuedby_string **error);

issuedby_result issuedby_client_cert_decode(const char *value,
                                            size_t len,
                                            issuedby_string **der,
                                            issuedby_string **error);

issuedby_result issuedby_edge_headers_write(const issuedby_verdict *verdict,
                                            const issuedby_bytes *chain,
                                            size_t chain_count,
                                            uint32_t flags,
                                            size_t client_cert_max,
                                            issuedby_edge_headers **headers,
                                            issuedby_string **error);

size_t issuedby_edge_headers_count(const issuedby_edge_headers *headers);

issuedby_header issuedby_edge_headers_at(const issuedby_edge_headers *headers, size_t index);

void issuedby_edge_headers_free(issuedby_edge_headers *headers);

bool issuedby_edge_headers_must_strip(const char *name, size_t len);

bool issuedby_edge_headers_vary_names_client_cert(const char *value, size_t len);

issuedby_result issuedby_edge_headers_parse(const issuedby_header *lines,
                                            size_t count,
                                            issuedby_edge_report **report,
                                            issuedby_string **error);

issuedby_status issuedby_edge_report_status(const issuedby_edge_report *report);

issuedby_reason issuedby_edge_report_reason(const issuedby_edge_report *report);

issuedby_bytes issuedby_edge_report_certificate(const issuedby_edge_report *report);

size_t issuedby_edge_report_chain_count(const issuedby_edge_report *report);

issuedby_bytes issuedby_edge_report_chain_at(const issuedby_edge_report *report, size_t index);

issuedby_str issuedby_edge_report_ca_id(const issuedby_edge_report *report);

void issuedby_edge_report_free(issuedby_edge_report *report);

issuedby_result issuedby_policy_new(const char *options,
                                    size_t len,
                                    issuedby_policy **policy,
                                    issuedby_string **error);

issuedby_result issuedby_policy_for_cas(const char *options,
                                        size_t len,
                                        const issuedby_ca_certificate *const *cas,
                                        size_t count,
                                        issuedby_policy **policy,
                                        issuedby_string **error);

size_t issuedby_policy_warning_count(const issuedby_policy *policy);

issuedby_str issuedby_policy_warning_code(const issuedby_policy *policy, size_t index);

issuedby_str issuedby_policy_warning_message(const issuedby_policy *policy, size_t index);

issuedby_result issuedby_policy_decide(const issuedby_policy *policy,
                                       const issuedby_verdict *verdict,
                                       bool user_exists,
                                       issuedby_decision **decision,
                                       issuedby_string **error);

issuedby_result issuedby_policy_decide_report(const issuedby_policy *policy,
                                              const issuedby_edge_report *report,
                                              bool user_exists,
                                              issuedby_decision **decision,
                                              issuedby_string **error);

void issuedby_policy_free(issuedby_policy *policy);

issuedby_action issuedby_decision_action(const issuedby_decision *decision);

issuedby_reason issuedby_decision_reason(const issuedby_decision *decision);

issuedby_str issuedby_decision_json(const issuedby_decision *decision);

issuedby_str issuedby_decision_metadata(const issuedby_decision *decision);

issuedby_str issuedby_decision_sub(const issuedby_decision *decision);

issuedby_str issuedby_decision_problem(const issuedby_decision *decision);

issuedby_str issuedby_decision_log(const issuedby_decision *decision);

void issuedby_decision_free(issuedby_decision *decision);

issuedby_result issuedby_trusted_edge_new(const char *options,
                                          size_t len,
                                          issuedby_trusted_edge **edge,
                                          issuedby_string **error);

issuedby_result issuedby_trusted_edge_decide(const issuedby_trusted_edge *edge,
                                             const issuedby_connection_facts *facts,
                                             issuedby_trust_rule *rule,
                                             issuedby_string **error);

void issuedby_trusted_edge_free(issuedby_trusted_edge *edge);
