/*
 * Verifies client certificates with OpenSSL: reads pairs of a CA and a leaf from standard input, each certificate as
 * DER after its length (four bytes, the high one first), and writes one line for each pair: "accepted", or "refused"
 * or "unreadable" and why. The one argument is the time, in seconds since 1970.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

/* The core takes no larger certificate either. */
#define MAX_CERTIFICATE_SIZE 65536

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

/* The next certificate; its readability in `readable`. Returns 0 at the end of the input. */
static int next(X509 **certificate, int *readable)
{
    static unsigned char der[MAX_CERTIFICATE_SIZE];
    unsigned char length[4];
    size_t got = fread(length, 1, sizeof length, stdin);
    if (got == 0)
        return 0;
    if (got != sizeof length)
        fail("a length is cut");
    uint32_t size = (uint32_t)length[0] << 24 | length[1] << 16 | length[2] << 8 | length[3];
    if (size > sizeof der || fread(der, 1, size, stdin) != size)
        fail("a certificate is cut or too large");
    const unsigned char *end = der;
    *certificate = d2i_X509(NULL, &end, size);
    *readable = *certificate != NULL && end == der + size;
    return 1;
}

static void verify(X509 *ca, X509 *leaf, time_t now)
{
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    if (store == NULL || context == NULL || !X509_STORE_add_cert(store, ca)
        || !X509_STORE_CTX_init(context, store, leaf, NULL))
        fail("no memory");
    X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_time(parameters, now);
    if (!X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT))
        fail("no such purpose");
    if (X509_verify_cert(context) == 1) {
        puts("accepted");
    } else {
        int error = X509_STORE_CTX_get_error(context);
        printf("refused %d %s\n", error, X509_verify_cert_error_string(error));
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
}

int main(int count, char **arguments)
{
    if (count != 2)
        fail("the argument is a time");
    time_t now = (time_t)strtoll(arguments[1], NULL, 10);
    X509 *ca = NULL, *leaf = NULL;
    int ca_readable = 0, leaf_readable = 0;
    while (next(&ca, &ca_readable)) {
        if (!next(&leaf, &leaf_readable))
            fail("a leaf is missing");
        if (ca_readable && leaf_readable)
            verify(ca, leaf, now);
        else
            printf("unreadable %s\n", ca_readable ? "leaf" : "CA");
        X509_free(ca);
        X509_free(leaf);
    }
    return 0;
}
