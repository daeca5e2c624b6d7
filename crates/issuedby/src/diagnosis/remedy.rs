//! Remedies that make a certificate of input in another form.

use super::{BoundaryDamage, LooksLike};

impl LooksLike {
    /// The step that makes a certificate of such input. In the commands, `FILE` stands for the file that was
    /// read, and `FILE.pem` for the file that they write.
    pub const fn remedy(self) -> &'static str {
        match self {
            // Traefik separates several certificates by commas; the client's own comes first.
            Self::BareBase64 => {
                "decode it with `tr -d '[:space:]' < FILE | cut -d , -f 1 | base64 -d | openssl x509 -inform DER -out FILE.pem`"
            }
            Self::Base64Twice => {
                "decode it twice with `tr -d '[:space:]' < FILE | base64 -d | tr -d '[:space:]' | base64 -d > FILE.pem`"
            }
            Self::CertificateRequest => {
                "a request is not a certificate yet: have the CA sign it, `printf 'extendedKeyUsage = clientAuth\\n' > client.ext && \
                 openssl x509 -req -inform DER -in FILE -CA CA.pem -CAkey CA.key -CAcreateserial -days 90 -extfile client.ext -out FILE.pem`"
            }
            Self::CertificateRevocationList => {
                "a revocation list is not a certificate: give the certificate of its issuer, which `openssl crl -inform DER -in FILE -noout -issuer` names, or the client's"
            }
            Self::CertificateText => {
                "give the file that was printed, or print the certificate too: `openssl x509 -in ORIGINAL -out FILE.pem`, for \
                 keytool `-exportcert -rfc` in place of `-list -v`"
            }
            Self::ClientCert => "convert it with `issuedby client-cert decode - < FILE > FILE.pem`",
            Self::Der => "convert it with `openssl x509 -inform DER -in FILE -out FILE.pem`",
            Self::DerAsUtf8 => {
                "copy it as it is, without reading it as text; this restores it: `iconv -f UTF-8 -t ISO-8859-1 FILE | openssl x509 \
                 -inform DER -out FILE.pem`"
            }
            Self::DerInTextMode => {
                "transfer it in binary mode, or as PEM; this restores it: `python3 -c 'import sys; \
                 sys.stdout.buffer.write(sys.stdin.buffer.read().replace(b\"\\r\\n\", b\"\\n\"))' < FILE | openssl x509 -inform DER -out FILE.pem`"
            }
            Self::DerReadAsText => {
                "its bytes are lost: copy the original as it is, without reading it as text, or as PEM: `openssl x509 -in ORIGINAL -out FILE.pem`"
            }
            Self::Empty => {
                "copy the file again: `openssl x509 -in FILE -noout -subject` must print a subject"
            }
            Self::Encrypted => {
                "decrypt it first, with the program that encrypted it: `ansible-vault view`, `age --decrypt`, `git-crypt unlock`, `gpg \
                 --decrypt` or `openssl enc -d`"
            }
            Self::EscapedBase64 => {
                "decode it with `python3 -c 'import sys, urllib.parse; print(urllib.parse.unquote(sys.stdin.read()))' < FILE | \
                 tr -d '[:space:]' | cut -d , -f 1 | base64 -d | openssl x509 -inform DER -out FILE.pem`"
            }
            Self::FileName => "read that file, and give its bytes in place of its name",
            Self::FormEncodedPem => {
                "decode it with `python3 -c 'import sys, urllib.parse; print(urllib.parse.unquote_plus(sys.stdin.read()))' < FILE > FILE.pem`"
            }
            Self::GitLfsPointer => "fetch the file itself with `git lfs pull`",
            Self::HtmlPage => {
                "a server answered with a page (of an error, or to sign in), not a certificate: fetch the file again with `curl --fail --location --output FILE.pem URL`, which writes no error page; if it is a page to sign in, give curl the \
                 account too (`--user`, or `--header 'Authorization: ...'`)"
            }
            Self::HttpResponse => {
                "fetch the file again without `-i`: `curl --fail --location --output FILE.pem URL`"
            }
            Self::JavaKeystore => {
                "take the certificate out of it: `keytool -exportcert -rfc -alias ALIAS -keystore FILE -file FILE.pem`, where `keytool \
                 -list -keystore FILE` prints each ALIAS"
            }
            Self::Json => {
                "if a server answered with it, fetch the file again with `curl --fail --location --output FILE.pem URL`, which writes no error document"
            }
            Self::JsonWithPem => {
                "take the first certificate out of it with `python3 -c 'import json, re, sys; print(json.loads(re.search(r\"\\\"[^\\\"]*-----BEGIN CERTIFICATE-----[^\\\"]*\\\"\", \
                 sys.stdin.read()).group()))' < FILE > FILE.pem`"
            }
            Self::KubernetesSecret => {
                // `ca.crt` comes before `tls.crt` where the keys are sorted.
                "take `tls.crt` out of it, or else its first certificate, with `python3 -c 'import base64, re, sys; text = sys.stdin.read(); \
                 value = \"(LS0tLS1CRUdJTiBDRVJU[A-Za-z0-9+/=]*)\"; found = re.search(r\"\\btls[.]crt\\W+\" + value, text) or \
                 re.search(value, text); print(base64.b64decode(found.group(1)).decode())' < FILE > FILE.pem`"
            }
            Self::MailQuotedPem => "remove the quotation with `sed 's/^[> ]*//' FILE > FILE.pem`",
            Self::OpenSsh => {
                "OpenSSH has certificates of its own, with which TLS does nothing: give an X.509 certificate, which `openssl x509 -in FILE \
                 -noout -subject` can print"
            }
            Self::PemWithOtherHyphens => BoundaryDamage::Hyphens.remedy(),
            Self::PemWithoutBegin => {
                "write the line again with `printf '%s\\n' '-----BEGIN CERTIFICATE-----' | cat - FILE > FILE.pem`"
            }
            Self::PemWithTypography => BoundaryDamage::Typography.remedy(),
            Self::Pem => {
                "let the line `-----BEGIN CERTIFICATE-----` stand alone, or export the certificate anew with `openssl x509 -in ORIGINAL -out FILE.pem`"
            }
            Self::PemInBase64 => "decode it with `tr -d '[:space:]' < FILE | base64 -d > FILE.pem`",
            Self::PercentEncodedPem => {
                "decode it with `python3 -c 'import sys, urllib.parse; print(urllib.parse.unquote(sys.stdin.read()))' < FILE > FILE.pem`"
            }
            Self::Pkcs12 => {
                "convert it with `openssl pkcs12 -in FILE -nokeys -out FILE.pem`, and with `-legacy` too where OpenSSL 3 says unsupported"
            }
            Self::Pkcs7 => "convert it with `openssl pkcs7 -inform DER -print_certs -in FILE -out FILE.pem`",
            Self::PrivateKey => {
                "give the certificate, not its key; consider the key exposed if others could read this file, and replace both then"
            }
            Self::Utf16 => "convert it with `iconv -f UTF-16 -t UTF-8 FILE > FILE.pem`",
            // Of several elements the last is that of the proxy which is nearest. A value in quotes is read as one, so that
            // no subject can pass for the key `Cert`.
            Self::Xfcc => {
                "take the certificate out of it with `python3 -c 'import re, sys, urllib.parse; print(urllib.parse.unquote([value.strip(\"\\\"\") \
                 for key, value in re.findall(r\"(\\w+)=(\\\"(?:\\\\.|[^\\\"\\\\])*\\\"|[^;,]*)\", sys.stdin.read()) \
                 if key.lower() == \"cert\"][-1]))' < FILE > FILE.pem`"
            }
            Self::Binary | Self::Unknown => {
                "give the certificate in PEM or DER form: `openssl x509 -in FILE -noout -subject` must print a subject"
            }
        }
    }
}
