"""Pages of what the chat knows, and of what it could not answer."""

from aiohttp import web

from admin.views import knowledge, knowledge_form, trial, unanswered

_ENTRY = "/knowledge/{entry:[a-z0-9_]+}"
_ASKED = r"/knowledge/unanswered/{id:\d+}"
KNOWLEDGE = (
    web.get("/knowledge", knowledge.listing, name="knowledge"),
    web.get("/knowledge/try", trial.show, name="knowledge_try"),
    web.get("/knowledge/pick", knowledge_form.pick, name="knowledge_pick"),
    web.get("/knowledge/new", knowledge_form.show_new, name="knowledge_new"),
    web.post("/knowledge/new", knowledge_form.add, name="knowledge_new"),
    web.get("/knowledge/unanswered", unanswered.listing, name="unanswered"),
    web.get(_ASKED, unanswered.show, name="unanswered_one"),
    web.get(f"{_ASKED}/answer", unanswered.show_form, name="unanswered_answer"),
    web.post(f"{_ASKED}/answer", unanswered.answer, name="unanswered_answer"),
    web.post(f"{_ASKED}/join", unanswered.join, name="unanswered_join"),
    web.post(f"{_ASKED}/dismiss", unanswered.dismiss, name="unanswered_dismiss"),
    web.get(_ENTRY, knowledge.show, name="knowledge_one"),
    web.get(f"{_ENTRY}/edit", knowledge_form.show_edit, name="knowledge_edit"),
    web.post(f"{_ENTRY}/edit", knowledge_form.edit, name="knowledge_edit"),
    web.post(_ENTRY + "/{act:hide|show}", knowledge.set_state, name="knowledge_state"),
    web.post(f"{_ENTRY}/restore", knowledge.restore, name="knowledge_restore"),
)
