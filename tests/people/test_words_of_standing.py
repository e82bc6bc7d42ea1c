"""Who is here and who has left, in the words of ten languages: each file as an office of that language writes it."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.importing.standing import is_enabled, is_here, is_not_disabled, words
from app.people.models import Person
from tests.makers import rows
from tests.people.rostering import bring, plan


@dataclass(frozen=True)
class Office:
    """What its columns are called, what it writes of whoever is here and of whoever has left, and its yes and no."""

    head: str
    here: str
    gone: str
    yes: str
    no: str
    flag: str
    opposite: str


SAID = """
en
Employee Number,Full Name,Employment Status
Active,Sick leave,Full-Time,Intern,Notice period
Terminated,Resigned,Retired,Laid off,Left the company
Yes|No|Is Active|Suspended

zh-Hans
工号,姓名,员工状态
在职,试用期,产假,停薪留职,返聘,待离职
离职,已离职,退休,辞退,已停用
是|否|是否在职|是否离职

zh-Hant
員工編號,員工姓名,員工狀態
在職,試用期,留職停薪
離職,已離職,資遣,辭職
是|否|是否啟用|是否離職

th
รหัสพนักงาน,ชื่อ-นามสกุล,สถานะพนักงาน
ทำงานอยู่,ทดลองงาน,ลาคลอด,พนักงานประจำ
ลาออก,พ้นสภาพ,เกษียณอายุ,เลิกจ้าง,ออกจากงาน
ใช่|ไม่ใช่|เปิดใช้งาน|ระงับการใช้งาน

ja
社員番号,氏名,在籍状況
在籍,休職中,育児休業中,正社員,出向
退職,退社,定年退職,解雇,退職済み
はい|いいえ|有効|退職済み

ko
사번,성명,재직상태
재직,재직중,휴직,육아휴직,수습
퇴사,퇴직,정년퇴직,해고
예|아니오|재직여부|퇴사여부

de
Personalnummer,Name,Beschäftigungsstatus
aktiv,In Elternzeit,Probezeit,beurlaubt
ausgeschieden,Entlassen,im Ruhestand,inaktiv,verstorben
Ja|Nein|Konto aktiv|Gesperrt

fr
Matricule,Nom complet,Statut
Actif,En congé,En poste,Période d'essai
Licencié,Retraité,Inactif,A quitté l’entreprise,Démissionnaire
Oui|Non|Compte actif|Désactivé

es
Número de empleado,Nombre completo,Estado laboral
Activo,Activa,De vacaciones,Con licencia
Inactivo,Despedido,Jubilada,Renunció,Desvinculado
Sí|No|Habilitado|Deshabilitado

pt
Matrícula,Nome completo,Situação
Ativo,Em férias,De licença,Em atividade
Desligado,Demitida,Aposentado,Inativo
Sim|Não|Ativo|Desativado

