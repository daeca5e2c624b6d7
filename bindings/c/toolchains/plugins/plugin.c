/* A plugin with the library inside: it exports one function. */
#include <issuedby.h>

__attribute__((visibility("default"))) int plugin_check(const char *pem, size_t pem_len, const unsigned char *leaf, size_t leaf_len);

/* NUMBER if the leaf is verified under the CA, and nothing is not; 0 otherwise. */
int plugin_check(const char *pem, size_t pem_len, const unsigned char *leaf, size_t leaf_len) {
    issuedby_ca_certificate *ca = NULL;
    issuedby_verifier *verifier = NULL;
    issuedby_verdict *verdict = NULL;
    issuedby_string *error = NULL;
    issuedby_ca_certificate_from_pem(pem, pem_len, &ca, NULL);
    const issuedby_ca_certificate *cas[] = {ca};
    issuedby_verifier_new(cas, 1, 0, &verifier, NULL);
    int good = issuedby_verifier_verify(verifier, leaf, leaf_len, 1800000000, NULL, 0, &verdict, NULL) == ISSUEDBY_OK &&
               issuedby_verdict_subject(verdict).len > 0;
    issuedby_verdict_free(verdict);
    int refused = issuedby_verifier_verify(verifier, NULL, 0, 1800000000, NULL, 0, NULL, &error) == ISSUEDBY_REJECTED;
    issuedby_string_free(error);
    issuedby_verifier_free(verifier);
    issuedby_ca_certificate_free(ca);
    return good && refused ? NUMBER : 0;
}
