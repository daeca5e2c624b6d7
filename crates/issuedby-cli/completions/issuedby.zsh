#compdef issuedby

autoload -U is-at-least

_issuedby() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_issuedby_commands" \
"*::: :->issuedby" \
&& ret=0
    case $state in
    (issuedby)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-command-$line[1]:"
        case $line[1] in
            (verify)
_arguments "${_arguments_options[@]}" : \
'*--ca=[A file with exactly one CA certificate, PEM; give it again for more CAs]:FILE:_files' \
'--chain=[Certificates that the client sent along, PEM or DER; never trusted, they only explain a refusal]:FILE:_files' \
'--at=[Verify as of this time, RFC 3339 or Unix seconds, from 1970 to 9999, instead of now]:TIME:_default' \
'*--cert-issuer-dn=[Also run the policy with this certIssuerDN\: the issuer'\''s name as text; give it again for more]:DN:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'--require-client-auth-eku[Refuse certificates that do not say at all what they may be used for]' \
'--allow-unusual-serial[Accept serial numbers that are zero, negative, or of 20 bytes with the top bit set]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::leaves -- Client certificates\: PEM (bundles too), DER or RFC 9440 text; a directory and those in it; `-` for standard input:_files' \
&& ret=0
;;
(inspect)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':certificate -- A certificate or a bundle\: PEM, DER or RFC 9440 text; `-` for standard input:_files' \
&& ret=0
;;
(dn)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
":: :_issuedby__subcmd__dn_commands" \
"*::: :->dn" \
&& ret=0

    case $state in
    (dn)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-dn-command-$line[1]:"
        case $line[1] in
            (compare)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':expected -- The name that is expected, such as a policy'\''s certIssuerDN; `-` for standard input:_default' \
':found -- The name that is found, such as the issuer of a certificate; `-` for standard input:_default' \
&& ret=0
;;
(normalize)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':name -- The name; `-` for standard input:_default' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__dn__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-dn-help-command-$line[1]:"
        case $line[1] in
            (compare)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(normalize)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(client-cert)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help]' \
'--help[Print help]' \
":: :_issuedby__subcmd__client-cert_commands" \
"*::: :->client-cert" \
&& ret=0

    case $state in
    (client-cert)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-client-cert-command-$line[1]:"
        case $line[1] in
            (encode)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help]' \
'--help[Print help]' \
':certificate -- A certificate\: PEM, DER or RFC 9440 text; `-` for standard input:_files' \
&& ret=0
;;
(decode)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help]' \
'--help[Print help]' \
':text -- The value, or the whole header line; `-` for standard input:_default' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__client-cert__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-client-cert-help-command-$line[1]:"
        case $line[1] in
            (encode)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(decode)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(ca-certificate)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
":: :_issuedby__subcmd__ca-certificate_commands" \
"*::: :->ca-certificate" \
&& ret=0

    case $state in
    (ca-certificate)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-ca-certificate-command-$line[1]:"
        case $line[1] in
            (create)
_arguments "${_arguments_options[@]}" : \
'--name=[What it is called\: a JavaScript identifier in ASCII, unique in the account]:NAME:_default' \
'--cert=[A file with exactly one CA certificate, PEM; \`-\` for standard input]:FILE:_files' \
'--account=[The account; needed unless ISSUEDBY_ACCOUNT names it]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'--force[Accept a public CA too, from which anybody can get a certificate]' \
'--strict[Refuse a CA that there is a warning about]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
'--account=[The account; needed unless ISSUEDBY_ACCOUNT names it]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(describe)
_arguments "${_arguments_options[@]}" : \
'--cert-id=[Its identifier, \`mtlsca_...\`, as \`list\` shows it]:ID:_default' \
'--account=[The account; needed unless ISSUEDBY_ACCOUNT names it]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(update)
_arguments "${_arguments_options[@]}" : \
'--cert-id=[Its identifier, \`mtlsca_...\`, as \`list\` shows it]:ID:_default' \
'--account=[The account; needed unless ISSUEDBY_ACCOUNT names it]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--name=[The new name\: a JavaScript identifier in ASCII]:NAME:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(delete)
_arguments "${_arguments_options[@]}" : \
'--cert-id=[Its identifier, \`mtlsca_...\`, as \`list\` shows it]:ID:_default' \
'--account=[The account; needed unless ISSUEDBY_ACCOUNT names it]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'--yes[Do not ask]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__ca-certificate__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-ca-certificate-help-command-$line[1]:"
        case $line[1] in
            (create)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(describe)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(update)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(delete)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(domain)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
