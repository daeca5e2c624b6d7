//! A root, the CA below it that issues clients' certificates, and two of these, made with OpenSSL as an operator would.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::commands::{Pasted, shell};
use crate::common::Scratch;

pub(super) struct Pki {
    folder: Scratch,
}

const MAKE: &str = r#"set -e
key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1"; }
sign() { openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 30 -extfile "$3" -out "$1.pem" 2>/dev/null; }
printf 'basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign\n' > authority.ext
printf 'extendedKeyUsage = clientAuth\n' > leaf.ext
key root.key
openssl req -new -key root.key -subj /C=US/O=Example/CN=root -out root.csr
openssl x509 -req -in root.csr -signkey root.key -days 30 -extfile authority.ext -out root.pem 2>/dev/null
key CA.key
openssl req -new -key CA.key -subj /C=US/O=Example/CN=issuing -out CA.csr
sign CA root authority.ext
for name in client-1 client-2; do
  key $name.key
  openssl req -new -key $name.key -subj /C=US/O=Example/CN=$name -out $name.csr
  sign $name CA leaf.ext
done
openssl x509 -in client-1.pem -outform DER -out client-1.der
openssl x509 -in CA.pem -outform DER -out ca.der
openssl req -in client-1.csr -outform DER -out client-1.csr.der
openssl req -in CA.csr -outform DER -out CA.csr.der
for name in client-1 CA; do
  openssl crl2pkcs7 -nocrl -certfile $name.pem -out $name.p7b
  openssl crl2pkcs7 -nocrl -certfile $name.pem -outform DER -out $name.p7c
  openssl x509 -in $name.pem -trustout -out $name.trusted
done
cat root.pem CA.pem > chain.pem
openssl crl2pkcs7 -nocrl -certfile chain.pem -out chain.p7b
cat client-1.pem chain.pem > full.pem
openssl crl2pkcs7 -nocrl -certfile full.pem -out full.p7b
printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=30\n' > crl.cnf
touch index.txt
openssl ca -gencrl -config crl.cnf -keyfile CA.key -cert CA.pem -out CA.crl 2>/dev/null
openssl crl -in CA.crl -outform DER -out CA.crl.der
openssl pkcs12 -export -nokeys -in client-1.pem -passout pass: -out client-1.p12
"#;

impl Pki {
    pub(super) fn new() -> Self {
        let pki = Self { folder: Scratch::new() };
        let made = pki.shell(MAKE);
        assert!(made.succeeded, "{}", made.err);
        pki
    }

    pub(super) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(super) fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).expect(name)
    }

    /// Writes a file whose name has to be quoted, alone in a folder of its own; gives its path.
    pub(super) fn place(&self, case: &str, bytes: &[u8]) -> String {
        let folder = self.folder.path(case);
        fs::create_dir(&folder).expect("a case has a name of its own");
        let path = format!("{folder}/it's a file.txt");
        fs::write(&path, bytes).expect("a file");
        path
    }

    pub(super) fn shell(&self, command: &str) -> Pasted {
        shell(Path::new(&self.folder.path(".")), command)
    }

    /// The program, among these files.
    pub(super) fn issuedby(&self, arguments: &str) -> Pasted {
        self.shell(&format!("issuedby {arguments}"))
    }

    /// A command with what it leaves open as whoever has these files would fill it in.
    pub(super) fn filled(&self, command: &str) -> String {
        let file = match command.starts_with("issuedby registry backup") {
            true => "before-the-restore.sqlite",
            false => "root.pem",
        };
        let command = command.replace(" URL", " \"file://$PWD/client-1.pem\"");
        let command =
            command.replace("ORIGINAL", "client-1.pem").replace(" NAME", " other").replace("FILE", file);
        match command.starts_with("openssl pkcs12") {
            // It asks for a password, and there is no terminal.
            true => command + " -passin pass:",
            false => command,
        }
    }

    /// The files beside `path` that were not there before.
    pub(super) fn written(&self, path: &str, before: &BTreeSet<String>) -> Vec<String> {
        self.beside(path).difference(before).cloned().collect()
    }

    pub(super) fn beside(&self, path: &str) -> BTreeSet<String> {
        let folder = Path::new(path).parent().expect("a folder");
        let entries = fs::read_dir(folder).expect("a folder");
        entries.map(|entry| entry.expect("an entry").path().to_str().expect("UTF-8").to_owned()).collect()
    }
}

/// A word for a shell.
pub(super) fn quoted(path: &str) -> String {
    format!("'{}'", path.replace('\'', r"'\''"))
}
