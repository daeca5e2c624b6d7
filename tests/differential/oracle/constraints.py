"""Name constraints (RFC 5280 sections 4.2.1.10 and 6.1.3 (b) and (c); ARCHITECTURE, "Name constraints")."""

import der
import general_names as form
import hosts
import matching

MAX_COMPARISONS = 65_536
COMPARISON_SIZE = 64

VIOLATED = "name_constraints_violated"
UNSUPPORTED = "name_constraints_unsupported"
TOO_COMPLEX = "name_constraints_too_complex"
MALFORMED = "malformed"


class Subtree:
    """One subtree: its form, whether it excludes, and its base, which is None where it cannot be evaluated."""

    __slots__ = ("form", "excluded", "base", "size")

    def __init__(self, kind, excluded, base, size):
        self.form = kind
        self.excluded = excluded
        self.base = base
        self.size = size


def read(value):
    """The subtrees of a NameConstraints. What is not the DER of that type is a `DerError`."""
    position, end = der.only(value, 0, len(value), der.SEQUENCE)
    if position == end:
        raise der.DerError("neither permitted nor excluded subtrees")
    found = []
    expected = (0xA0, 0xA1)
    for tag, start, stop in der.elements(value, position, end):
        if tag not in expected or start == stop:
            raise der.DerError("an unknown, misplaced or empty field")
        expected = expected[expected.index(tag) + 1:]
        for inner, first, last in der.elements(value, start, stop):
            if inner != der.SEQUENCE:
                raise der.DerError("a subtree is no SEQUENCE")
            found.append(_subtree(value, first, last, tag == 0xA1))
    return found


def _subtree(value, position, end, excluded):
    """GeneralSubtree: base, minimum [0] DEFAULT 0, maximum [1] OPTIONAL."""
    tag, start, stop = der.element(value, position, end)
    kind = form.form(tag)
    contents = value[start:stop]
    can_be_evaluated = True
    expected = (0x80, 0x81)
    for tag, start, last in der.elements(value, stop, end):
        if tag not in expected:
            raise der.DerError("an unknown or misplaced field")
        expected = expected[expected.index(tag) + 1:]
        number = der.integer(value[start:last])
        if number < 0:
            raise der.DerError("a negative distance")
        if tag == 0x81 or number:
            can_be_evaluated = False
    if kind == form.DIRECTORY and not form.is_of_form(kind, contents):
        raise der.DerError("a directoryName is no Name")
    base = matching.base(kind, contents, excluded) if can_be_evaluated else None
    return Subtree(kind, excluded, base, len(contents))


def violations(subtrees, subject, alternative_names):
    """The reasons that the names of a leaf give under the subtrees of a CA.

    `subject` is its Name, or None where it is empty or no name; `alternative_names` the contents of its subjectAltName,
    or None.
    """
    reasons = set()
    comparisons = 0
    by_form = {}
    for subtree in subtrees:
        by_form.setdefault(subtree.form, []).append(subtree)
    for kind, read_name in _names(by_form, subject, alternative_names):
        if kind is None:
            reasons.add(MALFORMED)
            continue
        comparisons += len(subtrees)  # of every form, readable or not
        if comparisons > MAX_COMPARISONS:
            reasons.add(TOO_COMPLEX)
            break
        of_form = by_form.get(kind, ())
        if not of_form:
            continue
        if any(subtree.base is None for subtree in of_form):
            reasons.add(UNSUPPORTED)
            continue
        name, size = read_name()
        if size is None:
            reasons.add(MALFORMED)
            continue
        comparisons += sum((size + subtree.size) // COMPARISON_SIZE for subtree in of_form)
        if comparisons > MAX_COMPARISONS:
            reasons.add(TOO_COMPLEX)
            break
        reasons |= _compare(of_form, kind, name)
    return reasons


def _names(forms, subject, alternative_names):
    """The names, each as its form and a function that reads it. Where no name stands the form is None."""
    if subject is not None:
        yield form.DIRECTORY, lambda: (subject, 0)
        for text in subject.email_addresses():
            yield form.RFC822, lambda text=text: _mailbox(text)
    if alternative_names is None:
        return
    try:
        for kind, contents in form.each(alternative_names):
            if kind == form.OTHER and form.RFC822 in forms:
                yield from _other_name(contents)
            else:
                yield kind, lambda kind=kind, contents=contents: _name(kind, contents)
    except der.DerError:
        yield None, None


# What reads a name gives it and its size. The size is None of what is not a name of its form.
_NO_NAME = None, None


def _name(kind, contents):
    """One name of a subjectAltName."""
    if kind == form.DIRECTORY:
        return (form.directory_name(contents), len(contents)) if form.is_of_form(kind, contents) else _NO_NAME
    if kind == form.IP:
        return (contents, len(contents)) if len(contents) in (4, 16) else _NO_NAME
    if not contents.isascii():
        return _NO_NAME
    text = contents.decode("ascii")
    if kind == form.RFC822:
        return _mailbox(text)
    if kind == form.DNS:
        text = hosts.fold(text)
        return (text, len(text)) if hosts.is_dns_name(text) else _NO_NAME
    return hosts.host_of_uri(text), len(contents)


def _mailbox(text):
    found = None if text is None else hosts.mailbox(text)
    return _NO_NAME if found is None else (found, len(text))


def _other_name(contents):
    """An otherName under constraints on mailboxes: it has to be read, for it may be an SmtpUTF8Mailbox (RFC 9598)."""
    try:
        kind, tag, value = form.other_name(contents)
    except der.DerError:
        yield None, None
        return
    yield form.OTHER, lambda: (contents, len(contents))
    if kind == form.SMTP_UTF8_MAILBOX:
        yield form.RFC822, lambda: _utf8_mailbox(tag, value)


def _utf8_mailbox(tag, value):
    try:
        return _mailbox(value.decode("utf-8")) if tag == der.UTF8_STRING else _NO_NAME
    except UnicodeDecodeError:
        return _NO_NAME


def _compare(subtrees, kind, name):
    """The reasons of one name under the subtrees of its form, each of which can be evaluated."""
    if kind == form.URI and name is None:
        return {VIOLATED}  # without a host name it is outside of everything
    reasons = set()
    permitted = [subtree.base for subtree in subtrees if not subtree.excluded]
    if permitted and not any(matching.is_permitted(kind, name, base) for base in permitted):
        reasons.add(VIOLATED)
    for subtree in subtrees:
        if subtree.excluded:
            inside = matching.is_excluded(kind, name, subtree.base)
            if inside is None:
                reasons.add(UNSUPPORTED)
            elif inside:
                reasons.add(VIOLATED)
    if kind == form.DNS and name.endswith(".") and not reasons:
        reasons.add(MALFORMED)  # a final dot keeps it out of what is permitted, and in what is excluded
    return reasons
