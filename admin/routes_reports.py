"""The pages of reports and the officers' weekly overview."""

from aiohttp import web

from admin.views import report, reports, week

REPORTS = (
    web.get("/reports", reports.show, name="reports"),
    web.post("/reports", reports.add, name="reports"),
    web.get(r"/reports/{id:\d+}", reports.show_one, name="report_period"),
    web.get(r"/reports/{id:\d+}/file.{kind:xlsx|docx}", reports.download, name="report_file"),
    web.post(r"/reports/{id:\d+}/{act:chase|move|close|open}", reports.act, name="report_act"),
    web.post(r"/reports/{id:\d+}/targets/{key:[a-z_]+}", reports.set_target, name="report_target"),
    web.get(r"/reports/{id:\d+}/{unit:\d{5}}/form.xlsx", report.blank, name="report_form"),
    web.get(r"/reports/{id:\d+}/{unit:\d{5}}", report.show, name="report"),
    web.post(r"/reports/{id:\d+}/{unit:\d{5}}", report.submit, name="report"),
    web.post(r"/reports/{id:\d+}/{unit:\d{5}}/{act:accept|return}", report.decide, name="report_decide"),
    web.get("/week", week.show, name="week"),
)
