/* Was this client certificate issued by that CA, and if not, why not?   verify CA.pem CLIENT.pem */
#include <issuedby.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static size_t read_file(const char *path, unsigned char *bytes, size_t size) {
    FILE *file = fopen(path, "rb");
    if (!file) perror(path), exit(2);
    size_t len = fread(bytes, 1, size, file);
    fclose(file);
    return len;
}

int main(int argc, char **argv) {
    static unsigned char ca_pem[1 << 20], leaf[1 << 20];
    issuedby_ca_certificate *ca = NULL;
    issuedby_verifier *verifier = NULL;
    issuedby_verdict *verdict = NULL;
    issuedby_string *der = NULL, *error = NULL;

    if (argc != 3) return fprintf(stderr, "usage: verify CA.pem CLIENT.pem\n"), 2;
    size_t ca_len = read_file(argv[1], ca_pem, sizeof ca_pem);
    size_t leaf_len = read_file(argv[2], leaf, sizeof leaf);

    issuedby_result result = issuedby_ca_certificate_from_pem((const char *)ca_pem, ca_len, &ca, &error);
    const issuedby_ca_certificate *cas[] = {ca};
    if (result == ISSUEDBY_OK) result = issuedby_verifier_new(cas, 1, 0, &verifier, &error);
    if (result == ISSUEDBY_OK) result = issuedby_certificate_der(leaf, leaf_len, &der, &error);
    /* ISSUEDBY_OK is "verified" here, and nothing else is. */
    if (result == ISSUEDBY_OK) result = issuedby_verifier_verify(verifier, (const uint8_t *)der->data, der->len, time(NULL), NULL, 0, &verdict, &error);
    if (verdict) puts(issuedby_verdict_json(verdict).data);
    if (error) fprintf(stderr, "%s: %s\n", issuedby_string_code(error).data, error->data);

    issuedby_string_free(error);
    issuedby_string_free(der);
    issuedby_verdict_free(verdict);
    issuedby_verifier_free(verifier);
    issuedby_ca_certificate_free(ca);
    return result == ISSUEDBY_OK ? 0 : result == ISSUEDBY_REJECTED ? 1 : 2;
}
