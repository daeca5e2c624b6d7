/* Reads a verdict that was freed: what the sanitizers must find, or they find nothing.   freed CA.der LEAF.der */
#include <issuedby.h>
#include <stdio.h>

static size_t read_file(const char *path, unsigned char *bytes, size_t size) {
    FILE *file = fopen(path, "rb");
    size_t len = file ? fread(bytes, 1, size, file) : 0;
    if (file) fclose(file);
    return len;
}

int main(int argc, char **argv) {
    static unsigned char der[1 << 14], leaf[1 << 14];
    issuedby_ca_certificate *ca = NULL;
    issuedby_verifier *verifier = NULL;
    issuedby_verdict *verdict = NULL;
    if (argc != 3) return 2;
    size_t der_len = read_file(argv[1], der, sizeof der), leaf_len = read_file(argv[2], leaf, sizeof leaf);
    issuedby_ca_certificate_from_der(der, der_len, &ca, NULL);
    const issuedby_ca_certificate *cas[] = {ca};
    issuedby_verifier_new(cas, 1, 0, &verifier, NULL);
    issuedby_verifier_evaluate(verifier, leaf, leaf_len, 1800000000, NULL, 0, &verdict, NULL);
    printf("%d\n", (int)issuedby_verdict_status(verdict));
    fflush(stdout);
    issuedby_verdict_free(verdict);
    printf("%d\n", (int)issuedby_verdict_status(verdict));
    issuedby_verifier_free(verifier);
    issuedby_ca_certificate_free(ca);
    return 0;
}
