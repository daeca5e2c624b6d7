"""What the package raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from issuedby._native import Verdict
    from issuedby._reasons import Reason


class Error(Exception):
    """Everything that the package raises, but TypeError."""


class VerificationError(Error):
    """A certificate that was not verified; raised by ``Verifier.verify``."""

    verdict: Verdict

    def __init__(self, verdict: Verdict, /) -> None:
        super().__init__(verdict)
        self.verdict = verdict

    @property
    def reason(self) -> Reason:
        """The first of the verdict's reasons."""
        reason = self.verdict.reason
        if reason is None:
            raise ValueError("a verdict of SUCCESS is no error")
        return reason

    def __str__(self) -> str:
        return str(self.verdict)


class _CodedError(Error, ValueError):
    """An error with a stable code; the sentence is for people and may change."""

    code: str

    def __init__(self, message: str, code: str, /) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.code)


class ParseError(_CodedError):
    """Text or bytes that are not the name, fingerprint or certificate that they should be."""


class UnfitCaError(_CodedError):
    """A CA certificate that cannot be loaded. The code is a ``Reason``."""

    remedy: str

    def __init__(self, message: str, code: str, remedy: str, /) -> None:
        super().__init__(message, code)
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.code, self.remedy)


class OptionError(_CodedError):
    """Options that cannot be used.

    ``suggestion`` is what to write instead, where that is known; ``element`` which of several names it is about, from 1;
    ``name_error`` the code of what is wrong with a name.
    """

    suggestion: str | None
    element: int | None
    name_error: str | None

    def __init__(
        self,
        message: str,
        code: str,
        suggestion: str | None = None,
        element: int | None = None,
        name_error: str | None = None,
        /,
    ) -> None:
        super().__init__(message, code)
        self.suggestion = suggestion
        self.element = element
        self.name_error = name_error

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.code, self.suggestion, self.element, self.name_error)


class OptionTypeError(OptionError, TypeError):
    """An option with a value of another type: an ``OptionError`` to those who read options, a ``TypeError`` to others."""
