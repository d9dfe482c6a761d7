"""August 1945: a research companion. The tables, the figures and the book made from them."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("august-1945-companion")
except PackageNotFoundError:  # imported from a checkout that nobody installed
    __version__ = "0+unknown"
