//! The long texts of the help: what each command does, examples, exit statuses.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};

/// The help for what is missing and can be given in another way, which clap does not say: the account by the environment,
/// and pairs of names by a file.
pub(super) fn with_tip(mut error: clap::Error) -> clap::Error {
    let Some(ContextValue::Strings(missing)) = error.get(ContextKind::InvalidArg) else { return error };
    let tip = match missing.last() {
        _ if error.kind() != clap::error::ErrorKind::MissingRequiredArgument => return error,
        Some(last) if last == "<B>" => "many pairs, a line each: issuedby dn compare --pairs FILE",
        _ if missing.iter().any(|one| one.starts_with("--account ")) => {
            "to name the account once for all commands, set ISSUEDBY_ACCOUNT"
        }
        _ => return error,
    };
    let tip = ContextValue::StyledStrs(vec![StyledStr::from(tip)]);
    error.insert(ContextKind::Suggested, tip);
    error
}

pub(super) const ABOUT: &str = "\
Was this TLS client certificate issued by that CA, who is the client, and if not, why not?

You need two files: the certificate of the CA that signs your clients directly, in PEM form, and a client's \
certificate. A refusal says what is wrong and what to do about it. The CAs that a gateway evaluates by are kept in \
a registry.";

pub(super) const EXAMPLES: &str = "\
Examples:
  # Is this client certificate one of that CA's?
  issuedby verify --ca ca.pem client.pem
  # The same for every file of a directory
  issuedby verify --ca ca.pem clients/
  # What is in it, and the certIssuerDN to paste
  issuedby inspect ca.pem
  # Do these two names match, and if not, why not?
  issuedby dn compare 'C = US, O = Example, CN = ca' 'CN=ca,O=Example,C=US'
  # The value of an RFC 9440 Client-Cert header
  issuedby client-cert encode client.pem
  # Keep a CA in the registry, for a gateway
  issuedby ca-certificate create --account acme --name clients --cert ca.pem
  # A copy of the registry, while it is in use
  issuedby registry backup backup.sqlite
  # The gateway itself
  issuedby edge --config edge.toml
  # All of it on one laptop, with throw-away certificates
  issuedby dev

Exit status:
  0  verified, equal, or done
  1  some certificate did not verify, or is not one; two names do not match
  2  the command line is wrong, or a name in it
  3  no such account, CA certificate or domain
  4  a conflict with what the registry has
  5  a file or a CA could not be read or accepted";

pub(super) const VERIFY_ABOUT: &str = "\
Verify client certificates against the CAs that sign them directly

Verified means: signed by one of the CAs themselves, valid at the time, and usable for client authentication. \
Where an intermediate CA signs the clients, that intermediate is the CA to give.

CAs beside one client's certificate in a file are taken as sent along with it, and so are CAs of which each signed the \
certificate before it; other bundles are verified one by one. A private key is passed over. Of a directory, hidden files and links out of it are left out.

Of several CAs each is listed with its fitness. One that is unfit is named and left out. A CA beside another one that it \
issued is warned about: the clients of both pass.

Results come in the order of the files, and exit statuses are about all files, whatever --only and --expiring select.";

pub(super) const VERIFY_EXAMPLES: &str = "\
Examples:
  issuedby verify --ca ca.pem client.pem
  # Several CAs, a bundle or a directory of them; every file of a directory and of those in it
  issuedby verify --ca ca.pem --ca older-cas.pem --ca partners/ clients/
  # The CAs that the registry has for an account
  issuedby verify --account acme clients/
  # Counts; what fails; what expires within a month; a table for a spreadsheet
  issuedby verify --ca ca.pem --summary clients/
  issuedby verify --ca ca.pem --only failed clients/
  issuedby verify --ca ca.pem --expiring 30d clients/
  issuedby verify --ca ca.pem --format csv clients/ > clients.csv
  # Will it still verify at the end of the year?
  issuedby verify --ca ca.pem --at 2027-12-31T23:59:59Z client.pem
  issuedby verify --ca ca.pem --at +90d client.pem
  # Why not, for a program
  issuedby verify --ca ca.pem --format json client.pem | jq -r .reason
  # Would a policy with this certIssuerDN let it in?
  issuedby verify --ca ca.pem --cert-issuer-dn 'CN=ca,O=Example,C=US' client.pem
  # From standard input: PEM, DER or RFC 9440 text
  issuedby verify --ca ca.pem - < client.der

