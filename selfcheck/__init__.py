"""selfcheck: see which of your photos with faces a stranger can save from your own public pages, and show less."""

from typing import Final

__version__: Final = "0.1.0"
