"""What the register knows of people and departments, whose pages are here."""

from app.core.i18n import _
from app.core.kinds import SubjectKind
from app.profiles import queries

PERSON = SubjectKind(
    kind="person",
    one=lambda: _("Person"),
    many=lambda: _("People"),
    route="profiles.person",
    ref="person_id",
    documents=queries.person_documents,
    findable=queries.findable_people,
    is_thanked=True,
)

DEPARTMENT = SubjectKind(
    kind="department",
    one=lambda: _("Department"),
    many=lambda: _("Departments"),
    documents=queries.department_documents,
    findable=queries.findable_departments,
    is_thanked=True,
)
