"""What people type finds what they mean: names with signs, other scripts, other spellings, all in one archive."""

from __future__ import annotations

from pathlib import Path

import pytest

import archivesearch
from archivesearch.archive import Archive
from archivesearch.index.engine import ENGINES
from archivesearch.languages import detect_language
from archivesearch.model import Post

TEXTS = {
    "dotnet": "I write C# and F# daily, and some C++; the .NET code of last year is gone.",
    "node": "A server in node.js, and version 1.2.3 of it; v2.0 comes later.",
    "names": "The class HTMLParserError in my_snake_case_name, see src/app/main.py and std::vector<int>.",
    "camel": "A HttpServer calls readFileSync() for each XMLHttpRequest of JavaScript, WordPress and YouTube.",
    "mail": "Don't send an e-mail to O'Reilly’s office at AT&T, tagged #python.",
    "initials": "A letter from the U.S.A. with a soft\u00adhyphen and a 🚀 on it.",
    "german": "Die Häuser in der Straße sind nicht sehr alt, und die Donaudampfschifffahrt ist es auch nicht.",
    "towns": "He took the train from Köln to Zürich, and it was late; a Citroën stood there at Noël.",
    "spelt": "Auf der Strasse nach Muenchen und Koenigsberg waren wir die ganze Zeit allein, und das ist schoen.",
    "danish": "Ærø er en ø, og det er ikke langt fra Ålborg til den.",
    "polish": "Łódź nie jest nad morzem, ale to jest miasto, które znam.",
    "turkish": "Isparta'da hava ılık ve güneşli, bu çok güzel bir şey.",
    "french": "L'amour et les cafés, c'est tout ce que nous avons dans les rues de la ville.",
    "russian": "Ещё одна ёлка стоит на берегу, и мы её видели вместе с собаками.",
    "chinese": "我们到达的时候灯塔的灯已经亮了。",
    "japanese": "昨日は東京タワーへ行きました。コンピュータを買いました。",
    "widths": "Ｃ＋＋で書いた本を、ｺﾝﾋﾟｭｰﾀｰの店で見た。型番はＡＢＣ１２３。スカイタワー",
    "korean": "우리가 왔을 때 등대의 불이 켜져 있었다.",
    "thai": "เราเห็นประภาคารริมทะเลเมื่อวานนี้",
    "arabic": "رأينا المنارة على الشاطئ أمس",
    "hebrew": "ראינו את המגדלור ליד הים",
    "hindi": "हमने समुद्र के किनारे प्रकाशस्तंभ देखा",
    "vietnamese": "Việt Nam có nhiều ngọn hải đăng.",
}


@pytest.fixture(scope="module", params=ENGINES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    if request.param != "whoosh":
        pytest.importorskip(request.param)
    place: Path = tmp_path_factory.mktemp("findable") / "index"
    made = archivesearch.open(place, create=True, engine=request.param)
    made.add_posts(Post(name, body=text) for name, text in TEXTS.items())
    made.commit()
    return made


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("C#", "dotnet"),
        ("c#", "dotnet"),
        ("F#", "dotnet"),
        ("C++", "dotnet"),
        (".NET", "dotnet"),
        ("node.js", "node"),
        ("1.2.3", "node"),
        ("v2.0", "node"),
        ("2.0", "node"),
        ("HTMLParserError", "names"),
        ("htmlparser*", "names"),
        ("my_snake_case_name", "names"),
        ("snake", "names"),
        ("src/app/main.py", "names"),
        ("main.py", "names"),
        ("std::vector", "names"),
        ("server", "camel"),
        ('"http server"', "camel"),
        ("httpserver", "camel"),
        ("HttpServer", "camel"),
        ("read file", "camel"),
        ("readfilesync", "camel"),
        ("requests", "camel"),
        ('"http request of javascript"', "camel"),
        ("youtube", "camel"),
        ("wordPress", "camel"),
        ("parser", "names"),
        ("don't", "mail"),
        ("don’t", "mail"),
        ("e-mail", "mail"),
        ("email", "mail"),
        ("oreilly", "mail"),
        ("AT&T", "mail"),
        ("#python", "mail"),
        ("python", "mail"),
        ("U.S.A.", "initials"),
        ("USA", "initials"),
        ("softhyphen", "initials"),
        ("🚀", "initials"),
        ("strasse", "german"),
        ("STRASSE", "german"),
        ("haus", "german"),
        ("Donaudampfschifffahrt", "german"),
        ("Haeuser", "german"),
        ("Koeln", "towns"),
        ("köln", "towns"),
        ("koln", "towns"),
        ("zuerich", "towns"),
        ("citroen", "towns"),
        ("noel", "towns"),
        ("München", "spelt"),
        ("muenchen", "spelt"),
        ("munchen", "spelt"),
        ("Straße", "spelt"),
        ("schön", "spelt"),
        ("aalborg", "danish"),
        ("aero", "danish"),
        ("Ålborg", "danish"),
        ("alborg", "danish"),
        ("lodz", "polish"),
        ("Łódź", "polish"),
        ("ilik", "turkish"),
        ("güneşli", "turkish"),
        ("gunesli", "turkish"),
        ("amour", "french"),
        ("café", "french"),
        ("еще", "russian"),
        ("ёлка", "russian"),
        ("елка", "russian"),
        ("собака", "russian"),
        ("灯塔", "chinese"),
        ("时候", "chinese"),
        ("灯", "chinese"),
        ("東京", "japanese"),
        ("タワー", "japanese"),
        ("東京タワー", "japanese"),
        ("C++", "widths"),
        ("Ｃ＋＋", "dotnet"),
        ("abc123", "widths"),
        ("ｈａｕｓ", "german"),
        ("コンピューター", "japanese"),
        ("ｺﾝﾋﾟｭｰﾀ", "japanese"),
        ("コンピュータ", "widths"),
        ("コンピューターの店", "widths"),
        ("タワー", "widths"),
        ("등대", "korean"),
        ("ประภาคาร", "thai"),
        ("ทะเล", "thai"),
        ("المنارة", "arabic"),
        ("המגדלור", "hebrew"),
        ("प्रकाशस्तंभ", "hindi"),
        ("viet", "vietnamese"),
        ("hải", "vietnamese"),
    ],
)
def test_a_word_as_people_type_it_finds_its_post_and_is_marked(
    archive: Archive, typed: str, name: str
) -> None:
    ranking = archive.search(typed)
    assert ranking.notes == ()
    found = {hit.post.id: hit for hit in ranking}
    assert name in found
    assert "<mark>" in found[name].snippet.html()
    assert len(found) <= 3


