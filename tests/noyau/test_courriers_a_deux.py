"""Two transactions that deposit the same event at once: it is written once, and neither is undone for it."""

from threading import Thread

import pytest
from django.db import connection, transaction

from noyau.courriers import Courrier, deposer

pytestmark = pytest.mark.django_db(transaction=True)


def test_le_meme_evenement_depose_au_meme_instant_s_ecrit_une_fois():
    faits = {"modele": "nouveau_message", "cle": "message-region:1", "destinataire": "region@exemple.fr"}
    rendus = []

    def deposer_aussi():
        try:
            with transaction.atomic():
                rendus.append(deposer(**faits, contexte={}))
                # The rest of what it decided still holds.
                deposer(**{**faits, "cle": "message:2"}, contexte={})
        except Exception as erreur:  # noqa: BLE001 what it is is what the test looks at
            rendus.append(erreur)
        finally:
            connection.close()

    with transaction.atomic():
        deposer(**faits, contexte={})
        fil = Thread(target=deposer_aussi)
        fil.start()
        fil.join(timeout=1)
    fil.join()

    assert rendus == [None]
    assert set(Courrier.objects.values_list("cle", flat=True)) == {"message-region:1", "message:2"}
