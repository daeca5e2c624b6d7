"""Tries the C binding with the tools of those who use it: `python3 toolchains/run.py TOOL...`, in `bindings/c`.

Each line `passed: ...` is something that was seen. The first thing that is not so ends the run with status 1.
`matrix.json` lists the tools. The library is built and installed below `target/c/toolchains` first.
"""

import importlib
import json
import sys

import kit

#: The module that tries each tool.
MODULES = {
    "gcc": "compilers",
    "clang": "compilers",
    "gcc-static": "static",
    "clang-static": "static",
    "rust-archive": "archives",
    "plugin": "plugins",
    "cffi": "cffi_modes",
    "swig": "swig_module",
    "memcheck": "valgrind_tools",
    "helgrind": "valgrind_tools",
    "drd": "valgrind_tools",
    "man": "manual",
}


def main(tools: list[str]) -> int:
    listed = {row["tool"] for row in json.loads((kit.HERE / "matrix.json").read_text())}
    if listed != set(MODULES):
        print(f"matrix.json and run.py differ in {sorted(listed ^ set(MODULES))}")
        return 1
    unknown = [tool for tool in tools if tool not in MODULES]
    if unknown or not tools:
        print(f"unknown tools {unknown}; give one or more of: {', '.join(MODULES)}")
        return 2
    kit.install()
    try:
        for tool in tools:
            importlib.import_module(MODULES[tool]).run(tool)
    except kit.Failed as failure:
        print(f"failed: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
