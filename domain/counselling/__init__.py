"""Open anonymous counselling: a parent writes without a name, gets a receipt code, and comes back with it.

`crypto` knows bytes and no table; `tables` what is kept; `parent` what whoever has the code can do; `staff` what counsellors
do; `keeping` what the house does by itself. Nothing in here knows a child, a guardian or a consent.
"""
