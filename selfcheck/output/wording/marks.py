"""The person's own word on a photo: its name, and the sentence of it."""

from __future__ import annotations

from typing import Final

from selfcheck.i18n import Texts, _
from selfcheck.model import PhotoMark

MARK_NAMES: Final = Texts(
    lambda: {
        PhotoMark.NOT_A_FACE: _("not a face"),
        PhotoMark.FACE_MISSED: _("a face was missed"),
        PhotoMark.NOT_ME: _("not me"),
        PhotoMark.KEEP: _("keep this one"),
    }
)
"""What the keys are called."""

MARK_SENTENCES: Final = Texts(
    lambda: {
        PhotoMark.NOT_A_FACE: _("Your own word: there is no face on this picture."),
        PhotoMark.FACE_MISSED: _("Your own word: there is a face on this picture, which the detector missed."),
        PhotoMark.NOT_ME: _("Your own word: the face on this picture is not yours."),
        PhotoMark.KEEP: _("Your own word: you want to keep this picture as it is."),
    }
)
"""What every export says of a marked photo, beside what was seen."""
