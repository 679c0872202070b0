"""The contract in the administration: prices that stay, lots with their gauge, what the database remembers."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, transaction
from django.urls import reverse

from config.groupes import ACHAT, DROITS, MARCHES
from sessions_formation.models import BonDeCommande, Lot, PrixLot
from tests.admin.gestes import arbre, decider, navigateur, page_de
from tests.factories import comptes
from tests.factories.scenario import session_demandee
from tests.html import textes

pytestmark = pytest.mark.django_db


def saisie_du_lot(lot: Lot, **autres) -> dict:
    """What a browser posts for the page of a lot, nothing changed."""
    return {
        "numero": lot.numero,
        "marche": lot.marche,
        "intitule": lot.intitule,
        "groupement": lot.groupement_id,
        "secteur": lot.secteur_id,
        "departements": ["49", "85"],
        "certifications": "",
        "montant_min": "10000",
        "montant_max": "320000",
        "debut": "01/01/2023",
        "fin": "31/12/2027",
        "bornes-TOTAL_FORMS": "0",
        "bornes-INITIAL_FORMS": "0",
        "prix-TOTAL_FORMS": "0",
        "prix-INITIAL_FORMS": "0",
        "lieux-TOTAL_FORMS": "0",
        "lieux-INITIAL_FORMS": "0",
        **autres,
    }


def nouveau_prix(depuis: str) -> dict:
    return {
        "prix-TOTAL_FORMS": "1",
        "prix-INITIAL_FORMS": "0",
        "prix-0-depuis": depuis,
        "prix-0-prix_heure": "10,20",
        "prix-0-texte": "Avenant n° 2",
    }


def page_du_lot(lot: Lot) -> str:
    return reverse("admin:sessions_formation_lot_change", args=[lot.pk])


def test_un_prix_s_ajoute_a_partir_d_un_jour_a_venir(connecte, le_monde):
    connecte.post(page_du_lot(le_monde.lot), saisie_du_lot(le_monde.lot, **nouveau_prix("01/01/2027")))

    assert list(PrixLot.objects.filter(lot=le_monde.lot).values_list("depuis", "prix_heure").order_by("depuis")) == [
        (date(2023, 1, 1), Decimal("9.50")),
        (date(2027, 1, 1), Decimal("10.20")),
    ]


@pytest.mark.parametrize("depuis", ["25/11/2026", "01/01/2026"])
def test_un_prix_ne_commence_ni_aujourd_hui_ni_avant(connecte, le_monde, depuis):
    reponse = connecte.post(page_du_lot(le_monde.lot), saisie_du_lot(le_monde.lot, **nouveau_prix(depuis)))

    assert reponse.status_code == 200
    assert PrixLot.objects.filter(lot=le_monde.lot).count() == 1


def test_la_base_refuse_de_toucher_un_prix_en_vigueur(le_monde):
    prix = PrixLot.objects.filter(lot=le_monde.lot)

    for geste in (lambda: prix.update(prix_heure=Decimal("12.00")), prix.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            geste()


def test_la_page_du_lot_montre_sa_jauge_et_ce_qui_a_change(connecte, le_monde):
    connecte.post(page_du_lot(le_monde.lot), saisie_du_lot(le_monde.lot, montant_max="400000"))

    page = arbre(connecte.get(page_du_lot(le_monde.lot)))

    assert textes(page, ".jauge__legende tbody tr")[-1] == "Reste avant le maximum400 000 €"
    assert textes(page, "#t-trace + ol li strong") == ["Modifié", "Enregistré"]
    assert textes(page, "#t-trace + ol li p")[0] == "Modifié par Hélène Pasquier"
    assert textes(page, ".historique__motif") == ["montant maximum : 320 000, puis 400 000"]


def test_un_bon_se_lit_avec_ses_composantes_et_ne_se_modifie_pas(connecte, le_monde):
    session = session_demandee(le_monde)
    decider(connecte, session, "autoriser", motif="besoin_avere")
    bon = BonDeCommande.objects.get()
    adresse = reverse("admin:sessions_formation_bondecommande_change", args=[bon.pk])

    page = arbre(connecte.get(adresse))

    assert textes(page, "#t-composantes + table tbody th") == [
        f"1. {session.intitule}{session.numero}, {session.organisme.nom}"
    ]
    assert connecte.post(adresse, {"numero": "BC-X"}).status_code == 403
    assert (
        connecte.get(reverse("admin:sessions_formation_bondecommande_changelist"), {"q": bon.numero}).status_code
        == 200
    )


@pytest.mark.parametrize("liste", ["groupement", "lot", "habilitation", "bondecommande"])
def test_chaque_liste_du_contrat_s_ouvre_et_se_cherche(connecte, liste):
    assert connecte.get(reverse(f"admin:sessions_formation_{liste}_changelist"), {"q": "ouest"}).status_code == 200


@pytest.mark.parametrize("nom", [ACHAT, MARCHES])
def test_un_groupe_a_tous_ses_droits(nom):
    donnes = Group.objects.get(name=nom).permissions.values_list("content_type__app_label", "codename")

    assert set(donnes) == {(app, code) for app, codes in DROITS[nom].items() for code in codes}


def test_un_agent_d_achat_decide_et_ne_touche_pas_au_contrat(le_monde):
    agent = comptes.agent(is_superuser=False, prenom="Lise", nom="Caillaud")
    agent.groups.set(Group.objects.filter(name=ACHAT))
    client = navigateur(agent)
    session = session_demandee(le_monde)

    decider(client, session, "autoriser", motif="besoin_avere")

    session.refresh_from_db()
    assert session.statut == "publiee"
    assert client.get(page_de(session)).status_code == 200
    assert client.post(page_du_lot(le_monde.lot), saisie_du_lot(le_monde.lot)).status_code == 403
    assert not Permission.objects.filter(group__name=ACHAT, codename__startswith="delete").exists()
