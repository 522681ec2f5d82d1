"""A dossier is filled while the process is killed after each line: nothing that was said or sent is lost."""

from pathlib import Path

import pytest

from tests.process.talker import Talker
from tests.process.way import rows
from tests.support.pictures import picture

LINES = (
    "xin chào",
    "đồng ý",
    "mở hồ sơ",
    "Khô cá lóc Bảy Chóp",
    "đúng",
    "Núi Cấm",
    "đúng",
    "hộ kinh doanh",
    "không",
    "chưa có",
    "3 sao",
    "0912 345 678",
    "gửi",
    "gửi giấy attp",
    ":photo {first}",
    ":photo {second}",
    "xong",
    "05/03/2025",
    "tự chấm điểm",
    "3",
    "2",
)


@pytest.mark.slow
def test_killed_after_each_line_a_dossier_keeps_papers_dates_and_points(talker: Talker, tmp_path: Path) -> None:
    pages = {name: tmp_path / f"{name}.jpg" for name in ("first", "second")}
    for name, path in pages.items():
        path.write_bytes(picture(name))
    last = {}
    talker.open()
    for place, line in enumerate(LINES):
        talker.write(line.format(**pages))
        last = talker.up_to_now()[-1]
        if place >= LINES.index("gửi"):
            talker.kill()
            talker.open()
    talker.kill()
    assert (last["key"], last["form"], last["step"], last["of"]) == ("score.ask", "score", 3, 32)
    assert rows(tmp_path, "select state, set_no, stars from dossier") == [("draft", 8, 3)]
    assert rows(tmp_path, "select paper, state, issued_on from dossier_paper") == [
        ("food_safety", "given", "2025-03-05")
    ]
    assert rows(tmp_path, "select position, findings from dossier_file order by position") == [(1, "[]"), (2, "[]")]
    ((scores,),) = rows(tmp_path, "select scores from dossier")
    assert scores.count("points") == 2
    assert rows(tmp_path, "select distinct state from outbox") == [("sent",)]
