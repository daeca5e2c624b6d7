/*
 * Answers questions: one a line on standard input, one line of answer each. tests/binding/answers.rs asks them.
 *
 * A question is a word and arguments. A byte string is written in hexadecimal, the empty one as `.`, NULL as `-`.
 */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <issuedby.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    unsigned char *data;
    size_t len;
} bytes;

static char *rest;

static char *word(void) {
    char *found = strtok_r(NULL, " \n", &rest);
    if (!found) {
        fprintf(stderr, "a question ends too early\n");
        exit(2);
    }
    return found;
}

static int64_t number(void) { return strtoll(word(), NULL, 10); }

static unsigned char digit(char letter) {
    if (letter >= '0' && letter <= '9') return (unsigned char)(letter - '0');
    if (letter >= 'a' && letter <= 'f') return (unsigned char)(letter - 'a' + 10);
    fprintf(stderr, "`%c` is no digit\n", letter);
    exit(2);
}

/* Bytes with nothing before or after them, so that a sanitizer sees who reads too far. */
static bytes bytes_of(const char *text) {
    bytes found = {NULL, 0};
    if (strcmp(text, "-") == 0) return found;
    found.len = strcmp(text, ".") == 0 ? 0 : strlen(text) / 2;
    found.data = (unsigned char *)malloc(found.len ? found.len : 1);
    for (size_t i = 0; i < found.len; i++) found.data[i] = (unsigned char)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
    return found;
}

static bytes argument(void) { return bytes_of(word()); }
static const char *chars(bytes text) { return (const char *)text.data; }

static void failed(issuedby_result result, issuedby_string *error) {
    printf("error\t%d\t%s\t%s\n", (int)result, issuedby_string_code(error).data, error ? error->data : "");
    issuedby_string_free(error);
}

static void print_hexadecimal(const issuedby_string *bytes) {
    for (size_t i = 0; i < bytes->len; i++) printf("%02x", (unsigned)(unsigned char)bytes->data[i]);
}

static issuedby_ca_certificate *load(bytes der, bytes id) {
    issuedby_ca_certificate *ca = NULL, *with_id = NULL;
    if (issuedby_ca_certificate_from_der(der.data, der.len, &ca, NULL) != ISSUEDBY_OK) exit(2);
    if (!id.data) return ca;
    if (issuedby_ca_certificate_with_id(ca, chars(id), id.len, &with_id, NULL) != ISSUEDBY_OK) exit(2);
    issuedby_ca_certificate_free(ca);
    return with_id;
}

static void print_verdict(const issuedby_verdict *verdict, issuedby_result verified) {
    printf("%d\t%d\t%d\t%s\t", (int)verified, (int)issuedby_verdict_status(verdict), issuedby_verdict_verified(verdict),
           issuedby_reason_name(issuedby_verdict_reason(verdict)).data);
    for (size_t i = 0; i < issuedby_verdict_reason_count(verdict); i++) {
        printf("%s:%d,", issuedby_reason_name(issuedby_verdict_reason_at(verdict, i)).data,
               issuedby_verdict_reason_authenticated(verdict, i));
    }
    printf("\t%s\t%s\t%s\t%s\t%s\t%" PRId64 "\t%" PRId64 "\t%s", issuedby_verdict_message(verdict).data,
           issuedby_verdict_remedy(verdict).data, issuedby_verdict_subject(verdict).data, issuedby_verdict_issuer(verdict).data,
           issuedby_verdict_serial_number(verdict).data, issuedby_verdict_not_before(verdict),
           issuedby_verdict_not_after(verdict), issuedby_verdict_fingerprint(verdict).data);
    printf("\t%s\t%s\t%s\t%" PRId64 "\t%" PRId64 "\t%zu\t%s\n", issuedby_verdict_ca_id(verdict).data,
           issuedby_verdict_ca_subject(verdict).data, issuedby_verdict_ca_fingerprint(verdict).data,
           issuedby_verdict_valid_from(verdict), issuedby_verdict_valid_until(verdict),
           issuedby_verdict_certificate(verdict).len, issuedby_verdict_json(verdict).data);
}

