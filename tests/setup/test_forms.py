import pytest
from pydantic import ValidationError

from app.core.i18n import LANGUAGES
from app.setup.forms import DepartmentForm, DirectionForm, NamesForm, PersonForm, field_of, spoken


@pytest.mark.parametrize(("form", "prefix"), [(NamesForm, "name"), (DirectionForm, "text")])
def test_every_language_has_its_field(form, prefix):
    typed = {field_of(prefix, tag): language.own_name for tag, language in LANGUAGES.items()}
    names = {tag: language.own_name for tag, language in LANGUAGES.items()}
    assert spoken(form.model_validate(typed), prefix) == names


def test_languages_left_empty_are_left_out():
    assert spoken(NamesForm(name_th=" ใช้จริง "), "name") == {"th": "ใช้จริง"}


@pytest.mark.parametrize("wrong", ["ana", "@example.com", "ana@", "a na@example.com", "a@b@c"])
def test_what_cannot_be_an_address_is_refused(wrong):
    with pytest.raises(ValidationError):
        PersonForm(name="Ana", email=wrong)


def test_an_address_is_kept_in_small_letters():
    assert PersonForm(name="Ana", email=" Ana@Example.COM ").email == "ana@example.com"


def test_a_department_has_one_lead_and_a_real_time_zone():
    assert DepartmentForm(name="Fleet", lead=[1], time_zone="Asia/Bangkok").lead == [1]
    with pytest.raises(ValidationError):
        DepartmentForm(name="Fleet", lead=[1, 2])
    with pytest.raises(ValidationError):
        DepartmentForm(name="Fleet", time_zone="Bangkok")
