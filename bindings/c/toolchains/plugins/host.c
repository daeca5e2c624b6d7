/* Loads plugins, calls each in a thread of its own, and unloads them; three times.   host CA LEAF PLUGIN... */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define MOST 4

typedef int check(const char *pem, size_t pem_len, const unsigned char *leaf, size_t leaf_len);

static char pem[1 << 14];
static unsigned char leaf[1 << 14];
static size_t pem_len, leaf_len;

static size_t read_file(const char *path, void *bytes, size_t size) {
    FILE *file = fopen(path, "rb");
    size_t len = file ? fread(bytes, 1, size, file) : 0;
    if (file) fclose(file);
    return len;
}

typedef struct {
    check *function;
    int result;
} call;

static void *run(void *argument) {
    call *called = argument;
    called->result = called->function(pem, pem_len, leaf, leaf_len);
    return NULL;
}

int main(int argc, char **argv) {
    int plugins = argc - 3, failures = 0;
    if (plugins < 1 || plugins > MOST) return 2;
    pem_len = read_file(argv[1], pem, sizeof pem);
    leaf_len = read_file(argv[2], leaf, sizeof leaf);
    for (int round = 0; round < 3; round++) {
        void *loaded[MOST];
        pthread_t threads[MOST];
        call calls[MOST];
        for (int i = 0; i < plugins; i++) {
            loaded[i] = dlopen(argv[3 + i], RTLD_NOW | RTLD_GLOBAL);
            void *symbol = loaded[i] ? dlsym(loaded[i], "plugin_check") : NULL;
            if (!symbol) {
                fprintf(stderr, "%s\n", dlerror());
                return 2;
            }
            memcpy(&calls[i].function, &symbol, sizeof symbol);
            if (pthread_create(&threads[i], NULL, run, &calls[i]) != 0) return 2;
        }
        for (int i = 0; i < plugins; i++) pthread_join(threads[i], NULL);
        for (int i = 0; i < plugins; i++) failures += calls[i].result != i + 1;
        for (int i = 0; i < plugins; i++) dlclose(loaded[i]);
    }
    printf("%d plugins, 3 rounds, %d failures\n", plugins, failures);
    return failures != 0;
}
