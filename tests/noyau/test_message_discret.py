"""What each kind of log line keeps of its sentence: neither path, nor value, nor address."""

import logging
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from noyau.journalisation import contexte_courant, dans_le_contexte, message_d_exception, message_discret


@pytest.mark.parametrize(
    ("journal", "phrase", "champs", "ecrit"),
    [
        ("noyau.courriers", "Écrit à ana@exemple.fr", {}, "Écrit à [courriel]"),
        (
            "django.request",
            "Not Found: /r/lien-d-ana",
            {"request": SimpleNamespace(method="GET"), "status_code": 404},
            "Réponse 404 à GET ?",
        ),
        ("celery.app.trace", "Task raised: Ana Durand", {"data": {"name": "envoyer"}}, "Tâche envoyer : WARNING"),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST: ana", {}, "Requête refusée : DisallowedHost"),
    ],
)
def test_une_ligne_ne_garde_que_ce_qui_ne_nomme_personne(journal, phrase, champs, ecrit):
    ligne = logging.LogRecord(journal, logging.WARNING, "x.py", 1, phrase, (), None)
    vars(ligne).update(champs)

    assert message_discret(ligne) == ecrit


def test_une_panne_de_serveur_perd_les_adresses():
    assert message_d_exception(OperationalError("refus pour ana@exemple.fr\nDétail")) == "refus pour [courriel]"


def test_ce_qui_se_faisait_ne_se_dit_plus_ensuite():
    with dans_le_contexte(requete="a" * 8):
        assert contexte_courant() == {"requete": "a" * 8}
    assert contexte_courant() == {}