":: :_issuedby__subcmd__domain_commands" \
"*::: :->domain" \
&& ret=0

    case $state in
    (domain)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-domain-command-$line[1]:"
        case $line[1] in
            (add)
_arguments "${_arguments_options[@]}" : \
'--account=[The account; needed unless ISSUEDBY_ACCOUNT names it]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'--custom[It is the account'\''s own name, and serves nobody before it is activated]' \
'-h[Print help]' \
'--help[Print help]' \
':name -- The domain, in any spelling\: `Bücher.example` is `xn--bcher-kva.example`:_default' \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
'--account=[The account; needed unless ISSUEDBY_ACCOUNT names it]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(activate)
_arguments "${_arguments_options[@]}" : \
'--account=[The account; needed unless ISSUEDBY_ACCOUNT names it]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help]' \
'--help[Print help]' \
':name -- The domain, in any spelling\: `Bücher.example` is `xn--bcher-kva.example`:_default' \
&& ret=0
;;
(remove)
_arguments "${_arguments_options[@]}" : \
'--account=[The account; needed unless ISSUEDBY_ACCOUNT names it]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help]' \
'--help[Print help]' \
':name -- The domain, in any spelling\: `Bücher.example` is `xn--bcher-kva.example`:_default' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__domain__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-domain-help-command-$line[1]:"
        case $line[1] in
            (add)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(activate)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(remove)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(registry)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
":: :_issuedby__subcmd__registry_commands" \
"*::: :->registry" \
&& ret=0

    case $state in
    (registry)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-registry-command-$line[1]:"
        case $line[1] in
            (backup)
_arguments "${_arguments_options[@]}" : \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'--force[Replace a file that is there]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':file -- The file to make:_files' \
&& ret=0
;;
(restore)
_arguments "${_arguments_options[@]}" : \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'--yes[Do not ask; needed to replace a registry where nobody can be asked]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':file -- The backup:_files' \
&& ret=0
;;
(check)
_arguments "${_arguments_options[@]}" : \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
'--account=[This account alone]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(import)
_arguments "${_arguments_options[@]}" : \
'--account=[This account of the file alone]:ACCOUNT:_default' \
'--registry=[The registry\: a SQLite file, as a path or \`sqlite\:PATH\`; by default that of ISSUEDBY_REGISTRY, or else \`issuedby/registry.sqlite\` in your data folder]:URL|PATH:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':file -- The exported lines; `-` for standard input:_files' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__registry__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-registry-help-command-$line[1]:"
        case $line[1] in
            (backup)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(restore)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(check)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(import)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(edge)
