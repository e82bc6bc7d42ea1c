import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Cells = Sequence[object]


@dataclass(frozen=True)
class Example:
    """A file, and what somebody expects of it.

    `verb` is how it is imported. Where the first try is meant to stop, `stops` is what its sentence says, and with
    `options` it goes in. `brings` says how many come in; `first` what the first of them is like, by its fields.
    """

    name: str
    verb: str
    content: bytes
    brings: int
    options: tuple[str, ...] = ()
    stops: str = ""
    first: dict[str, Any] = field(default_factory=dict)


def named(cells: str) -> tuple[str, ...]:
    """A row of texts, written with bars between them."""
    return tuple(cells.split("|"))


def table(*rows: Cells, separator: str = ",", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """CSV as a spreadsheet saves it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def unquoted(*rows: Cells, separator: str = "\t") -> bytes:
    """Rows as a program writes that leaves quotation marks alone."""
    return "".join(separator.join(map(str, row)) + "\n" for row in rows).encode()


def workbook(*rows: Cells) -> bytes:
    """The smallest XLSX that spreadsheets open: one worksheet, texts, numbers and dates."""
    content = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return _zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
            f'<Default Extension="rels" ContentType="{_RELS}+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>',
            "_rels/.rels": _related(("officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": _related(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/>'
            '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{content}</sheetData></worksheet>',
        }
    )


def open_document(*rows: Cells) -> bytes:
    """The smallest ODS."""
    content = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    return _zipped(
        {
            "mimetype": _ODS,
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_OASIS}:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="{_ODS}"/></m:manifest>',
            "content.xml": f'<office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
            f'<table:table table:name="Sheet1">{content}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "application/vnd.openxmlformats-package.relationships"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones


def _cell(value: object) -> str:
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        days = (moment - _EPOCH).total_seconds() / 86400
        return f'<c s="{2 if isinstance(value, datetime) else 1}"><v>{days}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def _related(*parts: tuple[str, str]) -> str:
    every = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{every}</Relationships>'
    )


def _zipped(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
