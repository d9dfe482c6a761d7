"""What every notebook imports, imported once: kernels are forked from a process that has it.

Importing this module does the work; it keeps nothing that a cell can see or change.
"""

import ipykernel.kernelapp  # noqa: F401
import IPython.core.completer  # noqa: F401
import myst_nb  # noqa: F401
import pandas as pd
import plotly.io  # noqa: F401

from companion import data, figures, tables

# What pandas takes when a kernel imports it; without one it takes this server for a terminal.
pd.set_option("display.max_columns", 20)

figures.registry()
tables.registry()
for _name in data.names():
    data.load(_name)
