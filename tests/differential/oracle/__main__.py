"""Reads cases, one JSON object a line, from standard input, and writes a line with the answer to each."""

import base64
import json
import sys

import ca
import leaf
import verdict

_loaded = {}


def _load(data):
    """The CA and None, or None and the reason why it cannot be loaded. What was read once is not read again."""
    if data not in _loaded:
        if len(_loaded) > 4_096:
            _loaded.clear()
        try:
            _loaded[data] = ca.load(data), None
        except ca.Unfit as error:
            _loaded[data] = None, error.args[0]
    return _loaded[data]


def answer(case):
    """The answer to one case."""
    loaded = [_load(base64.b64decode(text)) for text in case["cas"]]
    answered = {"n": case["n"], "loaded": [code for _, code in loaded]}
    cas = [found for found, _ in loaded]
    if not any(found is not None for found in cas):
        return answered | {"status": "FAILED", "ca": None, "reasons": []}
    options = leaf.Options(case.get("options", {}))
    found = verdict.evaluate(base64.b64decode(case["leaf"]), case["time"], cas, options)
    return answered | {
        "status": "FAILED" if found.reasons else "SUCCESS",
        "ca": found.ca,
        "reasons": [{"code": code, "authenticated": found.authenticated} for code in found.reasons],
    }


def main():
    """One answer for each line, in order. A case that cannot be answered gets an error, never a verdict."""
    for line in sys.stdin.buffer:
        number = None
        try:
            case = json.loads(line)
            number = case["n"]
            answered = answer(case)
        except Exception as error:  # fails closed: the reader of the answers counts this as a disagreement
            answered = {"n": number, "error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answered, separators=(",", ":")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
