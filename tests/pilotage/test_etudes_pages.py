"""Saving a dated value that decides verdicts goes through what it would change; others say what they set."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from config.groupes import ACHAT, MARCHES
from intentions.models import IntentionEmbauche
from pilotage.actions.etudier_impact import mener_les_etudes
from pilotage.models import EtudeImpact
from referentiels.models import Parametre
from tests.admin.gestes import arbre, messages_de, navigateur
from tests.factories import comptes
from tests.factories.scenario import intention_deposee
from tests.html import choisir, textes
from tests.pilotage.etudes import cdd, changements, etudier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour")]

AJOUT = reverse("admin:referentiels_parametre_add")
LISTE = reverse("admin:referentiels_parametre_changelist")
SAISIE = {"code": "duree_min_mois", "valeur": "9", "depuis": "01/01/2027", "texte": "Délibération EX-2027-4"}


@pytest.fixture
def connecte(client, le_monde):
    client.force_login(le_monde.agent)
    return client


def lu(page) -> str:
    return " ".join(arbre(page).text_content().split())


def test_enregistrer_passe_par_l_etude_puis_enregistre(connecte, le_monde):
    cdd(le_monde, 7)
    combien = Parametre.objects.count()

    page = connecte.post(AJOUT, SAISIE, follow=True)

    assert Parametre.objects.count() == combien
    assert "Nous relisons les intentions d’embauche gardées" in lu(page)
    assert textes(arbre(page), "#avancement a") == ["Actualiser", "Annuler"]
    mener_les_etudes(maintenant=timezone.now)
    resultat = connecte.get(page.redirect_chain[-1][0])
    assert "1 intention d’embauche ouverte aurait un autre verdict." in lu(resultat)
    assert "De 6 mois à 9 mois." in lu(resultat)
    [lien] = choisir(arbre(resultat), "section[aria-labelledby=t-exemples] a")
    assert lien.get("href") == reverse(
        "admin:intentions_intentionembauche_change", args=[IntentionEmbauche.objects.get().pk]
    )

    suite = _enregistrer(connecte, resultat)

    nouvelle = Parametre.objects.get(code="duree_min_mois", depuis=date(2027, 1, 1))
    assert (nouvelle.valeur, nouvelle.saisi_par) == (9, "Hélène Pasquier")
    assert suite.redirect_chain[-1][0] == LISTE
    deux_fois = _enregistrer(connecte, resultat)
    assert messages_de(deux_fois) == ["Cette valeur est déjà enregistrée."]


def _enregistrer(client, page):
    [formulaire] = [f for f in choisir(arbre(page), "form[method=post]") if "parametre" in (f.get("action") or "")]
    champs = {champ.get("name"): champ.get("value") for champ in choisir(formulaire, "input[type=hidden]")}
    champs.pop("csrfmiddlewaretoken")
    return client.post(formulaire.get("action"), champs, follow=True)


def test_changer_d_avis_entre_l_etude_et_l_enregistrement_redemande(connecte, le_monde):
    connecte.post(AJOUT, SAISIE)
    mener_les_etudes(maintenant=timezone.now)
    etude = EtudeImpact.objects.get()

    connecte.post(AJOUT, {**SAISIE, "valeur": "12", "_etude": etude.pk})

    assert EtudeImpact.objects.count() == 2
    assert not Parametre.objects.filter(depuis=date(2027, 1, 1)).exists()


def test_annuler_ramene_a_la_saisie_avec_ce_qui_etait_ecrit(connecte, le_monde):
    connecte.post(AJOUT, SAISIE)
    page = arbre(connecte.get(f"{AJOUT}?etude={EtudeImpact.objects.get().pk}"))

    assert choisir(page, "[name=valeur]")[0].get("value") == "9"
    assert choisir(page, "[name=depuis]")[0].get("value") == "01/01/2027"
    assert choisir(page, "[name=texte]")[0].get("value") == "Délibération EX-2027-4"
    assert [o.get("value") for o in choisir(page, "[name=code] option[selected]")] == ["duree_min_mois"]


def test_une_valeur_a_venir_se_corrige_par_la_meme_etude(connecte, le_monde):
    a_venir = Parametre.objects.create(code="duree_min_mois", depuis=date(2027, 1, 1), valeur=9, texte="Essai")
    adresse = reverse("admin:referentiels_parametre_change", args=[a_venir.pk])

    etude = connecte.post(adresse, {**SAISIE, "valeur": "8"}, follow=True)
    mener_les_etudes(maintenant=timezone.now)
    resultat = connecte.get(etude.redirect_chain[-1][0])
    retour = arbre(connecte.get(f"{adresse}?etude={EtudeImpact.objects.get().pk}"))

    assert choisir(retour, "[name=valeur]")[0].get("value") == "8"
    _enregistrer(connecte, resultat)
    a_venir.refresh_from_db()
    assert a_venir.valeur == 8


def test_une_saisie_fausse_se_dit_sans_etude(connecte, le_monde):
    page = connecte.post(AJOUT, {**SAISIE, "valeur": "-1"})

    assert textes(arbre(page), ".errorlist li") == ["Cette valeur est un nombre plus grand que zéro."]
    assert not EtudeImpact.objects.exists()


def test_un_parametre_sans_verdict_s_enregistre_en_disant_ce_qu_il_regle(connecte, le_monde):
    page = connecte.post(AJOUT, {**SAISIE, "code": "relance_session_jours", "valeur": "3"}, follow=True)

    assert not EtudeImpact.objects.exists()
    assert Parametre.objects.filter(code="relance_session_jours", depuis=date(2027, 1, 1)).count() == 1
    assert any("ne change aucun verdict" in message for message in messages_de(page))


def test_apres_le_changement_les_anciens_dossiers_gardent_le_leur(connecte, le_monde):
    avant = cdd(le_monde, 7, nom="Avant", le=date(2026, 12, 31))
    connecte.post(AJOUT, SAISIE)
    mener_les_etudes(maintenant=timezone.now)
    _enregistrer(connecte, connecte.get(reverse("admin:referentiels_parametre_etude", args=[_seule().pk])))
    apres = cdd(le_monde, 7, nom="Après", le=date(2027, 1, 1))

    avant.refresh_from_db()
    assert (avant.verdict, avant.jugee_le) == ("eligible", date(2026, 12, 31))
    assert (apres.verdict, apres.jugee_le) == ("derogation", date(2027, 1, 1))
    # Each still under the law of its own day: going back to six would change the second alone.
    assert changements(etudier(le_monde, valeur=Decimal(6), depuis=date(2027, 6, 1))) == [
        ("ouvert", "derogation", "eligible", 1)
    ]


def _seule() -> EtudeImpact:
    return EtudeImpact.objects.get()


def test_les_droits_sont_ceux_du_parametre(le_monde):
    etude = etudier(le_monde)
    adresse = reverse("admin:referentiels_parametre_etude", args=[etude.pk])

    def membre(groupe):
        personne = comptes.agent(is_superuser=False)
        personne.groups.add(Group.objects.get(name=groupe))
        return navigateur(personne)

    assert membre(MARCHES).get(adresse).status_code == 200
    assert membre(ACHAT).get(adresse).status_code == 403
    assert membre(ACHAT).post(AJOUT, SAISIE).status_code == 403
    assert EtudeImpact.objects.count() == 1


def test_les_exemples_ne_disent_pas_un_handicap_a_qui_n_en_lit_pas(le_monde):
    intention_deposee(le_monde, heures_hebdo=Decimal(25), adaptation_boe=True, motif_derogation="Oui.")
    etude = etudier(le_monde, code="heures_hebdo_min", valeur=Decimal(30))
    adresse = reverse("admin:referentiels_parametre_etude", args=[etude.pk])
    marches = comptes.agent(is_superuser=False)
    marches.groups.add(Group.objects.get(name=MARCHES))

    sans, avec = lu(navigateur(marches).get(adresse)), lu(navigateur(le_monde.agent).get(adresse))

    assert changements(etude) == [("ouvert", "eligible", "derogation", 1)]
    assert "IE-2026-00001" not in sans
    assert "IE-2026-00001" in avec


def test_une_relecture_arretee_le_dit_et_ramene_a_la_saisie(connecte, le_monde):
    etude = etudier(le_monde)
    EtudeImpact.objects.update(statut="echouee")

    page = connecte.get(reverse("admin:referentiels_parametre_etude", args=[etude.pk]))

    assert "Rien n’est enregistré" in lu(page)
    assert f"{AJOUT}?etude={etude.pk}" in page.content.decode()
