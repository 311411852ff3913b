"""How a worker begins: tied to the program first, then the slow imports. A program killed meanwhile leaves nothing."""

from __future__ import annotations

from selfcheck.sandbox.restrict import go_with_parent

if __name__ == "__main__":
    go_with_parent()
    from selfcheck.sandbox.child import main

    main()