vi
Mã nhân viên,Họ và tên,Trạng thái
Đang làm việc,Thử việc,Chính thức,Nghỉ thai sản
Đã nghỉ việc,Nghỉ hưu,Thôi việc,Sa thải
Có|Không|Kích hoạt|Bị khóa
"""
"""The fields of an office in their order, the short ones in one line."""
OFFICES = {
    lines[0]: Office(*lines[1:4], *lines[4].split("|")) for lines in map(str.splitlines, SAID.strip().split("\n\n"))
}
every_office = pytest.mark.parametrize("office", OFFICES.values(), ids=OFFICES)
MEANINGS = ("yes", "no", "active", "left")


@every_office
def test_a_roster_in_words_of_its_language_keeps_who_is_here_and_lets_go_who_left(store, office):
    said = [(word, True) for word in office.here.split(",")] + [(word, False) for word in office.gone.split(",")]
    known = "".join(f"{n},P {n}\n" for n in range(len(said)))
    bring(store, f"{office.head.rpartition(',')[0]}\n{known}")
    bring(store, f"{office.head}\n" + "".join(f"{n},P {n},{word}\n" for n, (word, _here) in enumerate(said)))
    assert {said[int(one.employee_id or "")][0]: one.active for one in rows(store, Person)} == dict(said)


@every_office
def test_none_of_these_words_is_told_as_one_that_is_not_known(store, office):
    text = "".join(f"{n},P {n},{word}\n" for n, word in enumerate(f"{office.here},{office.gone}".split(",")))
    made = plan(store, f"{office.head}\n{text}")
    assert made.roster.survey.unknown_statuses() == []
    assert [change.row.cells[made.roster.columns.where("status")] for change in made.absent] == office.gone.split(",")


@every_office
def test_yes_and_no_stand_in_columns_that_say_it_and_in_columns_that_say_the_opposite(store, office):
    head = office.head.rpartition(",")[0]
    for column, field, first in ((office.flag, "enabled", office.no), (office.opposite, "disabled", office.yes)):
        other = office.yes if first == office.no else office.no
        made = plan(store, f"{head},{column}\n1,Ada,{first}\n2,Ben,{other}\n3,Cem,\n")
        assert str(made.roster.columns.sources[field]) == column
        assert [one.name for one in made.absent] == ["Ada"]
        assert [one.name for one in made.new] == ["Ben", "Cem"]


@every_office
def test_a_flag_may_hold_the_words_of_a_status_and_means_by_them_what_they_say(store, office):
    """Some write “Active” and “Terminated” under “Archived” too: no word is ever turned into its opposite."""
    for word in office.here.split(","):
        assert (is_enabled(word), is_not_disabled(word), is_here(word)) == (True, True, True)
    for word in office.gone.split(","):
        assert (is_enabled(word), is_not_disabled(word), is_here(word)) == (False, False, False)


@pytest.mark.parametrize(("one", "other"), [("yes", "no"), ("active", "left"), ("yes", "left"), ("active", "no")])
def test_no_word_means_two_things(one, other):
    assert words(one) & words(other) == frozenset()
    assert words(one) and words(other)


@given(st.sampled_from(MEANINGS), st.data(), st.sampled_from(["{}", " {} ", "\u200b{}", "{}\u00a0", "\t{}"]))
def test_capitals_and_what_cannot_be_seen_make_no_other_word(meaning, data, dress):
    word = data.draw(st.sampled_from(sorted(words(meaning))))
    says = meaning in ("yes", "active")
    for spelled in (word, word.upper(), word.capitalize()):
        assert is_enabled(dress.format(spelled)) is says
    if meaning in ("active", "left"):
        assert is_here(dress.format(word)) is says


@given(st.text(max_size=12))
def test_whatever_a_cell_holds_a_status_never_fails_and_a_flag_says_its_word(text):
    assert is_here(text) in (True, False, None)
    for read in (is_enabled, is_not_disabled):
        try:
            assert read(text) in (True, False, None)
        except ValueError as error:
            assert str(error).endswith("” says neither yes nor no.")
            assert is_here(text) is None


def test_words_that_somebody_said_mean_left_win_over_those_that_are_known():
    assert (is_here("On leave"), is_here("On Leave", {"on leave"})) == (True, False)
    assert is_here("Sabbatical", {"sabbatical"}) is False


@pytest.mark.parametrize(
    ("cells", "is_gone"),
    [
        (("TRUE", "FALSE", "Active", ""), False),
        (("TRUE", "FALSE", "Active", "2020-01-31"), True),
        (("FALSE", "FALSE", "Active", ""), True),
        (("TRUE", "TRUE", "Active", ""), True),
        (("TRUE", "FALSE", "Terminated", ""), True),
        (("", "", "", "9999-12-31"), False),
        (("", "", "Grade 7", "-"), False),
        (("", "", "On leave", "N/A"), False),
    ],
)
def test_one_column_that_says_left_outweighs_all_that_say_here(store, cells, is_gone):
    made = plan(store, f"employee_id,name,enabled,disabled,status,left_on\n1,Ada,{','.join(cells)}\n")
    assert (len(made.absent), len(made.new)) == (int(is_gone), int(not is_gone))


@pytest.mark.parametrize("column", ["enabled", "disabled"])
def test_a_flag_in_another_word_refuses_its_row_and_names_the_word_shortened(store, column):
    made = plan(store, f"employee_id,name,{column}\n1,Ada,{'maybe ' * 30}\n2,Ben,yes\n")
    [error] = made.errors
    assert (error.row, error.column, len(error.message) < 100) == (2, column, True)
    assert error.message.startswith("“maybe maybe ")


def test_whoever_left_by_a_word_frees_the_address_in_the_same_file_in_every_language(store):
    for number, office in enumerate(OFFICES.values()):
        email, gone, here = f"p{number}@x.example", office.gone.split(",")[0], office.here.split(",")[0]
        first, second = f"{number}a", f"{number}b"
        bring(store, f"employee_id,name,email\n{first},Ada,{email}\n")
        bring(store, f"employee_id,name,email,status\n{second},Ben,{email},{here}\n{first},Ada,{email},{gone}\n")
        found = {one.employee_id: (one.email, one.active) for one in rows(store, Person)}
        assert (found[first], found[second]) == ((None, False), (email, True))


def test_words_that_are_not_known_are_counted_with_the_most_frequent_first(store):
    text = "employee_id,name,status\n" + "".join(f"{n},P {n},{'Blue' if n % 3 else 'Red'}\n" for n in range(1, 10))
    made = plan(store, text)
    assert made.roster.survey.unknown_statuses() == [("Blue", 6), ("Red", 3)]
    assert (len(made.new), made.absent) == (9, [])
    said = plan(store, text, left=frozenset({"red"}))
    assert (said.roster.survey.unknown_statuses(), len(said.absent)) == ([("Blue", 6)], 3)
