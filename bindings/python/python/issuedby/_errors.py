"""The exceptions of the package.

Each has the same five details as in every other language: ``code``, ``message``, ``remedy``, ``suggestion`` and
``position``.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from issuedby._reasons import Reason

if TYPE_CHECKING:
    from issuedby._native import Verdict


class Error(Exception):
    """Every exception of the package, except TypeError."""

    @property
    def code(self) -> str:
        """The stable code: lower-case words joined by ``_``."""
        raise NotImplementedError

    @property
    def message(self) -> str:
        """A sentence for people, which may change."""
        return str(self)

    @property
    def remedy(self) -> str | None:
        """The step that mends the input; None where there is none."""
        return None

    @property
    def suggestion(self) -> str | None:
        """The text to write instead: the closest accepted word, or the value to paste; None where there is none."""
        return None

    @property
    def position(self) -> int | None:
        """The byte of the input at which the error is, counted from 0; None where no single place is wrong."""
        return None


class _Refusal(NamedTuple):
    """The part of a verdict that crosses processes: texts, which vouch for no client."""

    json: str
    message: str
    remedy: str | None
    line: str


class VerificationError(Error):
    """A certificate that was not verified; raised by ``Verifier.verify``. The code is the verdict's reason.

    It can be pickled, so that it crosses process pools. The verdict stays behind: an unpickled error has its JSON, and the
    same reason, message and remedy.
    """

    _verdict: Verdict | None = None
    _refusal: _Refusal | None = None

    def __init__(self, verdict: Verdict, /) -> None:
        super().__init__(verdict)
        self._verdict = verdict

    @property
    def verdict(self) -> Verdict:
        """The verdict. An unpickled error has none, and raises AttributeError."""
        if self._verdict is None:
            raise AttributeError(
                "found a VerificationError of another process, expected one of this process, which has `verdict`: read "
                "`verdict_json`, `reason`, `message` and `remedy`, or evaluate the certificate here"
            )
        return self._verdict

    @property
    def verdict_json(self) -> str:
        """The verdict as one line of JSON, as ``Verdict.to_json`` gives it; an unpickled error has it too."""
        return self._texts().json

    @property
    def reason(self) -> Reason:
        """The first of the verdict's reasons."""
        reason = _reason_in(self._refusal.json) if self._refusal else self.verdict.reason
        if reason is None:
            raise ValueError("a verdict of SUCCESS is no error")
        return reason

    @property
    def code(self) -> Reason:
        return self.reason

    @property
    def message(self) -> str:
        return self._texts().message

    @property
    def remedy(self) -> str | None:
        return self._texts().remedy

    def __str__(self) -> str:
        return self._texts().line

    def _texts(self) -> _Refusal:
        if self._refusal is not None:
            return self._refusal
        verdict = self.verdict
        return _Refusal(verdict.to_json(), verdict.message, verdict.remedy, str(verdict))

    def __copy__(self) -> VerificationError:
        # That of a pickle would leave the verdict behind.
        made = type(self).__new__(type(self), *self.args)
        made.__dict__.update(self.__dict__)
        return made

    def __deepcopy__(self, memo: dict[int, Any], /) -> VerificationError:
        made = type(self).__new__(type(self), *self.args)
        made.__dict__.update(copy.deepcopy(self.__dict__, memo))
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored_refusal, (type(self), *self._texts()), _notes(self)


def _restored_refusal(
    error: type[VerificationError], verdict_json: str, message: str, remedy: str | None, line: str, /
) -> VerificationError:
    """A refusal that was pickled."""
    made = error.__new__(error, line)
    made._refusal = _Refusal(verdict_json, message, remedy, line)
    return made


def _reason_in(verdict: str) -> Reason | None:
    code = json.loads(verdict)["reason"]
    return None if code is None else Reason(code)


def _notes(error: BaseException) -> dict[str, Any] | None:
    """The notes of an exception, as the state that it is unpickled with."""
    notes = getattr(error, "__notes__", None)
    return {"__notes__": notes} if notes else None


class _DetailedError(Error, ValueError):
    """An error with its details; the message is the exception's text."""

    def __init__(
        self,
        message: str,
        /,
        *,
        code: str,
        remedy: str | None = None,
        suggestion: str | None = None,
        position: int | None = None,
    ) -> None:
        super().__init__(message)
        self._code = code
        self._remedy = remedy
        self._suggestion = suggestion
        self._position = position

    @property
    def code(self) -> str:
        return self._code

    @property
    def remedy(self) -> str | None:
        return self._remedy

    @property
    def suggestion(self) -> str | None:
        return self._suggestion

    @property
    def position(self) -> int | None:
        return self._position

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), str(self), self._details()), _notes(self)

    def _details(self) -> dict[str, Any]:
        return {
            "code": self._code,
            "remedy": self._remedy,
            "suggestion": self._suggestion,
            "position": self._position,
        }


def _restored(error: type[_DetailedError], message: str, details: dict[str, Any], /) -> _DetailedError:
    """An error that was pickled."""
    return error(message, **details)


class ParseError(_DetailedError):
    """Text or bytes that are not the name, fingerprint or certificate that they should be."""


@dataclass(frozen=True)
class UnfitCertificate:
    """A certificate of a bundle that cannot be a CA."""

    number: int
    """Its number in the text, counted from 1."""
    line: int | None
    """The line of its BEGIN, counted from 1; None where the text is PEM inside another text."""
    subject: str | None
    """Its subject, where it can be read."""
    code: Reason
    message: str
    remedy: str


class UnfitCaError(_DetailedError):
    """A CA certificate that cannot be loaded. The code is a ``Reason``.

    ``unfit`` has every unfit certificate of a bundle, in the order of the text; it is empty for a single certificate,
    and where the text itself is at fault.
    """

    unfit: tuple[UnfitCertificate, ...]

    def __init__(self, message: str, /, *, unfit: tuple[UnfitCertificate, ...] = (), **details: Any) -> None:
        super().__init__(message, **details)
        self.unfit = unfit

    def _details(self) -> dict[str, Any]:
        return {**super()._details(), "unfit": self.unfit}


class OptionError(_DetailedError):
    """Options that cannot be used.

    ``option`` is the option that is wrong, as JSON spells it, if it is one; ``element`` the number of the wrong entry in its
    list, from 1; ``name_error`` the code of what is wrong with a name.
    """

    option: str | None
    element: int | None
    name_error: str | None

    def __init__(
        self,
        message: str,
        /,
        *,
        option: str | None = None,
        element: int | None = None,
        name_error: str | None = None,
        **details: Any,
    ) -> None:
        super().__init__(message, **details)
        self.option = option
        self.element = element
        self.name_error = name_error

    def _details(self) -> dict[str, Any]:
        return {**super()._details(), "option": self.option, "element": self.element, "name_error": self.name_error}


class OptionTypeError(OptionError, TypeError):
    """An option with a value of another type: an ``OptionError`` to those who read options, a ``TypeError`` to others."""
