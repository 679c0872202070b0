"""What the apps above are told in the very transaction that decides it: they know this app, it does not know them."""

from django.dispatch import Signal

# Sent by ``retirer_intention`` (``send``, not ``send_robust``: a receiver that fails undoes the withdrawal), before
# the state changes. Gives ``intention`` (locked), ``par`` (a person, or None by personal link) and ``motif``.
desistement = Signal()
