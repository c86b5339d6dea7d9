"""The pages. ``home`` the questions and routes, ``planner`` one plan, ``plans`` all of them,
``shares`` links to them, ``exports`` files of them. ``desks`` is what planner and exports work on.
"""
