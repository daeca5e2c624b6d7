/*
 * A TLS server that asks its clients for certificates and answers each request with our verdict as JSON.
 *
 *   cc -o tls_server tls_server.c $(pkg-config --cflags --libs issuedby openssl)
 *   tls_server CA.pem SERVER-CERTIFICATE.pem SERVER-KEY.pem [PORT]
 *
 * OpenSSL does what it is there for: the handshake, in which a client proves that it holds the key of the certificate
 * that it presents. Whether that certificate is one of ours is evaluated here, in OpenSSL's own verification callback.
 * No verdict stops a handshake: a client without a certificate, or with a wrong one, gets the reason over HTTP.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <issuedby.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* What a client may send along: OpenSSL's own limit for a chain is about as long. */
#define MAX_CHAIN 10

/* Where a connection keeps its verdict. */
static int verdict_slot;

/* OpenSSL frees what a connection keeps together with the connection. */
static void free_verdict(void *parent, void *verdict, CRYPTO_EX_DATA *data, int slot, long argl, void *argp) {
    (void)parent, (void)data, (void)slot, (void)argl, (void)argp;
    issuedby_verdict_free((issuedby_verdict *)verdict);
}

/* Evaluates what the client presents, and keeps the verdict with the connection. */
static int evaluate(X509_STORE_CTX *store, void *argument) {
    const issuedby_verifier *verifier = (const issuedby_verifier *)argument;
    SSL *ssl = (SSL *)X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    STACK_OF(X509) *presented = X509_STORE_CTX_get0_untrusted(store);
    issuedby_verdict *verdict = NULL;
    issuedby_string *error = NULL;
    issuedby_bytes chain[MAX_CHAIN];
    unsigned char *der[MAX_CHAIN] = {NULL};
    size_t chain_count = 0;
    unsigned char *leaf = NULL;
    int leaf_len = i2d_X509(X509_STORE_CTX_get0_cert(store), &leaf);

    /* Nothing that was said before stands any longer, whatever happens below. */
    issuedby_verdict *earlier = (issuedby_verdict *)SSL_get_ex_data(ssl, verdict_slot);
    SSL_set_ex_data(ssl, verdict_slot, NULL);
    issuedby_verdict_free(earlier);
    /* The leaf is the first of what was presented; the rest was sent along. */
    for (int i = 1; i < sk_X509_num(presented) && chain_count < MAX_CHAIN; i++) {
        int len = i2d_X509(sk_X509_value(presented, i), &der[chain_count]);
        if (len <= 0) continue;
        chain[chain_count].data = der[chain_count];
        chain[chain_count].len = (size_t)len;
        chain_count++;
    }
    if (leaf_len > 0 &&
        issuedby_verifier_evaluate(verifier, leaf, (size_t)leaf_len, time(NULL), chain, chain_count, &verdict, &error) !=
            ISSUEDBY_OK) {
        fprintf(stderr, "not evaluated: %s\n", error ? error->data : "out of memory");
    }
    issuedby_string_free(error);
    if (SSL_set_ex_data(ssl, verdict_slot, verdict) != 1) {
        issuedby_verdict_free(verdict);
        verdict = NULL;
    }
    for (size_t i = 0; i < MAX_CHAIN; i++) OPENSSL_free(der[i]);
    OPENSSL_free(leaf);
    /* What OpenSSL then takes for its own result. It is never asked for: the verdict is what counts. */
    X509_STORE_CTX_set_error(store, issuedby_verdict_verified(verdict) ? X509_V_OK : X509_V_ERR_APPLICATION_VERIFICATION);
    /* What could not be evaluated must not look like a client without a certificate. */
    return verdict != NULL;
}

