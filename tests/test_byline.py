"""Names are found where people sign, whole and as printed, and nowhere else."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivesearch.extract.fields.byline import find_byline, read_byline, read_signature


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kate", ("Kate",)),
        ("kate", ("kate",)),
        ("admin", ("admin",)),
        ("epredator", ("epredator",)),
        ("by Anna Smith and Bob", ("Anna Smith", "Bob")),
        ("Anna Smith, Bob Lee & Kate", ("Anna Smith", "Bob Lee", "Kate")),
        ("Anna, Bob, and Kate", ("Anna", "Bob", "Kate")),
        ("Von Anna", ("Anna",)),
        ("posted by kate", ("kate",)),
        ("Posted by: Anna Smith", ("Anna Smith",)),
        ("Автор: Иван Петров", ("Иван Петров",)),
        ("Par Luc Dupont et Jeanne Moreau", ("Luc Dupont", "Jeanne Moreau")),
        ("Ana y Luis", ("Ana", "Luis")),
        ("投稿者: 山田太郎", ("山田太郎",)),
        ("글쓴이: 김철수", ("김철수",)),
        ("BY ABBY BYRON", ("ABBY BYRON",)),
        ("ABBY", ("ABBY",)),
        ("Byron Parker", ("Byron Parker",)),
        ("Vonnegut", ("Vonnegut",)),
        ("Di Maria", ("Di Maria",)),
        ("Ludwig van Beethoven", ("Ludwig van Beethoven",)),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("J. R. R. Tolkien", ("J. R. R. Tolkien",)),
        ("Sammy Davis Jr.", ("Sammy Davis Jr.",)),
        ("Anna O’Hara", ("Anna O’Hara",)),
        ("Anna Smith, PhD", ("Anna Smith",)),
        ("Anna Smith, Staff Writer", ("Anna Smith",)),
        ("Anna Smith (@anna)", ("Anna Smith",)),
        ("Anna Smith on September 5, 2009", ("Anna Smith",)),
        ("September 5, 2009 · Anna Smith", ("Anna Smith",)),
        ("Anna Smith View all posts by Anna Smith →", ("Anna Smith",)),
        ("About the author: Anna Smith", ("Anna Smith",)),
        ("Anna Smith Website GitHub @anna", ("Anna Smith",)),
        ("Jimmy Page", ("Jimmy Page",)),
        ("Posts by Anna Smith", ("Anna Smith",)),
        ("The Garden Team", ("The Garden Team",)),
        ("— Anna", ("Anna",)),
        # nobody
        ("", ()),
        ("by", ()),
        ("Permalink", ()),
        ("Comments", ()),
        ("About me", ()),
        ("anna@garden.example", ()),
        ("@anna", ()),
        ("https://garden.example/", ()),
        ("September 5, 2009", ()),
        ("12", ()),
        ("How did the garden grow so quickly this year?", ()),
    ],
)
def test_an_author_element_gives_its_names(text: str, names: tuple[str, ...]) -> None:
    assert read_byline(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Posted by Anna on September 5, 2009 at 12:43 PM | Permalink", ("Anna",)),
        ("posted by kate at 3:05 PM", ("kate",)),
        ("September 5, 2009 by Anna in Gardens", ("Anna",)),
        ("September 5, 2009 By Anna Smith Leave a Comment", ("Anna Smith",)),
        ("By Anna Smith on September 18, 2006 7:28 PM | 2 Comments", ("Anna Smith",)),
        ("by kate on 2009-09-05", ("kate",)),
        ("By Anna Smith", ("Anna Smith",)),
        ("This entry was posted in Gardens on June 4, 2008 by Maxim .", ("Maxim",)),
        ("Posted in Gardens by Anna", ("Anna",)),
        (
            "Saturday, September 5, 2009 | Posted by Anna Smith and Bob Lee | Comments (3)",
            ("Anna Smith", "Bob Lee"),
        ),
        ("Submitted by anna on Sat, 09/05/2009 - 12:43", ("anna",)),
        ("Filed under: Gardens | by Anna | 3 comments", ("Anna",)),
        ("Von Anna am 5. September 2009", ("Anna",)),
        ("Geschrieben von Anna Schmidt am 5. September 2009 um 12:43", ("Anna Schmidt",)),
        ("Par Luc le 5 septembre 2009 à 12h43", ("Luc",)),
        ("Publicado por Ana Ruiz el 5 de septiembre de 2009", ("Ana Ruiz",)),
        ("por Ana el 30/11/2014 en Jardines", ("Ana",)),
        ("Postado por João às 15:30", ("João",)),
        ("Scritto da Carla il 5 settembre 2009", ("Carla",)),
        ("Geschreven door Jan de Vries op 5 september 2009", ("Jan de Vries",)),
        ("Автор: Иван Петров | 5 сентября 2009", ("Иван Петров",)),
        ("5 сентября 2009 от Иван", ("Иван",)),
        ("Opublikowane przez Ola dnia 5 września 2009", ("Ola",)),
        ("Skrivet av Åsa den 5 september 2009", ("Åsa",)),
        ("投稿者: 山田太郎 投稿日: 2009年9月5日", ("山田太郎",)),
        ("作者：王小明 发布于 2009-09-05", ("王小明",)),
        ("글쓴이: 김철수 | 2009. 9. 5.", ("김철수",)),
        ("Posted by admin on September 5, 2009", ("admin",)),
        ("Guest post by Anna Smith", ("Anna Smith",)),
    ],
)
def test_a_byline_is_found_inside_a_line(text: str, names: tuple[str, ...]) -> None:
    found = find_byline(text)
    assert found is not None
    assert found.names == names
    assert all(name in text[found.start : found.end] for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "By the way, Anna came too.",
        "By using this tool you agree to everything.",
        "Written by Stephen King in 1978, the novel was read by everybody I know, and I know many.",
        "The book by Stephen King is on the table.",
        "Von der Wiese sah man gestern am 5. September 2009 nichts.",
        "Par exemple, le jardin.",
        "By Monday, September 7, 2009 we had planted everything.",
        "By Anna, we mean the cat.",
        "Powered by WordPress",
        "Theme by Gardeners",
        "ABBY came by Tuesday",
        "Posted in Gardens on September 5, 2009",
        "Posted by anna@garden.example",
        "Stand by",
        "It grew on September 5, 2009 by accident, and died.",
        "So it grew (by analogy with the tulip) on September 5, 2009",
        "Created in 1990 by Anna Smith who now works in a garden.",
        "by Gardener's Great Weekly Flower Magazine",
        "September 5, 2009",
        "sorted by date",
    ],
)
def test_prose_and_furniture_hold_no_byline(text: str) -> None:
    assert find_byline(text) is None


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Approach it like that and I am sure you will be happy.", "Kate"], ("Kate",)),
        (["There will be more about the roses and the tulips tomorrow.", "- Scott"], ("Scott",)),
        (["There will be more about the roses and the tulips tomorrow.", "--Anna"], ("Anna",)),
        (["There will be more about the roses and the tulips tomorrow.", "-- kate"], ("kate",)),
        (["There will be more about the roses and the tulips tomorrow.", "— Anna"], ("Anna",)),
        (["There will be more about the roses and the tulips tomorrow.", "~Anna Smith"], ("Anna Smith",)),
        (["Cheers,", "Anna"], ("Anna",)),
        (["Until then!", "Jean-Luc"], ("Jean-Luc",)),
        (["Спасибо всем, кто дочитал этот рассказ о саде до конца.", "Иван"], ("Иван",)),
        (["It grew!", "Kate", "PS: it is a rose."], ("Kate",)),
        # nobody
        (["There will be more about the roses and the tulips tomorrow.", "Enjoy!"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "Cheers"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "Update"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "Thanks"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "PS"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "Best Regards"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "Admin"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "https://garden.example/"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "We went home."], ()),
        (["- Apples", "- Pears"], ()),
        (["Roses", "Tulips"], ()),
        (["Links:", "Gardens"], ()),
        (["Done.", "Testing"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "OpenGarden"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "GO"], ()),
        (
            [
                "これでバラの話は終わりです。次はチューリップの話を書きたいと思っているので、楽しみにしていてください。",
                "花の話",
            ],
            (),
        ),
        (["I planted", "Roses"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "x = 1"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "</html>"], ()),
        (["There will be more about the roses and the tulips tomorrow.", "42"], ()),
        ([""], ()),
        ([], ()),
    ],
)
def test_a_signature_is_a_name_alone_on_the_last_line(lines: list[str], names: tuple[str, ...]) -> None:
    assert read_signature(lines) == names


NAMES = st.lists(
    st.sampled_from(
        ["Anna", "Bob", "Jean-Luc", "O’Hara", "Åsa", "Müller", "Иван", "ABBY", "Byron", "Parker"]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


@given(
    names=st.lists(NAMES, min_size=1, max_size=3, unique=True),
    frame=st.sampled_from(
        [
            "by {}",
            "Posted by {} on September 5, 2009 | Permalink",
            "September 5, 2009 by {} in Gardens",
            "Author: {}",
        ]
    ),
)
def test_whatever_names_a_template_prints_come_back(names: list[str], frame: str) -> None:
    text = frame.format(" and ".join([", ".join(names[:-1]), names[-1]] if names[:-1] else names))
    assert read_byline(text) == tuple(names)
    found = find_byline(text)
    assert found is not None
    assert found.names == tuple(names)


@given(text=st.text(max_size=200), lead=st.sampled_from(["", "by ", "Posted by ", "- ", "Von ", "作者："]))
def test_no_text_raises_and_names_stand_in_it(text: str, lead: str) -> None:
    text = lead + text
    for name in read_byline(text):
        assert name in " ".join(text.split())
    if (found := find_byline(text)) is not None:
        assert found.names
        assert 0 <= found.start < found.end <= len(text)
    for name in read_signature(text.split("\n")):
        assert name in " ".join(text.split())


@pytest.mark.parametrize(
    "text", ["by " * 50_000, "A" * 100_000, "A " * 190, "by A, " * 60, "(" * 390, "posted " * 55]
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    start = process_time()
    read_byline(text)
    find_byline(text)
    read_signature([text])
    assert process_time() - start < 0.2