Exit status:
  0  every certificate verified; with --cert-issuer-dn, the policy lets each in
  1  some did not, or are not certificates
  2  the command line is wrong, or a name in it
  3  no such account, or it has no CA
  5  a file or a CA could not be read or accepted; the rest was verified";

pub(super) const INSPECT_ABOUT: &str = "\
Show everything a person wants to know about a certificate

It shows what a certificate claims, and the certIssuerDN to paste into a policy. Whether the claims are true \
is what `issuedby verify` tells. What `issuedby verify` would always refuse, whatever the CA and the time, is said here too.

With --summary it counts in place of showing: why certificates are never verified, cautions, keys, algorithms, expiry and \
duplicates.";

pub(super) const INSPECT_EXAMPLES: &str = "\
Examples:
  issuedby inspect ca.pem
  issuedby inspect --format json clients.pem | jq -r .notAfter
  echo ':MIIB...:' | issuedby inspect -
  # Every file of a directory and of those in it: counts, or a table for a spreadsheet
  issuedby inspect --summary certs/
  issuedby inspect --format csv certs/ > certs.csv

Exit status:
  0  done
  1  something in it is not a certificate
  2  the command line is wrong
  5  a file could not be read";

pub(super) const DN_ABOUT: &str = "\
Compare Distinguished Names, and print their normal form

A name is read as tools print it: CN=ca,O=Example,C=US and other writings of RFC 4514, 2253 and 1779, the \
slash form /C=US/O=Example/CN=ca, and the lines that Node prints. A leading `subject=` or `issuer=` is passed over.";

pub(super) const COMPARE_ABOUT: &str = "\
Tell whether two names match, and where and why they differ

Letter case of ASCII, blanks and string types do not count; the order of the RDNs does. OpenSSL's default and \
oneline outputs are in the opposite order: they are read as they stand and do not match.";

pub(super) const COMPARE_EXAMPLES: &str = "\
Examples:
  issuedby dn compare 'cn=CA, o=Example, c=US' 'CN=ca,O=Example,C=US'
  # The certIssuerDN of a policy against what a client's certificate has
  openssl x509 -in client.pem -noout -issuer -nameopt RFC2253 |
    issuedby dn compare 'CN=ca,O=Example,C=US' -
  # Many pairs: a line each with a tab between the names, or CSV
  issuedby dn compare --pairs pairs.txt
  issuedby dn compare --pairs pairs.csv --csv --format csv

Exit status:
  0  the names match: identical or equal
  1  they do not: reordered, regrouped or different
  2  the command line is wrong, or a name cannot be read
  5  standard input could not be read";

pub(super) const NORMALIZE_ABOUT: &str = "\
Print the text by which a name is compared: the same for two names exactly where they match

It is for keys and for comparisons, in printable ASCII, with letters of values in lower case. To paste into a policy, take the \
certIssuerDN that `issuedby inspect` shows.";

pub(super) const NORMALIZE_EXAMPLES: &str = "\
Examples:
  issuedby dn normalize 'CN=Example  CA, O=\"Example, Inc.\", C=US'
  # How it was read, and the bytes of the normal form
  issuedby dn normalize --format json /C=US/O=Example/CN=ca
  openssl x509 -in ca.pem -noout -subject -nameopt RFC2253 |
    issuedby dn normalize -
  # Many names: a line each, in and out
  issuedby dn normalize --names names.txt

Exit status:
  0  done
  2  the command line is wrong, or the name cannot be read
  5  standard input could not be read";

pub(super) const ENCODE_EXAMPLES: &str = "\
Example:
  curl -H \"Client-Cert: $(issuedby client-cert encode client.pem)\" localhost:8080";

