"""« Et si ? » as officers ask and read it: rights, states, exports, two side by side."""

from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.groupes import ACHAT, CHEFS, DIRECTION, ELUS
from pilotage.actions.rejeu_calcul import Rejouee
from pilotage.actions.rejouer import (
    VERROU,
    arreter_le_rejeu,
    demander_un_rejeu,
    mener_les_rejeux,
    oublier_les_rejeux,
)
from pilotage.models import Rejeu
from pilotage.regles.rejeu import Question
from tests.admin.gestes import arbre, messages_de, navigateur
from tests.factories import comptes
from tests.factories.scenario import intention_deposee
from tests.html import choisir, textes
from tests.pilotage.rejeux import MI_DECEMBRE, NOVEMBRE, demander, maintenant, rejouer
from tests.pilotage.test_rejeu import ordonnee, quatre_qui_attendent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour")]

LISTE = reverse("admin:pilotage_rejeu_changelist")
AJOUT = reverse("admin:pilotage_rejeu_add")
COMPARER = reverse("admin:pilotage_rejeu_comparer")
SAISIE = {"debut": "01/11/2026", "fin": "30/11/2026", "effectif_min": "4"}


def fiche(rejeu: Rejeu) -> str:
    return reverse("admin:pilotage_rejeu_change", args=[rejeu.pk])


def lu(page) -> str:
    return " ".join(arbre(page).text_content().split())


def membre(groupe: str, **champs):
    personne = comptes.agent(is_superuser=False, **champs)
    personne.groups.add(Group.objects.get(name=groupe))
    return navigateur(personne)


