"""Declared forms. A new form is one declaration here and one topic of words."""

from ocop_core.conversation.forms.dossier import DOSSIER, REPORT
from ocop_core.conversation.forms.form import Form
from ocop_core.conversation.forms.idea import IDEA, MORE, OFFICER, REPLY

FORMS: dict[str, Form] = {form.name: form for form in (IDEA, MORE, REPLY, OFFICER, DOSSIER, REPORT)}
