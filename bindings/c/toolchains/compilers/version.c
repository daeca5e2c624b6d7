/* Built with -DEXPECTED_VERSION_NUMBER=NUMBER. The header alone: its version is a number that the preprocessor
 * compares, and functions may be declared again. */
#include <issuedby.h>
#include <stdio.h>
#include <string.h>

#if ISSUEDBY_VERSION_NUMBER < EXPECTED_VERSION_NUMBER
#error "issuedby.h is older than expected"
#endif

#ifdef __cplusplus
extern "C"
#endif
ISSUEDBY_API issuedby_str issuedby_version(void);

int main(void) {
    issuedby_str version = issuedby_version();
    printf("%s %d\n", version.data, ISSUEDBY_VERSION_NUMBER);
    return strcmp(version.data, ISSUEDBY_VERSION) != 0;
}