/* Reads one request, as far as its empty line, and answers with the verdict about the connection. */
static void answer(SSL *ssl, const issuedby_verifier *verifier) {
    char request[8192];
    size_t len = 0;
    request[0] = '\0';
    while (len + 1 < sizeof request && !strstr(request, "\r\n\r\n")) {
        int read = SSL_read(ssl, request + len, (int)(sizeof request - len - 1));
        if (read <= 0) return;
        len += (size_t)read;
        request[len] = '\0';
    }
    /* The callback does not run where no certificate came: then there is no verdict yet, and never an old one. */
    issuedby_verdict *none = NULL;
    const issuedby_verdict *verdict = (const issuedby_verdict *)SSL_get_ex_data(ssl, verdict_slot);
    if (!verdict) {
        issuedby_verifier_evaluate(verifier, NULL, 0, time(NULL), NULL, 0, &none, NULL);
        verdict = none;
    }
    issuedby_str json = issuedby_verdict_json(verdict);
    char head[256];
    int head_len = snprintf(head, sizeof head,
                            "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                            "Cache-Control: no-store\r\nConnection: close\r\n\r\n",
                            issuedby_verdict_verified(verdict) ? "200 OK" : "401 Unauthorized", json.len);
    if (head_len > 0 && SSL_write(ssl, head, head_len) > 0 && json.len > 0) SSL_write(ssl, json.data, (int)json.len);
    printf("%s\n", json.data);
    fflush(stdout);
    issuedby_verdict_free(none);
}

static issuedby_verifier *load(const char *path) {
    static char pem[1 << 20];
    FILE *file = fopen(path, "rb");
    size_t len = file ? fread(pem, 1, sizeof pem, file) : 0;
    issuedby_ca_certificate *ca = NULL;
    issuedby_verifier *verifier = NULL;
    issuedby_string *error = NULL;
    if (file) fclose(file);
    if (issuedby_ca_certificate_from_pem(pem, len, &ca, &error) == ISSUEDBY_OK) {
        const issuedby_ca_certificate *cas[] = {ca};
        issuedby_string_free(error);
        issuedby_verifier_new(cas, 1, 0, &verifier, &error);
    }
    if (error) fprintf(stderr, "%s: %s\n", path, error->data);
    issuedby_string_free(error);
    issuedby_ca_certificate_free(ca);
    return verifier;
}

static SSL_CTX *configure(issuedby_verifier *verifier, const char *certificate, const char *key) {
    static const unsigned char name[] = "issuedby";
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (!context) return NULL;
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    /* A certificate is asked for and may be missing: no SSL_VERIFY_FAIL_IF_NO_PEER_CERT. */
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_cert_verify_callback(context, evaluate, verifier);
    SSL_CTX_set_session_id_context(context, name, sizeof name - 1);
    /* A resumed session does not present its certificate again, and its verdict would be of another time. */
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_num_tickets(context, 0);
    verdict_slot = SSL_get_ex_new_index(0, NULL, NULL, NULL, free_verdict);
    if (verdict_slot >= 0 && SSL_CTX_use_certificate_chain_file(context, certificate) == 1 &&
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1 && SSL_CTX_check_private_key(context) == 1) {
        return context;
    }
    ERR_print_errors_fp(stderr);
    SSL_CTX_free(context);
    return NULL;
}

static int listen_on(unsigned port) {
    struct sockaddr_in address;
    socklen_t len = sizeof address;
    int yes = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)port);
    if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 16) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &len) != 0) {
        perror("listen");
        if (listener >= 0) close(listener);
        return -1;
    }
    printf("listening on https://127.0.0.1:%u\n", (unsigned)ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static volatile sig_atomic_t stopped;

static void stop(int signal_number) {
    (void)signal_number;
    stopped = 1;
}

int main(int argc, char **argv) {
    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: tls_server CA.pem SERVER-CERTIFICATE.pem SERVER-KEY.pem [PORT]\n");
        return 2;
    }
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = stop;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);

    issuedby_verifier *verifier = load(argv[1]);
    SSL_CTX *context = verifier ? configure(verifier, argv[2], argv[3]) : NULL;
    int listener = context ? listen_on(argc == 5 ? (unsigned)strtoul(argv[4], NULL, 10) : 0) : -1;
    while (listener >= 0 && !stopped) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0) continue;
        /* One client after the other: none may keep the next one waiting for long. */
        struct timeval time_limit = {5, 0};
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &time_limit, sizeof time_limit);
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &time_limit, sizeof time_limit);
        SSL *ssl = SSL_new(context);
        if (ssl && SSL_set_fd(ssl, connection) == 1 && SSL_accept(ssl) == 1) {
            answer(ssl, verifier);
            SSL_shutdown(ssl);
        } else {
            ERR_print_errors_fp(stderr);
        }
        SSL_free(ssl);
        close(connection);
    }
    if (listener >= 0) close(listener);
    SSL_CTX_free(context);
    issuedby_verifier_free(verifier);
    return stopped ? 0 : 1;
}