def test_on_demande_on_attend_puis_on_lit_et_on_telecharge(le_monde):
    quatre_qui_attendent(le_monde)
    ordonnee(le_monde)
    with time_machine.travel(MI_DECEMBRE, tick=True):
        client = membre(CHEFS)
        assert "Aucune période n’a été rejouée" in lu(client.get(LISTE))
        attente = client.post(AJOUT, SAISIE, follow=True)
        client.post(AJOUT, SAISIE)  # the second click
        rejeu = Rejeu.objects.get()
        assert textes(arbre(attente), "#avancement h2") == ["La période attend son tour"]
        mener_les_rejeux(maintenant=maintenant)
        assert client.get(fiche(rejeu), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
        page = client.get(fiche(rejeu))
        csv = client.get(fiche(rejeu), {"figure": "rejeu_sessions_lot", "format": "csv"})

        assert "Il y aurait eu 1 session de plus (+ 15 960 €)." in lu(page)
        assert textes(arbre(page), "[aria-labelledby=t-groupes] li") == [
            "IE-2026-00001, IE-2026-00002, IE-2026-00003, IE-2026-00004"
        ]
        ligne = csv.content.decode().splitlines()[1]
        assert ligne == "Lot 12, Inter-industrie, Maine-et-Loire et Vendée;1;1;4;15960,00;15960,00;0;0"
        assert client.get(fiche(rejeu), {"figure": "inconnue", "format": "csv"}).status_code == 404
        assert len(choisir(arbre(client.get(LISTE)), "[name=avec]")) == 1


def test_deux_periodes_se_lisent_cote_a_cote(le_monde):
    quatre_qui_attendent(le_monde)
    ordonnee(le_monde)
    quatre, prix = rejouer(le_monde, effectif_min=4), rejouer(le_monde, prix_pour_cent=Decimal(10))
    client = membre(DIRECTION)

    page = client.get(COMPARER, {"avec": [quatre.pk, prix.pk]})

    faits = {
        textes(ligne, "th")[0]: textes(ligne, "td")
        for ligne in choisir(arbre(page), "[aria-labelledby=t-cote] tbody tr")
    }
    assert faits["Sessions de plus"] == ["+ 1", "0"]
    assert faits["Autre coût des commandes qui restent"] == ["0 €", "+ 1 995 €"]
    seul = client.get(COMPARER, {"avec": quatre.pk}, follow=True)
    assert messages_de(seul) == ["Cochez deux périodes rejouées, terminées, pour les comparer."]


def test_une_saisie_fausse_se_dit_et_reste_ecrite(le_monde):
    client = membre(CHEFS)

    rien = client.post(AJOUT, {"debut": "01/11/2026", "fin": "02/11/2026"})
    avenir = client.post(AJOUT, {**SAISIE, "fin": "25/11/2026", "effectif_min": "zéro"})
    # Asked again from another one: what it was stands in the form.
    de = demander(le_monde, effectif_min=4, prix_lots={le_monde.lot.pk: Decimal("9.87")})
    reprise = arbre(client.get(f"{AJOUT}?de={de.pk}"))

    assert "Changez au moins une valeur" in lu(rien)
    assert "On ne rejoue que le passé" in lu(avenir)
    assert choisir(arbre(avenir), "[name=effectif_min]")[0].get("value") == "zéro"
    assert choisir(reprise, "[name=effectif_min]")[0].get("value") == "4"
    assert choisir(reprise, f"[name=prix_lot_{le_monde.lot.pk}]")[0].get("value") == "9,87"
    assert Rejeu.objects.count() == 1


def test_seuls_ceux_qui_en_ont_le_droit_rejouent(le_monde):
    rejeu = demander(le_monde, effectif_min=4)
    arret = reverse("admin:pilotage_rejeu_arreter", args=[rejeu.pk])

    achat = membre(ACHAT)
    assert [achat.get(adresse).status_code for adresse in (LISTE, AJOUT, fiche(rejeu), COMPARER)] == [403] * 4
    assert [achat.post(adresse).status_code for adresse in (AJOUT, arret)] == [403] * 2
    elue = comptes.UtilisateurFactory()
    elue.groups.add(Group.objects.get(name=ELUS))
    assert navigateur(elue).get(LISTE).status_code == 302
    rejeu.refresh_from_db()
    assert (rejeu.statut, rejeu.arret_demande_le) == ("a_faire", None)


def test_un_rejeu_s_arrete_a_la_demande(le_monde, monkeypatch):
    client, attend = membre(CHEFS), demander(le_monde, effectif_min=4)
    arret = reverse("admin:pilotage_rejeu_arreter", args=[attend.pk])

    assert "L’arrêt est demandé" in messages_de(client.post(arret, follow=True))[0]
    assert messages_de(client.post(arret, follow=True))[0] == "Cette période avait déjà fini d’être rejouée."
    assert mener_les_rejeux(maintenant=maintenant) == 0
    assert "a été arrêté à la demande" in lu(client.get(fiche(attend)))
    # Stopped while it is read: the worker sees it before the next batch.
    intention_deposee(le_monde)
    en_cours = demander(le_monde, effectif_min=4)
    total = Rejouee.total

    def total_puis_arret(rejouee: Rejouee) -> int:
        arreter_le_rejeu(en_cours.pk, maintenant=MI_DECEMBRE)
        return total(rejouee)

    with monkeypatch.context() as patch:
        patch.setattr(Rejouee, "total", total_puis_arret)
        mener_les_rejeux(maintenant=maintenant)
    en_cours.refresh_from_db()
    assert (en_cours.statut, en_cours.resultat) == ("arrete", {})


def test_un_rejeu_qui_casse_le_dit_et_ne_revient_pas(le_monde):
    rejeu = demander(le_monde, effectif_min=4)
    Rejeu.objects.update(question={**rejeu.question, "valeurs": {"inconnu": "4"}})

    assert mener_les_rejeux(maintenant=maintenant) == 1
    assert mener_les_rejeux(maintenant=maintenant) == 0
    Rejeu.objects.update(question=rejeu.question)
    page = membre(CHEFS).get(fiche(rejeu))
    assert "s’est arrêté sur une erreur" in lu(page)
    assert oublier_les_rejeux(MI_DECEMBRE) == 0
    assert oublier_les_rejeux(MI_DECEMBRE.replace(day=16)) == 1


def test_un_ouvrier_mort_laisse_son_rejeu_a_un_autre(le_monde):
    """What a dead worker had begun (« en cours », half read) is begun anew, and counts nothing twice."""
    intention_deposee(le_monde)
    rejeu = demander(le_monde, effectif_min=4)
    Rejeu.objects.update(statut="en_cours", fait=1, total=7)

    mener_les_rejeux(maintenant=maintenant)

    rejeu.refresh_from_db()
    assert (rejeu.statut, rejeu.fait, rejeu.total) == ("termine", 1, 1)


def test_un_rejeu_des_heures_ne_dit_un_handicap_a_personne_d_autre(le_monde):
    intention_deposee(le_monde, heures_hebdo=Decimal(20), adaptation_boe=True, motif_derogation="Oui.")
    rejeu = rejouer(le_monde, heures_hebdo_min=20)

    direction, agent = membre(DIRECTION), navigateur(le_monde.agent)
    sans, avec = direction.get(fiche(rejeu)), agent.get(fiche(rejeu))

    assert "IE-2026-00001" not in lu(sans)
    assert "IE-2026-00001" in lu(avec)
    demande = {"figure": "rejeu_verdicts", "format": "csv"}
    assert direction.get(fiche(rejeu), demande).content.decode().splitlines()[1] == (
        "Éligible, ou dérogation à demander;1;1;1;1"
    )
    assert agent.get(fiche(rejeu), demande).content.decode().splitlines()[1] == "Éligible;0;1;0;1"


def test_la_liste_coute_autant_de_requetes_a_une_ligne_qu_a_trois(le_monde):
    client, requetes = membre(CHEFS), []
    for prix in ("9.60", "9.70", "9.80"):
        rejouer(le_monde, prix_lots={le_monde.lot.pk: Decimal(prix)})
        client.get(LISTE)
        with CaptureQueriesContext(connection) as lues:
            assert len(choisir(arbre(client.get(LISTE)), "[name=avec]")) == len(requetes) + 1
        requetes.append(len(lues))

    assert requetes[0] == requetes[2]


def test_la_meme_question_de_deux_personnes_n_est_menee_qu_une_fois(le_monde):
    """By two workers at once either: the second finds it in the hands of the first, and leaves it."""
    intention_deposee(le_monde)
    rejeu = demander(le_monde, effectif_min=4)
    collegue = comptes.agent(prenom="Antoine", nom="Lemercier")
    question = Question({"effectif_min": Decimal(4)})

    assert demander_un_rejeu(NOVEMBRE, question, par=collegue, maintenant=MI_DECEMBRE) == rejeu
    autre = connection.copy()
    try:
        with autre.cursor() as curseur:
            curseur.execute("select pg_advisory_lock(%s, %s)", [VERROU, rejeu.pk])
        assert mener_les_rejeux(maintenant=maintenant) == 0
    finally:
        autre.close()
    assert mener_les_rejeux(maintenant=maintenant) == 1
