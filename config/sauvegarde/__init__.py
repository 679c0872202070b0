"""A backup that can be believed: the database and the files it names, of one instant, with what proves them whole.

``prendre`` writes one, ``remettre`` puts one back into an empty database and checks it, ``fichiers`` moves documents
from one place to another by their fingerprints. Decision 0060 says why it is made so.
"""
