/*
 * The whole job beside OpenSSL, in one run, as ratios to the bare signature check.   bench CA.der LEAF.der [PASSES]
 *
 * The job of a gateway: parse the certificate, verify it, and have its subject, issuer, dates, fingerprint and the value
 * of the Client-Cert header. Contenders take turns in slices of some milliseconds; only ratios within one pass count.
 */
#define _POSIX_C_SOURCE 200809L
#include <issuedby.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NOW 1800000000
#define MAX_PASSES 501
#define SLICE_SECONDS 0.004

static unsigned char ca_der[1 << 16], leaf[1 << 16];
static size_t ca_len, leaf_len;

static issuedby_verifier *verifier;
static X509_STORE *store;
static X509 *parsed_leaf;
static EVP_PKEY *ca_key;
static unsigned char *signed_part;
static size_t signed_len;
static const ASN1_BIT_STRING *signature;

/* Keeps the compiler from leaving out a value that is never read. */
static volatile size_t sink;

static int bare_signature(void) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int good = EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, ca_key) == 1 &&
               EVP_DigestVerify(context, signature->data, (size_t)signature->length, signed_part, signed_len) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

static int nothing_presented(void) {
    issuedby_verdict *verdict = NULL;
    issuedby_verifier_evaluate(verifier, NULL, 0, NOW, NULL, 0, &verdict, NULL);
    int none = issuedby_verdict_status(verdict) == ISSUEDBY_STATUS_NONE;
    issuedby_verdict_free(verdict);
    return none;
}

static int issuedby_verify(void) {
    return issuedby_verifier_verify(verifier, leaf, leaf_len, NOW, NULL, 0, NULL, NULL) == ISSUEDBY_OK;
}

static int issuedby_job(void) {
    issuedby_verdict *verdict = NULL;
    issuedby_string *value = NULL;
    int good = issuedby_verifier_verify(verifier, leaf, leaf_len, NOW, NULL, 0, &verdict, NULL) == ISSUEDBY_OK;
    sink = issuedby_verdict_subject(verdict).len + issuedby_verdict_issuer(verdict).len + issuedby_verdict_fingerprint(verdict).len +
           (size_t)issuedby_verdict_not_before(verdict) + (size_t)issuedby_verdict_not_after(verdict);
    issuedby_bytes der = issuedby_verdict_certificate(verdict);
    good = good && issuedby_client_cert_encode(der.data, der.len, &value, NULL) == ISSUEDBY_OK;
    issuedby_string_free(value);
    issuedby_verdict_free(verdict);
    return good;
}

static int issuedby_job_as_json(void) {
    issuedby_verdict *verdict = NULL;
    int good = issuedby_verifier_verify(verifier, leaf, leaf_len, NOW, NULL, 0, &verdict, NULL) == ISSUEDBY_OK;
    sink = issuedby_verdict_json(verdict).len;
    issuedby_verdict_free(verdict);
    return good;
}

static int openssl_verify_parsed(X509 *certificate) {
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    int good = X509_STORE_CTX_init(context, store, certificate, NULL) == 1;
    X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(parameters, NOW);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT);
    /* The one CA anchors, as here: it need not be a root. */
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
    good = good && X509_verify_cert(context) == 1;
    X509_STORE_CTX_free(context);
    return good;
}

static int openssl_verify(void) {
    const unsigned char *at = leaf;
    X509 *certificate = d2i_X509(NULL, &at, (long)leaf_len);
    int good = openssl_verify_parsed(certificate);
    X509_free(certificate);
    return good;
}

static size_t print_name(const X509_NAME *name) {
    BIO *text = BIO_new(BIO_s_mem());
    char *data;
    X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253);
    size_t len = (size_t)BIO_get_mem_data(text, &data);
    BIO_free(text);
    return len;
}

static int openssl_job(void) {
    const unsigned char *at = leaf;
    X509 *certificate = d2i_X509(NULL, &at, (long)leaf_len);
    int good = openssl_verify_parsed(certificate);
    unsigned char digest[EVP_MAX_MD_SIZE], base64[4 * (sizeof leaf / 3 + 1) + 1];
    unsigned digest_len = 0;
    char fingerprint[3 * EVP_MAX_MD_SIZE];
    struct tm not_before, not_after;
    good = good && X509_digest(certificate, EVP_sha256(), digest, &digest_len) == 1;
    for (unsigned i = 0; i < digest_len; i++) {
        static const char digits[] = "0123456789ABCDEF";
        fingerprint[3 * i] = digits[digest[i] >> 4];
        fingerprint[3 * i + 1] = digits[digest[i] & 15];
        fingerprint[3 * i + 2] = ':';
    }
    good = good && ASN1_TIME_to_tm(X509_get0_notBefore(certificate), &not_before) == 1 &&
           ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &not_after) == 1;
    sink = print_name(X509_get_subject_name(certificate)) + print_name(X509_get_issuer_name(certificate)) +
           (size_t)fingerprint[0] + (size_t)not_after.tm_year + (size_t)not_before.tm_year +
           (size_t)EVP_EncodeBlock(base64, leaf, (int)leaf_len);
    X509_free(certificate);
    return good;
}

