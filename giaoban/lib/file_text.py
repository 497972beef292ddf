"""The text inside a Word or PDF file, for search. What cannot be read is empty text, never an error."""

import logging
import time
import zipfile
from io import BytesIO

from giaoban.lib.text import clean_block

logger = logging.getLogger(__name__)
LONGEST = 200_000  # characters taken from one file
MOST_UNPACKED = 60 * 1024 * 1024  # a Word file is a zip; more than this unpacked is no office paper
MOST_PAGES, PATIENCE = 500, 20.0  # of a PDF, seconds


def text_of(content: bytes) -> str:
    """Return the text of a DOCX or PDF file, told by its first bytes; "" for any other and for one that is broken."""
    try:
        if content.startswith(b"%PDF-"):
            text = _pdf(content)
        elif content.startswith(b"PK"):
            text = _docx(content)
        else:
            return ""
    except Exception as fault:
        logger.warning("no text taken from a file: %s: %s", type(fault).__name__, fault)
        return ""
    return clean_block(text[:LONGEST].replace("\0", ""))


def _docx(content: bytes) -> str:
    from docx import Document  # loaded where files are read only: not at every start
    from docx.oxml.ns import qn

    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("unpacks to too much")
    body = Document(BytesIO(content)).element.body
    # every paragraph in reading order, those in tables too
    lines = ("".join(node.text or "" for node in line.iter(qn("w:t"))) for line in body.iter(qn("w:p")))
    return "\n".join(line for line in lines if line.strip())


def _pdf(content: bytes) -> str:
    from pypdf import PdfReader

    until = time.monotonic() + PATIENCE
    taken: list[str] = []
    size = 0
    for page in PdfReader(BytesIO(content)).pages[:MOST_PAGES]:
        text = page.extract_text()
        taken.append(text)
        size += len(text)
        if size > LONGEST or time.monotonic() > until:
            break
    return "\n".join(taken)
