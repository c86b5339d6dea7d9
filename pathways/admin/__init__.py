"""Where coordinators keep the catalogue true: edit, check, publish (see docs/admin.md)."""

from pathways.admin import catalogue, editions, milestones, reports, stages

__all__ = ["catalogue", "editions", "milestones", "reports", "stages"]
