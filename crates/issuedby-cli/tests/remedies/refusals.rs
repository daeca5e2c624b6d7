//! Remedies for refused clients whose cause is the key or the certificate of an authority: they make a client that verifies.

use super::commands::{Commands, commands_in};
use super::pki::{Pki, quoted};

pub(super) const COUNT: usize = 8;

pub(super) fn run(pki: &Pki, commands: &mut Commands) -> usize {
    self_signed(pki, commands);
    key_for_pss_alone(pki, commands);
    expired_ca(pki, commands);
    damaged_ca(pki, commands);
    ca_of_version_1(pki, commands);
    other_issuer(pki, commands);
    exchanged_files(pki, commands);
    signed_message(pki, commands);
    COUNT
}

/// The command in the remedy of a refused leaf that begins so.
#[track_caller]
fn remedy(pki: &Pki, arguments: &str, begins: &str) -> String {
    let refused = pki.issuedby(arguments).fails();
    let command = refused.out.lines().flat_map(commands_in).find(|command| command.starts_with(begins));
    command.unwrap_or_else(|| panic!("no `{begins}` in\n{}", refused.out))
}

fn self_signed(pki: &Pki, commands: &mut Commands) {
    pki.shell(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout CLIENT.key -subj /CN=CLIENT \
         -days 30 -out self-signed.pem",
    )
    .succeeds();
    let command = remedy(pki, "verify --ca CA.pem self-signed.pem", "openssl req -new");
    commands.paste(pki, &command).succeeds();
    pki.issuedby("verify --ca CA.pem CLIENT.pem").succeeds();
}

fn key_for_pss_alone(pki: &Pki, commands: &mut Commands) {
    pki.shell(
        "openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.key && openssl req -new -key pss.key \
         -subj /CN=pss -out pss.csr && openssl x509 -req -in pss.csr -CA CA.pem -CAkey CA.key -CAcreateserial -days 30 \
         -extfile leaf.ext -out pss.pem",
    )
    .succeeds();
    let command = remedy(pki, "verify --ca CA.pem pss.pem", "openssl genpkey");
    let made = commands.paste_with(pki, &command, " -out rsa.key").succeeds();
    assert!(made.out.is_empty(), "{}", made.out);
    pki.shell("openssl rsa -in rsa.key -noout -check").succeeds();
}

/// A root that is renewed with its name and its key verifies the clients that it has issued.
fn expired_ca(pki: &Pki, commands: &mut Commands) {
    pki.shell("openssl x509 -in root.pem -signkey root.key -days 1 -out expired-root.pem").succeeds();
    pki.shell(
        "openssl req -new -key client-1.key -subj /CN=of-the-root -out of-root.csr && openssl x509 -req -in of-root.csr -CA \
         root.pem -CAkey root.key -CAcreateserial -days 300 -extfile leaf.ext -out of-root.pem",
    )
    .succeeds();
    let in_two_months = "$(date -u -d '+60 days' +%Y-%m-%dT%H:%M:%SZ)";
    let command = remedy(
        pki,
        &format!("verify --at {in_two_months} --ca expired-root.pem of-root.pem"),
        "openssl x509 -in CA.pem -signkey CA.key",
    );
    // `CA.pem` in the remedy stands for the expired CA.
    pki.shell("mkdir renewed && cp expired-root.pem renewed/CA.pem && cp root.key renewed/CA.key").succeeds();
    commands.paste(pki, &command).succeeds();
    pki.shell(&format!("cd renewed && {command}")).succeeds();
    pki.issuedby(&format!("verify --at {in_two_months} --ca renewed/NEW-CA.pem of-root.pem")).succeeds();
}

