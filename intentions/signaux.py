"""What the apps above are told in the very transaction that decides it: they know this app, it does not know them."""

from django.dispatch import Signal

# Sent by ``retirer_intention`` before it locks the intention, with ``intention_id``: whoever keeps something locked
# before an intention everywhere else (a session) locks it now, so that two acts never wait for each other.
avant_desistement = Signal()

# Sent by ``retirer_intention`` (``send``, not ``send_robust``: a receiver that fails undoes the withdrawal), before
# the state changes. Gives ``intention`` (locked), ``par`` (a person, or None by personal link), ``motif`` and ``le``.
desistement = Signal()

# Sent by the page that asks before a withdrawal, with ``intention`` and ``le``: each receiver returns the sentences
# (a list) that say what would follow.
desistement_prevu = Signal()
