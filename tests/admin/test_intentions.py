"""Intentions in the administration: derogations granted or refused, and a disability told to who may know."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from sessions_formation.actions.demander import demander_ouverture
from tests.admin.gestes import arbre, collegue, messages_de, navigateur
from tests.factories import comptes
from tests.factories.scenario import LE, demande, intention_deposee
from tests.html import choisir, lire, textes

pytestmark = pytest.mark.django_db

TOUT = ["view_intentionembauche", "trancher_derogation", "voir_adaptation"]


@pytest.fixture
def courte(le_monde):
    """An intention that waits for a derogation: four months."""
    return intention_deposee(le_monde, contrat_type="cdd", duree_mois=4, motif_derogation="Travail saisonnier.")


@pytest.fixture
def adaptee(le_monde):
    """Twenty hours a week, adapted for a beneficiary of the obligation d'emploi."""
    return intention_deposee(le_monde, heures_hebdo=20, adaptation_boe=True, motif_derogation="Poste aménagé.")


def page_de(intention) -> str:
    return reverse("admin:intentions_intentionembauche_change", args=[intention.pk])


def agent_avec(*droits: str):
    personne = comptes.agent(is_superuser=False, prenom="Lise", nom="Caillaud")
    personne.user_permissions.set(
        Permission.objects.filter(codename__in=[*droits, "view_session", "view_lignejournal"])
    )
    return navigateur(personne)


def trancher(client, intention, decision: str, motif: str = "Besoin réel.", etape: str = "confirmer"):
    return client.post(page_de(intention), {"decision": decision, "motif": motif, "etape": etape}, follow=True)


@pytest.mark.parametrize(
    ("decision", "statut", "libelle"),
    [
        ("accorder", StatutIntention.RECEVABLE, "Dérogation accordée"),
        ("refuser", StatutIntention.REFUSEE, "Refusée"),
    ],
)
def test_trancher_demande_puis_change_l_etat_et_ecrit_a_l_employeur(connecte, courte, decision, statut, libelle):
    question = trancher(connecte, courte, decision, etape="")
    courte.refresh_from_db()
    assert courte.statut == StatutIntention.DEROGATION_DEMANDEE
    assert len(choisir(arbre(question), ".confirmation button[value=confirmer]")) == 1

    trancher(connecte, courte, decision)

    courte.refresh_from_db()
    ligne = courte.historique.first()
    assert (courte.statut, ligne.libelle, ligne.motif) == (statut, libelle, "Besoin réel.")
    assert Courrier.objects.get(modele="decision_intention").contexte["motif"] == "Besoin réel."


def test_trancher_sans_motif_revient_au_dossier(connecte, courte):
    reponse = trancher(connecte, courte, "accorder", motif="  ")

    assert list(reponse.context["form"].errors) == ["motif"]
    courte.refresh_from_db()
    assert courte.statut == StatutIntention.DEROGATION_DEMANDEE


def test_le_second_agent_est_prevenu(connecte, courte):
    trancher(connecte, courte, "accorder")

    reponse = trancher(navigateur(collegue()), courte, "refuser")

    assert len(messages_de(reponse)) == 1
    courte.refresh_from_db()
    assert courte.statut == StatutIntention.RECEVABLE


def test_sans_le_droit_on_lit_et_on_ne_tranche_pas(courte):
    client = agent_avec("view_intentionembauche")

    assert choisir(arbre(client.get(page_de(courte))), ".decision") == []
    assert trancher(client, courte, "accorder").status_code == 403


def test_lire_ne_tranche_pas(connecte, courte):
    connecte.get(page_de(courte), {"decision": "accorder", "motif": "Oui.", "etape": "confirmer"})

    courte.refresh_from_db()
    assert courte.statut == StatutIntention.DEROGATION_DEMANDEE


def test_un_brouillon_ne_se_trouve_pas(connecte, le_monde, courte):
    brouillon = type(courte).objects.create(deposant=courte.deposant, employeur=courte.employeur)

    assert connecte.get(page_de(brouillon)).status_code == 404


def dit_le_handicap(texte: str) -> bool:
    return any(mot in texte.lower() for mot in ("handicap", "obligation d’emploi", "aménagé", "adaptation_boe"))


def dit_les_heures(texte: str) -> bool:
    """Twenty hours a week, and not the time of day."""
    return re.search(r"\b20\sh(?!\s\d\d)", texte) is not None


def test_l_adaptation_se_lit_sur_le_dossier_avec_le_droit(adaptee):
    page = arbre(agent_avec(*TOUT).get(page_de(adaptee)))

    assert "Adapté (obligation d’emploi)" in textes(page, ".faits dd")
    assert dit_les_heures(" ".join(textes(page, ".faits dd")))


def test_l_adaptation_ne_se_lit_pas_sans_le_droit(adaptee):
    page = agent_avec("view_intentionembauche", "trancher_derogation").get(page_de(adaptee))

    assert not dit_le_handicap(page.content.decode())
    assert not dit_les_heures(page.content.decode())


@pytest.mark.parametrize(
    "adresse",
    ["index", "intentions_intentionembauche_changelist", "noyau_lignejournal_changelist"],
)
def test_l_adaptation_n_est_dans_aucune_liste(connecte, adaptee, adresse):
    contenu = connecte.get(reverse(f"admin:{adresse}")).content.decode()

    assert not dit_le_handicap(contenu)
    assert not dit_les_heures(contenu)


def test_l_adaptation_n_est_ni_dans_la_page_d_une_session_ni_au_journal(connecte, le_monde, adaptee):
    trancher(connecte, adaptee, "accorder", motif="Accordé.")
    brouillon = demande(le_monde, [adaptee], effectif=1, equilibre_financier=True)
    session = demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)

    contenu = connecte.get(reverse("admin:sessions_formation_session_change", args=[session.pk])).content.decode()

    assert textes(lire(contenu), "#t-intentions + table tbody th a") == [f"Tôlerie d’essai, {adaptee.numero}"]
    assert not dit_le_handicap(contenu)
    assert not dit_les_heures(contenu)
    assert not dit_le_handicap(str(list(LigneJournal.objects.values_list("motif", flat=True))))
