"""A second, independent account of training time, and the audit that compares the two."""
