"""Pages of announcements: to whom, which words, a last look, then who got it."""

from aiohttp import web

from admin.views import notice_act, notice_check, notice_people, notice_text, notice_write, notices

_ONE = r"/notices/{id:\d+}"
NOTICES = (
    web.get("/notices", notices.listing, name="notices"),
    web.get("/notices/new", notice_write.show_new, name="notice_new"),
    web.post("/notices/new", notice_write.begin, name="notice_new"),
    web.get("/notices/count", notice_write.count, name="notice_count"),
    web.post(r"/notices/kept/{id:\d+}/drop", notice_write.drop_kept, name="kept_drop"),
    web.get(_ONE, notices.show, name="notice"),
    web.get(f"{_ONE}/whom", notice_write.show_whom, name="notice_whom"),
    web.post(f"{_ONE}/whom", notice_write.aim, name="notice_whom"),
    web.get(f"{_ONE}/text", notice_text.show_text, name="notice_text"),
    web.post(f"{_ONE}/text", notice_text.word, name="notice_text"),
    web.get(f"{_ONE}/file", notice_text.file, name="notice_file"),
    web.get(f"{_ONE}/check", notice_check.show_check, name="notice_check"),
    web.post(f"{_ONE}/check", notice_check.send, name="notice_check"),
    web.post(f"{_ONE}/test", notice_check.test, name="notice_test"),
    web.get(f"{_ONE}/names", notice_people.names, name="notice_names"),
    web.get(f"{_ONE}/people", notice_people.listing, name="notice_people"),
    web.get(f"{_ONE}/excel", notice_people.excel, name="notice_excel"),
    web.get(f"{_ONE}/calls", notice_people.calls, name="notice_calls"),
    web.get(f"{_ONE}/calls.xlsx", notice_people.calls_excel, name="notice_calls_excel"),
    web.get(f"{_ONE}/recall", notice_act.show_recall, name="notice_recall"),
    web.post(f"{_ONE}/recall", notice_act.recall, name="notice_recall"),
    web.post(f"{_ONE}/again", notice_act.again, name="notice_again"),
    web.post(f"{_ONE}/chase", notice_act.chase, name="notice_chase"),
    web.post(f"{_ONE}/{{act:take_back|agree|pause|go_on|stop|drop}}", notice_act.act, name="notice_act"),
)
