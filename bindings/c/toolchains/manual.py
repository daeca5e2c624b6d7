"""The manual pages: mandoc and groff find nothing to warn about, and `man -l` shows them."""

import re

import kit

SECTIONS = ("NAME", "SYNOPSIS", "DESCRIPTION", "SEE ALSO")


def run(_tool: str) -> None:
    pages = sorted((kit.PREFIX / "share/man/man3").glob("*.3"))
    kit.expect(len(pages) == 21, f"found {len(pages)} pages, expected 21")
    names = {page.stem for page in pages}
    for page in pages:
        others = set(re.findall(r"^\.Xr (\S+) 3", page.read_text(), re.MULTILINE))
        kit.expect(bool(others) and others <= names, f"{page.name} refers to {sorted(others - names)}")
    kit.expect(not lint(pages), f"mandoc: {lint(pages)}")
    kit.passed(f"mandoc -Tlint has nothing to say about {len(pages)} pages")
    for page in pages:
        warnings = kit.outcome(["groff", "-man", "-mdoc", "-ww", "-Tutf8", "-z", page])
        kit.expect(not warnings.stderr and warnings.returncode == 0, f"groff: {warnings.stderr}")
        shown = kit.finish(["man", "--warnings", "-P", "cat", "-l", page])
        missing = [section for section in SECTIONS if section not in shown]
        kit.expect(not missing and page.stem in shown, f"{page.name} does not show {missing}")
    kit.passed(f"groff warns of nothing, and man -l shows the sections of {len(pages)} pages")
    broken = kit.FOLDER / "broken.3"
    broken.write_text(pages[0].read_text().replace(".Fc\n", "").replace(".Ed\n", "").replace(".El\n", ""))
    kit.expect(bool(lint([broken])), "mandoc says nothing about a page that is broken")
    kit.passed("mandoc refuses a page from which a macro was taken")


def lint(pages: list) -> list[str]:
    """The messages of mandoc about pages. It looks for other pages in the system alone, so that this is left to `run`."""
    lines = kit.outcome(["mandoc", "-Tlint", "-Wstyle", *pages]).stdout.splitlines()
    return [line for line in lines if "referenced manual not found" not in line]