pub(super) const DECODE_EXAMPLES: &str = "\
Examples:
  issuedby client-cert decode ':MIIB...:' > client.pem
  issuedby client-cert decode 'Client-Cert: :MIIB...:' | issuedby inspect -
  issuedby client-cert decode - < header.txt";

pub(super) const EXPLAIN_EXAMPLES: &str = "\
Examples:
  issuedby explain not_directly_signed
  issuedby explain 402

Exit status:
  0  done
  2  there is no such reason";

pub(super) const REASONS_EXAMPLES: &str = "\
Examples:
  issuedby reasons
  issuedby reasons --format csv > reasons.csv
  issuedby reasons --format json | jq -r 'select(.group == \"time\") | .code'

Exit status:
  0  done";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  issuedby completions bash > ~/.local/share/bash-completion/completions/issuedby
  # With `fpath+=~/.zfunc` before `compinit` in ~/.zshrc
  issuedby completions zsh > ~/.zfunc/_issuedby
  issuedby completions fish > ~/.config/fish/completions/issuedby.fish";

pub(super) const CA_CERTIFICATE_ABOUT: &str = "\
Keep the CA certificates of an account: those that sign its clients directly

Whoever can open the registry is its authority: there is no login. An account exists from its first `create` or \
`domain add`, and never sees what another has.";

pub(super) const CREATE_ABOUT: &str = "\
Add a CA certificate to an account, and print its identifier

Standard output has the identifier alone. Standard error has the certIssuerDN to paste into a policy, and what \
there is to know about the CA: also who else will refuse its clients. To rotate a CA, add the new one beside the \
old one, and delete the old one when its clients have new certificates.";

pub(super) const CREATE_EXAMPLES: &str = "\
Examples:
  issuedby ca-certificate create --account acme --name clients --cert ca.pem
  # Keep the identifier; refuse a CA that there is a warning about
  id=$(issuedby ca-certificate create --account acme --name clients --cert ca.pem --strict)
  # From standard input, as JSON
  issuedby ca-certificate create --account acme --name clients --cert - --format json < ca.pem

Exit status:
  0  done
  2  the command line is wrong, or a name in it
  4  the account has this certificate already, or one with this name
  5  the file, the CA or the registry could not be read or accepted";

pub(super) const LIST_ABOUT: &str = "\
Show the CA certificates of an account, by name

Each line ends with what needs attention; `describe` explains it.";

pub(super) const LIST_EXAMPLES: &str = "\
Examples:
  issuedby ca-certificate list --account acme
  # Those that expire within 30 days, or have expired
  issuedby ca-certificate list --account acme --format json |
    jq -r 'select(any(.findings[]; .code | test(\"expire\"))) | .id'

Exit status:
  0  done
  2  the command line is wrong
  3  no such account
  5  the registry could not be read";

pub(super) const DESCRIBE_EXAMPLES: &str = "\
Examples:
  issuedby ca-certificate describe --account acme --cert-id mtlsca_abcdefghijklmnopqrstuvwxyz
  # The certificate itself
  issuedby ca-certificate describe --account acme --cert-id mtlsca_abcdefghijklmnopqrstuvwxyz --format json |
    jq -r .pem > ca.pem

Exit status:
  0  done
  2  the command line is wrong
  3  no such account or CA certificate
  5  the registry could not be read";

pub(super) const UPDATE_ABOUT: &str = "\
Give a CA certificate another name

Only the name can change. For another certificate, `create` it beside this one and `delete` this one later.";

pub(super) const UPDATE_EXAMPLES: &str = "\
Example:
  issuedby ca-certificate update --account acme --cert-id mtlsca_abcdefghijklmnopqrstuvwxyz --name partners

Exit status:
  0  done
  2  the command line is wrong, or a name in it
  3  no such account or CA certificate
  4  another CA certificate of the account has this name
  5  the registry could not be read or written";

pub(super) const DELETE_ABOUT: &str = "\
Delete a CA certificate: its clients are refused from then on

