//! The long texts of the help of `issuedby registry`.

pub(super) const REGISTRY_ABOUT: &str = "\
Back up, restore, check, export and import a whole registry

A backup is the registry itself, for the same machine or a new one. An export is text, for another registry: of one \
account or of all.";

pub(super) const BACKUP_ABOUT: &str = "\
Write all that the registry holds into one file, while it is in use, and check that file

The file has mode 0600, gets its name when it was checked, and has nothing in it that was deleted before. Edges go on \
reading; commands that write wait until it is copied.";

pub(super) const BACKUP_EXAMPLES: &str = "\
Examples:
  issuedby registry backup /backup/registry.sqlite
  # Every night, one file for each day of the week
  issuedby registry backup --force /backup/registry-$(date +%a).sqlite

Exit status:
  0  done
  2  the command line is wrong
  3  no such registry
  4  there is a file with this name
  5  the registry could not be read, is damaged, or the file could not be written";

pub(super) const RESTORE_ABOUT: &str = "\
Put a backup in the place of the registry

The backup is checked first. Standard error says which CA certificates come back, whose clients are verified again, and \
which are lost. Running edges follow within a second. Where there is a registry it asks at a terminal, and elsewhere \
wants --yes; back that registry up before.";

pub(super) const RESTORE_EXAMPLES: &str = "\
Examples:
  issuedby registry restore /backup/registry.sqlite
  # Without being asked
  issuedby registry restore /backup/registry.sqlite --yes

Exit status:
  0  done
  1  the answer was no: nothing was changed
  2  the command line is wrong
  3  no such backup
  4  there is a registry, there is no terminal, and --yes was not given
  5  the backup is not sound, or a file could not be read or written";

pub(super) const CHECK_ABOUT: &str = "\
Tell whether the registry is sound

It checks who may write the file, the file itself, and every account, CA certificate and domain in it.";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  issuedby registry check
  # A backup
  issuedby registry check --registry /backup/registry.sqlite

Exit status:
  0  it is sound
  1  something in it is not as it should be
  2  the command line is wrong
  3  no such registry
  5  the registry could not be read, or others can write it";

pub(super) const EXPORT_ABOUT: &str = "\
Print all accounts with all that they have, as JSON lines

The first line says how much follows; then each account comes before its CA certificates and domains. All of it is of one \
moment. ISSUEDBY_ACCOUNT is not read here: without --account it is all accounts.";

pub(super) const EXPORT_EXAMPLES: &str = "\
Examples:
  issuedby registry export > registry.jsonl
  issuedby registry export --account acme > acme.jsonl

Exit status:
  0  done
  2  the command line is wrong
  3  no such account or registry
  5  the registry could not be read";

pub(super) const IMPORT_ABOUT: &str = "\
Add what `export` has printed: all of it or nothing

Identifiers, names and times stay as they are. An account that is there gets the new things beside its own; a certificate, \
a name or a domain that is there already is a conflict. The registry is made where there is none.";

pub(super) const IMPORT_EXAMPLES: &str = "\
Examples:
  issuedby registry import registry.jsonl
  # One account of it
  issuedby registry import --account acme registry.jsonl
  issuedby registry export --account acme | issuedby registry import --registry other.sqlite -

Exit status:
  0  done
  2  the command line is wrong
  3  the file does not have the account
  4  a conflict with what the registry has
  5  a line is malformed, or a file could not be read or written";
