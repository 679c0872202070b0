"""The embedded servers of development, tests and demonstration: found, started, watched, stopped.

Production never comes here: with ``DATABASE_URL`` and ``REDIS_URL`` set, nothing of this package starts anything.
"""
