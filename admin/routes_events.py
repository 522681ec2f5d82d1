"""The pages of trainings and fairs."""

from aiohttp import web

from admin.views import event, event_door, event_files, event_form, event_ours, event_people, events

EVENTS = (
    web.get("/events", events.show, name="events"),
    web.get("/events/new", event_form.show_new, name="event_new"),
    web.post("/events/new", event_form.add, name="event_new"),
    web.get(r"/events/{id:\d+}", event.show, name="event"),
    web.get(r"/events/{id:\d+}/ours", event_ours.show, name="event_ours"),
    web.get(r"/events/{id:\d+}/edit", event_form.show_edit, name="event_edit"),
    web.post(r"/events/{id:\d+}/edit", event_form.change, name="event_edit"),
    web.post(r"/events/{id:\d+}/{act:open|close|cancel|invite}", event.act, name="event_act"),
    web.post(r"/events/{id:\d+}/people/{row:\d+}/{act:approve|refuse}", event.decide, name="event_decide"),
    web.post(r"/events/{id:\d+}/people", event_people.sign_up, name="event_sign_up"),
    web.post(r"/events/{id:\d+}/people/{row:\d+}/cancel", event_people.sign_off, name="event_sign_off"),
    web.post(r"/events/{id:\d+}/materials", event.give, name="event_materials"),
    web.get(r"/events/{id:\d+}/door", event_door.show, name="event_door"),
    web.post(r"/events/{id:\d+}/door", event_door.arrive, name="event_door"),
    web.post(r"/events/{id:\d+}/door/walk-in", event_door.walk_in, name="event_walk_in"),
    web.post(r"/events/{id:\d+}/door/{row:\d+}/undo", event_door.undo, name="event_undo"),
    web.get(r"/events/{id:\d+}/people.{kind:xlsx|docx}", event_files.download, name="event_people_file"),
    web.get(r"/events/{id:\d+}/event.ics", event_files.calendar, name="event_calendar"),
    web.get(r"/events/{id:\d+}/poster", event_files.poster, name="event_poster"),
    web.get(r"/events/{id:\d+}/poster.{kind:png|pdf}", event_files.sheet, name="event_poster_file"),
    web.get(r"/events/{id:\d+}/picture", event_files.picture, name="event_picture"),
    web.get(r"/events/{id:\d+}/handout", event_files.handout, name="event_handout"),
    web.get(r"/events/{id:\d+}/qr.{kind:png|pdf}", event_files.code, name="event_qr"),
)
