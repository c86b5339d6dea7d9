"""Template tags of pathways."""