Standard error says what will stop working. It asks first where standard input and output are terminals, and \
nowhere else.";

pub(super) const DELETE_EXAMPLES: &str = "\
Examples:
  issuedby ca-certificate delete --account acme --cert-id mtlsca_abcdefghijklmnopqrstuvwxyz
  # Without being asked
  issuedby ca-certificate delete --account acme --cert-id mtlsca_abcdefghijklmnopqrstuvwxyz --yes

Exit status:
  0  done
  1  the answer was no: nothing was deleted
  2  the command line is wrong
  3  no such account or CA certificate
  5  the registry could not be read or written";

pub(super) const DOMAIN_ABOUT: &str = "\
Keep the domains at which a gateway verifies the clients of an account

A domain belongs to one account. A managed domain, one below a name of your own, serves its account at once. A \
custom domain, the account's own, does so when it was activated: do that after proof that the account controls it.";

pub(super) const DOMAIN_ADD_EXAMPLES: &str = "\
Examples:
  issuedby domain add acme.gateway.example --account acme
  # The account's own name, which is activated later
  issuedby domain add api.acme.example --account acme --custom

Exit status:
  0  done
  2  the command line is wrong, or a name in it
  4  an account has this domain already
  5  the registry could not be read or written";

pub(super) const DOMAIN_EXAMPLES: &str = "\
Exit status:
  0  done
  2  the command line is wrong, or a name in it
  3  no such account or domain
  5  the registry could not be read or written";

pub(super) const EDGE_ABOUT: &str = "\
Run the reverse proxy that terminates TLS and tells the workers behind it who the client is

It verifies each client's certificate against the CAs of the account that the name in the handshake leads to, and adds \
Client-Cert and the Client-Mtls fields to every request. SIGTERM lets requests in flight end; SIGHUP reads \
certificates and registry again.";

pub(super) const EDGE_EXAMPLES: &str = "\
Examples:
  # Is everything there and in order? Who is not served, which certificates expire, who else can read the keys?
  issuedby edge --config edge.toml --check
  issuedby edge --config edge.toml

A configuration:
  listen = [\"0.0.0.0:8443\"]
  registry = \"registry.sqlite\"
  [[certificate]]
  chain = \"server.pem\"
  key = \"server-key.pem\"
  [[upstream]]
  address = \"unix:/run/worker.sock\"

Exit status:
  0  it was stopped by a signal, or everything is in order; warnings of --check change nothing
  2  the command line is wrong
  5  the configuration, a file that it names, or an address cannot be used; or --check finds that nothing can be served";

pub(super) const DEV_ABOUT: &str = "\
Run everything on one laptop: throw-away certificates, a registry, the edge and a worker

It makes CAs and client certificates that are valid for a day, keeps them and a registry in a temporary folder, and \
runs the edge on 127.0.0.1 with a worker behind it. It prints a curl command for each scenario, and a line for each \
request. Ctrl-C ends it and leaves nothing behind.

With --scenario it makes the calls itself, and ends. With --print it starts nothing: it prints what a unit test of a \
worker needs.";

pub(super) const DEV_EXAMPLES: &str = "\
Examples:
  issuedby dev
  # Every scenario once, without curl; exit status 0 if all answers are as they should be
  issuedby dev --scenario all
  # Your own worker, which runs the policy with certIssuerDN CN=example-ca,O=Example,C=US
  issuedby dev --worker http://127.0.0.1:3000
  issuedby dev --worker http://127.0.0.1:3000 --scenario valid --scenario expired
  # What a unit test needs of a client whose certificate has expired
  issuedby dev --scenario expired --print
  # Keep the files; the same edge runs from them, before your worker, as long as the certificates are valid
  issuedby dev --keep dev --worker http://127.0.0.1:3000
  issuedby edge --config dev/edge.toml

Exit status:
  0  it was stopped by a signal; with --scenario, every answer was the right one
  1  with --scenario, some answer was another one, or none came
  2  the command line is wrong
  5  the port, the folder or the loopback interface cannot be used, or the output cannot be written";