static void evaluate(void) {
    int64_t now = number();
    uint32_t flags = (uint32_t)number();
    bytes leaf = argument();
    size_t ca_count = (size_t)number();
    issuedby_ca_certificate **cas = (issuedby_ca_certificate **)calloc(ca_count + 1, sizeof *cas);
    for (size_t i = 0; i < ca_count; i++) {
        bytes der = argument(), id = argument();
        cas[i] = load(der, id);
        free(der.data);
        free(id.data);
    }
    size_t chain_count = (size_t)number();
    issuedby_bytes *chain = (issuedby_bytes *)calloc(chain_count + 1, sizeof *chain);
    for (size_t i = 0; i < chain_count; i++) {
        bytes der = argument();
        chain[i].data = der.data;
        chain[i].len = der.len;
    }
    issuedby_verifier *verifier = NULL;
    issuedby_verdict *verdict = NULL, *refused = NULL;
    issuedby_string *error = NULL;
    issuedby_result result = issuedby_verifier_new((const issuedby_ca_certificate *const *)cas, ca_count, flags, &verifier, &error);
    /* A verifier keeps what it needs. */
    for (size_t i = 0; i < ca_count; i++) issuedby_ca_certificate_free(cas[i]);
    if (result == ISSUEDBY_OK) {
        result = issuedby_verifier_evaluate(verifier, leaf.data, leaf.len, now, chain, chain_count, &verdict, &error);
    }
    issuedby_result verified = issuedby_verifier_verify(verifier, leaf.data, leaf.len, now, chain, chain_count, &refused, NULL);
    issuedby_verifier_free(verifier);
    /* A verdict keeps what it needs too, and both calls give the same one. */
    free(leaf.data);
    for (size_t i = 0; i < chain_count; i++) free((void *)(uintptr_t)chain[i].data);
    if (result != ISSUEDBY_OK) failed(result, error);
    else if (strcmp(issuedby_verdict_json(verdict).data, issuedby_verdict_json(refused).data) != 0) printf("two verdicts\n");
    else print_verdict(verdict, verified);
    issuedby_verdict_free(verdict);
    issuedby_verdict_free(refused);
    free(chain);
    free(cas);
}

static void load_ca(void) {
    int is_pem = strcmp(word(), "pem") == 0;
    bytes input = argument();
    issuedby_ca_certificate *ca = NULL;
    issuedby_verifier *verifier = NULL;
    issuedby_string *error = NULL;
    issuedby_result result = is_pem ? issuedby_ca_certificate_from_pem(chars(input), input.len, &ca, &error)
                                    : issuedby_ca_certificate_from_der(input.data, input.len, &ca, &error);
    if (result == ISSUEDBY_OK) {
        const issuedby_ca_certificate *cas[1];
        cas[0] = ca;
        result = issuedby_verifier_new(cas, 1, 0, &verifier, &error);
    }
    if (result == ISSUEDBY_OK) {
        printf("ok\t%s\t%s\t%" PRId64 "\t%" PRId64 "\t", issuedby_ca_certificate_subject(ca).data,
               issuedby_ca_certificate_fingerprint(ca).data, issuedby_ca_certificate_not_before(ca),
               issuedby_ca_certificate_not_after(ca));
        for (size_t i = 0; i < issuedby_ca_certificate_warning_count(ca); i++) {
            printf("%s,", issuedby_ca_certificate_warning_code(ca, i).data);
            if (issuedby_ca_certificate_warning_message(ca, i).len == 0) exit(2);
        }
        printf("\n");
    } else {
        failed(result, error);
    }
    issuedby_verifier_free(verifier);
    issuedby_ca_certificate_free(ca);
    free(input.data);
}

static void load_bundle(void) {
    bytes input = argument();
    issuedby_ca_bundle *bundle = NULL;
    issuedby_verifier *verifier = NULL;
    issuedby_string *error = NULL;
    issuedby_result result = issuedby_ca_bundle_from_pem(chars(input), input.len, &bundle, &error);
    free(input.data);
    if ((result == ISSUEDBY_OK) != (bundle != NULL) || (result == ISSUEDBY_OK) != (error == NULL)) exit(2);
    if (result == ISSUEDBY_OK) {
        size_t count = issuedby_ca_bundle_count(bundle);
        const issuedby_ca_certificate **cas = (const issuedby_ca_certificate **)calloc(count + 1, sizeof *cas);
        printf("ok");
        for (size_t i = 0; i < count; i++) {
            cas[i] = issuedby_ca_bundle_at(bundle, i);
            printf("\t%s\t", issuedby_ca_certificate_fingerprint(cas[i]).data);
            for (size_t w = 0; w < issuedby_ca_certificate_warning_count(cas[i]); w++) {
                printf("%s,", issuedby_ca_certificate_warning_code(cas[i], w).data);
            }
        }
        printf("\n");
        if (issuedby_ca_bundle_at(bundle, count)) exit(2);
        /* The CAs of a bundle are CAs like any other, and a verifier keeps what it needs of them. */
        if (issuedby_verifier_new(cas, count, 0, &verifier, NULL) != ISSUEDBY_OK) exit(2);
        free(cas);
    } else {
        printf("error\t%d\t%s\t%s\t%s", (int)result, issuedby_string_code(error).data, error->data, issuedby_string_remedy(error).data);
        for (size_t i = 0; i < issuedby_string_unfit_count(error); i++) {
            issuedby_unfit_certificate unfit = issuedby_string_unfit_at(error, i);
            printf("\t%zu\t%zu\t%s\t%s\t%s\t%s", unfit.number, unfit.line, unfit.subject.data, unfit.code.data,
                   unfit.message.data, unfit.remedy.data);
        }
        printf("\n");
        if (issuedby_string_unfit_at(error, issuedby_string_unfit_count(error)).number != 0) exit(2);
    }
    issuedby_string_free(error);
    issuedby_ca_bundle_free(bundle);
    issuedby_verifier_free(verifier);
}

