"""The words of an invitation: an ordinary announcement, under which one can answer."""

from ocop_core.conversation.days import day_said
from ocop_core.conversation.events.saying import span_said
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models_events import Event


def words(knowledge: Knowledge, row: Event) -> str:
    """What is proposed to the officer, who may change it; braces would be taken for fields."""
    papers = knowledge.words.say("event_invite.papers", {"papers": row.papers})
    route = knowledge.words.say("event_invite.map", {"url": row.map_url})
    text = knowledge.words.say(
        "event_invite.text",
        {
            "title": row.title,
            "when": span_said(knowledge.words, row.starts_at, row.ends_at),
            "place": row.place,
            "map": f"\n{route}" if row.map_url else "",
            "about": f"\n{row.text}" if row.text else "",
            "papers": f"\n{papers}" if row.papers else "",
            "closes": day_said(knowledge.words, row.closes_on),
        },
    )
    return text.replace("{", "(").replace("}", ")")
