"""Reads the fenced blocks of a guide."""

import re
from typing import NamedTuple

# What a block in the info string may be called beside its language.
WORDS = {"another-terminal", "fails", "not-run"}
RUN = {"bash", "console"}


class Mismatch(Exception):
    """What is printed is not what is shown."""


class Block(NamedTuple):
    """A fenced block that is run, or the text of a file."""

    language: str
    text: str
    line: int
    file: str
    terminal: bool
    fails: bool


def blocks(readme):
    """The blocks that mean something to a run, in order."""
    fence = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    text = readme.read_text()
    for match in fence.finditer(text):
        language, info, body = match.groups()
        line = text.count("\n", 0, match.start()) + 1
        words = info.split()
        file = next((word[len("file="):] for word in words if word.startswith("file=")), "")
        unknown = [word for word in words if word not in WORDS and not word.startswith("file=")]
        if unknown:
            raise SystemExit(f"{readme}:{line}: nothing is meant by `{unknown[0]}`; there are {', '.join(sorted(WORDS))}, file=NAME")
        if "not-run" in words or (not file and language not in RUN):
            continue
        yield Block(language, body, line, file, "another-terminal" in words, "fails" in words)


def steps(block):
    """Commands, each with the output that is shown for it; None where none is shown."""
    if block.language == "bash":
        return [("set -eo pipefail\n" * (not block.fails) + block.text + "set +eo pipefail" * (not block.fails), None)]
    found, more = [], False
    for line in block.text.splitlines():
        if line.startswith("$ ") or more:
            command = line if more else line[2:]
            if more:
                found[-1][0] += "\n" + command
            else:
                found.append([command, ""])
            more = command.endswith("\\")
        else:
            found[-1][1] += line + "\n"
    return [tuple(step) for step in found]


def pattern(shown):
    """An expression for what is shown: `…` is any text in a line, and alone in a line any number of lines."""
    lines = []
    for line in (shown or "").splitlines():
        if line.strip() == "…":
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(".*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ \t]*\n")
    return re.compile("".join(lines))


def compare(shown, printed):
    """Says in which line the two part."""
    if shown is None:
        return
    printed = printed if not printed or printed.endswith("\n") else printed + "\n"
    if pattern(shown).fullmatch(printed):
        return
    lines = shown.splitlines(keepends=True)
    good = next((count for count in range(len(lines), -1, -1) if pattern("".join(lines[:count])).match(printed)), 0)
    raise Mismatch(f"but is shown to print\n{shown}(as far as line {good} they are the same)")


def about(readme, word):
    """What a comment `<!-- word: … -->` of a guide says."""
    found = re.search(rf"<!-- {word}: (.*?) -->", readme.read_text())
    return found.group(1) if found else ""
