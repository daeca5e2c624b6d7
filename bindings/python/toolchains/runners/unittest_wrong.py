"""Expectations that are wrong, each in another way: every test here must fail."""

from __future__ import annotations

import unittest

from clients import Clients, clients

from issuedby.testing import TestCa


class Wrong(unittest.TestCase):
    own: Clients

    @classmethod
    def setUpClass(cls) -> None:
        cls.own = clients(TestCa())

    def test_tampered_equals_valid(self) -> None:
        self.assertEqual(self.own.verdict(self.own.tampered), self.own.verdict(self.own.valid))

    def test_tampered_is_among_the_valid(self) -> None:
        self.assertIn(self.own.verdict(self.own.tampered), [self.own.verdict(self.own.valid)])

    def test_a_verdict_is_true(self) -> None:
        self.assertTrue(self.own.verdict(self.own.valid))

    def test_expired_is_verified(self) -> None:
        self.own.verifier.verify(self.own.expired)
