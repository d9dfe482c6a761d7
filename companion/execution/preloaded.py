"""What every notebook imports, imported once: kernels are forked from a process that has it.

Importing this module does the work; it keeps nothing that a cell can see or change.
"""

import contextlib
import gc

import ipykernel.debugger
import ipykernel.kernelapp  # noqa: F401
import IPython.core.completer  # noqa: F401
import myst_nb.ext.glue  # noqa: F401
import pandas as pd
import plotly.io._renderers  # noqa: F401  # at the first figure shown, with all of nbformat

from companion import bibliography, data, figures, tables
from companion.execution import kernels  # noqa: F401

# What pandas takes when a kernel imports it; without one it takes this server for a terminal.
pd.set_option("display.max_columns", 20)

figures.registry()
tables.registry()
with contextlib.suppress(Exception):  # of broken data the check tells, with file and row
    bibliography.rows_citing()
    data.read_all()
    figures.specification("genealogy")  # plotly makes its checks of a value when first asked
gc.freeze()  # else each copy would go through all of this again and again
