"""A willing person: answers whatever is asked, well, until everything is handed in."""

from ocop_core.conversation.dossiers import hearing
from ocop_core.conversation.dossiers.changing import begun
from ocop_core.conversation.dossiers.looking import Seed
from ocop_core.conversation.dossiers.view import FORMED, SAMPLES, DossierView
from ocop_core.conversation.heard import Inbound
from tests.conversation.chatting import Chat

GOOD = {
    "idea.name": "Khô cá lóc Bảy Chóp",
    "idea.set": "không rõ",
    "idea.novelty": "1",
    "idea.place": "xã Núi Cấm",
    "idea.material": "cá lóc nuôi ở Tịnh Biên",
    "idea.producer_kind": "hộ kinh doanh",
    "idea.phone": "0912 345 678",
    "idea_more.call": "cô",
    "idea_more.owner": "Nguyễn Thị Bảy",
    "idea_more.hamlet": "ấp An Hòa",
    "idea_more.licence": "51A8012345",
    "idea_more.since": "2019",
    "idea_more.origin": "1",
    "idea_more.local_share": "80",
    "idea_more.unique": "ướp theo kiểu bà nội",
    "idea_more.output": "200 kg",
    "idea_more.workers": "4",
    "idea_more.method": "phơi nắng",
    "idea_more.market": "trong tỉnh",
    "idea_more.papers": "1 3",
    "idea_more.stars": "3 sao",
    "idea_more.when": "tháng 6 năm sau",
    "idea_more.support": "1 4",
    "idea_reply.text": "mỗi tháng làm 200 hũ",
    "dossier.name": "Khô cá lóc Bảy Chóp",
    "dossier.set": "bộ 8",
    "dossier.place": "xã Núi Cấm",
    "dossier.producer_kind": "hộ kinh doanh",
    "dossier.small": "không",
    "dossier.system": "chưa có",
    "dossier.publish": "không",
    "dossier.permit": "không",
    "dossier.advertises": "không",
    "dossier.serves_food": "có",
    "dossier.species": "không",
    "dossier.stars": "3 sao",
    "dossier.phone": "0912 345 678",
    "dossier_report.printed": "Khô cá lóc Bảy Chóp",
    "dossier_report.producer": "Hộ kinh doanh Bảy Chóp",
    "dossier_report.owner": "Nguyễn Thị Bảy",
    "dossier_report.owner_title": "chủ hộ",
    "dossier_report.gender": "nữ",
    "dossier_report.ethnic": "Kinh",
    "dossier_report.address": "ấp An Hòa, xã Núi Cấm",
    "dossier_report.residence": "ấp An Hòa, xã Núi Cấm",
    "dossier_report.email": "baychop@gmail.com",
    "dossier_report.licence": "51A8012345, ngày 05/03/2021",
    "dossier_report.spec": "hộp 500 g",
    "dossier_report.sign": "không",
    "dossier_report.history": "nghề của bà ngoại, bán từ 2015",
    "dossier_report.structure": "4 người trong nhà",
    "dossier_report.area": "cá nuôi ở Tịnh Biên, phơi nắng",
    "dossier_report.changes": "đổi nhãn mới",
    "dossier_report.market": "chợ Tịnh Biên và Facebook",
    "dossier_report.revenue": "2025: 260 triệu, lời 70 triệu",
    "dossier_report.plan": "thêm máy sấy",
    "dossier_report.update": "đổi nhãn mới năm 2025",
    "dossier_report.change": "có HACCP",
    "officer.about": "xin coi giúp mẫu bao bì",
    "officer.place": "xã Núi Cấm",
    "officer.phone": "0912 345 678",
}
MOST_STEPS = 150


def answers(chat: Chat) -> None:
    """One good step from wherever the chat stands, by what its question offers."""
    mode, state = chat.state.mode, chat.state
    if mode == "ask":
        value = next((v for _, v, _ in state.offer if v == "yes"), None)
        chat.says("đúng" if value else GOOD[f"{state.form}.{state.field}"])
    elif mode == "choose":
        chat.says(state.offer[0][2])
    elif mode in {"idle", "topics"} or mode in hearing.HANDLERS:
        chat.says("tiếp tục" if state.drafts else "đăng ký sản phẩm")
    else:
        chat.says(
            {
                "consent": "đồng ý",
                "review": "gửi",
                "pick": "0",
                "person": "kết thúc",
                **dict.fromkeys(("certificate", "papers", "settings", "call"), "menu"),
            }.get(mode)
            or _out_of(chat)
        )


