"""The catalogue as something to read: what has a page, who mentions whom, and how it is found."""