typedef struct {
    const char *name;
    int (*run)(void);
    unsigned batch;
    double seconds[MAX_PASSES];
} contender;

static contender contenders[] = {
    {"bare signature, prepared key (OpenSSL)", bare_signature, 0, {0}},
    {"issuedby: verify", issuedby_verify, 0, {0}},
    {"issuedby: the whole job", issuedby_job, 0, {0}},
    {"issuedby: verify and the verdict as JSON", issuedby_job_as_json, 0, {0}},
    {"OpenSSL: parse and verify", openssl_verify, 0, {0}},
    {"OpenSSL: the whole job", openssl_job, 0, {0}},
    {"issuedby: nothing presented", nothing_presented, 0, {0}},
};

#define CONTENDERS (sizeof contenders / sizeof *contenders)

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double time_of(const contender *timed) {
    double start = seconds();
    for (unsigned i = 0; i < timed->batch; i++) timed->run();
    return (seconds() - start) / timed->batch;
}

static int ascending(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static size_t read_file(const char *path, unsigned char *bytes, size_t size) {
    FILE *file = fopen(path, "rb");
    size_t len = file ? fread(bytes, 1, size, file) : 0;
    if (file) fclose(file);
    return len;
}

static int prepare(void) {
    issuedby_ca_certificate *ca = NULL;
    if (issuedby_ca_certificate_from_der(ca_der, ca_len, &ca, NULL) != ISSUEDBY_OK) return 0;
    const issuedby_ca_certificate *cas[] = {ca};
    if (issuedby_verifier_new(cas, 1, 0, &verifier, NULL) != ISSUEDBY_OK) return 0;
    issuedby_ca_certificate_free(ca);
    const unsigned char *at = ca_der;
    X509 *authority = d2i_X509(NULL, &at, (long)ca_len);
    at = leaf;
    parsed_leaf = d2i_X509(NULL, &at, (long)leaf_len);
    if (!authority || !parsed_leaf) return 0;
    store = X509_STORE_new();
    X509_STORE_add_cert(store, authority);
    ca_key = X509_get_pubkey(authority);
    X509_free(authority);
    const X509_ALGOR *algorithm;
    X509_get0_signature(&signature, &algorithm, parsed_leaf);
    int len = i2d_re_X509_tbs(parsed_leaf, &signed_part);
    signed_len = (size_t)len;
    return len > 0;
}

int main(int argc, char **argv) {
    size_t passes = argc > 3 ? strtoul(argv[3], NULL, 10) : 101;
    if (argc < 3 || passes == 0 || passes > MAX_PASSES) return fprintf(stderr, "usage: bench CA.der LEAF.der [PASSES]\n"), 2;
    ca_len = read_file(argv[1], ca_der, sizeof ca_der);
    leaf_len = read_file(argv[2], leaf, sizeof leaf);
    if (!prepare()) return fprintf(stderr, "the CA or the leaf cannot be used\n"), 2;
    for (size_t i = 0; i < CONTENDERS; i++) {
        if (!contenders[i].run()) return fprintf(stderr, "%s: refused\n", contenders[i].name), 1;
        for (contenders[i].batch = 1; contenders[i].batch * time_of(&contenders[i]) < SLICE_SECONDS / 2;) contenders[i].batch *= 2;
    }
    for (size_t pass = 0; pass < passes; pass++) {
        for (size_t step = 0; step < CONTENDERS; step++) {
            /* There and back, so that no contender always runs after the same neighbour. */
            contender *next = &contenders[pass % 2 ? CONTENDERS - 1 - step : step];
            next->seconds[pass] = time_of(next);
        }
    }
    printf("a leaf of %zu bytes, medians of %zu passes\n", leaf_len, passes);
    for (size_t i = 0; i < CONTENDERS; i++) {
        static double ratios[MAX_PASSES], times[MAX_PASSES];
        for (size_t pass = 0; pass < passes; pass++) {
            times[pass] = contenders[i].seconds[pass];
            ratios[pass] = times[pass] / contenders[0].seconds[pass];
        }
        qsort(ratios, passes, sizeof *ratios, ascending);
        qsort(times, passes, sizeof *times, ascending);
        printf("%-44s %9.0f ns %7.3f   %.3f to %.3f\n", contenders[i].name, 1e9 * times[passes / 2], ratios[passes / 2],
               ratios[passes / 4], ratios[passes * 3 / 4]);
    }
    X509_free(parsed_leaf);
    X509_STORE_free(store);
    EVP_PKEY_free(ca_key);
    OPENSSL_free(signed_part);
    issuedby_verifier_free(verifier);
    return 0;
}
