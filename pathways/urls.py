"""The addresses of the pages."""

from django.urls import path

from pathways.views import (
    baselines,
    catalogue,
    compare,
    explore,
    exports,
    history,
    home,
    people,
    planner,
    plans,
    reports,
    reroute,
    shares,
    sheets,
    sittings,
    why,
)

app_name = "pathways"

urlpatterns = [
    # For everybody: the questions, the routes, the draft, and what is shared.
    path("", home.home, name="home"),
    path("api/catalogue.json", catalogue.catalogue, name="catalogue"),
    path("api/catalogue/<slug:key>.json", catalogue.catalogue_of, name="catalogue_of"),
    path("explore/", explore.listing, name="explore"),
    path("explore/report/", reports.report, name="report"),
    path("explore/countries/<slug:key>/", explore.country, name="country"),
    path("explore/<slug:kind>/<slug:key>/", explore.thing, name="thing"),
    path("sitemap.xml", explore.sitemap, name="sitemap"),
    path("robots.txt", explore.robots, name="robots"),
    path("routes/", home.routes, name="routes"),
    path("routes/compare/", compare.routes, name="routes_compare"),
    path("draft/", planner.draft_page, name="draft_page"),
    path("draft/routes/", reroute.draft_routes, name="draft_routes"),
    path("draft/edit/", planner.draft_edit, name="draft_edit"),
    path("draft/why/<slug:key>/", why.draft_why, name="draft_why"),
    path("draft/sittings/<str:key>/", sittings.draft_sittings, name="draft_sittings"),
    path("draft/plan.<slug:form>", exports.draft_file, name="draft_file"),
    path("draft/first-steps/hide/", planner.draft_hide_steps, name="draft_hide_steps"),
    path("draft/print/", sheets.draft_sheet, name="draft_print"),
    path("s/<str:token>/", shares.shared, name="shared"),
    path("s/<str:token>/print/", sheets.shared_sheet, name="shared_print"),
    path("s/<str:token>/compare/", compare.with_shared, name="shared_compare"),
    # For somebody with an account: what is kept about them.
    path("accounts/data/", people.belongings, name="belongings"),
    path("accounts/data/radcareers.json", people.belongings_file, name="belongings_file"),
    path("accounts/data/delete/", people.farewell, name="farewell"),
    # For the owner of a plan: /plans/…
    path("plans/", plans.plans, name="plans"),
    path("plans/compare/", compare.plans, name="plans_compare"),
    path("plans/compare/link/", plans.compare_with_link, name="plans_compare_link"),
    path("plans/<uuid:plan_id>/", planner.plan_page, name="plan_page"),
    path("plans/<uuid:plan_id>/routes/", reroute.plan_routes, name="plan_routes"),
    path("plans/<uuid:plan_id>/edit/", planner.plan_edit, name="plan_edit"),
    path("plans/<uuid:plan_id>/why/<slug:key>/", why.plan_why, name="plan_why"),
    path(
        "plans/<uuid:plan_id>/sittings/<str:key>/",
        sittings.plan_sittings,
        name="plan_sittings",
    ),
    path("plans/<uuid:plan_id>/plan.<slug:form>", exports.plan_file, name="plan_file"),
    path("plans/<uuid:plan_id>/print/", sheets.plan_sheet, name="plan_print"),
    path(
        "plans/<uuid:plan_id>/first-steps/hide/",
        planner.plan_hide_steps,
        name="plan_hide_steps",
    ),
    path("plans/<uuid:plan_id>/rename/", plans.rename, name="plan_rename"),
    path("plans/<uuid:plan_id>/duplicate/", plans.duplicate, name="plan_duplicate"),
    path("plans/<uuid:plan_id>/delete/", plans.delete, name="plan_delete"),
    path("plans/<uuid:plan_id>/restore/", plans.restore, name="plan_restore"),
    path("plans/<uuid:plan_id>/history/", history.history, name="plan_history"),
    path(
        "plans/<uuid:plan_id>/history/<int:number>/restore/",
        history.restore,
        name="plan_go_back",
    ),
    path(
        "plans/<uuid:plan_id>/history/<int:number>/name/",
        history.name,
        name="plan_name_state",
    ),
    path(
        "plans/<uuid:plan_id>/history/<int:number>/baseline/",
        baselines.choose,
        name="plan_set_baseline",
    ),
    path("plans/<uuid:plan_id>/baseline/forget/", baselines.forget, name="plan_forget_baseline"),
    path(
        "plans/<uuid:plan_id>/compare/<int:number>/",
        compare.with_state,
        name="plan_compare_state",
    ),
    path("plans/<uuid:plan_id>/links/", shares.plan_shares, name="plan_shares"),
    path("links/<uuid:link_id>/revoke/", shares.revoke, name="share_revoke"),
]
