"""What the apps above are told of the life of a parcours: they know this app, it does not know them."""

from django.dispatch import Signal

# Sent before a declaration of exit is taken back, or its day changed, with ``parcours`` (locked): each receiver
# returns the sentences (a list) that say why it can no longer be. Empty: it may.
rectification_demandee = Signal()

# Sent once a declaration of exit is taken back or its day changed, in the same transaction, with ``parcours``: what
# was prepared from its last day is to be prepared again.
sortie_rectifiee = Signal()
