"""Measuring the search: sets of documents, questions and judgements, run as visitors' searches."""