def _out_of(chat: Chat) -> str:
    """The label that leads out of a small question: on with the form, or no."""
    labels = {value: label for _, value, label in chat.state.offer}
    return labels.get("continue") or labels.get("no") or "menu"


def finishes(chat: Chat) -> None:
    """Hands in all that is open, and then a new idea."""
    for _ in range(MOST_STEPS):
        if not chat.state.form and not chat.state.drafts and chat.state.mode != "choose":
            break
        answers(chat)
    assert not chat.state.form and not chat.state.drafts, chat.state
    before = sum(done.form == "idea" for done in chat.submitted)
    for _ in range(MOST_STEPS):
        if sum(done.form == "idea" for done in chat.submitted) > before:
            return
        answers(chat)
    raise AssertionError(f"no receipt: {chat.state}")


def go_to(chat: Chat, place: str) -> None:
    """Good answers up to the question `form.field`, or to the summary of a form (`form.review`)."""
    form = place.partition(".")[0]
    if not chat.state.form and form.startswith("dossier"):
        _begin_dossier(chat, form, place.partition(".")[2])
    elif not chat.state.form:
        chat.says({"idea": "đăng ký sản phẩm", "officer": "gặp cán bộ", "idea_more": "bổ sung YT-AAAAA"}[form])
    for _ in range(MOST_STEPS):
        if place in {f"{chat.state.form}.{chat.state.field}", f"{chat.state.form}.{chat.state.mode}"}:
            return
        answers(chat)
    raise AssertionError(place)


# Questions that only some products are asked.
_SETS = {"publish": 21, "permit": 17, "advertises": 18, "serves_food": 26, "species": 23}
_KINDS = {"update": "renewal", "change": "upgrade"}
CODE = "HS-AAAAA"


def _begin_dossier(chat: Chat, form: str, field: str) -> None:
    told = {"name": GOOD["dossier.name"], "set": _SETS.get(field, 8), "place": "30538"}
    if form == "dossier_report":
        told["name"] = "kho ca loc bay chop" if field == "printed" else told["name"]
        chat.facts.dossiers[CODE] = begun({**told, "kind": _KINDS.get(field, "first")}, CODE, "QD26")
        taps(chat, f"do:dossier.report:{CODE}")
    elif field in _SETS:
        chat.facts.seeds = (Seed("YT-AAAAB", told),)
        taps(chat, "do:dossier.open:YT-AAAAB")
    else:
        taps(chat, "do:dossier.open")


def taps(chat: Chat, data: str) -> None:
    """A button that is valid at any time."""
    chat.waits(minutes=1)
    chat.hears(Inbound("button", data=data))


def completes(chat: Chat, code: str, *, hand_in: bool = True) -> DossierView:
    """Does all that a dossier still lacks, hands it in, and gives it as it is then."""
    if not chat.facts.dossiers[code].answers.get("producer_kind"):
        taps(chat, f"do:dossier.facts:{code}")
        _answers_form(chat)
    for paper in [each.need.paper.id for each in chat.facts.dossiers[code].blocking(chat.world().today)]:
        if paper in FORMED:
            taps(chat, f"do:dossier.report:{code}")
            _answers_form(chat)
            _scores(chat, code)
        else:
            taps(chat, f"do:dossier.paper:{code}:{paper}")
            if paper != SAMPLES:
                chat.sends_photo()
            taps(chat, f"do:dossier.done:{code}:{paper}")
    if not hand_in:
        return chat.facts.dossiers[code]
    taps(chat, f"do:dossier.hand_in:{code}")
    taps(chat, f"do:dossier.send_in:{code}")
    return chat.facts.dossiers[code]


def _answers_form(chat: Chat) -> None:
    for _ in range(MOST_STEPS):
        if not (chat.state.form or "").startswith("dossier"):
            return
        answers(chat)
    raise AssertionError(chat.state)


def _scores(chat: Chat, code: str) -> None:
    taps(chat, f"do:score.self:{code}")
    for _ in range(MOST_STEPS):
        if chat.state.mode != "scoring":
            return
        chat.waits(minutes=1)
        chat.taps(len(chat.labels))
    raise AssertionError(chat.state)
