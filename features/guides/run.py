"""Runs the commands of the guides as they stand there; `scripts/guides --help` tells what for, README.md how guides are marked."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from blocks import Mismatch, about, blocks, compare, pattern, steps

GUIDES = Path(__file__).resolve().parent
ROOT = GUIDES.parent.parent
# The ports that guides speak of; each run has free ones in their place.
PORTS = (8443, 8444, 3000)
NOT_COPIED = shutil.ignore_patterns("README.md", "node_modules", "target", "__pycache__", ".*")
PATIENCE = 600
# For a guide that builds the provider.
SLOW_PATIENCE = 1800
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Failed(Exception):
    """What a guide promises is not so."""


class Ports:
    """Free ports in place of the guides' ones, in commands, files and, the other way round, in what is printed."""

    def __init__(self):
        listeners = [socket.create_server(("127.0.0.1", 0)) for _ in PORTS]
        self.free = {port: listener.getsockname()[1] for port, listener in zip(PORTS, listeners)}
        for listener in listeners:
            listener.close()

    def put(self, text):
        for port, free in self.free.items():
            text = text.replace(f":{port}", f":{free}")
        return text

    def take(self, text):
        for port, free in self.free.items():
            text = text.replace(f":{free}", f":{port}")
        return text


class Shell:
    """A bash that keeps its folder and its variables from block to block, as a reader's does."""

    MARK = "\x1e"

    def __init__(self, folder, work, environment):
        self.work, self.count = work, 0
        self.process = subprocess.Popen(
            ["bash", "--norc", "--noprofile"], cwd=folder, env=environment, text=True, errors="replace",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)

    def run(self, command):
        """What the command prints, and its exit code; none where it has ended the shell."""
        self.count += 1
        script = self.work / f"step-{self.count}"
        script.write_text(command + "\n")
        said = f"printf '{self.MARK}%d\\n' $?"
        self.process.stdin.write(f"(exit 0); . {script} </dev/null; {said}\n")
        self.process.stdin.flush()
        printed = []
        for line in self.process.stdout:
            before, mark, code = line.partition(self.MARK)
            printed.append(before)
            if mark:
                return "".join(printed), int(code)
        return "".join(printed), None

    def end(self):
        end(self.process)


