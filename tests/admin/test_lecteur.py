"""An officer who may only read posts nothing: each act of the purchase is refused, whatever its address."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from config.groupes import DROITS, MARCHES
from noyau.journal import LigneJournal
from sessions_formation.models import Avenant, Composante, DecisionGroupee, PremiereValidation
from tests.factories import comptes
from tests.factories.avenants import demande_d_heures, session_commandee
from tests.factories.comites import en_seance, groupe_technique
from tests.factories.scenario import session_demandee

pytestmark = pytest.mark.django_db

SESSION, LOT, COMITE = "sessions_formation_session", "sessions_formation_lot", "comites_comite"


@pytest.fixture
def lecteur(db):
    """All the rights to see, and no other."""
    personne = comptes.agent(is_superuser=False, prenom="Léa", nom="Garnier")
    codes = {code for droits in DROITS[MARCHES].values() for code in droits if code.startswith("view_")}
    personne.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return personne


def test_qui_ne_fait_que_lire_ne_poste_rien(client, lecteur, le_monde):
    commandee = session_commandee(le_monde)
    avenant = demande_d_heures(le_monde, commandee)
    grande = session_demandee(le_monde, postes=30, effectif=30)
    PremiereValidation.objects.create(session=grande, par=le_monde.agent, le=commandee.demandee_le)
    comite = en_seance(groupe_technique(le_monde), le_monde)
    point = comite.points.order_by("rang").first()
    adresses = {
        **{(f"{SESSION}_{page}", grande.pk): {} for page in ("completer", "contresigner", "renvoyer")},
        (f"{SESSION}_change", grande.pk): {"decision": "autoriser", "etape": "confirmer", "motif": "besoin_avere"},
        (f"{SESSION}_annuler", commandee.pk): {"motif": "Non."},
        (f"{SESSION}_socle",): {"envoi": "8d7c6c1e-8a6c-4c5a-9d59-06f3ff3d7a10"},
        (f"{SESSION}_confier",): {"s": grande.pk, "vers": lecteur.pk, "motif": "Moi."},
        ("sessions_formation_decisiongroupee_nouvelle",): {},
        ("sessions_formation_demandeavenant_change", avenant.pk): {"decision": "accorder", "etape": "confirmer"},
        (f"{LOT}_change", le_monde.lot.pk): {"intitule": "Autre"},
        (f"{LOT}_fongibilite", le_monde.lot.pk): {"etape": "confirmer"},
        **{(f"{COMITE}_{page}", comite.pk): {} for page in ("acte", "date", "point", "invites", "seance", "clore")},
        (f"{COMITE}_executer", comite.pk): {f"lu_{point.pk}": f".{point.version}"},
        (f"{COMITE}_modifier", comite.pk, point.pk): {},
        ("referentiels_parametre_add",): {"code": "seconde_validation_montant", "valeur": "1"},
        ("sessions_formation_absenceagent_add",): {"agent": lecteur.pk},
    }
    client.force_login(lecteur)
    avant = LigneJournal.objects.count()

    codes = {
        nom: client.post(reverse(f"admin:{nom[0]}", args=nom[1:]), champs).status_code
        for nom, champs in adresses.items()
    }

    assert {nom: code for nom, code in codes.items() if code != 403} == {}
    assert LigneJournal.objects.count() == avant
    assert (Composante.objects.count(), Avenant.objects.count(), DecisionGroupee.objects.count()) == (1, 0, 0)
