/* Calls two Rust libraries that are linked statically, in turn.   both CA */
#include <issuedby.h>
#include <stdio.h>

size_t other_letters(const char *text, size_t len);

int main(int argc, char **argv) {
    static char pem[1 << 14];
    issuedby_ca_certificate *ca = NULL;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file) return 2;
    size_t len = fread(pem, 1, sizeof pem, file);
    fclose(file);
    size_t letters = other_letters("banana", 6);
    int result = issuedby_ca_certificate_from_pem(pem, len, &ca, NULL);
    issuedby_ca_certificate_free(ca);
    printf("other %zu, issuedby %d, other %zu\n", letters, result, other_letters("", 0));
    return 0;
}
