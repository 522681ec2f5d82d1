"""A willing person: answers whatever is asked, well, until everything is handed in."""

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
    elif mode == "idle" or mode == "topics":
        chat.says("tiếp tục" if state.drafts else "đăng ký sản phẩm")
    else:
        chat.says(
            {
                "consent": "đồng ý",
                "review": "gửi",
                "pick": "0",
                "person": "kết thúc",
                **dict.fromkeys(("certificate", "papers"), "menu"),
            }.get(mode)
            or _out_of(chat)
        )


def _out_of(chat: Chat) -> str:
    """The label that leads out of a small question: on with the form, or no."""
    labels = {value: label for _, value, label in chat.state.offer}
    return labels.get("continue") or labels["no"]


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
    if not chat.state.form:
        chat.says({"idea": "đăng ký sản phẩm", "officer": "gặp cán bộ", "idea_more": "bổ sung YT-AAAAA"}[form])
    for _ in range(MOST_STEPS):
        if place in {f"{chat.state.form}.{chat.state.field}", f"{chat.state.form}.{chat.state.mode}"}:
            return
        answers(chat)
    raise AssertionError(place)
