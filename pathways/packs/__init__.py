"""Packs: the catalogue of one area as YAML text, read and written (see docs/pack-format.md)."""
