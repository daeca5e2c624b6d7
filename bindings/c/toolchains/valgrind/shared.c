/* Eight threads share a verifier, a policy and a verdict, and each makes verdicts of its own.   shared CA LEAF [race]
 *
 * Without `race` there is nothing to report. With it, the last thread frees the shared verdict: it waits until others
 * have read it, and nothing tells it that they are done. */
#define _POSIX_C_SOURCE 200809L
#include <issuedby.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define THREADS 8
#define NOW 1800000000

typedef struct {
    unsigned char bytes[1 << 14];
    size_t len;
} file;

static file leaf;
static issuedby_verifier *verifier;
static issuedby_policy *policy;
static issuedby_verdict *shared;
static issuedby_str subject;
static int race;

static int read_file(const char *path, file *into) {
    FILE *opened = fopen(path, "rb");
    if (!opened) return 0;
    into->len = fread(into->bytes, 1, sizeof into->bytes, opened);
    fclose(opened);
    return into->len != 0;
}

static void *serve(void *number) {
    int failures = 0;
    for (int round = 0; round < 3; round++) {
        issuedby_verdict *verdict = NULL;
        issuedby_decision *decision = NULL;
        issuedby_string *error = NULL;
        failures += issuedby_verifier_verify(verifier, leaf.bytes, leaf.len, NOW, NULL, 0, &verdict, &error) != ISSUEDBY_OK;
        /* A text that was asked for before there were threads may be read by all of them. */
        failures += strcmp(issuedby_verdict_subject(verdict).data, subject.data) != 0;
        /* A text is made by the thread that asks first. */
        failures += issuedby_verdict_json(verdict).len != issuedby_verdict_json(shared).len;
        failures += issuedby_verdict_fingerprint(shared).len != 95 || issuedby_verdict_message(shared).len == 0;
        failures += issuedby_verdict_status(shared) != ISSUEDBY_STATUS_SUCCESS;
        failures += issuedby_policy_decide(policy, shared, false, &decision, NULL) != ISSUEDBY_OK;
        failures += issuedby_decision_action(decision) != ISSUEDBY_ACTION_ALLOW;
        issuedby_decision_free(decision);
        issuedby_verdict_free(verdict);
        issuedby_string_free(error);
    }
    if (race && *(int *)number == THREADS - 1) {
        const struct timespec while_others_read = {0, 300000000};
        nanosleep(&while_others_read, NULL);
        issuedby_verdict_free(shared);
    }
    return failures ? number : NULL;
}

int main(int argc, char **argv) {
    static file ca_file;
    issuedby_ca_certificate *ca = NULL;
    const char *options = "{\"certIssuerDN\":\"CN=example-ca,O=Example,C=US\"}";
    pthread_t threads[THREADS];
    int numbers[THREADS];
    int failures = 0;
    if (argc < 3 || !read_file(argv[1], &ca_file) || !read_file(argv[2], &leaf)) return 2;
    race = argc > 3;
    if (issuedby_ca_certificate_from_pem((const char *)ca_file.bytes, ca_file.len, &ca, NULL) != ISSUEDBY_OK) return 2;
    const issuedby_ca_certificate *cas[] = {ca};
    if (issuedby_verifier_new(cas, 1, 0, &verifier, NULL) != ISSUEDBY_OK) return 2;
    issuedby_ca_certificate_free(ca);
    if (issuedby_policy_new(options, strlen(options), &policy, NULL) != ISSUEDBY_OK) return 2;
    if (issuedby_verifier_evaluate(verifier, leaf.bytes, leaf.len, NOW, NULL, 0, &shared, NULL) != ISSUEDBY_OK) return 2;
    subject = issuedby_verdict_subject(shared);
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        if (pthread_create(&threads[i], NULL, serve, &numbers[i]) != 0) return 2;
    }
    for (int i = 0; i < THREADS; i++) {
        void *failed = NULL;
        pthread_join(threads[i], &failed);
        failures += failed != NULL;
    }
    if (!race) issuedby_verdict_free(shared);
    issuedby_policy_free(policy);
    issuedby_verifier_free(verifier);
    printf("%d failures\n", failures);
    return failures != 0;
}