/// A CA file with another byte in the key verifies no client; OpenSSL tells it from the whole file.
fn damaged_ca(pki: &Pki, commands: &mut Commands) {
    pki.shell(
        "mkdir rsa && openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa-root.key -subj /CN=rsa-root -days 30 -out \
         rsa-root.pem && openssl req -new -key client-1.key -subj /CN=of-rsa -out of-rsa.csr && openssl x509 -req -in \
         of-rsa.csr -CA rsa-root.pem -CAkey rsa-root.key -CAcreateserial -days 30 -extfile leaf.ext -out of-rsa.pem && \
         openssl x509 -in rsa-root.pem -outform DER -out rsa/whole.der",
    )
    .succeeds();
    let mut der = pki.read("rsa/whole.der");
    // A byte of the modulus, which has 256 after about 180 of names and dates.
    der[300] ^= 0xFF;
    let file = pki.place("damaged-ca", &der);
    pki.shell(&format!("cd rsa && openssl x509 -inform DER -in {} -out CA.pem", quoted(&file))).succeeds();
    let command = remedy(pki, "verify --ca rsa/CA.pem of-rsa.pem", "openssl verify");
    pki.shell(&format!("cd rsa && {command}")).fails();
    commands.paste(pki, &command).fails();
    pki.shell("cp rsa-root.pem rsa/CA.pem").succeeds();
    pki.shell(&format!("cd rsa && {command}")).succeeds();
}

/// A CA that `openssl x509 -req -signkey` made without extensions; its clients stay valid.
fn ca_of_version_1(pki: &Pki, commands: &mut Commands) {
    pki.shell(
        "mkdir v1 && cp root.key v1/CA.key && openssl x509 -req -in root.csr -signkey root.key -days 30 -out v1/CA.pem && \
         openssl x509 -req -in client-1.csr -CA v1/CA.pem -CAkey root.key -CAcreateserial -days 30 -extfile leaf.ext -out \
         of-v1.pem",
    )
    .succeeds();
    let refused = pki.issuedby("verify --ca v1/CA.pem of-v1.pem").fails();
    let command = refused.err.lines().flat_map(commands_in).find(|command| command.starts_with("printf"));
    let command = command.unwrap_or_else(|| panic!("no command in {}", refused.err));
    assert!(refused.err.contains("it is the right CA"), "{}", refused.err);
    pki.shell(&format!("cd v1 && {command}")).succeeds();
    pki.issuedby("verify --ca v1/NEW-CA.pem of-v1.pem").succeeds();
    commands.paste(pki, &command).succeeds();
}

/// The remedy of the policy, and that of the program, which knows the name.
fn other_issuer(pki: &Pki, commands: &mut Commands) {
    let printed = commands.paste(pki, "issuedby verify --ca CA.pem CLIENT.pem").succeeds();
    let name = printed.out.lines().find_map(|line| line.strip_prefix("certIssuerDN")).expect("a name").trim();
    let refused = pki.issuedby("verify --ca CA.pem --cert-issuer-dn CN=other client-1.pem").fails();
    let option = format!("--cert-issuer-dn {}", quoted(name));
    assert!(refused.out.contains(&option), "{}", refused.out);
    pki.issuedby(&format!("verify --ca CA.pem {option} client-1.pem")).succeeds();
}

/// The CA and the client in each other's place.
fn exchanged_files(pki: &Pki, commands: &mut Commands) {
    let refused = pki.issuedby("verify --ca client-1.pem CA.pem").fails();
    let command =
        refused.err.lines().find_map(|line| line.split_once("issued the first: ")).expect("a command").1;
    commands.paste(pki, command).succeeds();
    // A client's certificate beside that of another CA.
    let refused = pki.issuedby("verify --ca client-1.pem root.pem").fails();
    assert!(!refused.err.contains("exchanged"), "{}", refused.err);
}

/// A certificate in a message that was signed with OpenPGP, as `gpg --clearsign` makes it; gpg is asked for nothing here.
fn signed_message(pki: &Pki, commands: &mut Commands) {
    let text = pki.text("CA.pem").replace("-----BEGIN", "- -----BEGIN").replace("-----END", "- -----END");
    let signature = "-----BEGIN PGP SIGNATURE-----\n\nMAA=\n-----END PGP SIGNATURE-----\n";
    let message = format!("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{text}{signature}");
    let file = pki.place("signed message", message.as_bytes());
    let refused = pki.issuedby(&format!("verify client-1.pem --ca {}", quoted(&file))).fails();
    let command = refused.err.lines().flat_map(commands_in).find(|command| command.starts_with("sed"));
    let command = command.unwrap_or_else(|| panic!("no command in {}", refused.err));
    let before = pki.beside(&file);
    commands.paste(pki, &command).succeeds();
    let written = pki.written(&file, &before);
    let [written] = written.as_slice() else { panic!("{command} wrote {written:?}") };
    pki.issuedby(&format!("verify client-1.pem --ca {}", quoted(written))).succeeds();
}
