"""What the apps above are told of the life of a session: they know this app, it does not know them."""

from django.dispatch import Signal

# Sent once an ordered session is cancelled, in the same transaction, with ``session``, ``liberes`` (the parcours that
# waited on it, turned down by this) and ``motif`` (the officer's words).
candidats_liberes = Signal()
