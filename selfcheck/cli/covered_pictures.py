"""Covered pictures for an export, from the file or folder that the report was made of.

A report holds no pictures, so they are looked at again here: in the worker, as in any import. Of a web page's photos
there are none, since nothing is fetched for an export.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from selfcheck.cli.result import Progress
from selfcheck.errors import FileProblem
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.images.cover import covered_picture
from selfcheck.model import Report, State
from selfcheck.model.events import PhotoDone, PhotosFound
from selfcheck.model.safe_text import safe_text
from selfcheck.session import look_into
from selfcheck.session.report_builder import ReportBuilder


async def covered_pictures(path: Path, report: Report, guidance: Guidance, talk: Progress) -> dict[str, bytes]:
    """JPEGs with every face covered, by photo address, of the report's photos that are in `path`.

    A box is laid over what the report names and over what is found now. A photo that has another size than the report
    says is another picture and is left out. Raises `FileProblem` where not one photo is there.
    """
    wanted = {photo.url: photo for photo in report.photos if photo.state in {State.FACES, State.UNSURE}}
    pictures: dict[str, bytes] = {}
    gathered = ReportBuilder(guidance)
    total = done = 0
    async with contextlib.aclosing(
        look_into(path, guidance=guidance, gathered=gathered, previews=len(wanted) * 1000)
    ) as events:
        async for event in events:
            if isinstance(event, PhotosFound):
                total = event.total
            if not isinstance(event, PhotoDone):
                continue
            done += 1
            talk(_("Looked at {done} of {total} photos").format(done=done, total=total), passing=True)
            gathered.previews.clear()  # one at a time is enough
            seen, named = event.photo, wanted.get(event.photo.url)
            same = named is not None and (named.width, named.height) == (seen.width, seen.height)
            if named is None or not same or event.preview is None or seen.state is State.NOT_CHECKED:
                continue
            if picture := covered_picture(named, event.preview, (*seen.faces, *seen.unsure)):
                pictures[named.url] = picture
    if not pictures:
        raise FileProblem(
            _("None of the report's photos with a face is in {file}. Nothing was written.").format(
                file=safe_text(str(path), 120)
            ),
            _("Name what the report was made of. For photos of web pages, save in the app right after a check."),
        )
    return pictures