static void compare_names(void) {
    bytes a = argument(), b = argument();
    bool equal = true;
    issuedby_match level = ISSUEDBY_MATCH_IDENTICAL;
    issuedby_string *comparison = NULL, *error = NULL;
    issuedby_result result = issuedby_dn_equal(chars(a), a.len, chars(b), b.len, &equal, &error);
    if (result == ISSUEDBY_OK) {
        result = issuedby_dn_compare(chars(a), a.len, chars(b), b.len, &level, &comparison, &error);
    }
    if (result == ISSUEDBY_OK) printf("ok\t%d\t%d\t%s\n", equal, (int)level, comparison->data);
    else failed(result, error);
    issuedby_string_free(comparison);
    free(a.data);
    free(b.data);
}

static void compare_fingerprints(void) {
    bytes a = argument(), b = argument();
    bool equal = true;
    issuedby_string *error = NULL;
    issuedby_result result = issuedby_fingerprint_equal(chars(a), a.len, chars(b), b.len, &equal, &error);
    if (result == ISSUEDBY_OK) printf("ok\t%d\n", equal);
    else failed(result, error);
    free(a.data);
    free(b.data);
}

/* The questions whose input and answer are bytes. */
static void transform(const char *question) {
    bytes input = argument();
    issuedby_string *made = NULL, *error = NULL;
    issuedby_result result = ISSUEDBY_PANIC;
    int binary = strcmp(question, "decode") == 0 || strcmp(question, "certificate") == 0;
    if (strcmp(question, "normalize") == 0) result = issuedby_dn_normalize(chars(input), input.len, &made, &error);
    if (strcmp(question, "from_der") == 0) result = issuedby_dn_from_der(input.data, input.len, &made, &error);
    if (strcmp(question, "fingerprint") == 0) result = issuedby_fingerprint(input.data, input.len, &made, &error);
    if (strcmp(question, "inspect") == 0) result = issuedby_certificate_inspect(input.data, input.len, &made, &error);
    if (strcmp(question, "encode") == 0) result = issuedby_client_cert_encode(input.data, input.len, &made, &error);
    if (strcmp(question, "decode") == 0) result = issuedby_client_cert_decode(chars(input), input.len, &made, &error);
    if (strcmp(question, "certificate") == 0) result = issuedby_certificate_der(input.data, input.len, &made, &error);
    if (result == ISSUEDBY_OK) {
        printf("ok\t");
        if (binary) print_hexadecimal(made);
        else fputs(made->data, stdout);
        printf("\n");
    } else {
        failed(result, error);
    }
    issuedby_string_free(made);
    free(input.data);
}

static issuedby_edge_report *report(void) {
    size_t count = (size_t)number();
    issuedby_header *lines = (issuedby_header *)calloc(count + 1, sizeof *lines);
    for (size_t i = 0; i < count; i++) {
        bytes name = argument(), value = argument();
        lines[i].name.data = chars(name);
        lines[i].name.len = name.len;
        lines[i].value.data = chars(value);
        lines[i].value.len = value.len;
    }
    issuedby_edge_report *report = NULL;
    if (issuedby_edge_headers_parse(lines, count, &report, NULL) != ISSUEDBY_OK) exit(2);
    for (size_t i = 0; i < count; i++) {
        free((void *)(uintptr_t)lines[i].name.data);
        free((void *)(uintptr_t)lines[i].value.data);
    }
    free(lines);
    return report;
}

static void print_report(void) {
    issuedby_edge_report *read = report();
    size_t members = issuedby_edge_report_chain_count(read);
    for (size_t i = 0; i < members; i++) {
        if (!issuedby_edge_report_chain_at(read, i).data) exit(2);
    }
    printf("%d\t%s\t%d\t%zu\t%s\n", (int)issuedby_edge_report_status(read),
           issuedby_reason_name(issuedby_edge_report_reason(read)).data, issuedby_edge_report_certificate(read).data != NULL,
           members, issuedby_edge_report_ca_id(read).data);
    issuedby_edge_report_free(read);
}