def end(process):
    """Ends what was started, and what that started."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)
    except ProcessLookupError:
        pass
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Guide:
    """One guide, tried in a clean folder."""

    def __init__(self, name, program):
        self.name, self.readme = name, GUIDES / name / "README.md"
        self.ports = Ports()
        self.work = ROOT / "target/guides" / name
        # Outside of the repository, as a reader's project is.
        self.folder = Path(tempfile.mkdtemp(prefix="guide-"))
        self.log = self.work / "log"
        shutil.rmtree(self.work, ignore_errors=True)
        (self.work / "bin").mkdir(parents=True)
        (self.work / "bin/mock-idp").symlink_to(Path(program).resolve())
        self.terminals = []
        self.environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("MOCK_IDP", "BANNO_", "NODE_EXTRA_"))
        } | {
            "PATH": f"{self.work / 'bin'}:{os.environ['PATH']}",
            "XDG_DATA_HOME": str(self.work / "data"),
            "MOCK_BANNO": str(ROOT), "CARGO_TARGET_DIR": str(ROOT / "target/guides-cargo"),
            "MOCK_IDP_LISTEN": self.ports.put("127.0.0.1:8443"),
            "MOCK_IDP_CONTROL": self.ports.put("127.0.0.1:8444"),
            "no_proxy": "localhost,127.0.0.1", "NO_COLOR": "1", "LC_ALL": "C.UTF-8",
        }

    def try_all(self):
        """How many commands were run; Failed where something is not as the guide has it."""
        self.copy_examples()
        shell, count = Shell(self.folder, self.work, self.environment), 0
        alarm = lambda *_: end(shell.process)
        signal.signal(signal.SIGALRM, alarm)
        signal.alarm(SLOW_PATIENCE if about(self.readme, "slow") else PATIENCE)
        try:
            for block in blocks(self.readme):
                if block.file:
                    self.show_or_write(block)
                elif block.terminal:
                    self.open_terminal(block)
                    count += 1
                else:
                    for command, shown in steps(block):
                        self.step(shell, block, command, shown)
                        count += 1
            return count
        finally:
            signal.alarm(0)
            shell.end()
            for terminal in self.terminals:
                end(terminal)
            shutil.rmtree(self.folder, ignore_errors=True)

    def copy_examples(self):
        shutil.copytree(self.readme.parent, self.folder, ignore=NOT_COPIED, dirs_exist_ok=True)
        for file in self.folder.rglob("*"):
            if file.is_file() and "lock" not in file.name:
                file.write_text(self.ports.put(file.read_text()))

    def show_or_write(self, block):
        """What the guide shows of an example stands in it; what has no file beside the guide is the reader's to save."""
        beside = self.readme.parent / block.file
        if not beside.exists():
            target = self.folder / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self.ports.put(block.text))
        elif block.text not in beside.read_text():
            raise Failed(f"line {block.line}: this does not stand in {beside.relative_to(ROOT)}")

    def open_terminal(self, block):
        """Starts what stays until the guide's end, and waits for what it is said to print."""
        (command, shown), = steps(block)
        log = self.work / f"terminal-{len(self.terminals) + 1}"
        with log.open("w") as out:
            process = subprocess.Popen(
                ["bash", "-c", self.ports.put(command)], cwd=self.folder, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        self.terminals.append(process)
        until = time.monotonic() + 30
        while True:
            printed = self.ports.take(log.read_text(errors="replace"))
            if pattern(shown).match(printed):
                return
            if process.poll() is not None or time.monotonic() > until:
                raise Failed(f"line {block.line}: `{command}` has not printed what is shown, but:\n{printed}")
            time.sleep(0.02)

    def step(self, shell, block, command, shown):
        printed, code = shell.run(self.ports.put(command))
        printed = COLOURS.sub("", self.ports.take(printed))
        with self.log.open("a") as log:
            log.write(f"$ {command}\n{printed}")
        if code is None:
            raise Failed(f"line {block.line}: this has ended the shell:\n{command}\nwhich printed\n{printed}")
        if (code != 0) != block.fails:
            raise Failed(f"line {block.line}: exit code {code} of\n{command}\nwhich printed\n{printed}")
        try:
            compare(shown, printed)
        except Mismatch as mismatch:
            raise Failed(f"line {block.line}: `{command}` printed\n{printed}\n{mismatch}") from None


def missing(readme):
    """The first command that a guide needs and that is not there."""
    for need in about(readme, "needs").split():
        if need == "python-venv":
            there = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0
        else:
            there = shutil.which(need) is not None
        if not there:
            return need
    return None


def main(program, wanted):
    names = [str(readme.parent.relative_to(GUIDES)) for readme in sorted(GUIDES.rglob("README.md"))
             if not {"node_modules", "target"} & set(readme.parts[len(GUIDES.parts):])]
    names = [name for name in names if name != "." and any(blocks(GUIDES / name / "README.md"))]
    unknown = [name for name in wanted if name not in names]
    if unknown:
        sys.exit(f"no guide is called {unknown[0]}; there are {', '.join(names)}")
    if len({file.read_bytes() for file in GUIDES.glob("cucumber/**/accounts.feature") if "target" not in file.parts[len(GUIDES.parts):]}) != 1:
        sys.exit("features/guides/cucumber: the three accounts.feature are to be the same")
    passed = failed = skipped = 0
    for name in wanted or names:
        slow = about(GUIDES / name / "README.md", "slow")
        if slow and not wanted:
            print(f"only where it is named: scripts/guides {name} ({slow})", flush=True)
            continue
        lacks = missing(GUIDES / name / "README.md")
        if lacks:
            print(f"skipped: the guide {name} (no {lacks})", flush=True)
            skipped += 1
            continue
        began = time.monotonic()
        try:
            count = Guide(name, program).try_all()
            print(f"{name}: {count} commands, {time.monotonic() - began:.1f} s", flush=True)
            passed += 1
        except Failed as failure:
            print(f"failed: features/guides/{name}/README.md, {failure}", flush=True)
            failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
