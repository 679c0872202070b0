"""What the apps above are told of the life of a parcours: they know this app, it does not know them."""

from django.dispatch import Signal

# Sent before a declaration of exit is taken back, with ``parcours`` (locked): each receiver returns the sentences (a
# list) that say why it can no longer be. Empty: it may.
annulation_demandee = Signal()

# Sent once a declaration of exit is taken back, in the same transaction, with ``parcours``: what was prepared from it
# no longer has a reason to be.
sortie_annulee = Signal()
