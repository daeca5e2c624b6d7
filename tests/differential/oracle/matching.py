"""One name and one base of name constraints: permitted is exact, excluded is wide (ARCHITECTURE, "Name constraints")."""

import general_names as form
import hosts

_MAPPED = bytes(10) + b"\xff\xff"


def base(kind, contents, excluded):
    """The base of a subtree, or None where it cannot be evaluated.

    Only an exclusion ignores a final dot, and only an exclusion or a dNSName can be empty and mean every name.
    """
    if kind == form.IP:
        return _address_and_mask(contents)
    if kind == form.DIRECTORY:
        return form.directory_name(contents)
    if kind not in (form.DNS, form.RFC822, form.URI) or not contents.isascii():
        return None
    text = contents.decode("ascii")
    if not text and (excluded or kind == form.DNS):
        return ""
    if text.endswith(".") and not excluded:
        return None
    if kind == form.RFC822 and "@" in text:
        return hosts.mailbox(text)
    text = hosts.fold(text)
    return text if hosts.is_host(text.removeprefix(".").removesuffix(".")) else None


def _address_and_mask(contents):
    """Address and mask of one version, the mask contiguous (RFC 4632), else None."""
    if len(contents) not in (8, 32):
        return None
    half = len(contents) // 2
    mask = int.from_bytes(contents[half:], "big")
    inverted = mask ^ ((1 << 8 * half) - 1)
    if inverted & (inverted + 1):
        return None
    return int.from_bytes(contents[:half], "big") & mask, mask, half


def is_permitted(kind, name, base):
    """True if the name, with all that it stands for, lies in the subtree."""
    if kind == form.DIRECTORY:
        return name.normal[:len(base.normal)] == base.normal
    if kind == form.IP:
        return _has_address(base, name)
    if kind == form.DNS:
        return _is_in_dns(name, base)
    if kind == form.URI:
        return _is_in_host(name, base)
    local, host = name
    if isinstance(base, tuple):
        return host.isascii() and (local, host) == base
    return host.isascii() and _is_in_host(host, base)


def is_excluded(kind, name, base):
    """True if some reader could take the name to lie in the subtree, else False; None if that is unknown."""
    if kind == form.DIRECTORY:
        return _directory_is_excluded(name, base)
    if kind == form.IP:
        return _has_address(base, name) or name.startswith(_MAPPED) and _has_address(base, name[12:])
    if kind == form.DNS:
        return _dns_is_excluded(name.removesuffix("."), base.removesuffix("."))
    if kind == form.URI:
        return _is_in_host(name.removesuffix("."), base.removesuffix("."))
    local, host = name[0], name[1].removesuffix(".")
    if not hosts.is_printable(host):
        return None
    if not isinstance(base, tuple):
        return _is_in_host(host, base.removesuffix("."))
    other, domain = base[0], base[1].removesuffix(".")
    if host != domain:
        return False
    if hosts.unquoted(local) == hosts.unquoted(other):
        return True
    return False if hosts.is_printable(local) else None


def _has_address(base, address):
    network, mask, size = base
    return len(address) == size and int.from_bytes(address, "big") & mask == network


def _is_in_host(host, base):
    """The rule of mailboxes and URIs: the host alone, or with a leading dot what is below it; empty: every host."""
    if base.startswith("."):
        return hosts.is_below(host, base[1:])
    return not base or host == base


def _is_in_dns(name, base):
    """The rule of dNSName: the host and what is below it. A wildcard is in it with all its names."""
    if not base:
        return True
    if base.startswith("."):
        return hosts.is_below(name, base[1:])
    return name == base or hosts.is_below(name, base)


def _dns_is_excluded(name, base):
    """Like `_is_in_dns`, of a wildcard with one of its names."""
    if _is_in_dns(name, base):
        return True
    if not name.startswith("*."):
        return False
    # One of its names is the base itself, where that is one label and the wildcard's own host.
    _, dot, parent = base.partition(".")
    return bool(dot) and not base.startswith(".") and parent == name[2:]


def _directory_is_excluded(name, base):
    """Equal first RDNs are excluded. RDNs that differ beyond printable ASCII may be equal to some reader."""
    if len(name.rdns) < len(base.rdns):
        return False
    unsure = False
    for position, wanted in enumerate(base.normal):
        if name.normal[position] == wanted:
            continue
        if _differ_surely(name.rdns[position], base.rdns[position]):
            return False
        unsure = True
    return None if unsure else True


def _differ_surely(rdn, other):
    """True if no reader takes two RDNs that differ for equal: by their types, or by values of printable ASCII alone."""
    if sorted(kind for kind, _, _ in rdn) != sorted(kind for kind, _, _ in other):
        return True
    return all(text is not None and hosts.is_printable(text) for _, text, _ in rdn + other)
