"""Settling a derogation tells those it concerns, and only once it is granted for the training body."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse

from intentions.actions.decider import Bornes, trancher_derogation
from intentions.enums import StatutIntention
from intentions.queries.authenticite import raconter_derogation
from noyau.courriers import Courrier
from noyau.lettres import Document
from tests.factories.scenario import LE, intention_deposee, monde
from tests.html import lire, texte, textes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accordee", "statut", "modeles"),
    [
        pytest.param(
            True,
            StatutIntention.RECEVABLE,
            {"decision_intention", "intention_adressee"},
            id="accordee-previent-l-organisme",
        ),
        pytest.param(False, StatutIntention.REFUSEE, {"decision_intention"}, id="refusee-ne-previent-que-l-employeur"),
    ],
)
def test_trancher_une_derogation_previent_ceux_qu_elle_concerne(accordee, statut, modeles):
    le_monde = monde()
    intention = intention_deposee(
        le_monde, contrat_type="cdd", duree_mois=4, saisonnier=True, organisme_choisi=le_monde.mandataire
    )
    assert intention.statut == StatutIntention.DEROGATION_DEMANDEE
    avant = set(Courrier.objects.values_list("pk", flat=True))

    tranchee = trancher_derogation(
        intention_id=intention.pk, accordee=accordee, motif="Travail saisonnier.", par=le_monde.agent, le=LE
    )

    assert tranchee.statut == statut
    assert set(Courrier.objects.exclude(pk__in=avant).values_list("modele", flat=True)) == modeles


def saisonniere(le_monde, **champs):
    return intention_deposee(le_monde, contrat_type="cdd", duree_mois=4, saisonnier=True, **champs)


def tranchee(le_monde, intention, *, accordee=True, bornes=None):
    trancher_derogation(
        intention_id=intention.pk,
        accordee=accordee,
        motif="Travail saisonnier.",
        par=le_monde.agent,
        le=LE,
        bornes=bornes or Bornes(),
    )
    return Document.objects.get(modele="derogation_intention")


@pytest.mark.parametrize("accordee", [True, False])
def test_une_derogation_a_sa_lettre_jointe_au_courriel_et_listee(client, accordee):
    le_monde = monde()
    intention = saisonniere(le_monde)
    lettre = tranchee(le_monde, intention, accordee=accordee)

    courrier = Courrier.objects.get(modele="decision_intention")
    assert list(courrier.documents.all()) == [lettre]
    assert (lettre.contexte["accordee"], lettre.contexte["motif"]) == (accordee, "Travail saisonnier.")
    client.force_login(intention.deposant)
    assert "Décision de dérogation" in texte(client.get(reverse("intentions:detail", args=[intention.pk])))
    client.force_login(le_monde.agent)
    du_service = texte(client.get(reverse("admin:intentions_intentionembauche_change", args=[intention.pk])))
    assert lettre.code_affiche in du_service


def test_la_lettre_d_une_derogation_sur_les_heures_tait_le_handicap():
    le_monde = monde()
    intention = intention_deposee(le_monde, heures_hebdo=Decimal("17.5"), adaptation_boe=True)
    assert intention.statut == StatutIntention.DEROGATION_DEMANDEE
    trancher_derogation(
        intention_id=intention.pk,
        accordee=True,
        motif="Son handicap le justifie.",
        par=le_monde.agent,
        le=LE,
        bornes=Bornes(limites="Tant que dure sa RQTH."),
    )

    lettre = Document.objects.get(modele="derogation_intention")
    figee = str(lettre.contexte).lower()
    for mot in ("handicap", "rqth", "boe", "obligation d’emploi", "adapt"):
        assert mot not in figee
    assert Courrier.objects.get(modele="decision_intention").contexte["motif"] == "Son handicap le justifie."


def test_la_verification_d_une_derogation_dit_son_sens_et_si_elle_vaut_encore(client):
    cache.clear()
    le_monde = monde()
    intention = saisonniere(le_monde)
    lettre = tranchee(le_monde, intention, bornes=Bornes("Deux postes.", date(2027, 2, 1)))
    adresse = reverse("noyau:verifier_code", args=[lettre.code_affiche])

    reponse = client.get(adresse)

    valeurs = textes(lire(reponse.content.decode()), ".verifier__faits dd")
    assert valeurs[3:] == ["Dérogation accordée", "1er février 2027"]
    assert "Rien ne l’a modifié ni annulé depuis." in texte(reponse)
    for nom in (intention.employeur.nom, intention.contact_nom, "saisonnier", "Deux postes"):
        assert nom not in reponse.content.decode()
    assert raconter_derogation(lettre, date(2027, 2, 1)).caduc is False
    assert raconter_derogation(lettre, date(2027, 2, 2)).suites == (
        "La dérogation a pris fin le 1er\u00a0février 2027.",
    )
    intention.derogations.update(caduque_le="2026-12-01T10:00Z")
    apres = texte(client.get(adresse))
    assert "Il ne produit plus d’effet." in apres
    assert "L’intention a changé le 1er décembre 2026 : la dérogation ne la couvre plus." in apres
