"""Every format read back by a program that is not the one that wrote it, as the words a person would see."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pypdfium2
import vobject
from lxml import html as lxml_html

from selfcheck.output.formats import Format


def words_in(form: Format, data: bytes) -> str:
    """All the text of an export; of a PDF without its line ends, which may stand inside a long word."""
    match form:
        case Format.PDF:
            document = pypdfium2.PdfDocument(data)
            pages = [page.get_textpage().get_text_range() for page in document]
            meta = " ".join(document.get_metadata_dict().values())
            contents = " ".join(entry.get_title() for entry in document.get_toc())
            return " ".join([*pages, meta, contents]).replace("\r", "").replace("\n", "").replace("\ufffe", "")
        case Format.HTML:
            tree = lxml_html.document_fromstring(data.decode())
            attributes = [str(value) for node in tree.iter() for value in node.attrib.values()]
            return " ".join([tree.text_content(), *attributes])
        case Format.CSV:
            return " ".join(cell for row in rows_of(data) for cell in row)
        case Format.JSON:
            return json.dumps(json.loads(data), ensure_ascii=False)
        case Format.ICAL:
            return str(vobject.readOne(data.decode()))
        case Format.MARKDOWN:
            return data.decode().replace("\\", "")


def rows_of(data: bytes) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