_arguments "${_arguments_options[@]}" : \
'--config=[The configuration, TOML]:FILE:_files' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'--check[Only say whether the configuration and everything that it names are in order]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(dev)
_arguments "${_arguments_options[@]}" : \
'*--scenario=[Make this scenario'\''s call, check the answer, and end; \`all\` for all of them; give it again for more]:NAME:((valid\:"issued by the CA, valid"
expired\:"expired"
not-yet-valid\:"valid later only"
other-ca\:"issued by a CA that nobody uploaded"
same-dn-other-key\:"issued by a CA with the same DN and another key"
renewed-ca\:"issued by the renewed CA\: same DN, same key, later validity"
via-intermediate\:"issued by an intermediate below the CA, which the client sends along"
server-only\:"for servers only (extKeyUsage serverAuth)"
tampered\:"one bit of the subject flipped after signing"
oversized\:"valid, but too long for the Client-Cert field"
v1\:"X.509 version 1"
second-ca\:"issued by a second CA of the account, which the policy'\''s certIssuerDN does not name"
none\:"no certificate"
all\:"all of them"))' \
'--port=[The port on 127.0.0.1; 0 is any that is free]:PORT:_default' \
'--keep=[Keep all files in this folder, which must be empty or not there yet]:DIR:_files' \
'--worker=[Your own worker behind the edge, \`http\://HOST\:PORT\` or \`unix\:PATH\`, in place of the one that is built in]:URL:_default' \
'--worker-timeout=[How many seconds the worker may take to answer, 1 to 3600]:SECONDS:_default' \
'*--cert-issuer-dn=[The policy'\''s certIssuerDN, in place of \`CN=example-ca,O=Example,C=US\`; give it again for more]:DN:_default' \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--port --keep --worker --worker-timeout --allow-unauthenticated-requests --cert-issuer-dn)--print[Print what a test needs, headers and incomingRequestProperties, of this scenario or of all, without any server]' \
'--allow-unauthenticated-requests[Let clients go on that are not verified, and tell the handler why they are not]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
'--format=[Print for people, or one JSON object per line]:text|json:((text\:"For people"
json\:"One JSON object per line"))' \
'--color=[Colour; \`auto\` is on a terminal, unless NO_COLOR is set or TERM is \`dumb\`]:auto|always|never:((auto\:"On a terminal, unless NO_COLOR is set or TERM is \`dumb\`"
always\:"Always"
never\:"Never"))' \
'(--format)-o+[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'(--format)--output=[The same under another name, as users of hosted gateways know it]:OUTPUT:((default\:"For people"
json\:"One JSON object per line"))' \
'-h[Print help]' \
'--help[Print help]' \
':shell -- The shell:(bash elvish fish powershell zsh)' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-help-command-$line[1]:"
        case $line[1] in
            (verify)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(inspect)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(dn)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__help__subcmd__dn_commands" \
"*::: :->dn" \
&& ret=0

    case $state in
    (dn)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-help-dn-command-$line[1]:"
        case $line[1] in
            (compare)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(normalize)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(client-cert)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__help__subcmd__client-cert_commands" \
"*::: :->client-cert" \
&& ret=0

    case $state in
    (client-cert)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-help-client-cert-command-$line[1]:"
        case $line[1] in
            (encode)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(decode)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(ca-certificate)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__help__subcmd__ca-certificate_commands" \
"*::: :->ca-certificate" \
&& ret=0

    case $state in
    (ca-certificate)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-help-ca-certificate-command-$line[1]:"
        case $line[1] in
            (create)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(describe)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(update)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(delete)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(domain)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__help__subcmd__domain_commands" \
"*::: :->domain" \
&& ret=0

    case $state in
    (domain)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-help-domain-command-$line[1]:"
        case $line[1] in
            (add)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(activate)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(remove)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(registry)
_arguments "${_arguments_options[@]}" : \
":: :_issuedby__subcmd__help__subcmd__registry_commands" \
"*::: :->registry" \
&& ret=0

    case $state in
    (registry)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:issuedby-help-registry-command-$line[1]:"
        case $line[1] in
            (backup)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(restore)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(check)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(import)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(edge)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(dev)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
}

(( $+functions[_issuedby_commands] )) ||
_issuedby_commands() {
    local commands; commands=(
'verify:Verify client certificates against the CAs that sign them directly' \
'inspect:Show everything a person wants to know about a certificate' \
'dn:Compare Distinguished Names, and print their normal form' \
'client-cert:Write and read the Client-Cert header field of RFC 9440' \
'ca-certificate:Keep the CA certificates of an account' \
'domain:Keep the domains at which a gateway verifies the clients of an account' \
'registry:Back up, restore, check, export and import a whole registry' \
'edge:Run the reverse proxy that ends TLS and tells the workers behind it who the client is' \
'dev:Run everything on one laptop\: throw-away certificates, a registry, the edge and a worker' \
'completions:Print the completions for a shell' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate_commands] )) ||
_issuedby__subcmd__ca-certificate_commands() {
    local commands; commands=(
'create:Add a CA certificate to an account, and print its identifier' \
'list:Show the CA certificates of an account, by name' \
'describe:Show everything about a CA certificate' \
'update:Give a CA certificate another name' \
'delete:Delete a CA certificate\: its clients are refused from then on' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby ca-certificate commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__create_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__create_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate create commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__delete_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__delete_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate delete commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__describe_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__describe_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate describe commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__help_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__help_commands() {
    local commands; commands=(
'create:Add a CA certificate to an account, and print its identifier' \
'list:Show the CA certificates of an account, by name' \
'describe:Show everything about a CA certificate' \
'update:Give a CA certificate another name' \
'delete:Delete a CA certificate\: its clients are refused from then on' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby ca-certificate help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__create_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__create_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate help create commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__delete_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__delete_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate help delete commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__describe_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__describe_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate help describe commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__help_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate help help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__list_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate help list commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__update_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__help__subcmd__update_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate help update commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__list_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate list commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__ca-certificate__subcmd__update_commands] )) ||
_issuedby__subcmd__ca-certificate__subcmd__update_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby ca-certificate update commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__client-cert_commands] )) ||
_issuedby__subcmd__client-cert_commands() {
    local commands; commands=(
'encode:Print a certificate as the value of a Client-Cert header' \
'decode:Print the certificate of a Client-Cert header as PEM' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby client-cert commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__client-cert__subcmd__decode_commands] )) ||
_issuedby__subcmd__client-cert__subcmd__decode_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby client-cert decode commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__client-cert__subcmd__encode_commands] )) ||
_issuedby__subcmd__client-cert__subcmd__encode_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby client-cert encode commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__client-cert__subcmd__help_commands] )) ||
_issuedby__subcmd__client-cert__subcmd__help_commands() {
    local commands; commands=(
'encode:Print a certificate as the value of a Client-Cert header' \
'decode:Print the certificate of a Client-Cert header as PEM' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby client-cert help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__client-cert__subcmd__help__subcmd__decode_commands] )) ||
_issuedby__subcmd__client-cert__subcmd__help__subcmd__decode_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby client-cert help decode commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__client-cert__subcmd__help__subcmd__encode_commands] )) ||
_issuedby__subcmd__client-cert__subcmd__help__subcmd__encode_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby client-cert help encode commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__client-cert__subcmd__help__subcmd__help_commands] )) ||
_issuedby__subcmd__client-cert__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby client-cert help help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__completions_commands] )) ||
_issuedby__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby completions commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__dev_commands] )) ||
_issuedby__subcmd__dev_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby dev commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__dn_commands] )) ||
_issuedby__subcmd__dn_commands() {
    local commands; commands=(
'compare:Tell whether two names match, and where and why they differ' \
'normalize:Print the text by which a name is compared' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby dn commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__dn__subcmd__compare_commands] )) ||
_issuedby__subcmd__dn__subcmd__compare_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby dn compare commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__dn__subcmd__help_commands] )) ||
_issuedby__subcmd__dn__subcmd__help_commands() {
    local commands; commands=(
'compare:Tell whether two names match, and where and why they differ' \
'normalize:Print the text by which a name is compared' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby dn help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__dn__subcmd__help__subcmd__compare_commands] )) ||
_issuedby__subcmd__dn__subcmd__help__subcmd__compare_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby dn help compare commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__dn__subcmd__help__subcmd__help_commands] )) ||
_issuedby__subcmd__dn__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby dn help help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__dn__subcmd__help__subcmd__normalize_commands] )) ||
_issuedby__subcmd__dn__subcmd__help__subcmd__normalize_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby dn help normalize commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__dn__subcmd__normalize_commands] )) ||
_issuedby__subcmd__dn__subcmd__normalize_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby dn normalize commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain_commands] )) ||
_issuedby__subcmd__domain_commands() {
    local commands; commands=(
'add:Add a domain to an account' \
'list:Show the domains of an account' \
'activate:Make a custom domain serve its account, after proof that the account controls it' \
'remove:Remove a domain\: nobody is verified there from then on' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby domain commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__activate_commands] )) ||
_issuedby__subcmd__domain__subcmd__activate_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby domain activate commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__add_commands] )) ||
_issuedby__subcmd__domain__subcmd__add_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby domain add commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__help_commands] )) ||
_issuedby__subcmd__domain__subcmd__help_commands() {
    local commands; commands=(
'add:Add a domain to an account' \
'list:Show the domains of an account' \
'activate:Make a custom domain serve its account, after proof that the account controls it' \
'remove:Remove a domain\: nobody is verified there from then on' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby domain help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__help__subcmd__activate_commands] )) ||
_issuedby__subcmd__domain__subcmd__help__subcmd__activate_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby domain help activate commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__help__subcmd__add_commands] )) ||
_issuedby__subcmd__domain__subcmd__help__subcmd__add_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby domain help add commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__help__subcmd__help_commands] )) ||
_issuedby__subcmd__domain__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby domain help help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__help__subcmd__list_commands] )) ||
_issuedby__subcmd__domain__subcmd__help__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby domain help list commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__help__subcmd__remove_commands] )) ||
_issuedby__subcmd__domain__subcmd__help__subcmd__remove_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby domain help remove commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__list_commands] )) ||
_issuedby__subcmd__domain__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby domain list commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__domain__subcmd__remove_commands] )) ||
_issuedby__subcmd__domain__subcmd__remove_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby domain remove commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__edge_commands] )) ||
_issuedby__subcmd__edge_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby edge commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help_commands] )) ||
_issuedby__subcmd__help_commands() {
    local commands; commands=(
'verify:Verify client certificates against the CAs that sign them directly' \
'inspect:Show everything a person wants to know about a certificate' \
'dn:Compare Distinguished Names, and print their normal form' \
'client-cert:Write and read the Client-Cert header field of RFC 9440' \
'ca-certificate:Keep the CA certificates of an account' \
'domain:Keep the domains at which a gateway verifies the clients of an account' \
'registry:Back up, restore, check, export and import a whole registry' \
'edge:Run the reverse proxy that ends TLS and tells the workers behind it who the client is' \
'dev:Run everything on one laptop\: throw-away certificates, a registry, the edge and a worker' \
'completions:Print the completions for a shell' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__ca-certificate_commands] )) ||
_issuedby__subcmd__help__subcmd__ca-certificate_commands() {
    local commands; commands=(
'create:Add a CA certificate to an account, and print its identifier' \
'list:Show the CA certificates of an account, by name' \
'describe:Show everything about a CA certificate' \
'update:Give a CA certificate another name' \
'delete:Delete a CA certificate\: its clients are refused from then on' \
    )
    _describe -t commands 'issuedby help ca-certificate commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__create_commands] )) ||
_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__create_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help ca-certificate create commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__delete_commands] )) ||
_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__delete_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help ca-certificate delete commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__describe_commands] )) ||
_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__describe_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help ca-certificate describe commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__list_commands] )) ||
_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help ca-certificate list commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__update_commands] )) ||
_issuedby__subcmd__help__subcmd__ca-certificate__subcmd__update_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help ca-certificate update commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__client-cert_commands] )) ||
_issuedby__subcmd__help__subcmd__client-cert_commands() {
    local commands; commands=(
'encode:Print a certificate as the value of a Client-Cert header' \
'decode:Print the certificate of a Client-Cert header as PEM' \
    )
    _describe -t commands 'issuedby help client-cert commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__client-cert__subcmd__decode_commands] )) ||
_issuedby__subcmd__help__subcmd__client-cert__subcmd__decode_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help client-cert decode commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__client-cert__subcmd__encode_commands] )) ||
_issuedby__subcmd__help__subcmd__client-cert__subcmd__encode_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help client-cert encode commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__completions_commands] )) ||
_issuedby__subcmd__help__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help completions commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__dev_commands] )) ||
_issuedby__subcmd__help__subcmd__dev_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help dev commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__dn_commands] )) ||
_issuedby__subcmd__help__subcmd__dn_commands() {
    local commands; commands=(
'compare:Tell whether two names match, and where and why they differ' \
'normalize:Print the text by which a name is compared' \
    )
    _describe -t commands 'issuedby help dn commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__dn__subcmd__compare_commands] )) ||
_issuedby__subcmd__help__subcmd__dn__subcmd__compare_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help dn compare commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__dn__subcmd__normalize_commands] )) ||
_issuedby__subcmd__help__subcmd__dn__subcmd__normalize_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help dn normalize commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__domain_commands] )) ||
_issuedby__subcmd__help__subcmd__domain_commands() {
    local commands; commands=(
'add:Add a domain to an account' \
'list:Show the domains of an account' \
'activate:Make a custom domain serve its account, after proof that the account controls it' \
'remove:Remove a domain\: nobody is verified there from then on' \
    )
    _describe -t commands 'issuedby help domain commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__domain__subcmd__activate_commands] )) ||
_issuedby__subcmd__help__subcmd__domain__subcmd__activate_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help domain activate commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__domain__subcmd__add_commands] )) ||
_issuedby__subcmd__help__subcmd__domain__subcmd__add_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help domain add commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__domain__subcmd__list_commands] )) ||
_issuedby__subcmd__help__subcmd__domain__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help domain list commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__domain__subcmd__remove_commands] )) ||
_issuedby__subcmd__help__subcmd__domain__subcmd__remove_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help domain remove commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__edge_commands] )) ||
_issuedby__subcmd__help__subcmd__edge_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help edge commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__help_commands] )) ||
_issuedby__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__inspect_commands] )) ||
_issuedby__subcmd__help__subcmd__inspect_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help inspect commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__registry_commands] )) ||
_issuedby__subcmd__help__subcmd__registry_commands() {
    local commands; commands=(
'backup:Write all that the registry holds into one file, while it is in use, and check that file' \
'restore:Put a backup in the place of the registry' \
'check:Tell whether the registry is sound' \
'export:Print all accounts with all that they have, as JSON lines' \
'import:Add what \`export\` has printed\: all of it or nothing' \
    )
    _describe -t commands 'issuedby help registry commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__registry__subcmd__backup_commands] )) ||
_issuedby__subcmd__help__subcmd__registry__subcmd__backup_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help registry backup commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__registry__subcmd__check_commands] )) ||
_issuedby__subcmd__help__subcmd__registry__subcmd__check_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help registry check commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__registry__subcmd__export_commands] )) ||
_issuedby__subcmd__help__subcmd__registry__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help registry export commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__registry__subcmd__import_commands] )) ||
_issuedby__subcmd__help__subcmd__registry__subcmd__import_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help registry import commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__registry__subcmd__restore_commands] )) ||
_issuedby__subcmd__help__subcmd__registry__subcmd__restore_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help registry restore commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__help__subcmd__verify_commands] )) ||
_issuedby__subcmd__help__subcmd__verify_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby help verify commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__inspect_commands] )) ||
_issuedby__subcmd__inspect_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby inspect commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry_commands] )) ||
_issuedby__subcmd__registry_commands() {
    local commands; commands=(
'backup:Write all that the registry holds into one file, while it is in use, and check that file' \
'restore:Put a backup in the place of the registry' \
'check:Tell whether the registry is sound' \
'export:Print all accounts with all that they have, as JSON lines' \
'import:Add what \`export\` has printed\: all of it or nothing' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby registry commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__backup_commands] )) ||
_issuedby__subcmd__registry__subcmd__backup_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry backup commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__check_commands] )) ||
_issuedby__subcmd__registry__subcmd__check_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry check commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__export_commands] )) ||
_issuedby__subcmd__registry__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry export commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__help_commands] )) ||
_issuedby__subcmd__registry__subcmd__help_commands() {
    local commands; commands=(
'backup:Write all that the registry holds into one file, while it is in use, and check that file' \
'restore:Put a backup in the place of the registry' \
'check:Tell whether the registry is sound' \
'export:Print all accounts with all that they have, as JSON lines' \
'import:Add what \`export\` has printed\: all of it or nothing' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'issuedby registry help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__help__subcmd__backup_commands] )) ||
_issuedby__subcmd__registry__subcmd__help__subcmd__backup_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry help backup commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__help__subcmd__check_commands] )) ||
_issuedby__subcmd__registry__subcmd__help__subcmd__check_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry help check commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__help__subcmd__export_commands] )) ||
_issuedby__subcmd__registry__subcmd__help__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry help export commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__help__subcmd__help_commands] )) ||
_issuedby__subcmd__registry__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry help help commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__help__subcmd__import_commands] )) ||
_issuedby__subcmd__registry__subcmd__help__subcmd__import_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry help import commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__help__subcmd__restore_commands] )) ||
_issuedby__subcmd__registry__subcmd__help__subcmd__restore_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry help restore commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__import_commands] )) ||
_issuedby__subcmd__registry__subcmd__import_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry import commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__registry__subcmd__restore_commands] )) ||
_issuedby__subcmd__registry__subcmd__restore_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby registry restore commands' commands "$@"
}
(( $+functions[_issuedby__subcmd__verify_commands] )) ||
_issuedby__subcmd__verify_commands() {
    local commands; commands=()
    _describe -t commands 'issuedby verify commands' commands "$@"
}

if [ "$funcstack[1]" = "_issuedby" ]; then
    _issuedby "$@"
else
    compdef _issuedby issuedby
fi
