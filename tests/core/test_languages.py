import pytest
from fastapi.testclient import TestClient
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from app.core import languages
from app.core.languages import guess_language, lang_of


class TestLanguages:
    @pytest.mark.parametrize(
        ("written", "tag"),
        [
            ("陈文", "zh-Hans"),
            ("สมชาย ใจดี", "th"),
            ("東京タワーに行く", "ja"),
            ("鲜の每日牛奶放在三楼茶水间的冰箱里", "zh-Hans"),
            ("김민수", "ko"),
            ("شكرا", "ar"),
            ("Ana López", ""),
            ("Excel 表格导出", "zh-Hans"),
            ("ใช้ Excel", "th"),
            ("A printer for 陈文 and her team", ""),
            ("2026-11", ""),
            ("ดู https://photo.example.org/images/2021/09/very/long/path/0001-of-many.jpg ครับ", "th"),
            ("看 www.photo.example.org/images/very/long/path?size=large 这里", "zh-Hans"),
            ("看photo.example.org/images/very/long/path/of/a/picture这里", "zh-Hans"),
            ("ถาม somebody.with.a.long.name@office.example.org", "th"),
            ("https://photo.example.org/%E8%B7%AF", ""),
            ("", ""),
        ],
    )
    def test_a_script_gives_its_language_away(self, written, tag):
        assert lang_of(written) == tag

    @pytest.mark.parametrize(
        ("written", "tag"),
        [
            ("La impresora de la tercera planta no funciona", "es"),
            ("Der Drucker im dritten Stock ist kaputt", "de"),
            ("Sửa máy in ở tầng ba giúp mọi người", "vi"),
            ("Please plant more trees in the car park", "en"),
            ("我们应该在停车场种树", "zh-Hans"),
            ("PDF", "th"),
            ("https://the.lift.example.org/and/the/door/in/the/house", "th"),
            ("", "th"),
        ],
    )
    def test_a_language_is_named_only_when_it_is_clear(self, written, tag):
        assert guess_language(written, likely="th") == tag

    def test_the_application_begins_with_its_languages_loaded(self, application):
        languages._identifier.cache_clear()
        with TestClient(application):
            assert languages._identifier.cache_info().currsize == 1


SENTENCES = (
    "The lift in the second house stops on every floor.",
    "Die Lampe am Tor ist seit dem Frühjahr kaputt.",
    "La calle está muy sucia y no hay papeleras.",
    "Il y a trop peu de bancs devant la mairie.",
    "O elevador do segundo prédio está parado.",
    "De lift in het tweede huis staat weer stil.",
    "Cửa thư viện nên mở sớm hơn vào buổi sáng.",
)


def test_the_model_that_is_read_in_pieces_is_the_librarys():
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(languages._LATIN)
    pieces = languages._identifier()
    for sentence in SENTENCES:
        (one, sure), (other, as_sure) = whole.classify(sentence), pieces.classify(sentence)
        assert (one, round(sure, 5)) == (other, round(as_sure, 5))
    assert [guess_language(sentence) for sentence in SENTENCES] == ["en", "de", "es", "fr", "pt", "nl", "vi"]
