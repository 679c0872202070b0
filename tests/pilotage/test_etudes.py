"""Before a dated value is saved: the files kept are judged twice, shown, and nothing old changes its verdict."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.groupes import ACHAT, MARCHES
from intentions.models import IntentionEmbauche
from intentions.queries.dossier import dossier_de
from pilotage.actions.etudier_impact import demander_une_etude, mener_les_etudes, oublier_les_etudes
from pilotage.models import EtudeImpact
from pilotage.queries import dossiers_juges
from pilotage.queries.dossiers_juges import Hypothese, lots_rejuges
from referentiels.models import Parametre
from sessions_formation.actions.decider import autoriser_session
from tests.admin.gestes import arbre, messages_de, navigateur
from tests.factories import comptes
from tests.factories.scenario import LE, demande, intention_deposee, monde, session_demandee
from tests.html import choisir, textes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour")]

AJOUT = reverse("admin:referentiels_parametre_add")
LISTE = reverse("admin:referentiels_parametre_changelist")
SAISIE = {"code": "duree_min_mois", "valeur": "9", "depuis": "01/01/2027", "texte": "Délibération EX-2027-4"}


@pytest.fixture
def un_jour():
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def le_monde():
    return monde()


@pytest.fixture
def connecte(client, le_monde):
    client.force_login(le_monde.agent)
    return client


def lu(page) -> str:
    return " ".join(arbre(page).text_content().split())


def parametre(**champs) -> Parametre:
    return Parametre(
        **{"code": "duree_min_mois", "valeur": Decimal(9), "depuis": date(2027, 1, 1), "texte": "Essai", **champs}
    )


def etudier(monde, **champs) -> EtudeImpact:
    etude = demander_une_etude(parametre(**champs), par=monde.agent, maintenant=timezone.now())
    mener_les_etudes(maintenant=timezone.now)
    etude.refresh_from_db()
    return etude


def cdd(monde, mois: int, **autres) -> IntentionEmbauche:
    return intention_deposee(monde, contrat_type="cdd", duree_mois=mois, **autres)


def changements(etude: EtudeImpact) -> list[tuple]:
    return [(c["groupe"], c["avant"], c["apres"], c["nombre"]) for c in etude.resultat["changements"]]


def test_les_intentions_gardees_sont_jugees_deux_fois(le_monde):
    for mois in (5, 7, 8, 9):
        cdd(le_monde, mois, nom=f"Atelier {mois}")
    IntentionEmbauche.objects.create(deposant=le_monde.agent, contrat_type="cdd", duree_mois=7)

    etude = etudier(le_monde)

    assert (etude.statut, etude.total, etude.fait) == ("terminee", 5, 5)
    assert etude.resultat["lus"] == {"ouvert": 4, "passe": 0, "brouillon": 1}
    assert changements(etude) == [("ouvert", "eligible", "derogation", 2)]


def test_chacune_est_jugee_par_la_loi_de_son_jour(le_monde):
    """Before 2025 six months were enough, from then on ten: a file of 2024 is compared with six, not with ten."""
    Parametre.objects.create(code="duree_min_mois", depuis=date(2025, 1, 1), valeur=10, texte="Essai")
    ancienne, recente = cdd(le_monde, 8, nom="Ancienne", le=date(2024, 6, 3)), cdd(le_monde, 8, nom="Récente")

    assert (ancienne.verdict, recente.verdict) == ("eligible", "derogation")
    assert changements(etudier(le_monde, valeur=Decimal(8))) == [("ouvert", "derogation", "eligible", 1)]
    assert changements(etudier(le_monde, valeur=Decimal(12))) == [("ouvert", "eligible", "derogation", 1)]


def test_ce_qui_est_clos_est_compte_a_part(le_monde):
    refusee = cdd(le_monde, 7, engagement_recruter=False)
    assert refusee.statut == "refusee"
    IntentionEmbauche.objects.filter(pk=refusee.pk).update(engagement_recruter=True)

    assert changements(etudier(le_monde)) == [("passe", "eligible", "derogation", 1)]


def test_l_etude_lit_une_intention_comme_l_application(le_monde):
    """The two readings of a file, one by columns and one by model, say the same of files of every kind."""
    intention_deposee(le_monde, nom="Un CDI")
    cdd(le_monde, 5, nom="Court", saisonnier=True)
    intention_deposee(le_monde, nom="Adaptée", heures_hebdo=Decimal(20), adaptation_boe=True, motif_derogation="Oui.")
    intention_deposee(le_monde, nom="Intérim", contrat_type="interim", agence_interim="Agence", duree_mois=7)
    intention_deposee(le_monde, nom="Sans étape", etapes=[], formation_departement_id="49")
    IntentionEmbauche.objects.create(deposant=le_monde.agent)

    lignes = {ligne["pk"]: ligne for ligne in dossiers_juges._intentions().order_by("pk")}

    assert len(lignes) == 6
    for intention in IntentionEmbauche.objects.select_related("employeur").order_by("pk"):
        assert dossiers_juges._dossier_intention(lignes[intention.pk]) == dossier_de(intention)


def test_les_sessions_gardent_ce_que_le_lot_disait_ce_jour_la(le_monde):
    ouverte, ordonnee = session_demandee(le_monde), session_demandee(le_monde, postes=7, effectif=7)
    autoriser_session(
        session_id=ordonnee.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE, hors_tour="Essai."
    )
    # Whatever becomes of the lot since: what was found that day stands.
    le_monde.lot.departements.set([])
    le_monde.lot.prix.all()

    etude = etudier(le_monde, code="effectif_min", valeur=Decimal(6))

    assert ouverte.verdict == "eligible"
    assert changements(etude) == [("ouvert", "eligible", "non_eligible", 1)]
    assert changements(etudier(le_monde, code="effectif_min", valeur=Decimal(8))) == [
        ("ouvert", "eligible", "non_eligible", 1),
        ("passe", "eligible", "non_eligible", 1),
    ]


def test_un_brouillon_de_session_est_juge_aujourd_hui(le_monde):
    demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)])

    etude = etudier(le_monde, code="effectif_min", valeur=Decimal(6))

    assert etude.resultat["lus"]["brouillon"] == 1
    assert changements(etude) == [("brouillon", "eligible", "non_eligible", 1)]
    assert etude.resultat["exemples"] == []


def test_un_lot_coute_une_requete(le_monde, monkeypatch):
    monkeypatch.setattr(dossiers_juges, "LOT", 2)
    for rang in range(3):
        cdd(le_monde, 7, nom=f"Atelier {rang}")

    with CaptureQueriesContext(connection) as requetes:
        lots = list(lots_rejuges(Hypothese("duree_min_mois", Decimal(9), LE)))

    assert [len(lot) for lot in lots] == [2, 1]
    assert len(requetes) == 5  # the law (2), two batches, and the empty one


def test_la_meme_question_posee_deux_fois_attend_une_fois(le_monde):
    premiere = demander_une_etude(parametre(), par=le_monde.agent, maintenant=timezone.now())

    assert demander_une_etude(parametre(), par=le_monde.agent, maintenant=timezone.now()) == premiere
    assert mener_les_etudes(maintenant=timezone.now) == 1
    assert mener_les_etudes(maintenant=timezone.now) == 0


def test_une_etude_qui_casse_ne_revient_pas_toujours(le_monde, connecte):
    etude = demander_une_etude(parametre(), par=le_monde.agent, maintenant=timezone.now())
    Parametre.objects.raw("select 1")
    EtudeImpact.objects.update(code="inconnu")

    mener_les_etudes(maintenant=timezone.now)
    etude.refresh_from_db()

    assert etude.statut == "echouee"
    EtudeImpact.objects.update(code="duree_min_mois")
    page = lu(connecte.get(reverse("admin:referentiels_parametre_etude", args=[etude.pk])))
    assert "Rien n’est enregistré" in page


def test_enregistrer_passe_par_l_etude_puis_enregistre(connecte, le_monde):
    cdd(le_monde, 7)
    combien = Parametre.objects.count()

    page = connecte.post(AJOUT, SAISIE, follow=True)

    assert Parametre.objects.count() == combien
    assert "Nous relisons les intentions d’embauche gardées" in lu(page)
    assert page.content.decode().count('http-equiv="refresh"') == 1
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


def test_les_etudes_s_oublient_apres_trente_jours(le_monde):
    etudier(le_monde)

    assert oublier_les_etudes(datetime(2026, 11, 25, 8, tzinfo=UTC)) == 0
    assert oublier_les_etudes(datetime(2026, 11, 26, tzinfo=UTC)) == 1
