/* Threads hammer the same handles, and the CAs are freed meanwhile; then a fork does the same.   threads CA LEAF STRANGER */
#define _POSIX_C_SOURCE 200809L
#include <issuedby.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 8
#define NOW 1800000000

typedef struct {
    unsigned char bytes[1 << 14];
    size_t len;
} file;

static file ca_file, leaf_file, stranger_file;
static issuedby_verifier *verifier;
static issuedby_policy *policy;
/* One verdict for all threads: its texts are made by whoever asks first. */
static issuedby_verdict *shared;
static int rounds;

static int read_file(const char *path, file *into) {
    FILE *opened = fopen(path, "rb");
    if (!opened) return 0;
    into->len = fread(into->bytes, 1, sizeof into->bytes, opened);
    fclose(opened);
    return into->len != 0;
}

/* Everything is as it should be: NULL, else what is not. */
static const char *one_round(void) {
    issuedby_verdict *verdict = NULL;
    issuedby_decision *decision = NULL;
    const char *wrong = NULL;
    if (issuedby_verifier_verify(verifier, leaf_file.bytes, leaf_file.len, NOW, NULL, 0, &verdict, NULL) != ISSUEDBY_OK) {
        wrong = "a good leaf was refused";
    } else if (strcmp(issuedby_verdict_json(verdict).data, issuedby_verdict_json(shared).data) != 0 ||
               strcmp(issuedby_verdict_subject(verdict).data, issuedby_verdict_subject(shared).data) != 0 ||
               issuedby_verdict_message(shared).len == 0 || issuedby_verdict_fingerprint(shared).len != 95) {
        wrong = "two verdicts about one leaf differ";
    } else if (issuedby_policy_decide(policy, shared, false, &decision, NULL) != ISSUEDBY_OK ||
               issuedby_decision_action(decision) != ISSUEDBY_ACTION_ALLOW) {
        wrong = "the policy refused";
    }
    issuedby_decision_free(decision);
    issuedby_verdict_free(verdict);
    if (!wrong && issuedby_verifier_verify(verifier, stranger_file.bytes, stranger_file.len, NOW, NULL, 0, &verdict, NULL) !=
                      ISSUEDBY_REJECTED) {
        wrong = "a stranger was accepted";
    }
    if (!wrong) issuedby_verdict_free(verdict);
    return wrong;
}

static void *hammer(void *unused) {
    (void)unused;
    for (int round = 0; round < rounds; round++) {
        const char *wrong = one_round();
        if (wrong) return (void *)(uintptr_t)wrong;
    }
    return NULL;
}

static int all_threads(void) {
    pthread_t threads[THREADS];
    int failures = 0;
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, hammer, NULL) != 0) return 1;
    }
    for (int i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        pthread_join(threads[i], &wrong);
        if (wrong) fprintf(stderr, "%s\n", (const char *)wrong), failures++;
    }
    return failures;
}

int main(int argc, char **argv) {
    issuedby_ca_certificate *ca = NULL;
    const char *options = "{\"certIssuerDN\":\"CN=example-ca,O=Example,C=US\"}";
    if (argc != 5 || !read_file(argv[1], &ca_file) || !read_file(argv[2], &leaf_file) || !read_file(argv[3], &stranger_file)) return 2;
    rounds = atoi(argv[4]);
    if (issuedby_ca_certificate_from_pem((const char *)ca_file.bytes, ca_file.len, &ca, NULL) != ISSUEDBY_OK) return 2;
    const issuedby_ca_certificate *cas[] = {ca};
    if (issuedby_verifier_new(cas, 1, 0, &verifier, NULL) != ISSUEDBY_OK) return 2;
    issuedby_ca_certificate_free(ca);
    if (issuedby_policy_new(options, strlen(options), &policy, NULL) != ISSUEDBY_OK) return 2;
    if (issuedby_verifier_evaluate(verifier, leaf_file.bytes, leaf_file.len, NOW, NULL, 0, &shared, NULL) != ISSUEDBY_OK) return 2;

    /* A fork before any thread, after loading, as servers do; its child starts threads of its own. */
    int failures = 0;
    for (int forks = 0; forks < 2; forks++) {
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) _exit(one_round() != NULL || all_threads() != 0);
        int status = 1;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
            fprintf(stderr, "a forked process failed\n");
            failures++;
        }
        /* The second fork comes after the threads of the parent. */
        if (forks == 0) failures += all_threads();
    }
    issuedby_verdict_free(shared);
    issuedby_policy_free(policy);
    issuedby_verifier_free(verifier);
    printf("%d failures\n", failures);
    return failures != 0;
}
