"""Tests of an application that are right, with the standard library's runner."""

from __future__ import annotations

import unittest

from clients import Clients, clients

from issuedby import Reason, VerificationError
from issuedby.testing import TestCa


class Right(unittest.TestCase):
    own: Clients

    @classmethod
    def setUpClass(cls) -> None:
        cls.own = clients(TestCa())

    def test_a_valid_client_is_verified(self) -> None:
        self.assertTrue(self.own.verdict(self.own.valid).verified)

    def test_a_refusal_is_not_an_acceptance(self) -> None:
        self.assertNotEqual(self.own.verdict(self.own.tampered), self.own.verdict(self.own.valid))

    def test_an_expired_client_is_refused(self) -> None:
        with self.assertRaises(VerificationError) as raised:
            self.own.verifier.verify(self.own.expired)
        self.assertIs(raised.exception.reason, Reason.EXPIRED)
