# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_issuedby_global_optspecs
    string join \n format= color= o/output= h/help V/version
end

function __fish_issuedby_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_issuedby_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_issuedby_using_subcommand
    set -l cmd (__fish_issuedby_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c issuedby -n "__fish_issuedby_needs_command" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_needs_command" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_needs_command" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_needs_command" -s V -l version -d 'Print version'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "verify" -d 'Verify client certificates against the CAs that sign them directly'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "inspect" -d 'Show everything a person wants to know about a certificate'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "dn" -d 'Compare Distinguished Names, and print their normal form'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "client-cert" -d 'Write and read the Client-Cert header field of RFC 9440'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "ca-certificate" -d 'Keep the CA certificates of an account'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "domain" -d 'Keep the domains at which a gateway verifies the clients of an account'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "registry" -d 'Back up, restore, check, export and import a whole registry'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "edge" -d 'Run the reverse proxy that ends TLS and tells the workers behind it who the client is'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "dev" -d 'Run everything on one laptop: throw-away certificates, a registry, the edge and a worker'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "completions" -d 'Print the completions for a shell'
complete -c issuedby -n "__fish_issuedby_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -l ca -d 'A file with exactly one CA certificate, PEM; give it again for more CAs' -r -F
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -l chain -d 'Certificates that the client sent along, PEM or DER; never trusted, they only explain a refusal' -r -F
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -l at -d 'Verify as of this time, RFC 3339 or Unix seconds, from 1970 to 9999, instead of now' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -l cert-issuer-dn -d 'Also run the policy with this certIssuerDN: the issuer\'s name as text; give it again for more' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -l require-client-auth-eku -d 'Refuse certificates that do not say at all what they may be used for'
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -l allow-unusual-serial -d 'Accept serial numbers that are zero, negative, or of 20 bytes with the top bit set'
complete -c issuedby -n "__fish_issuedby_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand inspect" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand inspect" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand inspect" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and not __fish_seen_subcommand_from compare normalize help" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and not __fish_seen_subcommand_from compare normalize help" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and not __fish_seen_subcommand_from compare normalize help" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and not __fish_seen_subcommand_from compare normalize help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and not __fish_seen_subcommand_from compare normalize help" -f -a "compare" -d 'Tell whether two names match, and where and why they differ'
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and not __fish_seen_subcommand_from compare normalize help" -f -a "normalize" -d 'Print the text by which a name is compared'
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and not __fish_seen_subcommand_from compare normalize help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from compare" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from compare" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from compare" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from compare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from normalize" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from normalize" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from normalize" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from normalize" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from help" -f -a "compare" -d 'Tell whether two names match, and where and why they differ'
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from help" -f -a "normalize" -d 'Print the text by which a name is compared'
complete -c issuedby -n "__fish_issuedby_using_subcommand dn; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and not __fish_seen_subcommand_from encode decode help" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and not __fish_seen_subcommand_from encode decode help" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and not __fish_seen_subcommand_from encode decode help" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and not __fish_seen_subcommand_from encode decode help" -s h -l help -d 'Print help'
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and not __fish_seen_subcommand_from encode decode help" -f -a "encode" -d 'Print a certificate as the value of a Client-Cert header'
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and not __fish_seen_subcommand_from encode decode help" -f -a "decode" -d 'Print the certificate of a Client-Cert header as PEM'
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and not __fish_seen_subcommand_from encode decode help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from encode" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from encode" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from encode" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from encode" -s h -l help -d 'Print help'
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from decode" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from decode" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from decode" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from decode" -s h -l help -d 'Print help'
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from help" -f -a "encode" -d 'Print a certificate as the value of a Client-Cert header'
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from help" -f -a "decode" -d 'Print the certificate of a Client-Cert header as PEM'
complete -c issuedby -n "__fish_issuedby_using_subcommand client-cert; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -f -a "create" -d 'Add a CA certificate to an account, and print its identifier'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -f -a "list" -d 'Show the CA certificates of an account, by name'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -f -a "describe" -d 'Show everything about a CA certificate'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -f -a "update" -d 'Give a CA certificate another name'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -f -a "delete" -d 'Delete a CA certificate: its clients are refused from then on'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and not __fish_seen_subcommand_from create list describe update delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -l name -d 'What it is called: a JavaScript identifier in ASCII, unique in the account' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -l cert -d 'A file with exactly one CA certificate, PEM; `-` for standard input' -r -F
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -l account -d 'The account; needed unless ISSUEDBY_ACCOUNT names it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -l force -d 'Accept a public CA too, from which anybody can get a certificate'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -l strict -d 'Refuse a CA that there is a warning about'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from list" -l account -d 'The account; needed unless ISSUEDBY_ACCOUNT names it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from list" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from list" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from list" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from list" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from describe" -l cert-id -d 'Its identifier, `mtlsca_...`, as `list` shows it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from describe" -l account -d 'The account; needed unless ISSUEDBY_ACCOUNT names it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from describe" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from describe" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from describe" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from describe" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from describe" -s h -l help -d 'Print help'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from update" -l cert-id -d 'Its identifier, `mtlsca_...`, as `list` shows it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from update" -l account -d 'The account; needed unless ISSUEDBY_ACCOUNT names it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from update" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from update" -l name -d 'The new name: a JavaScript identifier in ASCII' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from update" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from update" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from update" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from delete" -l cert-id -d 'Its identifier, `mtlsca_...`, as `list` shows it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from delete" -l account -d 'The account; needed unless ISSUEDBY_ACCOUNT names it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from delete" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from delete" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from delete" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from delete" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from delete" -l yes -d 'Do not ask'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from help" -f -a "create" -d 'Add a CA certificate to an account, and print its identifier'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from help" -f -a "list" -d 'Show the CA certificates of an account, by name'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from help" -f -a "describe" -d 'Show everything about a CA certificate'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from help" -f -a "update" -d 'Give a CA certificate another name'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a CA certificate: its clients are refused from then on'
complete -c issuedby -n "__fish_issuedby_using_subcommand ca-certificate; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and not __fish_seen_subcommand_from add list activate remove help" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and not __fish_seen_subcommand_from add list activate remove help" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and not __fish_seen_subcommand_from add list activate remove help" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and not __fish_seen_subcommand_from add list activate remove help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and not __fish_seen_subcommand_from add list activate remove help" -f -a "add" -d 'Add a domain to an account'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and not __fish_seen_subcommand_from add list activate remove help" -f -a "list" -d 'Show the domains of an account'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and not __fish_seen_subcommand_from add list activate remove help" -f -a "activate" -d 'Make a custom domain serve its account, after proof that the account controls it'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and not __fish_seen_subcommand_from add list activate remove help" -f -a "remove" -d 'Remove a domain: nobody is verified there from then on'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and not __fish_seen_subcommand_from add list activate remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from add" -l account -d 'The account; needed unless ISSUEDBY_ACCOUNT names it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from add" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from add" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from add" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from add" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from add" -l custom -d 'It is the account\'s own name, and serves nobody before it is activated'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from list" -l account -d 'The account; needed unless ISSUEDBY_ACCOUNT names it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from list" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from list" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from list" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from list" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from activate" -l account -d 'The account; needed unless ISSUEDBY_ACCOUNT names it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from activate" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from activate" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from activate" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from activate" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from remove" -l account -d 'The account; needed unless ISSUEDBY_ACCOUNT names it' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from remove" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from remove" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from remove" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from remove" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a domain to an account'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from help" -f -a "list" -d 'Show the domains of an account'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from help" -f -a "activate" -d 'Make a custom domain serve its account, after proof that the account controls it'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a domain: nobody is verified there from then on'
complete -c issuedby -n "__fish_issuedby_using_subcommand domain; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -f -a "backup" -d 'Write all that the registry holds into one file, while it is in use, and check that file'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -f -a "restore" -d 'Put a backup in the place of the registry'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -f -a "check" -d 'Tell whether the registry is sound'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -f -a "export" -d 'Print all accounts with all that they have, as JSON lines'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -f -a "import" -d 'Add what `export` has printed: all of it or nothing'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and not __fish_seen_subcommand_from backup restore check export import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from backup" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from backup" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from backup" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from backup" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from backup" -l force -d 'Replace a file that is there'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from restore" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from restore" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from restore" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from restore" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from restore" -l yes -d 'Do not ask; needed to replace a registry where nobody can be asked'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from check" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from check" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from check" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from check" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from export" -l account -d 'This account alone' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from export" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from export" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from export" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from export" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from import" -l account -d 'This account of the file alone' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from import" -l registry -d 'The registry: a SQLite file, as a path or `sqlite:PATH`; by default that of ISSUEDBY_REGISTRY, or else `issuedby/registry.sqlite` in your data folder' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from import" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from import" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from import" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from help" -f -a "backup" -d 'Write all that the registry holds into one file, while it is in use, and check that file'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from help" -f -a "restore" -d 'Put a backup in the place of the registry'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from help" -f -a "check" -d 'Tell whether the registry is sound'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from help" -f -a "export" -d 'Print all accounts with all that they have, as JSON lines'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from help" -f -a "import" -d 'Add what `export` has printed: all of it or nothing'
complete -c issuedby -n "__fish_issuedby_using_subcommand registry; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand edge" -l config -d 'The configuration, TOML' -r -F
complete -c issuedby -n "__fish_issuedby_using_subcommand edge" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand edge" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand edge" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand edge" -l check -d 'Only say whether the configuration and everything that it names are in order'
complete -c issuedby -n "__fish_issuedby_using_subcommand edge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l scenario -d 'Make this scenario\'s call, check the answer, and end; `all` for all of them; give it again for more' -r -f -a "valid\t'issued by the CA, valid'
expired\t'expired'
not-yet-valid\t'valid later only'
other-ca\t'issued by a CA that nobody uploaded'
same-dn-other-key\t'issued by a CA with the same DN and another key'
renewed-ca\t'issued by the renewed CA: same DN, same key, later validity'
via-intermediate\t'issued by an intermediate below the CA, which the client sends along'
server-only\t'for servers only (extKeyUsage serverAuth)'
tampered\t'one bit of the subject flipped after signing'
oversized\t'valid, but too long for the Client-Cert field'
v1\t'X.509 version 1'
second-ca\t'issued by a second CA of the account, which the policy\'s certIssuerDN does not name'
none\t'no certificate'
all\t'all of them'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l port -d 'The port on 127.0.0.1; 0 is any that is free' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l keep -d 'Keep all files in this folder, which must be empty or not there yet' -r -F
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l worker -d 'Your own worker behind the edge, `http://HOST:PORT` or `unix:PATH`, in place of the one that is built in' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l worker-timeout -d 'How many seconds the worker may take to answer, 1 to 3600' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l cert-issuer-dn -d 'The policy\'s certIssuerDN, in place of `CN=example-ca,O=Example,C=US`; give it again for more' -r
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l print -d 'Print what a test needs, headers and incomingRequestProperties, of this scenario or of all, without any server'
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -l allow-unauthenticated-requests -d 'Let clients go on that are not verified, and tell the handler why they are not'
complete -c issuedby -n "__fish_issuedby_using_subcommand dev" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c issuedby -n "__fish_issuedby_using_subcommand completions" -l format -d 'Print for people, or one JSON object per line' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand completions" -l color -d 'Colour; `auto` is on a terminal, unless NO_COLOR is set or TERM is `dumb`' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set or TERM is `dumb`'
always\t'Always'
never\t'Never'"
complete -c issuedby -n "__fish_issuedby_using_subcommand completions" -s o -l output -d 'The same under another name, as users of hosted gateways know it' -r -f -a "default\t'For people'
json\t'One JSON object per line'"
complete -c issuedby -n "__fish_issuedby_using_subcommand completions" -s h -l help -d 'Print help'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "verify" -d 'Verify client certificates against the CAs that sign them directly'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "inspect" -d 'Show everything a person wants to know about a certificate'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "dn" -d 'Compare Distinguished Names, and print their normal form'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "client-cert" -d 'Write and read the Client-Cert header field of RFC 9440'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "ca-certificate" -d 'Keep the CA certificates of an account'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "domain" -d 'Keep the domains at which a gateway verifies the clients of an account'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "registry" -d 'Back up, restore, check, export and import a whole registry'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "edge" -d 'Run the reverse proxy that ends TLS and tells the workers behind it who the client is'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "dev" -d 'Run everything on one laptop: throw-away certificates, a registry, the edge and a worker'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "completions" -d 'Print the completions for a shell'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and not __fish_seen_subcommand_from verify inspect dn client-cert ca-certificate domain registry edge dev completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from dn" -f -a "compare" -d 'Tell whether two names match, and where and why they differ'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from dn" -f -a "normalize" -d 'Print the text by which a name is compared'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from client-cert" -f -a "encode" -d 'Print a certificate as the value of a Client-Cert header'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from client-cert" -f -a "decode" -d 'Print the certificate of a Client-Cert header as PEM'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from ca-certificate" -f -a "create" -d 'Add a CA certificate to an account, and print its identifier'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from ca-certificate" -f -a "list" -d 'Show the CA certificates of an account, by name'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from ca-certificate" -f -a "describe" -d 'Show everything about a CA certificate'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from ca-certificate" -f -a "update" -d 'Give a CA certificate another name'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from ca-certificate" -f -a "delete" -d 'Delete a CA certificate: its clients are refused from then on'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from domain" -f -a "add" -d 'Add a domain to an account'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from domain" -f -a "list" -d 'Show the domains of an account'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from domain" -f -a "activate" -d 'Make a custom domain serve its account, after proof that the account controls it'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from domain" -f -a "remove" -d 'Remove a domain: nobody is verified there from then on'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from registry" -f -a "backup" -d 'Write all that the registry holds into one file, while it is in use, and check that file'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from registry" -f -a "restore" -d 'Put a backup in the place of the registry'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from registry" -f -a "check" -d 'Tell whether the registry is sound'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from registry" -f -a "export" -d 'Print all accounts with all that they have, as JSON lines'
complete -c issuedby -n "__fish_issuedby_using_subcommand help; and __fish_seen_subcommand_from registry" -f -a "import" -d 'Add what `export` has printed: all of it or nothing'
