"""A database filled for load tests: many files, in true proportions, of organisations and people nobody is.

Nothing is sent: no e-mail, no letter and no message to a partner is written.
"""
