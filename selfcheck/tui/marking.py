"""The keys for the person's word on a photo, the same wherever a photo is shown."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from selfcheck.i18n import N_
from selfcheck.model import Photo, PhotoMark, State

MARK_BINDINGS: Final = (
    Binding("f", "mark('not_a_face')", N_("Not a face")),
    Binding("m", "mark('face_missed')", N_("Face missed")),
    Binding("o", "mark('not_me')", N_("Not me")),
    Binding("k", "mark('keep')", N_("Keep it")),
)


def fits(mark: str, photo: Photo | None) -> bool:
    """Whether this word can be given on the photo, or taken back from it."""
    if photo is None:
        return False
    if photo.mark is PhotoMark(mark):
        return True
    match PhotoMark(mark):
        case PhotoMark.NOT_A_FACE:
            return photo.state in {State.FACES, State.UNSURE} and photo.mark is not PhotoMark.FACE_MISSED
        case PhotoMark.FACE_MISSED:
            return photo.state is not State.FACES and photo.mark is not PhotoMark.NOT_A_FACE
        case PhotoMark.NOT_ME:
            return photo.state in {State.FACES, State.UNSURE}
        case PhotoMark.KEEP:
            return True
