"""Time stamps come back as they were printed: same instant, same precision, same zone, nothing more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archivesearch.extract.fields.month_names import month_named
from archivesearch.extract.fields.timestamp import (
    DateHints,
    find_clock,
    find_timestamps,
    is_day_heading,
    read_timestamp,
    with_clock,
)
from archivesearch.model import Precision, Timestamp


def stamp_of(text: str, hints: DateHints | None = None) -> str | None:
    stamp = read_timestamp(text, hints or DateHints())
    return None if stamp is None else str(stamp)


# --- examples -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # dasBlog
        (
            "Saturday, September 05, 2009 12:43:43 PM (Eastern Daylight Time, UTC-04:00)  #",
            "2009-09-05T12:43:43-04:00",
        ),
        (
            "Saturday, September 5, 2009 11:13:43 PM (India Standard Time, UTC+05:30)",
            "2009-09-05T23:13:43+05:30",
        ),
        (
            "Samstag, 5. September 2009 12:43:43 (Mitteleuropäische Sommerzeit, UTC+02:00)",
            "2009-09-05T12:43:43+02:00",
        ),
        (
            "samedi 5 septembre 2009 12:43:43 (Paris, Madrid (heure d’été), UTC+02:00)",
            "2009-09-05T12:43:43+02:00",
        ),
        ("Saturday, September 05, 2009 4:43:43 PM UTC", "2009-09-05T16:43:43+00:00"),
        (
            "Saturday, September 05, 2009 11:50:00 PM (Newfoundland Standard Time, UTC−03:30)",
            "2009-09-05T23:50:00-03:30",
        ),
        ("9/15/2009 12:43 PM Eastern Daylight Time", "2009-09-15T12:43-04:00"),
        ("2009-09-05 12:43:43Z", "2009-09-05T12:43:43+00:00"),
        # ISO 8601, cut, sloppy
        ("2009", "2009"),
        ("2009-09", "2009-09"),
        ("2009-09-05", "2009-09-05"),
        ("2009-09-05 12:43", "2009-09-05T12:43"),
        ("2009-09-05T12:43:43.123Z", "2009-09-05T12:43:43+00:00"),
        ("2009-09-05T12:43:43+0000", "2009-09-05T12:43:43+00:00"),
        ("2009-09-05T12:43:43 -04:00", "2009-09-05T12:43:43-04:00"),
        ("2009-09-05 12:43:43+02", "2009-09-05T12:43:43+02:00"),
        ("2009-09-05T00:00:00Z", "2009-09-05T00:00:00+00:00"),
        ("2009-09-05T24:00:00", "2009-09-05"),
        ("20090905T124343Z", "2009-09-05T12:43:43+00:00"),
        ("20090905124343", "2009-09-05T12:43:43"),
        ("Published: 2009-09-05T12:43", "2009-09-05T12:43"),
        # Go, JavaScript, C, RFC 822, Apache
        ("2009-09-05 12:43:43 -0400 EDT", "2009-09-05T12:43:43-04:00"),
        ("2009-09-05 12:43:43.123456789 +0000 UTC", "2009-09-05T12:43:43+00:00"),
        ("Sat Sep 05 2009 12:43:43 GMT-0400 (Eastern Daylight Time)", "2009-09-05T12:43:43-04:00"),
        ("Sat Sep  5 12:43:43 EDT 2009", "2009-09-05T12:43:43-04:00"),
        ("Sat Sep 05 12:43:43 +0000 2009", "2009-09-05T12:43:43+00:00"),
        ("Sat, 05 Sep 2009 16:43:43 GMT", "2009-09-05T16:43:43+00:00"),
        ("Sat, 5 Sep 09 16:43:43 EST", "2009-09-05T16:43:43-05:00"),
        # English prose
        ("September 5th, 2009", "2009-09-05"),
        ("September 5 th , 2009", "2009-09-05"),
        ("the 5th of September, 2009", "2009-09-05"),
        ("Sep. 5th, 2009 12:43 pm", "2009-09-05T12:43"),
        ("January 15 2020, 10:30", "2020-01-15T10:30"),
        ("Sat, 5 Sep 2009 @ 3:05 PM", "2009-09-05T15:05"),
        ("14 December 2014", "2014-12-14"),
        ("12:43 PM on September 5, 2009", "2009-09-05T12:43"),
        ("Sept. 5, 2009 3.15 p.m.", "2009-09-05T15:15"),
        ("May 5, 2009 12:15 a.m.", "2009-05-05T00:15"),
        ("September 5, ’09", "2009-09-05"),
        ("05-Sep-09", "2009-09-05"),
        ("2009-Sep-05", "2009-09-05"),
        ("September 2009", "2009-09"),
        # words around it
        ("Posted by Anna on September 5, 2009 12:43 PM | Permalink", "2009-09-05T12:43"),
        ("September 5, 2009 by Anna at 12:43 PM in Gardens", "2009-09-05T12:43"),
        (
            "posted on Saturday, September 5th, 2009 at 12:43 pm and is filed under Gardens",
            "2009-09-05T12:43",
        ),
        ("Updated September 7, 2009. Published September 5, 2009", "2009-09-05"),
        ("Last modified: September 7, 2009", "2009-09-07"),
        # other languages
        ("05.09.2009 um 12:43 Uhr", "2009-09-05T12:43"),
        ("5. September 2009, 12.43 Uhr", "2009-09-05T12:43"),
        ("5. Mär 2009", "2009-03-05"),
        ("Sa 05 April 2014", "2014-04-05"),
        ("1er février 2009 à 12h43", "2009-02-01T12:43"),
        ("5 févr. 2009", "2009-02-05"),
        ("5 de septiembre de 2009 a las 3:05 p. m.", "2009-09-05T15:05"),
        ("sábado, 5 de setembro de 2009", "2009-09-05"),
        ("1º de setembro de 2009 às 15h30", "2009-09-01T15:30"),
        ("sabato 5 settembre 2009 9.43.43", "2009-09-05T09:43:43"),
        ("zaterdag 5 september 2009 12:43", "2009-09-05T12:43"),
        ("Январь 15, 2020", "2020-01-15"),
        ("5 сентября 2009 г. 12:43:43", "2009-09-05T12:43:43"),
        ("5 września 2009", "2009-09-05"),
        ("5.IX.2009", "2009-09-05"),
        ("den 5 september 2009 kl. 12:43", "2009-09-05T12:43"),
        ("lørdag den 5. september 2009 kl. 9.43", "2009-09-05T09:43"),
        ("5. syyskuuta 2009", "2009-09-05"),
        ("5. září 2009", "2009-09-05"),
        ("5 вересня 2009 р. 12:43", "2009-09-05T12:43"),
        ("5 d’agost de 2009", "2009-08-05"),
        ("05 Eylül 2009 Cumartesi 12:43:43", "2009-09-05T12:43:43"),
        ("2009. szeptember 5. 12:43:43", "2009-09-05T12:43:43"),
        ("FÉVRIER 5, 2009", "2009-02-05"),
        ("2009年9月5日(土) 午後3:05", "2009-09-05T15:05"),
        ("２００９年９月５日　12：43", "2009-09-05T12:43"),
        ("平成21年9月5日", "2009-09-05"),
        ("2009年9月5日 星期六 下午 3:05", "2009-09-05T15:05"),
        ("2009年9月5日 周六 下午 3:05", "2009-09-05T15:05"),
        ("2009-09-05 周", "2009-09-05"),  # found by fuzzing: the word alone
        ("2009年9月5日 12时43分", "2009-09-05T12:43"),
        ("九月 5, 2009", "2009-09-05"),
        ("2009년 9월 5일 토요일 오후 3:05", "2009-09-05T15:05"),
        ("2009. 9. 5. 오후 3:05", "2009-09-05T15:05"),
        ("9월 5, 2009", "2009-09-05"),
        ("5 tháng 9, 2009", "2009-09-05"),
        # numeric, order certain
        ("25/09/2009", "2009-09-25"),
        ("09/25/2009", "2009-09-25"),
        ("05/05/2009", "2009-05-05"),
        ("Tue, 09/08/2009 - 12:43", "2009-09-08T12:43"),
        ("25.9.09", "2009-09-25"),
        ("le 05/09/2009 à 12h43", "2009-09-05T12:43"),  # who leads to the clock so puts the day first
        ("05/09/2009 às 15:30", "2009-09-05T15:30"),
        ("05-09-2009 12:43 Uhr", "2009-09-05T12:43"),
        ("Mo 7. September 09 12:43", "2009-09-07T12:43"),
        ("5 September 2009 12:43 (UTC)", "2009-09-05T12:43+00:00"),
        ("5:03PM, Sept. 5, 2009", "2009-09-05T17:03"),
        ("2009年9月5日土曜日12時43分", "2009-09-05T12:43"),
    ],
)
def test_a_stamp_is_read_as_printed(text: str, expected: str) -> None:
    assert stamp_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "Permalink",
        "Version 2.6.2009",
        "v1.10.2012",
        "192.168.1.20",
        "10.12.20.09",
        "1/2",
        "24/7",
        "$1.05.09",
        "12.99",
        "555-12-2009",
        "0171-12-2009",
        "555/12-10-2009",
        "1 - 2 - 03",
        "01.02.03.04.05",
        "13/32/2009",
        "10.0.2009",
        "gpg 2.2.20; free software",
        "0 September 2009",
        "30 February 2009",
        "February 30, 2009",
        "2009-13-01",
        "2009-02-30T12:00:00Z",
        "September 5, 1989",
        "1889-01-01",
        "© 2009 Anna",
        "VS2012",
        "05/09/2009",  # May or September: not sure
        "2009/09/05/a-title",
        "http://blog.example/2009/09/05/a-title",
        "3 comments",
        "10 Apr",  # no capture date
        "3 years ago",
        "chapter 12, 2009 words",
        "may 12 people",
    ],
)
def test_what_is_no_sure_date_is_left_out(text: str) -> None:
    assert stamp_of(text) is None


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        (DateHints(day_first=True), "2009-09-05"),
        (DateHints(day_first=False), "2009-05-09"),
        (DateHints(language="en"), "2009-05-09"),
        (DateHints(language="en-GB"), "2009-09-05"),
        (DateHints(language="es"), "2009-09-05"),
        (
            DateHints(language="en-US", day_first=True),
            "2009-09-05",
        ),  # what the blog showed beats the language
    ],
)
def test_numeric_dates_follow_the_blog_then_the_language(hints: DateHints, expected: str) -> None:
    assert stamp_of("05/09/2009", hints) == expected


def test_an_unsure_numeric_date_is_found_and_marked() -> None:
    (found,) = find_timestamps("Written 05/09/2009 by Anna")
    assert (str(found.stamp), found.is_ambiguous) == ("2009-05-09", True)


def test_a_weekday_settles_the_order() -> None:
    (found,) = find_timestamps(
        "Tuesday, 08/09/2009"
    )  # the eighth of September was a Tuesday, August 9 a Sunday
    assert (str(found.stamp), found.is_ambiguous) == ("2009-09-08", False)


@pytest.mark.parametrize(
    ("zone", "moment", "offset"),
    [
        ("EDT", "2009-07-05", "-04:00"),
        ("(PST)", "2009-01-05", "-08:00"),
        ("CEST", "2009-07-05", "+02:00"),
        ("JST", "2009-07-05", "+09:00"),
        ("MSK", "2012-07-05", "+04:00"),  # Moscow kept summer time from 2011 to 2014
        ("MSK", "2016-07-05", "+03:00"),
        ("BST", "2009-07-05", "+01:00"),
        ("GMT+2", "2009-07-05", "+02:00"),
        ("UTC -5", "2009-07-05", "-05:00"),
        ("GMT+0200 (Mitteleuropäische Sommerzeit)", "2009-07-05", "+02:00"),
        ("Pacific Time", "2009-07-05", "-07:00"),
        ("Pacific Time (US & Canada)", "2009-01-05", "-08:00"),
        ("Eastern Standard Time", "2009-01-05", "-05:00"),
        ("W. Europe Daylight Time", "2009-07-05", "+02:00"),
        ("W. Europe Standard Time", "2009-01-05", "+01:00"),
        ("GMT Daylight Time", "2009-07-05", "+01:00"),
        ("AUS Eastern Daylight Time", "2009-01-05", "+11:00"),
        ("(Tokyo Standard Time)", "2009-01-05", "+09:00"),
        ("Europe/Berlin", "2009-07-05", "+02:00"),
        ("(America/New_York)", "2009-07-05", "-04:00"),
        ("Mitteleuropäische Zeit", "2009-01-05", "+01:00"),
        # unsure: none
        ("IST", "2009-07-05", ""),
        ("BST", "2009-01-05", ""),
        ("CST", "2009-07-05", ""),
        ("est", "2009-07-05", ""),
        ("by EDTH", "2009-07-05", ""),
        ("- 12 comments", "2009-07-05", ""),
        ("Etc/../../passwd", "2009-07-05", ""),
        ("UTC+19:00", "2009-07-05", ""),
    ],
)
def test_a_printed_zone_gives_the_offset_of_that_day(zone: str, moment: str, offset: str) -> None:
    assert stamp_of(f"{moment} 10:00:00 {zone}") == f"{moment}T10:00:00{offset}"


def test_a_zone_name_in_the_doubled_hour_gives_no_offset() -> None:
    assert stamp_of("November 1, 2009 1:30 AM Eastern Time") == "2009-11-01T01:30"
    assert stamp_of("November 1, 2009 1:30 AM Eastern Daylight Time") == "2009-11-01T01:30-04:00"


CAPTURED = Timestamp.parse("2024-03-01T10:00:00Z")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 years ago", "2021"),
        ("about a month ago", "2024-02"),
        ("2 weeks ago", "2024-02"),
        ("3 days ago", "2024-02-27"),
        ("5 hours ago", "2024-03-01"),
        ("Yesterday at 3:05 PM", "2024-02-29T15:05"),
        ("vor 3 Tagen", "2024-02-27"),
        ("il y a 2 ans", "2022"),
        ("hace un mes", "2024-02"),
        ("3 дня назад", "2024-02-27"),
        ("3日前", "2024-02-27"),
        ("어제", "2024-02-29"),
        ("10 Apr", "2023-04-10"),
        ("Feb 23", "2024-02-23"),
        ("Feb 23, 12:43 PM", "2024-02-23T12:43"),
        ("Sunday, September 5", "2021-09-05"),
        ("Monday, February 29", "2016-02-29"),
        ("9月5日", "2023-09-05"),
    ],
)
def test_a_relative_date_is_reckoned_from_the_capture_and_no_finer(text: str, expected: str) -> None:
    assert stamp_of(text, DateHints(captured=CAPTURED)) == expected
    assert stamp_of(text) is None
    (found,) = find_timestamps(text, DateHints(captured=CAPTURED))
    assert found.is_relative


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:29:01 PM #", "20:29:01"),
        ("Posted by Anna at 15:55 | Comments (3)", "15:55:00"),
        ("3.15 pm", "15:15:00"),
        ("12h43", "12:43:00"),
        ("12.43 Uhr", "12:43:00"),
        ("kl. 9.05", "09:05:00"),
        ("12:15 a.m.", "00:15:00"),
        ("오후 3:05", "15:05:00"),
        ("下午3:05", "15:05:00"),
        ("15 h 30", "15:30:00"),
    ],
)
def test_a_clock_is_found_without_a_date(text: str, expected: str) -> None:
    clock = find_clock(text)
    assert clock is not None
    assert clock.time.isoformat("seconds") == expected


@pytest.mark.parametrize(
    "text", ["12.43", "a ratio of 1:3", "25:10", "12:60", "$3.15 a month", "v2.10", "15:30 AM", ""]
)
def test_what_is_no_clock_is_left_out(text: str) -> None:
    assert find_clock(text) is None


def test_a_clock_below_a_day_heading_makes_the_moment() -> None:
    day = is_day_heading("Tuesday, April 08, 2003")
    assert day is not None
    assert str(with_clock(day, find_clock("8:29:01 PM #"))) == "2003-04-08T20:29:01"
    assert str(with_clock(day, find_clock("3:55 AM EST"))) == "2003-04-08T03:55-05:00"
    assert str(with_clock(day, None)) == "2003-04-08"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saturday, September 05, 2009 #", "2009-09-05"),
        ("samedi 5 septembre 2009", "2009-09-05"),
        ("« 5 сентября 2009 г. »", "2009-09-05"),
        ("2009-09-05", "2009-09-05"),
        ("2009年9月5日(土)", "2009-09-05"),
        ("05.09.2009", "2009-09-05"),
        ("September 5, 2009 in Gardens", None),
        ("September 5, 2009 12:43", None),
        ("2009-09-05T12:43", None),
        ("September 2009", None),
        ("A title", None),
        ("", None),
    ],
)
def test_a_day_heading_is_a_day_and_nothing_else(text: str, expected: str | None) -> None:
    day = is_day_heading(text)
    assert (None if day is None else str(day)) == expected


def test_all_stamps_of_a_running_text_are_found_where_they_stand() -> None:
    text = (
        "Written on Saturday, 5 September 2009 at 12:43, revised 2010-01-02, and read by 12 people in 2011."
    )
    found = find_timestamps(text)
    assert [text[one.start : one.end] for one in found] == [
        "Saturday, 5 September 2009 at 12:43",
        "2010-01-02",
    ]
    assert [str(one.stamp) for one in found] == ["2009-09-05T12:43", "2010-01-02"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("5 septembre 2009", "fr"),
        ("Samstag, 5. September 2009", "de"),
        ("5 сентября 2009", "ru"),
        ("Sep 5, 2009", None),
    ],
)
def test_the_language_of_the_names_is_told_when_only_one_has_them(text: str, language: str | None) -> None:
    (found,) = find_timestamps(text)
    assert found.language == language


def test_no_month_name_means_two_months() -> None:
    for word in ("mar", "MAI", "set", "Août", "Mac", "listopada"):
        name = month_named(word)
        assert name is None or len(name.numbers) == 1


# --- whatever a template prints comes back ------------------------------------------------------------------


@dataclass(frozen=True)
class Locale:
    tag: str
    months: tuple[str, ...]  # as they stand in a full date
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]  # Monday first
    long_date: str  # .NET "D": %W weekday, %M month, %d and %0d day, %Y year
    short_date: str  # .NET "d": %m and %0m month
    clock: str = "24"  # "24", "12" or the separator of a dotted clock


def names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LOCALES = [
    Locale(
        "en-US",
        names("January February March April May June July August September October November December"),
        names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        names("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        "%W, %M %0d, %Y",
        "%m/%d/%Y",
        "12",
    ),
    Locale(
        "en-GB",
        names("January February March April May June July August September October November December"),
        names("Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec"),
        names("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        "%0d %M %Y",
        "%0d/%0m/%Y",
    ),
    Locale(
        "de-DE",
        names("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        names("Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez"),
        names("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"),
        "%W, %d. %M %Y",
        "%0d.%0m.%Y",
    ),
    Locale(
        "fr-FR",
        names("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        names("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
        names("lundi mardi mercredi jeudi vendredi samedi dimanche"),
        "%W %d %M %Y",
        "%0d/%0m/%Y",
    ),
    Locale(
        "es-ES",
        names("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        names("ene feb mar abr may jun jul ago sep oct nov dic"),
        names("lunes martes miércoles jueves viernes sábado domingo"),
        "%W, %0d de %M de %Y",
        "%0d/%0m/%Y",
    ),
    Locale(
        "pt-BR",
        names("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
        names("jan fev mar abr mai jun jul ago set out nov dez"),
        names("segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo"),
        "%W, %d de %M de %Y",
        "%d/%m/%Y",
    ),
    Locale(
        "it-IT",
        names(
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
        ),
        names("gen feb mar apr mag giu lug ago set ott nov dic"),
        names("lunedì martedì mercoledì giovedì venerdì sabato domenica"),
        "%W %d %M %Y",
        "%0d/%0m/%Y",
        ".",
    ),
    Locale(
        "nl-NL",
        names("januari februari maart april mei juni juli augustus september oktober november december"),
        names("jan feb mrt apr mei jun jul aug sep okt nov dec"),
        names("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
        "%W %d %M %Y",
        "%d-%m-%Y",
    ),
    Locale(
        "ru-RU",
        names("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
        names("янв фев мар апр мая июн июл авг сен окт ноя дек"),
        names("понедельник вторник среда четверг пятница суббота воскресенье"),
        "%d %M %Y г.",
        "%0d.%0m.%Y",
    ),
    Locale(
        "pl-PL",
        names(
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września "
            "października listopada grudnia"
        ),
        names("sty lut mar kwi maj cze lip sie wrz paź lis gru"),
        names("poniedziałek wtorek środa czwartek piątek sobota niedziela"),
        "%d %M %Y",
        "%Y-%0m-%0d",
    ),
    Locale(
        "sv-SE",
        names("januari februari mars april maj juni juli augusti september oktober november december"),
        names("jan feb mar apr maj jun jul aug sep okt nov dec"),
        names("måndag tisdag onsdag torsdag fredag lördag söndag"),
        "den %d %M %Y",
        "%Y-%0m-%0d",
    ),
    Locale(
        "ja-JP",
        names("1 2 3 4 5 6 7 8 9 10 11 12"),
        names("1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月"),
        names("月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日"),
        "%Y年%m月%d日 %W",
        "%Y/%0m/%0d",
    ),
    Locale(
        "zh-TW",
        names("1 2 3 4 5 6 7 8 9 10 11 12"),
        names("一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月"),
        names("星期一 星期二 星期三 星期四 星期五 星期六 星期日"),
        "%Y年%m月%d日 %W",
        "%Y/%m/%d",
        "下午",
    ),
    Locale(
        "ko-KR",
        names("1 2 3 4 5 6 7 8 9 10 11 12"),
        names("1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월"),
        names("월요일 화요일 수요일 목요일 금요일 토요일 일요일"),
        "%Y년 %m월 %d일 %W",
        "%Y-%0m-%0d",
        "오후",
    ),
]
ENGLISH = LOCALES[0]
_HALVES = {"12": ("AM", "PM"), "下午": ("上午", "下午"), "오후": ("오전", "오후")}


def fill(pattern: str, moment: datetime, locale: Locale) -> str:
    for mark, value in (
        ("%W", locale.weekdays[moment.weekday()]), ("%M", locale.months[moment.month - 1]),
        ("%0d", f"{moment.day:02d}"), ("%d", str(moment.day)), ("%0m", f"{moment.month:02d}"),
        ("%m", str(moment.month)), ("%Y", str(moment.year)),
    ):  # fmt: skip
        pattern = pattern.replace(mark, value)
    return pattern


def clock_text(moment: datetime, locale: Locale, *, seconds: bool) -> str:
    tail = f":{moment.minute:02d}" + (f":{moment.second:02d}" if seconds else "")
    if locale.clock == "24":
        return f"{moment.hour:02d}{tail}"
    if locale.clock == ".":
        return f"{moment.hour}{tail}".replace(":", ".")
    half = _HALVES[locale.clock][moment.hour >= 12]
    twelve = f"{moment.hour % 12 or 12}{tail}"
    return f"{twelve} {half}" if locale.clock == "12" else f"{half} {twelve}"


def offset_text(offset: timedelta, *, colon: bool) -> str:
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}{':' if colon else ''}{abs(minutes) % 60:02d}"


Template = tuple[str, Precision, bool, Callable[[datetime, timedelta, Locale], str]]
TEMPLATES: list[Template] = [
    (".NET D", "day", False, lambda m, o, loc: fill(loc.long_date, m, loc)),
    (".NET d", "day", False, lambda m, o, loc: fill(loc.short_date, m, loc)),
    (".NET F", "second", False,
     lambda m, o, loc: f"{fill(loc.long_date, m, loc)} {clock_text(m, loc, seconds=True)}"),
    (".NET f", "minute", False,
     lambda m, o, loc: f"{fill(loc.long_date, m, loc)} {clock_text(m, loc, seconds=False)}"),
    (".NET g", "minute", False,
     lambda m, o, loc: f"{fill(loc.short_date, m, loc)} {clock_text(m, loc, seconds=False)}"),
    ("dasBlog", "second", True,
     lambda m, o, loc: f"{fill(loc.long_date, m, loc)} {clock_text(m, loc, seconds=True)} "
                       f"(Some Zone, UTC{offset_text(o, colon=True)})"),
    (".NET u", "second", False, lambda m, o, loc: f"{m:%Y-%m-%d %H:%M:%S}"),
    ("ISO day", "day", False, lambda m, o, loc: f"{m:%Y-%m-%d}"),
    ("ISO", "second", True, lambda m, o, loc: m.isoformat() + offset_text(o, colon=True)),
    ("ISO 1/1000", "second", True, lambda m, o, loc: m.isoformat() + ".120" + offset_text(o, colon=False)),
    ("ISO minute", "minute", True, lambda m, o, loc: f"{m:%Y-%m-%dT%H:%M}" + offset_text(o, colon=True)),
    ("Go", "second", True, lambda m, o, loc: f"{m:%Y-%m-%d %H:%M:%S} {offset_text(o, colon=False)} XYZ"),
    ("JavaScript", "second", True,
     lambda m, o, loc: f"{ENGLISH.weekdays[m.weekday()][:3]} {ENGLISH.short_months[m.month - 1]} "
                       f"{m:%d %Y %H:%M:%S} GMT{offset_text(o, colon=False)} (Some Zone)"),
    ("RFC 822", "second", True,
     lambda m, o, loc: format_datetime(m) .replace("-0000", offset_text(o, colon=False))),
    ("Movable Type", "minute", False,
     lambda m, o, loc: f"{ENGLISH.months[m.month - 1]} {m.day}, {m.year} "
                       f"{clock_text(m, ENGLISH, seconds=False)}"),
    ("WordPress", "minute", False,
     lambda m, o, loc: f"{loc.short_months[m.month - 1]} {m.day}, {m.year} - {m:%H:%M}"),
    ("day first", "minute", False,
     lambda m, o, loc: f"{m.day} {loc.short_months[m.month - 1]} {m.year}, {m:%H:%M}"),
]  # fmt: skip
OFFSETS = [
    timedelta(minutes=minutes)
    for minutes in (-720, -600, -480, -300, -240, -210, 0, 60, 120, 210, 330, 345, 480, 540, 570, 720, 780)
]
AROUND = [
    ("", ""),
    ("Posted on ", " by Anna | Permalink"),
    ("", "  #"),
    ("Published: ", ""),
    ("« ", " »"),
    ("\n\t", "\n"),
]


@given(
    moment=st.datetimes(datetime(1992, 1, 1), datetime(2037, 12, 31)).map(lambda m: m.replace(microsecond=0)),
    offset=st.sampled_from(OFFSETS),
    template=st.sampled_from(TEMPLATES),
    locale=st.sampled_from(LOCALES),
    around=st.sampled_from(AROUND),
)
@example(datetime(2009, 9, 5, 12, 43, 43), timedelta(hours=-4), TEMPLATES[5], ENGLISH, ("", "  #"))
def test_whatever_a_template_prints_comes_back(
    moment: datetime, offset: timedelta, template: Template, locale: Locale, around: tuple[str, str]
) -> None:
    _, precision, has_offset, render = template
    text = around[0] + render(moment, offset, locale) + around[1]
    known = moment if precision == "second" else moment.replace(second=0)
    known = known.replace(hour=0, minute=0) if precision == "day" else known
    expected = Timestamp(known, precision, offset if has_offset else None)
    assert read_timestamp(text, DateHints(language=locale.tag)) == expected
    assert [one.stamp for one in find_timestamps(text, DateHints(language=locale.tag))] == [expected]


@given(moment=st.datetimes(datetime(1992, 1, 1), datetime(2037, 12, 31)), locale=st.sampled_from(LOCALES))
def test_a_day_heading_needs_no_hint_in_any_language(moment: datetime, locale: Locale) -> None:
    day = is_day_heading(fill(locale.long_date, moment, locale))
    assert day is not None
    assert (day.local.date(), day.precision) == (moment.date(), "day")


PIECES = st.sampled_from(
    names(
        "0 1 5 9 12 31 2009 09 September Sep сентября 年 月 日 5th de of at um PM a.m. : . , / - + ( ) # UTC "
        "GMT-4 EDT Eastern Time ago vor 오후 Tagen ½ ² ¹ İ ı ß \u200e \x00 9999999999 1/2/3"
    )
) | st.sampled_from([" ", "\u00a0", "\n"])


@given(
    text=st.text(max_size=300)
    | st.lists(PIECES, max_size=60).map("".join)
    | st.lists(PIECES, max_size=60).map(" ".join),
    language=st.sampled_from([None, "en", "de", "zh-CN", "", "x"]),
    captured=st.sampled_from([None, CAPTURED]),
)
def test_no_text_raises_and_spans_lie_inside_it(
    text: str, language: str | None, captured: Timestamp | None
) -> None:
    hints = DateHints(language=language, captured=captured)
    read_timestamp(text, hints)
    is_day_heading(text, hints)
    find_clock(text)
    end = 0
    for found in find_timestamps(text, hints):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert 1990 <= found.stamp.local.year <= 2099


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "5 " * 50_000,
        "a" * 100_000 + " 2009",
        "12:" * 40_000,
        "(" * 90_000,
        "Sep 5, 2009 (" + "UTC " * 30_000,
        "2009-09-05 12:43 " + "a " * 50_000,
        "9月" * 40_000,
        " " * 100_000 + "2009-09-05x",
        "September " * 10_000,
    ],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    start = process_time()
    read_timestamp(text)
    find_timestamps(text)
    is_day_heading(text)
    find_clock(text)
    assert process_time() - start < 0.5