static void print_options(void) {
    bytes options = argument();
    issuedby_policy *policy = NULL;
    issuedby_string *error = NULL;
    issuedby_result result = issuedby_policy_new(chars(options), options.len, &policy, &error);
    if (result == ISSUEDBY_OK) {
        printf("ok\t");
        for (size_t i = 0; i < issuedby_policy_warning_count(policy); i++) {
            printf("%s,", issuedby_policy_warning_code(policy, i).data);
            if (issuedby_policy_warning_message(policy, i).len == 0) exit(2);
        }
        printf("\n");
    } else {
        failed(result, error);
    }
    issuedby_policy_free(policy);
    free(options.data);
}

static void decide(void) {
    bytes options = argument();
    bool user = number() != 0;
    issuedby_edge_report *read = report();
    issuedby_policy *policy = NULL;
    issuedby_decision *decision = NULL;
    issuedby_string *error = NULL;
    issuedby_result result = issuedby_policy_new(chars(options), options.len, &policy, &error);
    if (result == ISSUEDBY_OK) result = issuedby_policy_decide_report(policy, read, user, &decision, &error);
    issuedby_policy_free(policy);
    issuedby_edge_report_free(read);
    if (result == ISSUEDBY_OK) {
        printf("%d\t%s\t%s\t%s\t%s\t%s\t%s\n", (int)issuedby_decision_action(decision),
               issuedby_reason_name(issuedby_decision_reason(decision)).data, issuedby_decision_metadata(decision).data,
               issuedby_decision_sub(decision).data, issuedby_decision_problem(decision).data,
               issuedby_decision_log(decision).data, issuedby_decision_json(decision).data);
    } else {
        failed(result, error);
    }
    issuedby_decision_free(decision);
    free(options.data);
}

static void print_trusted_edge(void) {
    bytes options = argument();
    issuedby_trusted_edge *edge = NULL;
    issuedby_string *error = NULL;
    issuedby_result result = issuedby_trusted_edge_new(chars(options), options.len, &edge, &error);
    printf("%d\t%s\t%s\n", (int)result, issuedby_string_code(error).data, issuedby_string_suggestion(error).data);
    if ((result == ISSUEDBY_OK) != (edge != NULL) || (result == ISSUEDBY_OK) != (error == NULL)) exit(2);
    issuedby_string_free(error);
    issuedby_trusted_edge_free(edge);
    free(options.data);
}

static void trust(void) {
    bytes options = argument();
    uint8_t unix_socket = number() != 0;
    bytes address = argument(), certificate = argument();
    issuedby_connection_facts facts = {unix_socket, {chars(address), address.len}, {certificate.data, certificate.len}};
    issuedby_trusted_edge *edge = NULL;
    issuedby_string *error = NULL;
    issuedby_trust_rule rule = ISSUEDBY_TRUST_RULE_UNIX_SOCKET;
    if (issuedby_trusted_edge_new(chars(options), options.len, &edge, NULL) != ISSUEDBY_OK) exit(2);
    issuedby_result result = issuedby_trusted_edge_decide(edge, &facts, &rule, &error);
    if (issuedby_trusted_edge_decide(edge, &facts, NULL, NULL) != result) exit(2);
    printf("%d\t%d\t%s\t%s\t%s\n", (int)result, (int)rule, issuedby_string_code(error).data, error ? error->data : "",
           issuedby_string_remedy(error).data);
    issuedby_string_free(error);
    issuedby_trusted_edge_free(edge);
    free(options.data);
    free(address.data);
    free(certificate.data);
}

static void strip_or_vary(int strip) {
    bytes text = argument();
    printf("%d\n", strip ? issuedby_edge_headers_must_strip(chars(text), text.len)
                         : issuedby_edge_headers_vary_names_client_cert(chars(text), text.len));
    free(text.data);
}

int main(void) {
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0) {
        const char *question = strtok_r(line, " \n", &rest);
        if (!question) return 2;
        if (strcmp(question, "evaluate") == 0) evaluate();
        else if (strcmp(question, "load") == 0) load_ca();
        else if (strcmp(question, "bundle") == 0) load_bundle();
        else if (strcmp(question, "names") == 0) compare_names();
        else if (strcmp(question, "fingerprints") == 0) compare_fingerprints();
        else if (strcmp(question, "report") == 0) print_report();
        else if (strcmp(question, "options") == 0) print_options();
        else if (strcmp(question, "decide") == 0) decide();
        else if (strcmp(question, "trusted_edge") == 0) print_trusted_edge();
        else if (strcmp(question, "trust") == 0) trust();
        else if (strcmp(question, "strip") == 0) strip_or_vary(1);
        else if (strcmp(question, "vary") == 0) strip_or_vary(0);
        else transform(question);
    }
    free(line);
    return 0;
}
