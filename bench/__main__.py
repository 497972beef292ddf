"""`make bench`: every benchmark in a process of its own; the exit code says whether all bars were met."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run each module of this folder that has a main(); return 1 where a bar was not met."""
    folder = Path(__file__).parent
    names = sorted(file.stem for file in folder.glob("*.py") if "def main(" in file.read_text() and file.stem[0] != "_")
    failed = []
    for name in names:
        code = f"import sys; from bench.{name} import main; sys.exit(0 if main() is not False else 1)"
        if subprocess.run([sys.executable, "-c", code], cwd=folder.parent, check=False).returncode:
            failed.append(name)
    print(f"bars not met: {', '.join(failed)}" if failed else "every bar was met")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
