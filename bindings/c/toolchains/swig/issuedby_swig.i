/* The library as a Python module: bytes go in as pointer and length, and outputs are made with new_..._out(). */
%module issuedby_swig
%{
#include <issuedby.h>
%}

%include <stdint.i>
%include <pybuffer.i>
%include <cpointer.i>
%include <carrays.i>

%pybuffer_binary(const char *pem, size_t len)
%pybuffer_binary(const uint8_t *der, size_t len)
%pybuffer_binary(const uint8_t *leaf, size_t leaf_len)
/* Texts are borrowed: SWIG says that setting one frees nothing, and nothing is to be freed. */
#pragma SWIG nowarn=451
/* A text that is borrowed becomes a Python string. */
%typemap(out) issuedby_str { $result = PyUnicode_DecodeUTF8($1.data, (Py_ssize_t)$1.len, NULL); }

%include <issuedby_ffi.h>

%pointer_functions(issuedby_ca_certificate *, ca_out)
%pointer_functions(issuedby_verifier *, verifier_out)
%pointer_functions(issuedby_verdict *, verdict_out)
%pointer_functions(issuedby_string *, error_out)
%array_functions(const issuedby_ca_certificate *, ca_list)
