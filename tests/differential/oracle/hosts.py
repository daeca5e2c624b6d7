"""Host names, mailboxes and URIs in names and constraints (RFC 5280 sections 4.2.1.6 and 4.2.1.10, RFC 3986, RFC 5321).

Every comparison here is with text whose ASCII letters are in lower case.
"""

import re

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\U0010ffff]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*|\"(?:[^\"\\\r\n\x00]|\\[ -~])*\"")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")
_USERINFO = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})*")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")


def fold(text):
    """ASCII letters in lower case, and every other character as it stands."""
    return "".join(chr(ord(char) + 32) if "A" <= char <= "Z" else char for char in text)


def is_printable(text):
    """True if every character is printable ASCII."""
    return all(" " <= char <= "~" for char in text)


def is_host(host):
    """True if a folded host is a host name: labels of letters, digits, hyphens and underscores, the last not a number."""
    if not host or len(host) > 253:
        return False
    labels = host.split(".")
    return all(map(_LABEL.fullmatch, labels)) and not _NUMBER.fullmatch(labels[-1])


def is_dns_name(name):
    """True if a folded dNSName is a host name, or a wildcard for the first label of one that has two labels more.

    A final dot is passed over.
    """
    name = name.removesuffix(".")
    if name.startswith("*."):
        return is_host(name[2:]) and "." in name[2:]
    return is_host(name)


def is_below(host, domain):
    """True if the host lies below the domain, and is not the domain itself."""
    return host.endswith("." + domain)


def mailbox(text):
    """The local part as written and the folded host of a Mailbox, or None where it is none or its host has no name."""
    found = _LOCAL.match(text)
    if not found or found.end() >= len(text) or text[found.end()] != "@":
        return None
    host = fold(text[found.end() + 1:])
    plain = "".join("x" if ord(char) > 0x7F else char for char in host.removesuffix("."))
    return (found.group(), host) if is_host(plain) else None


def unquoted(local):
    """The meaning of a local part, without quotes, and with letters folded."""
    if local.startswith('"'):
        local = re.sub(r"\\(.)", r"\1", local[1:-1], flags=re.DOTALL)
    return fold(local)


def host_of_uri(uri):
    """The folded host name of a URI, or None: without authority, with an address for a host, or not as RFC 3986 has it."""
    scheme = _SCHEME.match(uri)
    if not scheme or not uri.startswith("://", scheme.end()):
        return None
    authority = re.split(r"[/?#]", uri[scheme.end() + 3:], maxsplit=1)[0]
    userinfo, at, rest = authority.rpartition("@")
    if at and not _USERINFO.fullmatch(userinfo):
        return None
    host, colon, port = rest.partition(":")
    if colon and port and not (port.isascii() and port.isdigit()):
        return None
    host = fold(host)
    return host if is_host(host.removesuffix(".")) else None
