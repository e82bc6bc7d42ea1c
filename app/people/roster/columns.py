"""What a line of the roster holds, and what its columns may be called."""

import re
from collections.abc import Container
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from app.core.clock import known_zones
from app.core.i18n import _, known_language
from app.core.web.forms import Form, Line, Lines
from app.people.roles import Role

LONGEST_NAME = 120
LONGEST_TEXT = 1000

PERSON_NAMES = {
    "employee_id": ("employee no", "employee number", "staff id", "工号", "员工编号", "员工号", "รหัสพนักงาน"),
    "name": ("full name", "姓名", "名字", "ชื่อ", "ชื่อ-นามสกุล", "ชื่อ นามสกุล", "ชื่อ-สกุล"),
    "email": ("e-mail", "email address", "e-mail address", "mail", "邮箱", "电子邮箱", "电子邮件", "อีเมล", "อีเมล์"),
    "title": ("job title", "position", "职位", "职务", "岗位", "ตำแหน่ง", "ตำแหน่งงาน"),
    "department": ("dept", "部门", "所属部门", "แผนก", "ฝ่าย"),
    "locale": ("language", "语言", "ภาษา"),
    "time_zone": ("timezone", "时区", "เขตเวลา"),
    "roles": ("role", "角色", "บทบาท"),
}
DEPARTMENT_NAMES = {
    "code": ("department code", "编码", "代码", "部门编码", "部门代码", "รหัส", "รหัสแผนก"),
    "name": ("department", "department name", "名称", "部门", "部门名称", "ชื่อ", "แผนก", "ชื่อแผนก"),
    "lead": ("head", "负责人", "部门负责人", "หัวหน้า", "หัวหน้าแผนก"),
    "purpose": ("职责", "部门职责", "หน้าที่", "พันธกิจ"),
    "serves": ("whom we serve", "服务对象", "我们服务谁", "ผู้รับบริการ", "เราดูแลใคร"),
    "hours": ("工作时间", "办公时间", "เวลาทำการ", "เวลาทำงาน"),
    "time_zone": ("timezone", "时区", "เขตเวลา"),
    "contacts": ("contact", "联系方式", "ติดต่อ", "ช่องทางติดต่อ"),
}
ROLE_WORDS = {
    "": "",
    "employee": "",
    "leader": Role.LEADER,
    "领导": Role.LEADER,
    "ผู้นำ": Role.LEADER,
    "hr": Role.HR,
    "人力资源": Role.HR,
    "ฝ่ายบุคคล": Role.HR,
    "admin": Role.ADMIN,
    "administrator": Role.ADMIN,
    "管理员": Role.ADMIN,
    "ผู้ดูแลระบบ": Role.ADMIN,
}
_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(\.[^\s@<>,;\".]+)*")


def _known_zone(value: str) -> str:
    if value and value not in known_zones():
        raise ValueError(_("“%(value)s” is not a time zone name, such as Asia/Bangkok.") % {"value": value})
    return value


Zone = Annotated[Line, AfterValidator(_known_zone)]


def known_department(value: str, departments: Container[str]) -> str:
    """One of these by code, slug or name, in small letters; empty is none. Raises ValueError."""
    if value and value.casefold() not in departments:
        message = _("There is no open department with the code or name “%(name)s”. Import the departments first.")
        raise ValueError(message % {"name": value[:60]})
    return value.casefold()


class PersonLine(Form):
    employee_id: Annotated[Line, Field(max_length=60)] = ""
    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_NAME)]
    email: Annotated[Line, Field(min_length=1, max_length=254)]
    title: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    department: Line = ""
    locale: Line = ""
    time_zone: Zone = ""
    roles: Line = ""

    @field_validator("email")
    @classmethod
    def _address(cls, value: str) -> str:
        if not _ADDRESS.fullmatch(value):
            raise ValueError(_("“%(value)s” is not an e-mail address, such as name@example.com.") % {"value": value})
        return value.lower()

    @field_validator("department")
    @classmethod
    def _open(cls, value: str, info: ValidationInfo) -> str:
        """The context holds the open departments."""
        return known_department(value, info.context or {})

    @field_validator("locale")
    @classmethod
    def _spoken(cls, value: str) -> str:
        tag = known_language(value) if value else ""
        if tag is None:
            raise ValueError(_("“%(value)s” is none of the languages en, zh-Hans and th.") % {"value": value})
        return tag

    @field_validator("roles")
    @classmethod
    def _given(cls, value: str) -> str:
        """The roles' own words, in order, with spaces."""
        words = [word.strip().lower() for word in re.split(r"[,;/|、，]|\s+", value)]
        for word in words:
            if word not in ROLE_WORDS:
                message = _("“%(word)s” is no role that a roster gives. Write leader, hr or admin, or leave it empty.")
                raise ValueError(message % {"word": word})
        return " ".join(sorted({ROLE_WORDS[word] for word in words} - {""}))


class DepartmentLine(Form):
    code: Annotated[Line, Field(max_length=40)] = ""
    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_NAME)]
    lead: Annotated[Line, Field(max_length=254)] = ""
    purpose: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    serves: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    hours: Annotated[Line, Field(max_length=200)] = ""
    time_zone: Zone = ""
    contacts: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
