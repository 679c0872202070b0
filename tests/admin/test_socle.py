"""« Commander une session socle »: read by the rules, confirmed, ordered once, told to who must know."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from config.groupes import ACHAT, MARCHES
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from referentiels.models import Parametre
from sessions_formation.actions.commander_socle import commander_socle
from sessions_formation.models import BonDeCommande, LieuLot, Lot, PrixLot, Session
from tests.admin.gestes import arbre, messages_de, navigateur
from tests.factories import comptes
from tests.factories.scenario import LE, session_demandee
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db

ADRESSE = reverse("admin:sessions_formation_session_socle")
ENVOI = "0b9a4a5e-8f0e-4a93-9d0e-3a1c4d8a5e11"


def texte(page) -> str:
    return " ".join(arbre(page).text_content().split())


def page_du_lot(monde) -> str:
    return f"{ADRESSE}?lot={monde.lot.pk}"


def saisie(monde, **autres) -> dict:
    """What a browser posts for a session that complies."""
    return {
        "envoi": ENVOI,
        "organisme": monde.cotraitant.pk,
        "intitule": "Créer son entreprise",
        "metier": "",
        "certification": "",
        "autre_certification": "",
        "lieu": LieuLot.objects.get(lot=monde.lot).pk,
        "autre_lieu": "",
        "commune": "",
        "debut": "11/01/2027",
        "fin": "30/04/2027",
        "effectif": "8",
        "heures": "100",
        "prix_heure": "9,50",
        "motif": "besoin_avere",
        "precisions": "",
        **autres,
    }


def poster(connecte, monde, **autres):
    return connecte.post(page_du_lot(monde), saisie(monde, **autres), follow=True)


def champs(monde, **autres) -> dict:
    lieu = LieuLot.objects.get(lot=monde.lot)
    return {
        "organisme": monde.cotraitant,
        "intitule": "Créer son entreprise",
        "lieu": lieu,
        "commune": lieu.commune,
        "debut": date(2027, 1, 11),
        "fin": date(2027, 4, 30),
        "effectif": 8,
        "heures": 100,
        "prix_heure": Decimal("9.50"),
        **autres,
    }


def commander(monde, *, envoi=None, **autres):
    return commander_socle(
        lot_id=monde.lot.pk,
        par=monde.agent,
        champs=champs(monde, **autres),
        decision={"motif": "besoin_avere", "precisions": "", "hors_tour": ""},
        envoi=envoi or uuid4(),
        le=LE,
    )


def test_une_session_socle_est_creee_commandee_et_publiee_d_un_acte(le_monde):
    session = commander(le_monde)

    assert (session.type, session.statut, session.numero) == ("socle", "publiee", "SE-2026-00001")
    assert session.composante.montant == Decimal("7600.00")
    assert session.demandeur == le_monde.agent
    actes = [(ligne.libelle, ligne.par_nom) for ligne in session.historique][::-1]
    assert actes[0] == ("Demandée", "Hélène Pasquier, Région")
    assert ("Autorisée", "Hélène Pasquier, Région") in actes


def test_l_organisme_le_mandataire_et_le_reseau_sont_prevenus(le_monde):
    session = commander(le_monde)

    envois = dict(Courrier.objects.values_list("modele", "destinataire"))
    assert envois == {
        "autorisation": le_monde.cotraitant.courriel,
        "bon_commande": le_monde.mandataire.courriel,
        "session_confiee": le_monde.reseau.courriel,
    }
    assert Courrier.objects.get(modele="autorisation").contexte["demandeur"] == ""
    assert session.agent == le_monde.agent


def test_ce_que_les_regles_interdisent_n_ecrit_rien_et_rend_son_numero(le_monde):
    with pytest.raises(RegleViolee, match="au lieu de 5"):
        commander(le_monde, effectif=4)

    assert not Session.objects.exists()
    assert commander(le_monde).numero == "SE-2026-00001"


def test_le_meme_formulaire_envoye_deux_fois_commande_une_fois(le_monde):
    premiere = commander(le_monde, envoi=ENVOI)

    assert commander(le_monde, envoi=ENVOI) == premiere
    assert BonDeCommande.objects.get().composantes.count() == 1


def test_le_lot_se_choisit_puis_son_prix_du_jour_est_propose(connecte, le_monde):
    PrixLot.objects.create(lot=le_monde.lot, depuis=date(2026, 1, 1), prix_heure=Decimal("9.80"), texte="Avenant")
    ferme = Lot.objects.get(pk=le_monde.lot.pk)
    ferme.pk, ferme.numero, ferme.fin = None, "99", date(2026, 1, 1)
    ferme.save()

    lots = textes(arbre(connecte.get(ADRESSE)), "select[name=lot] option")
    page = arbre(connecte.get(page_du_lot(le_monde)))

    assert lots == ["À choisir", str(le_monde.lot)]
    assert choisir(page, "[name=prix_heure]")[0].get("value") == "9,80"
    assert textes(page, "select[name=organisme] option") == [
        "À choisir",
        "Compétences Ouest, mandataire",
        "Formaloire Métiers, cotraitant",
    ]


def test_la_confirmation_montre_l_effet_avant_de_commander(connecte, le_monde):
    page = poster(connecte, le_monde)

    lu = texte(page)
    assert "Commander Créer son entreprise, Cholet ?" in lu
    assert "7 600,00 € est ouvert sur le lot 12" in lu
    assert "le bon de commande à Compétences Ouest." in lu
    assert "rien ne s’y oppose" in lu
    assert not Session.objects.exists()


def test_confirmer_commande_et_mene_au_dossier(connecte, le_monde):
    page = poster(connecte, le_monde, etape="confirmer")

    session = Session.objects.get()
    assert session.statut == "publiee"
    assert messages_de(page) == ["La session SE-2026-00001 est commandée et publiée : les lettres partent."]
    assert "Commandée pour la Région par Hélène Pasquier" in texte(page)
    assert page.redirect_chain[-1][0] == reverse("admin:sessions_formation_session_change", args=[session.pk])


def test_un_double_clic_mene_a_la_meme_session(connecte, le_monde):
    poster(connecte, le_monde, etape="confirmer")
    page = poster(connecte, le_monde, etape="confirmer")

    assert page.redirect_chain[-1][0] == reverse(
        "admin:sessions_formation_session_change", args=[Session.objects.get().pk]
    )


@pytest.mark.parametrize(
    ("autres", "champ", "message"),
    [
        pytest.param({"effectif": "4"}, "effectif", "4 stagiaires au lieu de 5", id="effectif"),
        pytest.param({"debut": "11/01/2020"}, "debut", "", id="passe"),
        pytest.param({"effectif": "900"}, "effectif", "il manque", id="plafond"),
        pytest.param({"prix_heure": "10,50"}, "precisions", "Une dérogation est nécessaire", id="prix"),
        pytest.param({"lieu": "autre"}, "commune", "Dites dans quelle commune", id="autre-lieu"),
        pytest.param({"intitule": ""}, "intitule", "Ce champ est obligatoire", id="intitule"),
        pytest.param({"fin": "10/01/2027"}, "fin", "La fin n’est pas après le début", id="fin"),
    ],
)
def test_un_refus_se_dit_a_son_champ_et_garde_ce_qui_est_tape(connecte, le_monde, autres, champ, message):
    page = poster(connecte, le_monde, **autres)

    [erreur] = textes(arbre(page), f"#id_{champ}_erreur")
    assert message in erreur
    assert choisir(arbre(page), "[name=fin]")[0].get("value") == autres.get("fin", "30/04/2027")
    assert choisir(arbre(page), "[name=envoi]")[0].get("value") == ENVOI
    assert not Session.objects.exists()


def test_une_derogation_s_accorde_avec_ses_mots(connecte, le_monde):
    poster(connecte, le_monde, prix_heure="10,50", precisions="Matériel lourd.", etape="confirmer")

    session = Session.objects.get()
    assert session.statut == "publiee"
    assert "Matériel lourd." in session.historique.get(transition="autoriser").motif
    assert PrixLot.objects.filter(prix_heure="10.50").count() == 1


def test_passer_avant_une_demande_qui_attend_s_explique(connecte, le_monde):
    attend = session_demandee(le_monde)

    page = poster(connecte, le_monde, etape="confirmer")

    assert textes(arbre(page), "#id_hors_tour_aide") == [f"Attendent déjà sur ce lot : {attend.numero}."]
    assert textes(arbre(page), "#id_hors_tour_erreur") == [
        "D’autres attendent sur ce lot : écrivez pourquoi cette session passe avant."
    ]
    poster(connecte, le_monde, etape="confirmer", hors_tour="Ouverture le 11 janvier.")
    session = Session.objects.get(type="socle")
    assert session.statut == "publiee"
    assert "Ouverture le 11 janvier." in session.historique.get(transition="autoriser").motif


def test_au_dela_du_seuil_une_seconde_personne_signe(connecte, le_monde):
    Parametre.objects.create(
        code="seconde_validation_montant", depuis=date(2026, 11, 1), valeur=Decimal(5000), texte="Délibération d’essai"
    )

    page = poster(connecte, le_monde)
    assert "une seconde signature est nécessaire" in texte(page)
    suite = poster(connecte, le_monde, etape="confirmer")

    session = Session.objects.get()
    assert (session.statut, session.premiere_validation.par) == ("demandee", le_monde.agent)
    assert messages_de(suite) == [
        "La session SE-2026-00001 attend une seconde signature : une autre personne la lira dans la file."
    ]
    assert not BonDeCommande.objects.exists()


def test_revenir_a_la_saisie_garde_tout(connecte, le_monde):
    page = poster(connecte, le_monde, intitule="Ouvrir un gîte", etape="revoir")

    assert choisir(arbre(page), "[name=intitule]")[0].get("value") == "Ouvrir un gîte"
    assert not Session.objects.exists()


def test_seuls_ceux_qui_achetent_commandent(le_monde):
    def code(groupe: str) -> int:
        personne = comptes.agent(is_superuser=False)
        personne.groups.add(Group.objects.get(name=groupe))
        return navigateur(personne).get(ADRESSE).status_code

    assert [code(ACHAT), code(MARCHES)] == [200, 403]
    assert navigateur(le_monde.au_mandataire).get(ADRESSE).status_code == 302


def test_la_file_propose_de_commander(connecte, le_monde):
    session_demandee(le_monde)

    page = connecte.get(reverse("admin:sessions_formation_session_changelist"))

    assert ADRESSE in page.content.decode()
