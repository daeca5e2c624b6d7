/*
 * A panic in every function: a result code or an empty answer, and outputs that are reset.
 *
 * In builds for debugging each function looks for ISSUEDBY_PANIC in the environment, and panics before it does anything
 * (`early`), or when it has done everything but write its outputs (`late`).
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

static char stale;
#define STALE(type) ((type *)(void *)&stale)
#define EMPTY(text) CHECK((text).data && (text).len == 0 && (text).data[0] == '\0')

/* Calls something that makes a `type`. */
#define PANICS(type, out, error, call)                       \
    do {                                                     \
        type *out = STALE(type);                             \
        issuedby_string *error##_ = STALE(issuedby_string);  \
        issuedby_string **error = &error##_;                 \
        CHECK((call) == ISSUEDBY_PANIC);                     \
        CHECK(out == NULL);                                  \
        CHECK(error##_ && error##_->len != 0);               \
        panic(NULL);                                         \
        CHECK(strcmp(issuedby_string_code(error##_).data, "panic") == 0); \
        issuedby_string_free(error##_);                      \
        panic(when);                                         \
        error = NULL;                                        \
        out = STALE(type);                                   \
        CHECK((call) == ISSUEDBY_PANIC);                     \
        CHECK(out == NULL);                                  \
    } while (0)

static void panic(const char *when) {
    if (when) setenv("ISSUEDBY_PANIC", when, 1);
    else unsetenv("ISSUEDBY_PANIC");
}

static unsigned char ca_der[1 << 14], leaf[1 << 14];
static size_t ca_len, leaf_len;

typedef struct {
    issuedby_ca_certificate *ca;
    issuedby_verifier *verifier;
    issuedby_verdict *verdict;
    issuedby_policy *policy;
    issuedby_trusted_edge *edge;
    issuedby_edge_headers *headers;
    issuedby_edge_report *report;
    issuedby_decision *decision;
    issuedby_string *string;
    issuedby_ca_bundle *bundle;
    issuedby_string *error;
} handles;

/* A bundle of the CA, and the error of one that is unfit. */
static int make_bundle(handles *all) {
    static char pem[1 << 15];
    const char *unfit = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    issuedby_string *base64 = NULL;
    issuedby_ca_bundle *none = NULL;
    if (issuedby_client_cert_encode(ca_der, ca_len, &base64, NULL) != ISSUEDBY_OK) return 0;
    /* A Client-Cert value is base64 between colons. */
    int len = snprintf(pem, sizeof pem, "-----BEGIN CERTIFICATE-----\n%.*s\n-----END CERTIFICATE-----\n", (int)base64->len - 2,
                       base64->data + 1);
    issuedby_string_free(base64);
    if (issuedby_ca_bundle_from_pem(pem, (size_t)len, &all->bundle, NULL) != ISSUEDBY_OK) return 0;
    if (issuedby_ca_bundle_count(all->bundle) != 1 || !issuedby_ca_bundle_at(all->bundle, 0)) return 0;
    if (issuedby_ca_bundle_from_pem(unfit, strlen(unfit), &none, &all->error) != ISSUEDBY_UNFIT_CA) return 0;
    return issuedby_string_unfit_count(all->error) == 1 && issuedby_string_unfit_at(all->error, 0).number == 1;
}

static int make(handles *all) {
    const char *options = "{\"certIssuerDN\":\"/CN=example-ca\"}";
    memset(all, 0, sizeof *all);
    if (issuedby_ca_certificate_from_der(ca_der, ca_len, &all->ca, NULL) != ISSUEDBY_OK) return 0;
    const issuedby_ca_certificate *cas[] = {all->ca};
    if (issuedby_verifier_new(cas, 1, 0, &all->verifier, NULL) != ISSUEDBY_OK) return 0;
    if (issuedby_verifier_evaluate(all->verifier, leaf, leaf_len, 1800000000, NULL, 0, &all->verdict, NULL) != ISSUEDBY_OK) return 0;
    if (issuedby_policy_new(options, strlen(options), &all->policy, NULL) != ISSUEDBY_OK) return 0;
    if (issuedby_trusted_edge_new("{\"unixSocket\":true}", 19, &all->edge, NULL) != ISSUEDBY_OK) return 0;
    if (issuedby_edge_headers_write(all->verdict, NULL, 0, 0, 0, &all->headers, NULL) != ISSUEDBY_OK) return 0;
    issuedby_header lines[8];
    size_t count = issuedby_edge_headers_count(all->headers);
    for (size_t i = 0; i < count; i++) lines[i] = issuedby_edge_headers_at(all->headers, i);
    if (issuedby_edge_headers_parse(lines, count, &all->report, NULL) != ISSUEDBY_OK) return 0;
    if (issuedby_policy_decide(all->policy, all->verdict, false, &all->decision, NULL) != ISSUEDBY_OK) return 0;
    if (issuedby_fingerprint(leaf, leaf_len, &all->string, NULL) != ISSUEDBY_OK) return 0;
    if (!make_bundle(all)) return 0;
    return issuedby_verdict_verified(all->verdict) && issuedby_edge_report_status(all->report) == ISSUEDBY_STATUS_SUCCESS;
}

static void release(const handles *all) {
    issuedby_string_free(all->error);
    issuedby_ca_bundle_free(all->bundle);
    issuedby_string_free(all->string);
    issuedby_decision_free(all->decision);
    issuedby_edge_report_free(all->report);
    issuedby_edge_headers_free(all->headers);
    issuedby_trusted_edge_free(all->edge);
    issuedby_policy_free(all->policy);
    issuedby_verdict_free(all->verdict);
    issuedby_verifier_free(all->verifier);
    issuedby_ca_certificate_free(all->ca);
}

static void makers(const handles *all, const char *when) {
    const issuedby_ca_certificate *cas[] = {all->ca};
    PANICS(issuedby_ca_certificate, made, error, issuedby_ca_certificate_from_pem("x", 1, &made, error));
    PANICS(issuedby_ca_certificate, made, error, issuedby_ca_certificate_from_der(ca_der, ca_len, &made, error));
    PANICS(issuedby_ca_certificate, made, error, issuedby_ca_certificate_with_id(all->ca, "a", 1, &made, error));
    PANICS(issuedby_ca_bundle, made, error, issuedby_ca_bundle_from_pem("x", 1, &made, error));
    PANICS(issuedby_string, made, error, issuedby_certificate_der(leaf, leaf_len, &made, error));
    PANICS(issuedby_string, made, error, issuedby_certificate_inspect(leaf, leaf_len, &made, error));
    PANICS(issuedby_verifier, made, error, issuedby_verifier_new(cas, 1, 0, &made, error));
    PANICS(issuedby_verdict, made, error, issuedby_verifier_verify(all->verifier, leaf, leaf_len, 1800000000, NULL, 0, &made, error));
    PANICS(issuedby_verdict, made, error, issuedby_verifier_evaluate(all->verifier, leaf, leaf_len, 1800000000, NULL, 0, &made, error));
    PANICS(issuedby_string, made, error, issuedby_dn_normalize("CN=a", 4, &made, error));
    PANICS(issuedby_string, made, error, issuedby_dn_from_der((const uint8_t *)"\x30\x00", 2, &made, error));
    PANICS(issuedby_string, made, error, issuedby_fingerprint(leaf, leaf_len, &made, error));
    PANICS(issuedby_string, made, error, issuedby_client_cert_encode(leaf, leaf_len, &made, error));
    PANICS(issuedby_string, made, error, issuedby_client_cert_decode(":MAA=:", 6, &made, error));
    PANICS(issuedby_edge_headers, made, error, issuedby_edge_headers_write(all->verdict, NULL, 0, 0, 0, &made, error));
    PANICS(issuedby_edge_report, made, error, issuedby_edge_headers_parse(NULL, 0, &made, error));
    PANICS(issuedby_policy, made, error, issuedby_policy_new("{}", 2, &made, error));
    PANICS(issuedby_policy, made, error, issuedby_policy_for_cas("{}", 2, cas, 1, &made, error));
    PANICS(issuedby_trusted_edge, made, error, issuedby_trusted_edge_new("{}", 2, &made, error));
    issuedby_connection_facts facts = {1, {NULL, 0}, {NULL, 0}};
    issuedby_trust_rule rule = ISSUEDBY_TRUST_RULE_UNIX_SOCKET;
    CHECK(issuedby_trusted_edge_decide(all->edge, &facts, &rule, NULL) == ISSUEDBY_PANIC && rule == ISSUEDBY_TRUST_RULE_NONE);
    PANICS(issuedby_decision, made, error, issuedby_policy_decide(all->policy, all->verdict, false, &made, error));
    PANICS(issuedby_decision, made, error, issuedby_policy_decide_report(all->policy, all->report, false, &made, error));

    bool equal = true;
    issuedby_match level = ISSUEDBY_MATCH_IDENTICAL;
    issuedby_string *comparison = STALE(issuedby_string);
    CHECK(issuedby_dn_equal("CN=a", 4, "CN=a", 4, &equal, NULL) == ISSUEDBY_PANIC && !equal);
    equal = true;
    CHECK(issuedby_fingerprint_equal("A", 1, "A", 1, &equal, NULL) == ISSUEDBY_PANIC && !equal);
    CHECK(issuedby_dn_compare("CN=a", 4, "CN=a", 4, &level, &comparison, NULL) == ISSUEDBY_PANIC);
    CHECK(level == ISSUEDBY_MATCH_DIFFERENT && !comparison);
}

static void readers(const handles *all) {
    EMPTY(issuedby_version());
    EMPTY(issuedby_reason_name(ISSUEDBY_REASON_EXPIRED));
    EMPTY(issuedby_string_code(all->string));
    EMPTY(issuedby_string_remedy(all->string));
    EMPTY(issuedby_string_suggestion(all->string));
    CHECK(issuedby_string_position(all->string) == ISSUEDBY_NO_POSITION);
    CHECK(issuedby_string_unfit_count(all->error) == 0);
    CHECK(issuedby_string_unfit_at(all->error, 0).number == 0);
    CHECK(issuedby_ca_bundle_count(all->bundle) == 0);
    CHECK(issuedby_ca_bundle_at(all->bundle, 0) == NULL);
    EMPTY(issuedby_ca_certificate_id(all->ca));
    EMPTY(issuedby_ca_certificate_subject(all->ca));
    EMPTY(issuedby_ca_certificate_fingerprint(all->ca));
    CHECK(issuedby_ca_certificate_not_before(all->ca) == ISSUEDBY_NO_TIME);
    CHECK(issuedby_ca_certificate_not_after(all->ca) == ISSUEDBY_NO_TIME);
    CHECK(issuedby_ca_certificate_warning_count(all->ca) == 0);
    EMPTY(issuedby_ca_certificate_warning_code(all->ca, 0));
    EMPTY(issuedby_ca_certificate_warning_message(all->ca, 0));
    CHECK(issuedby_verdict_status(all->verdict) == ISSUEDBY_STATUS_NONE);
    CHECK(!issuedby_verdict_verified(all->verdict));
    CHECK(issuedby_verdict_reason(all->verdict) == ISSUEDBY_REASON_NO_CERTIFICATE);
    CHECK(issuedby_verdict_reason_count(all->verdict) == 0);
    CHECK(issuedby_verdict_reason_at(all->verdict, 0) == 0);
    CHECK(!issuedby_verdict_reason_authenticated(all->verdict, 0));
    EMPTY(issuedby_verdict_message(all->verdict));
    EMPTY(issuedby_verdict_remedy(all->verdict));
    CHECK(!issuedby_verdict_certificate(all->verdict).data);
    EMPTY(issuedby_verdict_subject(all->verdict));
    EMPTY(issuedby_verdict_issuer(all->verdict));
    EMPTY(issuedby_verdict_serial_number(all->verdict));
    CHECK(issuedby_verdict_not_before(all->verdict) == ISSUEDBY_NO_TIME);
    CHECK(issuedby_verdict_not_after(all->verdict) == ISSUEDBY_NO_TIME);
    EMPTY(issuedby_verdict_fingerprint(all->verdict));
    EMPTY(issuedby_verdict_ca_id(all->verdict));
    EMPTY(issuedby_verdict_ca_subject(all->verdict));
    EMPTY(issuedby_verdict_ca_fingerprint(all->verdict));
    CHECK(issuedby_verdict_valid_from(all->verdict) == ISSUEDBY_NO_TIME);
    CHECK(issuedby_verdict_valid_until(all->verdict) == ISSUEDBY_NO_TIME);
    EMPTY(issuedby_verdict_json(all->verdict));
    CHECK(issuedby_edge_headers_count(all->headers) == 0);
    EMPTY(issuedby_edge_headers_at(all->headers, 0).name);
    CHECK(issuedby_edge_headers_must_strip("accept", 6));
    CHECK(issuedby_edge_headers_vary_names_client_cert("accept", 6));
    CHECK(issuedby_edge_report_status(all->report) == ISSUEDBY_STATUS_NONE);
    CHECK(issuedby_edge_report_reason(all->report) == ISSUEDBY_REASON_NO_CERTIFICATE);
    CHECK(!issuedby_edge_report_certificate(all->report).data);
    CHECK(issuedby_edge_report_chain_count(all->report) == 0);
    CHECK(!issuedby_edge_report_chain_at(all->report, 0).data);
    EMPTY(issuedby_edge_report_ca_id(all->report));
    CHECK(issuedby_policy_warning_count(all->policy) == 0);
    EMPTY(issuedby_policy_warning_code(all->policy, 0));
    EMPTY(issuedby_policy_warning_message(all->policy, 0));
    CHECK(issuedby_decision_action(all->decision) == ISSUEDBY_ACTION_REJECT);
    CHECK(issuedby_decision_reason(all->decision) == ISSUEDBY_REASON_NO_CERTIFICATE);
    EMPTY(issuedby_decision_json(all->decision));
    EMPTY(issuedby_decision_metadata(all->decision));
    EMPTY(issuedby_decision_sub(all->decision));
    EMPTY(issuedby_decision_problem(all->decision));
    EMPTY(issuedby_decision_log(all->decision));
}

static size_t read_file(const char *path, unsigned char *bytes, size_t size) {
    FILE *file = fopen(path, "rb");
    size_t len = file ? fread(bytes, 1, size, file) : 0;
    if (file) fclose(file);
    return len;
}

int main(int argc, char **argv) {
    const char *const moments[] = {"early", "late"};
    if (argc != 3) return 2;
    ca_len = read_file(argv[1], ca_der, sizeof ca_der);
    leaf_len = read_file(argv[2], leaf, sizeof leaf);
    for (int i = 0; i < 2; i++) {
        handles all;
        panic(NULL);
        if (!make(&all)) return 2;
        panic(moments[i]);
        makers(&all, moments[i]);
        readers(&all);
        /* Late, everything is freed before the panic; early, nothing is. */
        release(&all);
        panic(NULL);
        if (i == 0) {
            CHECK(issuedby_verdict_verified(all.verdict));
            release(&all);
        }
    }
    printf("%d failures\n", failures);
    return failures != 0;
}
