"""A trial reading of an .xls in a process of its own.

calamine believes what a damaged .xls says of its own sizes and can ask for more memory than there is, which ends the whole
process with no error to catch. So it may do that once where nothing is lost by it.
"""

from __future__ import annotations

import subprocess  # nosec B404: it runs this same Python on the lines below
import sys

READ = """
import io, resource, sys
from python_calamine import CalamineError, CalamineWorkbook
resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, 4_000_000_000))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
try:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()
except (CalamineError, ValueError, OSError):
    pass  # said properly by the reading that counts
"""


def survives(content: bytes) -> bool:
    """Answer whether reading these bytes as a workbook leaves the process alive."""
    done = subprocess.run([sys.executable, "-c", READ], input=content, capture_output=True, check=False)  # nosec B603
    return done.returncode >= 0
