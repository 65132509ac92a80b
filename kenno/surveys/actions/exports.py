"""Taking the answers of a round out as a file, which the trail tells of."""

import io
import json
import zipfile
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Refusal
from kenno.people.models import User
from kenno.people.spreadsheets import write_csv, write_workbook
from kenno.surveys.models import SurveyRound
from kenno.surveys.queries.export import Exported, exported

KINDS: Final = ("csv", "xlsx", "json")


@transaction.atomic
def export_answers(
    *, survey: SurveyRound, kind: str, unfinished: bool, personal: bool, by: User
) -> bytes:
    """Return the answers of a round as a file, and note that they were taken out.

    `kind`: "csv" gives an archive of three tables, "xlsx" the same as sheets, "json" one document.
    Raises Refusal for another kind.
    """
    if kind not in KINDS:
        raise Refusal(_("Tällaista tiedostomuotoa ei ole."))
    found = exported(survey, unfinished=unfinished, personal=personal)
    audit.record(
        "surveys.answers_exported",
        subject=survey,
        by=by,
        data={
            "kind": kind,
            "responses": len(found.responses),
            "unfinished": unfinished,
            "personal_data": personal,
        },
    )
    if kind == "json":
        return json.dumps(found.document(), ensure_ascii=False, indent=1).encode()
    return write_workbook(found.tables()) if kind == "xlsx" else _archive(found)


def _archive(found: Exported) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in found.tables().items():
            archive.writestr(f"{name}.csv", write_csv(rows))
    return content.getvalue()
