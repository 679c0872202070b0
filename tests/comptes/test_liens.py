"""What a personal link says, and to whom."""

import base64
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils.timezone import now

from comptes.liens import VALIDITE, Lien, LienInvalide, LienPerime, Usage, jeton, lire

ADRESSE = "samira.lenoir@boite.example"


def en_clair(valeur: str) -> bytes:
    corps = valeur.lstrip(".").partition(":")[0]
    return base64.urlsafe_b64decode(corps + "=" * (-len(corps) % 4))


def test_un_lien_ne_dit_pas_l_adresse_a_qui_le_regarde():
    valeur = jeton(Usage.SUIVI, ADRESSE, objet=12)

    assert b"samira" not in en_clair(valeur)
    assert b"samira" in en_clair(signing.dumps([ADRESSE, 12]))
    assert lire(Usage.SUIVI, valeur) == Lien(ADRESSE, 12)


def test_un_lien_d_un_usage_n_en_ouvre_pas_un_autre_ni_change():
    valeur = jeton(Usage.SUIVI, ADRESSE, objet=12)

    essais = [(Usage.DONNEES, valeur), (Usage.SUIVI, "a" + valeur), (Usage.SUIVI, valeur[:-1]), (Usage.SUIVI, "x")]
    for usage, lu in essais:
        with pytest.raises(LienInvalide):
            lire(usage, lu)


def test_un_lien_envoye_avant_que_l_adresse_soit_chiffree_s_ouvre_encore():
    ancien = signing.dumps([ADRESSE, 12], salt=f"lien:{Usage.SUIVI}", compress=True)

    assert lire(Usage.SUIVI, ancien) == Lien(ADRESSE, 12)


def test_une_cle_remplacee_ouvre_encore_et_un_lien_perime_dit_a_qui_en_renvoyer_un(settings):
    valeur = jeton(Usage.SUIVI, ADRESSE, objet=12)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "une-autre-cle", [settings.SECRET_KEY]

    assert lire(Usage.SUIVI, valeur) == Lien(ADRESSE, 12)
    with time_machine.travel(now() + VALIDITE + timedelta(days=1)), pytest.raises(LienPerime) as perime:
        lire(Usage.SUIVI, valeur)
    assert (perime.value.courriel, perime.value.objet) == (ADRESSE, 12)
