/*
 * NULL and garbage to every function: a result code or an empty answer, never a crash, a success or an old value.
 *
 * Every function of the header is named here once; tests/binding/surface.rs compares.
 */
#define _POSIX_C_SOURCE 200809L
#include <issuedby.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define CHECK(condition)                                                \
    do {                                                                \
        if (!(condition)) {                                             \
            failures++;                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
        }                                                               \
    } while (0)

/* A pointer that is neither NULL nor ever followed, for outputs that must be reset. */
static char stale;
#define STALE(type) ((type *)(void *)&stale)

#define EMPTY(text) CHECK((text).data && (text).len == 0 && (text).data[0] == '\0')

/* Calls something that makes a handle of `type`, with and without a place for the error. */
#define REFUSES(type, out, error, call, expected)          \
    do {                                                   \
        type *out = STALE(type);                           \
        issuedby_string *error##_ = STALE(issuedby_string); \
        issuedby_string **error = &error##_;               \
        CHECK((call) == (expected));                       \
        CHECK(out == NULL);                                \
        CHECK(error##_ && error##_->len && issuedby_string_code(error##_).len); \
        issuedby_string_free(error##_);                    \
        error = NULL;                                      \
        out = STALE(type);                                 \
        CHECK((call) == (expected));                       \
        CHECK(out == NULL);                                \
    } while (0)

static uint32_t seed = 1;

static unsigned char garbage(void) {
    seed = seed * 1664525u + 1013904223u;
    return (unsigned char)(seed >> 24);
}

static void null_to_readers(void) {
    CHECK(issuedby_version().len != 0 && strcmp(issuedby_version().data, ISSUEDBY_VERSION) == 0);
    CHECK(strcmp(issuedby_reason_name(ISSUEDBY_REASON_EXPIRED).data, "expired") == 0);
    EMPTY(issuedby_reason_name(0));
    EMPTY(issuedby_reason_name(65535));
    EMPTY(issuedby_string_code(NULL));
    EMPTY(issuedby_ca_certificate_id(NULL));
    EMPTY(issuedby_ca_certificate_subject(NULL));
    EMPTY(issuedby_ca_certificate_fingerprint(NULL));
    CHECK(issuedby_ca_certificate_not_before(NULL) == ISSUEDBY_NO_TIME);
    CHECK(issuedby_ca_certificate_not_after(NULL) == ISSUEDBY_NO_TIME);
    CHECK(issuedby_ca_certificate_warning_count(NULL) == 0);
    EMPTY(issuedby_ca_certificate_warning_code(NULL, 0));
    EMPTY(issuedby_ca_certificate_warning_message(NULL, 0));
    CHECK(issuedby_verdict_status(NULL) == ISSUEDBY_STATUS_NONE);
    CHECK(!issuedby_verdict_verified(NULL));
    CHECK(issuedby_verdict_reason(NULL) == ISSUEDBY_REASON_NO_CERTIFICATE);
    CHECK(issuedby_verdict_reason_count(NULL) == 0);
    CHECK(issuedby_verdict_reason_at(NULL, 0) == 0);
    CHECK(!issuedby_verdict_reason_authenticated(NULL, 0));
    EMPTY(issuedby_verdict_message(NULL));
    EMPTY(issuedby_verdict_remedy(NULL));
    CHECK(!issuedby_verdict_certificate(NULL).data && issuedby_verdict_certificate(NULL).len == 0);
    EMPTY(issuedby_verdict_subject(NULL));
    EMPTY(issuedby_verdict_issuer(NULL));
    EMPTY(issuedby_verdict_serial_number(NULL));
    CHECK(issuedby_verdict_not_before(NULL) == ISSUEDBY_NO_TIME);
    CHECK(issuedby_verdict_not_after(NULL) == ISSUEDBY_NO_TIME);
    EMPTY(issuedby_verdict_fingerprint(NULL));
    EMPTY(issuedby_verdict_ca_id(NULL));
    EMPTY(issuedby_verdict_ca_subject(NULL));
    EMPTY(issuedby_verdict_ca_fingerprint(NULL));
    CHECK(issuedby_verdict_valid_from(NULL) == ISSUEDBY_NO_TIME);
    CHECK(issuedby_verdict_valid_until(NULL) == ISSUEDBY_NO_TIME);
    EMPTY(issuedby_verdict_json(NULL));
    CHECK(issuedby_edge_headers_count(NULL) == 0);
    EMPTY(issuedby_edge_headers_at(NULL, 0).name);
    EMPTY(issuedby_edge_headers_at(NULL, 0).value);
    CHECK(issuedby_edge_headers_must_strip(NULL, 0));
    CHECK(issuedby_edge_headers_must_strip(NULL, 7));
    CHECK(issuedby_edge_headers_vary_names_client_cert(NULL, 0));
    CHECK(issuedby_edge_report_status(NULL) == ISSUEDBY_STATUS_NONE);
    CHECK(issuedby_edge_report_reason(NULL) == ISSUEDBY_REASON_NO_CERTIFICATE);
    CHECK(!issuedby_edge_report_certificate(NULL).data);
    CHECK(issuedby_edge_report_chain_count(NULL) == 0);
    CHECK(!issuedby_edge_report_chain_at(NULL, 0).data);
    EMPTY(issuedby_edge_report_ca_id(NULL));
    CHECK(issuedby_policy_warning_count(NULL) == 0);
    EMPTY(issuedby_policy_warning_code(NULL, 0));
    EMPTY(issuedby_policy_warning_message(NULL, 0));
    CHECK(issuedby_decision_action(NULL) == ISSUEDBY_ACTION_REJECT);
    CHECK(issuedby_decision_reason(NULL) == ISSUEDBY_REASON_NO_CERTIFICATE);
    EMPTY(issuedby_decision_json(NULL));
    EMPTY(issuedby_decision_metadata(NULL));
    EMPTY(issuedby_decision_sub(NULL));
    EMPTY(issuedby_decision_problem(NULL));
    EMPTY(issuedby_decision_log(NULL));
    issuedby_string_free(NULL);
    issuedby_ca_certificate_free(NULL);
    CHECK(issuedby_ca_bundle_count(NULL) == 0);
    CHECK(issuedby_ca_bundle_at(NULL, 0) == NULL);
    issuedby_ca_bundle_free(NULL);
    CHECK(issuedby_string_unfit_count(NULL) == 0);
    CHECK(issuedby_string_unfit_at(NULL, 0).number == 0);
    EMPTY(issuedby_string_unfit_at(NULL, 0).subject);
    EMPTY(issuedby_string_unfit_at(NULL, 0).remedy);
    issuedby_verifier_free(NULL);
    issuedby_verdict_free(NULL);
    issuedby_edge_headers_free(NULL);
    issuedby_edge_report_free(NULL);
    issuedby_policy_free(NULL);
    issuedby_decision_free(NULL);
    issuedby_trusted_edge_free(NULL);
    EMPTY(issuedby_string_remedy(NULL));
    EMPTY(issuedby_string_suggestion(NULL));
    CHECK(issuedby_string_position(NULL) == ISSUEDBY_NO_POSITION);
}

static void null_to_makers(const issuedby_ca_certificate *ca, const issuedby_verifier *verifier,
                           const issuedby_verdict *verdict, const issuedby_policy *policy) {
    const issuedby_ca_certificate *none[] = {ca, NULL};
    issuedby_bytes no_bytes = {NULL, 3};
    issuedby_header no_header = {{NULL, 3}, {NULL, 0}}, no_value = {{"accept", 6}, {NULL, 3}}, empty_value = {{"accept", 6}, {NULL, 0}};
    const unsigned char byte[] = {0x30};
    const issuedby_result null = ISSUEDBY_NULL_ARGUMENT;

    REFUSES(issuedby_ca_certificate, made, error, issuedby_ca_certificate_from_pem(NULL, 0, &made, error), null);
    REFUSES(issuedby_ca_certificate, made, error, issuedby_ca_certificate_from_der(NULL, 9, &made, error), null);
    REFUSES(issuedby_ca_bundle, made, error, issuedby_ca_bundle_from_pem(NULL, 9, &made, error), null);
    REFUSES(issuedby_ca_certificate, made, error, issuedby_ca_certificate_with_id(NULL, "a", 1, &made, error), null);
    REFUSES(issuedby_ca_certificate, made, error, issuedby_ca_certificate_with_id(ca, NULL, 0, &made, error), null);
    REFUSES(issuedby_ca_certificate, made, error, issuedby_ca_certificate_with_id(ca, "a b", 3, &made, error),
            ISSUEDBY_MALFORMED_CA_ID);
    REFUSES(issuedby_string, made, error, issuedby_certificate_der(NULL, 0, &made, error), null);
    REFUSES(issuedby_string, made, error, issuedby_certificate_inspect(NULL, 0, &made, error), null);
    REFUSES(issuedby_string, made, error, issuedby_certificate_inspect(byte, 1, &made, error), ISSUEDBY_MALFORMED_CERTIFICATE);
    REFUSES(issuedby_verifier, made, error, issuedby_verifier_new(NULL, 1, 0, &made, error), null);
    REFUSES(issuedby_verifier, made, error, issuedby_verifier_new(none, 2, 0, &made, error), null);
    REFUSES(issuedby_verdict, made, error, issuedby_verifier_verify(NULL, byte, 1, 0, NULL, 0, &made, error), null);
    REFUSES(issuedby_verdict, made, error, issuedby_verifier_verify(verifier, NULL, 1, 0, NULL, 0, &made, error), null);
    REFUSES(issuedby_verdict, made, error, issuedby_verifier_evaluate(NULL, byte, 1, 0, NULL, 0, &made, error), null);
    REFUSES(issuedby_verdict, made, error, issuedby_verifier_evaluate(verifier, NULL, 1, 0, NULL, 0, &made, error), null);
    REFUSES(issuedby_verdict, made, error, issuedby_verifier_evaluate(verifier, byte, 1, 0, NULL, 2, &made, error), null);
    REFUSES(issuedby_verdict, made, error, issuedby_verifier_evaluate(verifier, byte, 1, 0, &no_bytes, 1, &made, error), null);
    REFUSES(issuedby_string, made, error, issuedby_dn_normalize(NULL, 0, &made, error), null);
    REFUSES(issuedby_string, made, error, issuedby_dn_from_der(NULL, 0, &made, error), null);
    REFUSES(issuedby_string, made, error, issuedby_dn_compare(NULL, 0, "CN=a", 4, NULL, &made, error), null);
    REFUSES(issuedby_string, made, error, issuedby_dn_compare("CN=a", 4, NULL, 0, NULL, &made, error), null);
    REFUSES(issuedby_string, made, error, issuedby_fingerprint(NULL, 0, &made, error), null);
    REFUSES(issuedby_string, made, error, issuedby_client_cert_encode(NULL, 0, &made, error), null);
    REFUSES(issuedby_string, made, error, issuedby_client_cert_decode(NULL, 0, &made, error), null);
    REFUSES(issuedby_edge_headers, made, error, issuedby_edge_headers_write(NULL, NULL, 0, 0, 0, &made, error), null);
    REFUSES(issuedby_edge_headers, made, error, issuedby_edge_headers_write(verdict, NULL, 1, 0, 0, &made, error), null);
    REFUSES(issuedby_edge_report, made, error, issuedby_edge_headers_parse(NULL, 1, &made, error), null);
    REFUSES(issuedby_edge_report, made, error, issuedby_edge_headers_parse(&no_header, 1, &made, error), null);
    REFUSES(issuedby_edge_report, made, error, issuedby_edge_headers_parse(&no_value, 1, &made, error), null);
    /* A field without a value is no reason to refuse a request. */
    issuedby_edge_report *report = NULL;
    CHECK(issuedby_edge_headers_parse(&empty_value, 1, &report, NULL) == ISSUEDBY_OK);
    CHECK(issuedby_edge_report_status(report) == ISSUEDBY_STATUS_NONE);
    issuedby_edge_report_free(report);
    REFUSES(issuedby_policy, made, error, issuedby_policy_new(NULL, 0, &made, error), null);
    REFUSES(issuedby_policy, made, error, issuedby_policy_for_cas("{}", 2, none, 2, &made, error), null);
    REFUSES(issuedby_decision, made, error, issuedby_policy_decide(NULL, verdict, false, &made, error), null);
    REFUSES(issuedby_decision, made, error, issuedby_policy_decide(policy, NULL, false, &made, error), null);
    REFUSES(issuedby_decision, made, error, issuedby_policy_decide_report(policy, NULL, false, &made, error), null);

    issuedby_connection_facts facts = {0, {NULL, 0}, {NULL, 0}}, no_address = {1, {NULL, 3}, {NULL, 0}};
    issuedby_trust_rule rule = ISSUEDBY_TRUST_RULE_UNIX_SOCKET;
    issuedby_trusted_edge *edge = NULL;
    REFUSES(issuedby_trusted_edge, made, error, issuedby_trusted_edge_new(NULL, 0, &made, error), null);
    CHECK(issuedby_trusted_edge_new("{\"unixSocket\":true}", 19, &edge, NULL) == ISSUEDBY_OK);
    CHECK(issuedby_trusted_edge_new("{}", 2, NULL, NULL) == null);
    CHECK(issuedby_trusted_edge_decide(NULL, &facts, &rule, NULL) == null && rule == ISSUEDBY_TRUST_RULE_NONE);
    CHECK(issuedby_trusted_edge_decide(edge, NULL, NULL, NULL) == null);
    CHECK(issuedby_trusted_edge_decide(edge, &no_address, NULL, NULL) == null);
    /* Only 1 says that there is a Unix socket: no byte that was forgotten, and no flag. */
    for (unsigned value = 0; value <= UINT8_MAX; value++) {
        facts.unix_socket = (uint8_t)value;
        issuedby_result believed = value == 1 ? ISSUEDBY_OK : ISSUEDBY_REJECTED;
        CHECK(issuedby_trusted_edge_decide(edge, &facts, NULL, NULL) == believed);
    }
    CHECK(issuedby_trusted_edge_decide((const issuedby_trusted_edge *)policy, &facts, NULL, NULL) == ISSUEDBY_INVALID_HANDLE);
    issuedby_trusted_edge_free(edge);

    bool equal = true;
    CHECK(issuedby_dn_equal(NULL, 0, "CN=a", 4, &equal, NULL) == null && !equal);
    equal = true;
    CHECK(issuedby_dn_equal("CN=a", 4, NULL, 0, &equal, NULL) == null && !equal);
    equal = true;
    CHECK(issuedby_fingerprint_equal(NULL, 0, "AA", 2, &equal, NULL) == null && !equal);
    equal = true;
    CHECK(issuedby_fingerprint_equal("\xff", 1, "AA", 2, &equal, NULL) == ISSUEDBY_INVALID_UTF8 && !equal);

    /* Where there is nowhere to write, the call is refused; only verify answers without. */
    CHECK(issuedby_ca_certificate_from_pem("x", 1, NULL, NULL) == null);
    CHECK(issuedby_ca_certificate_from_der(byte, 1, NULL, NULL) == null);
    CHECK(issuedby_ca_bundle_from_pem("x", 1, NULL, NULL) == null);
    CHECK(issuedby_ca_certificate_with_id(ca, "a", 1, NULL, NULL) == null);
    CHECK(issuedby_certificate_der(byte, 1, NULL, NULL) == null);
    CHECK(issuedby_certificate_inspect(byte, 1, NULL, NULL) == null);
    CHECK(issuedby_verifier_new(none, 1, 0, NULL, NULL) == null);
    CHECK(issuedby_verifier_evaluate(verifier, byte, 1, 0, NULL, 0, NULL, NULL) == null);
    CHECK(issuedby_verifier_verify(verifier, byte, 1, 0, NULL, 0, NULL, NULL) == ISSUEDBY_REJECTED);
    CHECK(issuedby_verifier_verify(verifier, NULL, 0, 0, NULL, 0, NULL, NULL) == ISSUEDBY_REJECTED);
    CHECK(issuedby_dn_equal("CN=a", 4, "CN=a", 4, NULL, NULL) == null);
    CHECK(issuedby_dn_compare("CN=a", 4, "CN=a", 4, NULL, NULL, NULL) == null);
    CHECK(issuedby_dn_normalize("CN=a", 4, NULL, NULL) == null);
    CHECK(issuedby_dn_from_der(byte, 1, NULL, NULL) == null);
    CHECK(issuedby_fingerprint(byte, 1, NULL, NULL) == null);
    CHECK(issuedby_fingerprint_equal("A", 1, "A", 1, NULL, NULL) == null);
    CHECK(issuedby_client_cert_encode(byte, 1, NULL, NULL) == null);
    CHECK(issuedby_client_cert_decode(":MAA=:", 6, NULL, NULL) == null);
    CHECK(issuedby_edge_headers_write(verdict, NULL, 0, 0, 0, NULL, NULL) == null);
    CHECK(issuedby_edge_headers_parse(NULL, 0, NULL, NULL) == null);
    CHECK(issuedby_policy_new("{}", 2, NULL, NULL) == null);
    CHECK(issuedby_policy_decide(policy, verdict, false, NULL, NULL) == null);
}

static void garbage_to_makers(const issuedby_verifier *verifier, const issuedby_policy *policy) {
    for (int round = 0; round < 2000; round++) {
        size_t len = round % 97;
        unsigned char *bytes = (unsigned char *)malloc(len + 1);
        for (size_t i = 0; i < len; i++) bytes[i] = garbage();
        /* Garbage that gets further than the first byte. */
        if (len > 2 && round % 3 == 0) bytes[0] = 0x30, bytes[1] = (unsigned char)(len - 2);
        const char *text = (const char *)bytes;
        issuedby_bytes chain = {bytes, len};
        issuedby_header lines[2];
        lines[0].name.data = "Client-Mtls-Verification-Status", lines[0].name.len = 31;
        lines[0].value.data = text, lines[0].value.len = len;
        lines[1].name = lines[1].value = lines[0].value;

        issuedby_verdict *verdict = STALE(issuedby_verdict);
        CHECK(issuedby_verifier_verify(verifier, bytes, len, round, &chain, 1, &verdict, NULL) == ISSUEDBY_REJECTED);
        CHECK(issuedby_verdict_status(verdict) == ISSUEDBY_STATUS_FAILED);
        issuedby_edge_headers *headers = NULL;
        CHECK(issuedby_edge_headers_write(verdict, &chain, 1, ISSUEDBY_SEND_PRESENTED | ISSUEDBY_SEND_CHAIN, 0, &headers, NULL) == ISSUEDBY_OK);
        CHECK(issuedby_edge_headers_count(headers) >= 2);
        issuedby_edge_headers_free(headers);
        issuedby_verdict_free(verdict);

        issuedby_edge_report *report = STALE(issuedby_edge_report);
        issuedby_decision *decision = NULL;
        CHECK(issuedby_edge_headers_parse(lines, 2, &report, NULL) == ISSUEDBY_OK);
        CHECK(issuedby_edge_report_status(report) != ISSUEDBY_STATUS_SUCCESS);
        CHECK(issuedby_policy_decide_report(policy, report, false, &decision, NULL) == ISSUEDBY_OK);
        CHECK(issuedby_decision_action(decision) == ISSUEDBY_ACTION_REJECT);
        issuedby_decision_free(decision);
        issuedby_edge_report_free(report);

        issuedby_ca_certificate *ca = STALE(issuedby_ca_certificate);
        issuedby_string *error = NULL, *made = NULL;
        bool equal = true;
        CHECK(issuedby_ca_certificate_from_pem(text, len, &ca, &error) == ISSUEDBY_UNFIT_CA && !ca && error);
        issuedby_string_free(error);
        CHECK(issuedby_ca_certificate_from_der(bytes, len, &ca, NULL) == ISSUEDBY_UNFIT_CA && !ca);
        issuedby_ca_bundle *bundle = STALE(issuedby_ca_bundle);
        CHECK(issuedby_ca_bundle_from_pem(text, len, &bundle, NULL) == ISSUEDBY_UNFIT_CA && !bundle);
        CHECK(issuedby_certificate_inspect(bytes, len, &made, NULL) == ISSUEDBY_MALFORMED_CERTIFICATE && !made);
        CHECK(issuedby_fingerprint_equal(text, len, text, len, &equal, NULL) != ISSUEDBY_OK && !equal);
        issuedby_policy *unmade = STALE(issuedby_policy);
        CHECK(issuedby_policy_new(text, len, &unmade, NULL) == ISSUEDBY_INVALID_OPTIONS && !unmade);
        issuedby_trusted_edge *untrusted = STALE(issuedby_trusted_edge);
        CHECK(issuedby_trusted_edge_new(text, len, &untrusted, NULL) == ISSUEDBY_INVALID_OPTIONS && !untrusted);

        /* These may succeed by chance; then what they made is freed. */
        issuedby_dn_equal(text, len, text, len, &equal, NULL);
        issuedby_dn_normalize(text, len, &made, NULL);
        issuedby_string_free(made);
        issuedby_dn_compare(text, len, text, len, NULL, &made, NULL);
        issuedby_string_free(made);
        issuedby_certificate_der(bytes, len, &made, NULL);
        issuedby_string_free(made);
        issuedby_dn_from_der(bytes, len, &made, NULL);
        issuedby_string_free(made);
        issuedby_client_cert_decode(text, len, &made, NULL);
        issuedby_string_free(made);
        CHECK(issuedby_client_cert_encode(bytes, len, &made, NULL) == ISSUEDBY_OK);
        issuedby_string_free(made);
        CHECK(issuedby_fingerprint(bytes, len, &made, NULL) == ISSUEDBY_OK);
        issuedby_string_free(made);
        issuedby_edge_headers_must_strip(text, len);
        issuedby_edge_headers_vary_names_client_cert(text, len);
        free(bytes);
    }
}

/* Handles of another type, and memory that is not a handle. */
static void wrong_handles(const issuedby_ca_certificate *ca, const issuedby_verifier *verifier, issuedby_verdict *verdict) {
    static uint64_t zeroed[64];
    issuedby_verdict *no_verdict = (issuedby_verdict *)(void *)zeroed;
    const issuedby_verifier *no_verifier = (const issuedby_verifier *)(const void *)ca;
    const unsigned char byte[] = {0x30};
    const issuedby_ca_certificate *no_cas[] = {(const issuedby_ca_certificate *)(const void *)verifier};
    const issuedby_result invalid = ISSUEDBY_INVALID_HANDLE;

    CHECK(issuedby_verdict_status(no_verdict) == ISSUEDBY_STATUS_NONE && !issuedby_verdict_verified(no_verdict));
    CHECK(issuedby_verdict_reason(no_verdict) == ISSUEDBY_REASON_NO_CERTIFICATE);
    EMPTY(issuedby_verdict_json(no_verdict));
    CHECK(issuedby_decision_action((const issuedby_decision *)(const void *)zeroed) == ISSUEDBY_ACTION_REJECT);
    CHECK(issuedby_edge_report_status((const issuedby_edge_report *)(const void *)verdict) == ISSUEDBY_STATUS_NONE);
    CHECK(issuedby_verdict_status((const issuedby_verdict *)(const void *)((const char *)verdict + 1)) == ISSUEDBY_STATUS_NONE);
    REFUSES(issuedby_verdict, made, error, issuedby_verifier_evaluate(no_verifier, byte, 1, 0, NULL, 0, &made, error), invalid);
    REFUSES(issuedby_verdict, made, error, issuedby_verifier_verify(no_verifier, byte, 1, 0, NULL, 0, &made, error), invalid);
    REFUSES(issuedby_verifier, made, error, issuedby_verifier_new(no_cas, 1, 0, &made, error), invalid);
    REFUSES(issuedby_edge_headers, made, error, issuedby_edge_headers_write(no_verdict, NULL, 0, 0, 0, &made, error), invalid);
    /* Freeing something else frees nothing. */
    issuedby_verdict_free(no_verdict);
    issuedby_verifier_free((issuedby_verifier *)(void *)verdict);
    issuedby_string_free((issuedby_string *)(void *)zeroed);
    CHECK(issuedby_verdict_status(verdict) == ISSUEDBY_STATUS_SUCCESS);

    /* Lengths and flags that cannot be. */
    REFUSES(issuedby_string, made, error, issuedby_dn_normalize("CN=a", SIZE_MAX, &made, error), ISSUEDBY_INVALID_LENGTH);
    REFUSES(issuedby_verifier, made, error, issuedby_verifier_new(no_cas, SIZE_MAX / 2, 0, &made, error), ISSUEDBY_INVALID_LENGTH);
    REFUSES(issuedby_verifier, made, error, issuedby_verifier_new(&ca, 1, 8, &made, error), ISSUEDBY_UNKNOWN_FLAG);
    REFUSES(issuedby_edge_headers, made, error, issuedby_edge_headers_write(verdict, NULL, 0, 64, 0, &made, error), ISSUEDBY_UNKNOWN_FLAG);
    REFUSES(issuedby_verifier, made, error,
            issuedby_verifier_new((const issuedby_ca_certificate *const *)(const void *)((const char *)no_cas + 1), 1, 0, &made, error),
            ISSUEDBY_MISALIGNED_ARRAY);
}

/* An output that says SUCCESS says so no more after a call that failed. */
static void nothing_stale(const issuedby_verifier *verifier, const unsigned char *leaf, size_t leaf_len) {
    issuedby_verdict *verdict = NULL, *first;
    CHECK(issuedby_verifier_verify(verifier, leaf, leaf_len, 1800000000, NULL, 0, &verdict, NULL) == ISSUEDBY_OK);
    CHECK(issuedby_verdict_status(verdict) == ISSUEDBY_STATUS_SUCCESS);
    first = verdict;
    CHECK(issuedby_verifier_verify(NULL, leaf, leaf_len, 1800000000, NULL, 0, &verdict, NULL) == ISSUEDBY_NULL_ARGUMENT);
    CHECK(issuedby_verdict_status(verdict) == ISSUEDBY_STATUS_NONE);
    CHECK(issuedby_verifier_verify(verifier, leaf, 0, 1800000000, NULL, 0, &verdict, NULL) == ISSUEDBY_REJECTED);
    CHECK(issuedby_verdict_reason(verdict) == ISSUEDBY_REASON_MALFORMED);
    issuedby_verdict_free(verdict);
    CHECK(issuedby_verifier_verify(verifier, NULL, 0, 1800000000, NULL, 0, &verdict, NULL) == ISSUEDBY_REJECTED);
    CHECK(issuedby_verdict_status(verdict) == ISSUEDBY_STATUS_NONE);
    CHECK(issuedby_verdict_reason(verdict) == ISSUEDBY_REASON_NO_CERTIFICATE);
    issuedby_verdict_free(verdict);
    /* Before 1970 nothing is valid, and nothing wraps round. */
    issuedby_string *error = NULL;
    CHECK(issuedby_verifier_verify(verifier, leaf, leaf_len, INT64_MIN, NULL, 0, &verdict, &error) == ISSUEDBY_REJECTED);
    CHECK(issuedby_verdict_reason(verdict) == ISSUEDBY_REASON_INVALID_CHECK_TIME);
    CHECK(error && strcmp(issuedby_string_code(error).data, "invalid_check_time") == 0);
    issuedby_string_free(error);
    issuedby_verdict_free(verdict);
    issuedby_verdict_free(first);
}

int main(int argc, char **argv) {
    static unsigned char ca_pem[1 << 16], leaf[1 << 16];
    issuedby_ca_certificate *ca = NULL;
    issuedby_verifier *verifier = NULL;
    issuedby_verdict *verdict = NULL;
    issuedby_policy *policy = NULL;
    const char *options = "{\"certIssuerDN\":\"CN=example-ca,O=Example,C=US\"}";
    if (argc != 3) return 2;
    FILE *ca_file = fopen(argv[1], "rb"), *leaf_file = fopen(argv[2], "rb");
    if (!ca_file || !leaf_file) return 2;
    size_t ca_len = fread(ca_pem, 1, sizeof ca_pem, ca_file), leaf_len = fread(leaf, 1, sizeof leaf, leaf_file);
    fclose(ca_file);
    fclose(leaf_file);
    if (issuedby_ca_certificate_from_pem((const char *)ca_pem, ca_len, &ca, NULL) != ISSUEDBY_OK) return 2;
    const issuedby_ca_certificate *cas[] = {ca};
    if (issuedby_verifier_new(cas, 1, 0, &verifier, NULL) != ISSUEDBY_OK) return 2;
    if (issuedby_policy_for_cas(options, strlen(options), cas, 1, &policy, NULL) != ISSUEDBY_OK) return 2;
    if (issuedby_verifier_evaluate(verifier, leaf, leaf_len, 1800000000, NULL, 0, &verdict, NULL) != ISSUEDBY_OK) return 2;

    null_to_readers();
    null_to_makers(ca, verifier, verdict, policy);
    garbage_to_makers(verifier, policy);
    wrong_handles(ca, verifier, verdict);
    nothing_stale(verifier, leaf, leaf_len);

    issuedby_decision *decision = NULL;
    CHECK(issuedby_policy_decide(policy, verdict, false, &decision, NULL) == ISSUEDBY_OK);
    CHECK(issuedby_decision_action(decision) == ISSUEDBY_ACTION_ALLOW);
    issuedby_decision_free(decision);
    issuedby_policy_free(policy);
    issuedby_verdict_free(verdict);
    issuedby_verifier_free(verifier);
    issuedby_ca_certificate_free(ca);
    printf("%d failures\n", failures);
    return failures != 0;
}
