"""Kulttuurikenno: the open knowledge bank of municipal culture services."""
