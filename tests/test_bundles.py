"""Packed files, saved pages and mirrors give the posts that the plain pages give; what is hostile in them is told."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import plistlib
import quopri
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from a_blog import BASE_URL, POSTS, write_blog
from hypothesis import given
from hypothesis import strategies as st
from test_web_archives import PAGES, told, warc
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

import archivesearch
from archivesearch.capture.file import read_file
from archivesearch.capture.folder import capture
from archivesearch.capture.member import Member, OtherFile
from archivesearch.capture.zstandard import library
from archivesearch.cli import main
from archivesearch.errors import Problem
from archivesearch.model import Page

PAGE = POSTS[0].page.encode()


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as packed:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            packed.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def saved(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read(name: str, content: bytes) -> list[Page | OtherFile | Problem]:
    return list(read_file(Member(name, lambda: io.BytesIO(content))))


def problems(found: list[Page | OtherFile | Problem]) -> list[str]:
    return [str(one) for one in found if isinstance(one, Problem)]


PACKERS = {
    "blog.zip": zipped,
    "stored.zip": lambda members: zipped(members, zipfile.ZIP_STORED),
    "blog.tar": tarred,
    "blog.tar.gz": lambda members: gzip.compress(tarred(members)),
    "blog.tgz": lambda members: gzip.compress(tarred(members)),
    "blog.tar.bz2": lambda members: bz2.compress(tarred(members)),
    "blog.tar.xz": lambda members: lzma.compress(tarred(members)),
    "blog.tar.zst": lambda members: library().compress(tarred(members)),
    "named-by-nobody": zipped,
}


@pytest.mark.parametrize("name", PACKERS)
def test_a_packed_folder_gives_the_posts_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = write_blog(tmp_path / "saved")
    (tmp_path / name).write_bytes(PACKERS[name](saved(folder)))
    packed = archivesearch.scrape(tmp_path / name, base_url=BASE_URL)
    assert told(packed) == told(archivesearch.scrape(folder, base_url=BASE_URL))
    assert packed.report.problems == ()


def test_the_folder_that_a_tar_file_is_named_after_is_no_part_of_the_addresses(tmp_path: Path) -> None:
    folder = write_blog(tmp_path / "saved")
    members = {f"tide/{name}": content for name, content in saved(folder).items()}
    (tmp_path / "tide.tar.gz").write_bytes(gzip.compress(tarred(members)))
    found = [page.url for page in capture(tmp_path / "tide.tar.gz", BASE_URL) if isinstance(page, Page)]
    assert found == [page.url for page in capture(folder, BASE_URL) if isinstance(page, Page)]


@pytest.mark.parametrize("name", ["tide.wacz", "tide.zip"])
def test_web_archives_inside_packed_files_are_read(tmp_path: Path, name: str) -> None:
    members = {"archive/data.warc.gz": warc(), "datapackage.json": b"{}", "indexes/index.cdx": b" CDX"}
    (tmp_path / name).write_bytes(zipped(members, zipfile.ZIP_STORED))
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "data.warc.gz").write_bytes(warc())
    packed = list(archivesearch.scrape(tmp_path / name))
    assert told(packed) == told(archivesearch.scrape(tmp_path / "alone"))
    assert {c.page.partition("@")[0] for post in packed for c in post.captures} == {
        f"{name}/archive/data.warc.gz"
    }


def test_a_single_packed_page_is_a_page(tmp_path: Path) -> None:
    (page,) = read("2009/lamp.html.gz", gzip.compress(PAGE))
    assert isinstance(page, Page)
    assert (page.path, page.content) == ("2009/lamp.html", PAGE)


@pytest.mark.parametrize(
    "name", ["../out.html", "/etc/out.html", "a/../../out.html", "C:\\out.html", "..\\out.html"]
)
def test_a_name_that_leads_out_is_told_and_the_rest_is_read(name: str) -> None:
    for pack in (zipped, tarred):
        found = read("evil.pack", pack({name: PAGE, "good.html": PAGE}))
        assert [one.path for one in found if isinstance(one, Page)] == ["evil.pack/good.html"]
        assert ["leads out" in problem for problem in problems(found)] == [True]


def test_links_in_a_tar_file_are_told_and_not_followed() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as packed:
        link = tarfile.TarInfo("passwords.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(link)
    found = read("evil.tar", file.getvalue())
    assert ["a link" in problem for problem in problems(found)] == [True]


def test_damaged_members_are_told_one_by_one_and_the_rest_is_read() -> None:
    packed = bytearray(zipped({"a.html": PAGE, "b.html": PAGE, "c.html": PAGE}))
    at = packed.index(b"b.html") + 40
    packed[at : at + 20] = bytes(20)
    found = read("hurt.zip", bytes(packed))
    assert [one.path for one in found if isinstance(one, Page)] == ["hurt.zip/a.html", "hurt.zip/c.html"]
    assert [problem.partition(":")[0] for problem in problems(found)] == ["hurt.zip/b.html"]


@pytest.mark.parametrize("name", ["blog.zip", "blog.tar.gz", "blog.tar"])
def test_a_cut_off_file_is_a_problem_that_names_it(tmp_path: Path, name: str) -> None:
    whole = PACKERS[name](saved(write_blog(tmp_path / "saved")))
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    posts = archivesearch.scrape(tmp_path / name)
    list(posts)
    assert [problem.where.startswith(name) for problem in posts.report.problems][:1] == [True]
    assert main(["scrape", str(tmp_path / name)]) == 2


def test_an_encrypted_member_is_told_with_the_remedy() -> None:
    packed = bytearray(zipped({"a.html": PAGE}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + at] |= 1
    assert ["password" in problem for problem in problems(read("shut.zip", bytes(packed)))] == [True]


def test_a_bomb_costs_no_memory_and_is_told() -> None:
    deflated = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(2**20)
    bomb = b"".join(deflated.compress(zeros) for _ in range(64)) + deflated.flush()
    found = read("bomb.html.gz", bomb)
    assert ["larger than" in problem for problem in problems(found)] == [True]


def test_packed_files_inside_packed_files_come_to_an_end() -> None:
    content = PAGE
    for _ in range(12):
        content = zipped({"next.zip": content})
    assert any(isinstance(one, OtherFile) for one in read("doll.zip", content))


@given(
    st.sampled_from(sorted(PACKERS)),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8),
)
def test_no_damage_raises_or_hangs(name: str, damage: list[tuple[float, int]]) -> None:
    packed = bytearray(PACKERS[name]({"a.html": PAGE, "b/c.warc.gz": warc({BASE_URL: POSTS[1].page})}))
    for place, byte in damage:
        packed[int(place * len(packed))] = byte
    read(name, bytes(packed))


# ------------------------------------------------------------------ pages that a browser or a mirror saved


def mhtml(page: str, url: str) -> bytes:
    body = quopri.encodestring(page.encode()).decode()
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: " + url + "\r\nSubject: x\r\n"
        "Date: Sat, 5 Sep 2015 10:11:12 -0400\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----x"\r\n\r\n'
        "------x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: {url}\r\n\r\n{body}\r\n"
        "------x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------x--\r\n"
    ).encode()


@pytest.mark.parametrize("name", ["lamp.mhtml", "lamp.mht"])
def test_a_page_saved_as_mhtml_has_its_address_and_day(tmp_path: Path, name: str) -> None:
    post = POSTS[0]
    (tmp_path / name).write_bytes(mhtml(post.page.replace("canonical", "x"), post.url))
    (found,) = archivesearch.scrape(tmp_path)
    assert (found.permalink, found.title) == (post.url, post.title)
    assert [str(capture.captured) for capture in found.captures] == ["2015-09-05T10:11:12-04:00"]


def safari(page: str, url: str, form: plistlib.PlistFormat = plistlib.FMT_BINARY, **main: object) -> bytes:
    image = {"WebResourceData": b"GIF", "WebResourceMIMEType": "image/gif", "WebResourceURL": f"{url}.gif"}
    frame = {"WebResourceData": b"<p>", "WebResourceMIMEType": "text/html", "WebResourceURL": f"{url}/ad"}
    return plistlib.dumps(
        {
            "WebMainResource": {
                "WebResourceData": page.encode("utf-16"),
                "WebResourceMIMEType": "text/html",
                "WebResourceTextEncodingName": "UTF-16",
                "WebResourceURL": url,
                **main,
            },
            "WebSubresources": [image],
            "WebSubframeArchives": [{"WebMainResource": frame, "WebSubresources": [image]}],
        },
        fmt=form,
    )


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_page_saved_by_safari_has_its_address(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    post = POSTS[0]
    content = safari(post.page.replace("canonical", "x"), post.url, form)
    (tmp_path / "The lamp.webarchive").write_bytes(content)
    posts = archivesearch.scrape(tmp_path)
    assert [(found.permalink, found.title) for found in posts] == [(post.url, post.title)]
    assert posts.report.other_files == {"image": 2, "part of a saved page": 1}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (plistlib.dumps({"Label": "a job"}, fmt=plistlib.FMT_BINARY), "property list"),
        (safari("x", POSTS[0].url, WebResourceMIMEType="application/pdf"), "other file"),
        (safari("x", POSTS[0].url)[:-40], "damaged"),
        (safari("x", POSTS[0].url, WebResourceData="no bytes"), "damaged"),
    ],
)
def test_what_is_no_page_saved_by_safari_is_told(content: bytes, told: str) -> None:
    (found,) = read("lamp.webarchive", content)
    assert told in (found.kind if isinstance(found, OtherFile) else found.reason)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("comment", "captured"),
    [
        ("<!-- saved from url=(0031)URL -->", "None"),
        ("<!-- Mirrored from URL by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 05 Sep 2015 14:11:12 GMT -->",
         "2015-09-05T14:11:12+00:00"),
        ("<!--\n Page saved with SingleFile \n url: URL \n saved date: Sat Sep 05 2015 10:11:12 GMT-0400 (EDT)\n-->",
         "2015-09-05T10:11:12-04:00"),
    ],
)  # fmt: skip
def test_the_comment_of_the_tool_that_saved_a_page_tells_its_address(comment: str, captured: str) -> None:
    content = f"<!DOCTYPE html>\n<html>{comment.replace('URL', POSTS[0].url)}<body>words".encode()
    (page,) = read("lamp.html", content)
    assert isinstance(page, Page)
    assert page.url == POSTS[0].url
    assert str(page.captured) == captured


def test_a_mirror_with_a_folder_for_each_host_gives_the_addresses(tmp_path: Path) -> None:
    for path in ("www.tide.example/2009/lamp.html", "www.tide.example/index.php?p=12.html", "notes/a.html"):
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"<html><body>words")
    found = {page.path: page.url for page in capture(tmp_path) if isinstance(page, Page)}
    assert found == {
        "notes/a.html": None,
        "www.tide.example/2009/lamp.html": "http://www.tide.example/2009/lamp.html",
        "www.tide.example/index.php?p=12.html": "http://www.tide.example/index.php?p=12",
    }
    given_url = [page.url for page in capture(tmp_path, "https://tide.example/") if isinstance(page, Page)]
    assert "https://tide.example/2009/lamp.html" in given_url


def test_what_httrack_keeps_for_itself_is_counted_and_never_read(tmp_path: Path) -> None:
    cache = tmp_path / "hts-cache"
    cache.mkdir()
    (cache / "new.zip").write_bytes(zipped({"http://tide.example/2009/lamp.html": PAGE}))
    (cache / "new.txt").write_text("date\tsize\n10:15\t12/12\n")
    (tmp_path / "index.html").write_text(
        "<html>\n<head><title>Local index</title>\n<!-- Mirror and index made by HTTrack Website Copier/3.49 -->"
    )
    (tmp_path / "tide.example").mkdir()
    (tmp_path / "tide.example" / "lamp.html").write_bytes(PAGE)
    for source in (tmp_path, Member("m.zip", lambda: io.BytesIO(zipped(saved(tmp_path))))):
        found = list(capture(source) if isinstance(source, Path) else read_file(source))
        assert [one.path.rpartition("/")[2] for one in found if isinstance(one, Page)] == ["lamp.html"]
        assert [one.kind for one in found if isinstance(one, OtherFile)] == ["file of the mirror tool"] * 3
        assert problems(found) == []


# ------------------------------------------------------------------ web archives: damage, repetition, the source again


def test_after_damage_in_a_web_archive_the_next_records_are_read(tmp_path: Path) -> None:
    for is_packed in (True, False):
        whole = bytearray(warc(is_packed=is_packed))
        at = len(whole) // 3
        whole[at : at + 60] = bytes(60)
        path = tmp_path / f"hurt{'.warc.gz' if is_packed else '.warc'}"
        path.write_bytes(whole)
        posts = archivesearch.scrape(path)
        assert len(list(posts)) >= len(POSTS) - 1
        if is_packed:
            # Depending on where the harm falls, a record may be cut off before it too.
            assert any("bytes were left out" in problem.reason for problem in posts.report.problems)


def revisit(first: bytes, url: str, date: str) -> bytes:
    """A capture of the page in `first` that was kept as "the same as before"."""
    digest = next(
        record.rec_headers.get_header("WARC-Payload-Digest")
        for record in ArchiveIterator(io.BytesIO(first))
        if record.rec_type == "response"
    )
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    writer.write_record(
        writer.create_revisit_record(
            url,
            digest=digest,
            refers_to_uri=url,
            refers_to_date="2012-03-04T05:06:07Z",
            warc_headers_dict={"WARC-Date": date},
        )
    )
    return file.getvalue()


@pytest.mark.parametrize(
    "form", ["one file", "packed whole", "two files", "wacz", "tar.gz", "folder of wacz"]
)
def test_a_repeated_capture_is_a_capture_of_the_same_post(tmp_path: Path, form: str) -> None:
    first = warc({POSTS[0].url: POSTS[0].page})
    again = revisit(first, POSTS[0].url, "2014-01-01T00:00:00Z")
    later = revisit(first, POSTS[0].url, "2015-01-01T00:00:00Z")
    two = {"archive/a.warc.gz": first, "archive/b.warc.gz": again + later}
    source = tmp_path / "source"
    source.mkdir()
    if form == "one file":
        (source / "twice.warc.gz").write_bytes(first + again + later)
    elif form == "packed whole":
        plain = b"".join(map(gzip.decompress, (first, again, later)))
        (source / "twice.warc.gz").write_bytes(gzip.compress(plain))
    elif form == "two files":
        for name, content in two.items():
            (source / name.rpartition("/")[2]).write_bytes(content)
    elif form == "tar.gz":
        (source / "twice.tar.gz").write_bytes(gzip.compress(tarred(two)))
    elif form == "wacz":
        (source / "twice.wacz").write_bytes(zipped(two, zipfile.ZIP_STORED))
    else:
        for name, content in two.items():
            (source / f"{name[8]}.wacz").write_bytes(zipped({name: content}, zipfile.ZIP_STORED))
    posts = archivesearch.scrape(source if form == "folder of wacz" else next(source.iterdir()).parent)
    (post,) = posts
    years = {str(capture.captured)[:4] for capture in post.captures}
    if form == "folder of wacz":  # the first file is closed by then: counted, and said
        assert (years, posts.report.other_files) == ({"2012"}, {"repeated capture": 2})
    else:
        assert (years, posts.report.other_files) == ({"2012", "2014", "2015"}, {})
    assert posts.report.problems == ()


def test_a_repetition_whose_text_has_gone_is_counted(tmp_path: Path) -> None:
    first = warc({POSTS[0].url: POSTS[0].page})
    (tmp_path / "a.warc.gz").write_bytes(first)
    (tmp_path / "b.warc.gz").write_bytes(revisit(first, POSTS[0].url, "2014-01-01T00:00:00Z"))
    found = capture(tmp_path)
    assert isinstance(next(found), Page)
    (tmp_path / "a.warc.gz").unlink()
    assert [one.kind for one in found if isinstance(one, OtherFile)] == ["repeated capture"]


@pytest.mark.parametrize("kind", ["folder", "zip", "warc"])
def test_show_source_prints_the_archived_page_again(
    tmp_path: Path, kind: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = write_blog(tmp_path / "saved")
    source = folder
    if kind == "zip":
        source = tmp_path / "blog.zip"
        source.write_bytes(zipped(saved(folder)))
    elif kind == "warc":
        source = tmp_path / "blog.warc.gz"
        source.write_bytes(warc())
    index = str(tmp_path / "index")
    assert main(["index", str(source), "--index", index, "--base-url", BASE_URL, "--quiet"]) == 0
    with archivesearch.open(index) as archive:
        post = next(post for post in archive.posts() if post.permalink == POSTS[0].url)
    capfdbinary.readouterr()
    assert main(["show", post.id, "--source", "--index", index]) == 0
    assert capfdbinary.readouterr().out.decode() == PAGES[POSTS[0].url]
    if kind == "zip":
        source.unlink()
        assert main(["show", post.id, "--source", "--index", index]) == 2


# ------------------------------------------------------------------ what fuzzing the readers found


def test_a_zip_member_without_a_name_is_told_and_the_rest_is_read() -> None:
    packed = bytearray(zipped({"x": PAGE, "good.html": PAGE}))
    directory = packed.index(b"PK\x01\x02")
    packed[directory + 28 : directory + 30] = bytes(2)  # the length of the name, in the directory
    del packed[directory + 46]
    size, start = len(packed) - 22 - directory, directory
    packed[-22 + 12 : -22 + 20] = size.to_bytes(4, "little") + start.to_bytes(4, "little")
    found = read("odd.zip", bytes(packed))
    assert [one.path for one in found if isinstance(one, Page)] == ["odd.zip/good.html"]
    assert len(problems(found)) == 1


def test_an_mhtml_file_with_a_broken_encoded_header_is_told(tmp_path: Path) -> None:
    whole = mhtml("<html>words", POSTS[0].url)
    for broken in (
        whole.replace(b'boundary="----x"', b"boundary*=us-ascii'en'%2d; boundary*1=x"),
        whole.replace(b'boundary="----x"', b"boundary*1*=%2d; boundary=x; boundary*0=y"),
    ):
        assert all(isinstance(one, (Page, OtherFile, Problem)) for one in read("lamp.mhtml", broken))


def test_a_record_with_an_absurd_length_is_damage_and_the_next_one_is_read() -> None:
    whole = warc({POSTS[0].url: POSTS[0].page, POSTS[1].url: POSTS[1].page}, is_packed=False)
    at = whole.index(b"Content-Length: ", whole.index(POSTS[0].url.encode()))
    end = whole.index(b"\r\n", at)
    hurt = whole[:at] + b"Content-Length: " + b"9" * 40 + whole[end:]
    found = read("hurt.warc", hurt)
    assert [one.url for one in found if isinstance(one, Page)] == [POSTS[1].url]
    assert problems(found)
    assert all(len(problem) < 300 for problem in problems(found))


@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize("folder", ["Lamp_files", "Lamp-Dateien", "Lamp_fichiers"])
def test_the_frames_of_a_page_that_a_browser_saved_whole_are_parts_of_it(
    tmp_path: Path, form: str, folder: str
) -> None:
    files = {
        "Lamp.html": PAGE,
        f"{folder}/saved_resource.html": b"<html><body>Advertisement of 5 May 2009",
        f"{folder}/frames/like.html": b"<html><body>Like",
        f"{folder}/lamp.css": b"",
        "Fog_files/fog.html": PAGE,  # no page of that name beside it
    }
    if form == "zip":
        (tmp_path / "saved.zip").write_bytes(zipped(files))
    else:
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
    found = list(capture(tmp_path))
    pages = [one.path.removeprefix("saved.zip/") for one in found if isinstance(one, Page)]
    assert sorted(pages) == ["Fog_files/fog.html", "Lamp.html"]
    kinds = sorted(one.kind for one in found if isinstance(one, OtherFile))
    assert kinds == ["part of a saved page", "part of a saved page", "stylesheet"]
