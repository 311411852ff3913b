"""Opens the app from the command line."""

from __future__ import annotations

import gc

from selfcheck.cli.setup import Setup


def open_app(*, demo: bool, setup: Setup, engine: str = "yunet") -> None:
    """Open the app; a fault that ended it is raised again once the terminal is the person's."""
    # Loaded late: Textual takes longer to import than a command without a screen takes in all.
    from selfcheck.model import EngineName
    from selfcheck.tui.app import SelfcheckApp

    app = SelfcheckApp(
        demo=demo,
        engine=EngineName(engine),
        policy=setup.policy,
        folder=setup.folder,
        proxy=setup.proxy,
        require_sandbox=setup.require_sandbox,
    )
    gc.freeze()  # what is loaded now stays to the end; looking through it for garbage held keys for 0.1 s
    try:
        app.run()
    finally:
        app.work.keeping.close()
    if app.fault is not None:
        raise app.fault