@pytest.mark.parametrize("typed", ["java", "press", "tube", "word"])
def test_a_product_is_not_found_by_the_halves_of_its_name(archive: Archive, typed: str) -> None:
    assert "camel" not in {hit.post.id for hit in archive.search(typed)}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_identifier_as_typed_goes_before_its_parts_and_a_word_before_an_identifier(
    tmp_path: Path, engine: str
) -> None:
    if engine != "whoosh":
        pytest.importorskip(engine)
    with archivesearch.open(tmp_path / "index", create=True, engine=engine) as archive:
        archive.add_posts(
            [
                Post("1", body="The HttpListener and the HttpParser are here, and that is all of it."),
                Post("2", body="The listener is here and the parser was here, and that is all of it."),
                Post("3", body="The httplistener was here, then the other was, and that is all of it."),
                Post("4", body="There was nothing of the kind here, and that is all that there was."),
            ]
        )
        archive.commit()

        def found(typed: str) -> list[str]:
            return [hit.post.id for hit in archive.search(typed)]

        assert found("listener") == ["2", "1"]
        assert sorted(found("HttpListener")) == sorted(found("httplistener")) == ["1", "3"]
        assert found('"http parser"') == ["1"]


def test_a_word_of_one_language_does_not_pollute_the_others(tmp_path: Path) -> None:
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.add_posts(
            [
                *(
                    Post(f"en{n}", body=f"It was the best of times, and it was {n} o'clock by the clock.")
                    for n in range(9)
                ),
                Post(
                    "mint",
                    body="Linux Mint 15\nLinux Mint 17 mint\nLizenz: http://creativecommons.org/licenses/by/3.0/",
                ),
                Post("wasm", body="We compiled it to wasm and it was good for the rest of us."),
            ]
        )
        archive.commit()
        assert archive.search("best -wasm").total == 9


def test_two_letters_are_not_taken_for_one_in_words_that_have_them(tmp_path: Path) -> None:
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.add_posts(
            [
                Post("en", body="The poet does what is due, and the blue queue is true.", language="en"),
                Post("de", body="Du hast den Pott und das Dos, den Blu und den Tru.", language="de"),
                Post("more", body="A pot, a dos and a blu: du.", language="en"),
                Post("neu", body="Die neue Steuer ist hoch.", language="de"),
            ]
        )
        archive.commit()
        for typed in ("poet", "does", "due", "blue", "true"):
            assert [hit.post.id for hit in archive.search(typed)] == ["en"]
        assert [hit.post.id for hit in archive.search("neu")] == ["neu"]


@pytest.mark.parametrize("language", ["fr", "fi", "ga"])
def test_an_acronym_loses_no_letter_to_the_endings_of_another_language(tmp_path: Path, language: str) -> None:
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.add_posts(
            [
                Post("js", body="The css and the js of our php site, and its dns.", language="en"),
                Post("letters", body="The cs is on j, the cc is on pp and the dn is on d.", language="en"),
                Post("other", body="Tervetuloa, bienvenue, fáilte.", language=language),
            ]
        )
        archive.commit()
        for typed in ("css", "js", "php", "dns"):
            assert [hit.post.id for hit in archive.search(typed)] == ["js"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("public class Foo { int is = a.the(of, to); } // http://www.example.org/in/the/of/and.html", None),
        ("Mint mint mint mint", None),
        ("Debian - dpkg - Lizenz: http://creativecommons.org/licenses/by/3.0/", None),
        (
            "def main(self): pass\n" * 30
            + "Dies ist der Text, den ich für euch geschrieben habe, und er ist nicht lang.",
            "de",
        ),
    ],
)
def test_code_addresses_and_one_repeated_word_tell_no_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language
