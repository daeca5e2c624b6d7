/*
 * Verifies client certificates with OpenSSL: reads cases from standard input, each the time (eight bytes, in seconds since
 * 1970), the number of certificates (four bytes) and the certificates, each as DER after its length (four bytes). Numbers
 * have the high byte first, and the last certificate is the leaf, the others are CAs. Writes one line for each case:
 * "accepted", or "refused" or "unreadable" and why. With the argument "strict" X509_V_FLAG_X509_STRICT is set.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

/* Far above what the core takes. */
#define MAX_CERTIFICATE_SIZE 1048576

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

/* A number of so many bytes. Returns 0 at the end of the input. */
static int number(int size, uint64_t *value)
{
    unsigned char bytes[8];
    size_t got = fread(bytes, 1, size, stdin);
    if (got == 0)
        return 0;
    if (got != (size_t)size)
        fail("a number is cut");
    *value = 0;
    for (int i = 0; i < size; i++)
        *value = *value << 8 | bytes[i];
    return 1;
}

/* The next certificate, or NULL where it cannot be read. */
static X509 *next(void)
{
    static unsigned char der[MAX_CERTIFICATE_SIZE];
    uint64_t size;
    if (!number(4, &size) || size > sizeof der || fread(der, 1, size, stdin) != size)
        fail("a certificate is cut or too large");
    const unsigned char *end = der;
    X509 *certificate = d2i_X509(NULL, &end, (long)size);
    if (certificate != NULL && end != der + size) {
        X509_free(certificate);
        return NULL;
    }
    return certificate;
}

static void verify(X509_STORE *store, X509 *leaf, time_t now, int strict)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    if (context == NULL || !X509_STORE_CTX_init(context, store, leaf, NULL))
        fail("no memory");
    X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN | (strict ? X509_V_FLAG_X509_STRICT : 0));
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
}

int main(int count, char **arguments)
{
    int strict = count == 2 && strcmp(arguments[1], "strict") == 0;
    if (count > 1 && !strict)
        fail("the one argument is `strict`");
    uint64_t now, certificates;
    while (number(8, &now)) {
        if (!number(4, &certificates) || certificates < 2)
            fail("a case has a CA and a leaf");
        X509_STORE *store = X509_STORE_new();
        if (store == NULL)
            fail("no memory");
        int cas = 0;
        for (uint64_t i = 1; i < certificates; i++) {
            X509 *ca = next();
            /* A store refuses a CA whose extensions cannot be read. */
            if (ca != NULL && X509_STORE_add_cert(store, ca))
                cas++;
            X509_free(ca);
        }
        X509 *leaf = next();
        if (leaf == NULL)
            puts("unreadable leaf");
        else if (cas == 0)
            puts("unreadable CA");
        else
            verify(store, leaf, (time_t)now, strict);
        X509_free(leaf);
        X509_STORE_free(store);
    }
    return 0;
}
