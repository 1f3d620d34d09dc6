"""What a logo may be: a whole PNG or JPEG, no larger than a logo can be, and nothing behind its end."""

import struct
import zlib

import pytest
from tests.made_pictures import JPEG, chunk, png

from heard.record.actions.pictures import check

DAMAGED = "The picture is damaged or has something else in its file. Save it again, and upload that."
WHOLE = png()
START, END = WHOLE[:8], chunk(b"IEND", b"")
HEAD = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)


@pytest.mark.parametrize("content", [WHOLE, png(4000, 4000), png(1, 1, b"words of its maker"), JPEG])
def test_a_whole_picture_is_taken(content):
    check(content)


@pytest.mark.parametrize("cut", [8, 9, 20, 33, 45, len(WHOLE) - 12, len(WHOLE) - 1])
def test_a_png_that_ends_early_is_damaged(cut):
    with pytest.raises(ValueError, match=DAMAGED):
        check(WHOLE[:cut])


NO_PNG = {
    "something after its end": WHOLE + b"<script>",
    "another picture after its end": WHOLE + WHOLE,
    "a wrong sum": WHOLE[:40] + bytes([WHOLE[40] ^ 1]) + WHOLE[41:],
    "no header": START + chunk(b"IDAT", b"x") + END,
    "a header that is too short": START + chunk(b"IHDR", HEAD[:12]) + chunk(b"IDAT", b"x") + END,
    "no picture": START + chunk(b"IHDR", HEAD) + END,
    "an end that holds something": START + chunk(b"IHDR", HEAD) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"x"),
    "a length beyond the file": START + b"\xff\xff\xff\xffIHDR" + HEAD + struct.pack(">I", zlib.crc32(b"IHDR" + HEAD)),
    "a JPEG that ends early": JPEG[:-1],
    "a JPEG with something after its end": JPEG + b"<script>",
}


@pytest.mark.parametrize("case", NO_PNG)
def test_what_is_not_whole_is_damaged(case):
    with pytest.raises(ValueError, match=DAMAGED):
        check(NO_PNG[case])


@pytest.mark.parametrize(("width", "height"), [(0, 1), (1, 0), (4001, 1), (1, 4001), (2**32 - 1, 2**32 - 1)])
def test_a_picture_with_an_impossible_side_is_refused(width, height):
    with pytest.raises(ValueError, match="4,000 pixels wide and high at most"):
        check(png(width, height))


@pytest.mark.parametrize("content", [b"GIF89a", b"<svg/>", b"\x89PNG", b"\xff\xd8"])
def test_anything_else_is_no_picture(content):
    with pytest.raises(ValueError, match="must be a PNG or JPEG"):
        check(content)
