"""Name constraints (RFC 5280 sections 4.2.1.10 and 6.1.3 (b) and (c); ARCHITECTURE, "Name constraints")."""

import der
import general_names as form
import hosts
import matching
import names

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
    base = matching.base(kind, contents) if can_be_evaluated else None
    return Subtree(kind, excluded, base, len(contents))


def violations(subtrees, subject, alternative_names):
    """The reasons that the names of a leaf give under the subtrees of a CA.

    `subject` is its Name, or None where it is empty or no name; `alternative_names` the contents of each subjectAltName.
    """
    if not subtrees:
        return set()
    try:
        found = _names(subtrees, subject, alternative_names)
    except der.DerError:
        found = [(None, None, 0)]
    reasons = set()
    comparisons = 0
    for kind, name, size in found:
        if kind is None:
            reasons.add(MALFORMED)
            continue
        for subtree in subtrees:
            if subtree.form == kind:
                comparisons += 1 + (size + subtree.size) // COMPARISON_SIZE
        if comparisons > MAX_COMPARISONS:
            reasons.add(TOO_COMPLEX)
            break
        reasons |= _evaluate([subtree for subtree in subtrees if subtree.form == kind], kind, name)
    return reasons


def _names(subtrees, subject, alternative_names):
    """The names of the forms that the subtrees have: form, name and size. The form is None of what is no such name."""
    forms = {subtree.form for subtree in subtrees}
    found = []
    if subject is not None:
        if form.DIRECTORY in forms:
            found.append((form.DIRECTORY, subject, 0))
        if form.RFC822 in forms:
            found += [_mailbox(text) for text in subject.email_addresses()]
    for value in alternative_names:
        for kind, contents in form.read(value):
            if kind in forms:
                found.append(_name(kind, contents))
            if kind == form.OTHER and form.RFC822 in forms:
                found += _smtp_utf8_mailbox(contents)
    return found


def _name(kind, contents):
    """One name of a subjectAltName."""
    if kind == form.DIRECTORY:
        try:
            return kind, form.directory_name(contents), len(contents)
        except (der.DerError, names.NameError_, names.NameTooLarge):
            return None, None, 0
    if kind == form.IP:
        return (kind, contents, len(contents)) if len(contents) in (4, 16) else (None, None, 0)
    if kind not in (form.RFC822, form.DNS, form.URI):
        return kind, contents, len(contents)
    if not contents.isascii():
        return None, None, 0
    text = contents.decode("ascii")
    if kind == form.RFC822:
        return _mailbox(text)
    if kind == form.DNS:
        text = hosts.fold(text)
        return (kind, text, len(text)) if hosts.is_dns_name(text) else (None, None, 0)
    return kind, hosts.host_of_uri(text), len(contents)


def _mailbox(text):
    found = None if text is None else hosts.mailbox(text)
    return (None, None, 0) if found is None else (form.RFC822, found, len(text))


def _smtp_utf8_mailbox(contents):
    """The mailbox of an otherName of that type (RFC 9598 section 3); nothing of every other type."""
    try:
        kind, tag, value = form.other_name(contents)
        if kind != form.SMTP_UTF8_MAILBOX:
            return []
        if tag != der.UTF8_STRING:
            return [(None, None, 0)]
        return [_mailbox(value.decode("utf-8"))]
    except (der.DerError, UnicodeDecodeError):
        return [(None, None, 0)]


def _evaluate(subtrees, kind, name):
    """The reasons of one name under the subtrees of its form."""
    reasons = set()
    if any(subtree.base is None for subtree in subtrees):
        reasons.add(UNSUPPORTED)
    if kind == form.URI and name is None:
        reasons.add(VIOLATED)
        return reasons
    permitted = [subtree for subtree in subtrees if not subtree.excluded]
    evaluated = [subtree for subtree in permitted if subtree.base is not None]
    if permitted and len(evaluated) == len(permitted):
        if not any(matching.is_permitted(kind, name, subtree.base) for subtree in evaluated):
            reasons.add(VIOLATED)
    for subtree in subtrees:
        if subtree.excluded and subtree.base is not None:
            inside = matching.is_excluded(kind, name, subtree.base)
            if inside is None:
                reasons.add(UNSUPPORTED)
            elif inside:
                reasons.add(VIOLATED)
    return reasons
