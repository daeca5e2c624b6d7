/* A fuzzer in C on libissuedby.a: a stranger's certificate, evaluated by a CA of yours. Put your own code where the verdict is
 * used: whatever comes in, it must not take anything but ISSUEDBY_OK for "verified".
 *
 *     verify_fuzzer CORPUS...      with VERIFY_FUZZER_CA naming the CA, PEM
 */
#include <issuedby.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t NOW = 1800000000;
static issuedby_verifier *verifier;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    static char pem[1 << 16];
    const char *path = getenv("VERIFY_FUZZER_CA");
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) return fprintf(stderr, "VERIFY_FUZZER_CA names no file\n"), exit(2), 0;
    size_t len = fread(pem, 1, sizeof pem, file);
    fclose(file);

    issuedby_ca_certificate *ca = NULL;
    issuedby_string *error = NULL;
    issuedby_result result = issuedby_ca_certificate_from_pem(pem, len, &ca, &error);
    const issuedby_ca_certificate *cas[] = {ca};
    if (result == ISSUEDBY_OK) result = issuedby_verifier_new(cas, 1, 0, &verifier, &error);
    if (result != ISSUEDBY_OK) return fprintf(stderr, "%s\n", error->data), exit(2), 0;
    issuedby_ca_certificate_free(ca);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    issuedby_verdict *verdict = NULL;
    issuedby_string *error = NULL;
    issuedby_result result = issuedby_verifier_verify(verifier, data, size, NOW, NULL, 0, &verdict, &error);

    if (result != ISSUEDBY_OK && result != ISSUEDBY_REJECTED) abort();
    if (!verdict || issuedby_verdict_verified(verdict) != (result == ISSUEDBY_OK)) abort();
    if ((error == NULL) != (result == ISSUEDBY_OK)) abort();
    issuedby_str json = issuedby_verdict_json(verdict);
    if (strlen(json.data) != json.len) abort();
    issuedby_bytes certificate = issuedby_verdict_certificate(verdict);
    if (result == ISSUEDBY_OK && (certificate.len != size || memcmp(certificate.data, data, size))) abort();

    issuedby_string_free(error);
    issuedby_verdict_free(verdict);
    return 0;
}
