"""The officers' lists: what they show by default, how they are filtered and searched, at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from intentions.enums import StatutIntention
from sessions_formation.actions.decider import mettre_en_instruction
from sessions_formation.enums import StatutSession
from tests.admin.gestes import arbre, decider
from tests.factories.avis import avis_de
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import demande, intention_deposee, session_demandee
from tests.factories.sessions import autre_lot
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db

SESSIONS, INTENTIONS = "sessions_formation_session", "intentions_intentionembauche"
BONS = "sessions_formation_bondecommande"


def liste(client, modele: str, **parametres):
    return client.get(reverse(f"admin:{modele}_changelist"), parametres)


def numeros(reponse) -> list[str]:
    return [objet.numero for objet in reponse.context["cl"].result_list]


def test_la_file_montre_ce_qui_attend_dans_l_ordre_d_arrivee(connecte, le_monde, un_mercredi):
    premiere = session_demandee(le_monde)
    un_mercredi.shift(timedelta(minutes=1))
    deuxieme, decidee = session_demandee(le_monde), session_demandee(le_monde)
    mettre_en_instruction(session_id=deuxieme.pk, par=le_monde.agent)
    decider(connecte, decidee, "refuser", motif="hors_lot", precisions="Non.")
    demande(le_monde, [intention_deposee(le_monde)])

    reponse = liste(connecte, SESSIONS)

    assert numeros(reponse) == [premiere.numero, deuxieme.numero]
    assert textes(arbre(reponse), ".field-rang") == ["1", "2"]
    assert numeros(liste(connecte, SESSIONS, etat="toutes")) == [decidee.numero, deuxieme.numero, premiere.numero]


def test_le_rang_reste_celui_de_toute_la_file_sous_un_filtre(connecte, le_monde, un_mercredi):
    session_demandee(le_monde)
    un_mercredi.shift(timedelta(minutes=1))
    session_demandee(le_monde, intitule="Chaudronnier")

    reponse = liste(connecte, SESSIONS, q="chaudronnier")

    assert textes(arbre(reponse), ".field-rang") == ["2"]


@pytest.mark.parametrize(
    ("jours", "mots", "classe"),
    [
        (0, "arrivée aujourd’hui", "delai"),
        (1, "1 jour ouvré", "delai"),
        (2, "2 jours ouvrés", "delai delai--proche"),
        (5, "3 jours ouvrés", "delai delai--proche"),
        (7, "5 jours ouvrés, dépassé", "delai delai--depasse"),
    ],
    ids=["le jour même", "le lendemain", "deux jours", "une fin de semaine ne compte pas", "cinq jours"],
)
def test_l_attente_se_dit_en_jours_ouvres(connecte, le_monde, un_mercredi, jours, mots, classe):
    session_demandee(le_monde)
    un_mercredi.shift(timedelta(days=jours))
    connecte.force_login(le_monde.agent)

    page = arbre(liste(connecte, SESSIONS))

    assert textes(page, ".field-attente") == [mots]
    assert choisir(page, ".field-attente span")[0].get("class") == classe


@pytest.mark.parametrize(
    ("filtre", "trouvee"),
    [
        ({"etat": StatutSession.DEMANDEE}, True),
        ({"etat": StatutSession.AUTORISEE}, False),
        ({"verdict": "eligible"}, True),
        ({"verdict": "derogation"}, False),
        ({"departement": "49"}, True),
        ({"departement": "44"}, False),
        ({"q": "competences"}, False),
        ({"q": "FORMALOIRE"}, True),
        ({"q": "SE-2026-00001"}, True),
    ],
    ids=str,
)
def test_les_filtres_et_la_recherche_des_sessions(connecte, le_monde, filtre, trouvee):
    session = session_demandee(le_monde)

    assert numeros(liste(connecte, SESSIONS, **filtre)) == ([session.numero] if trouvee else [])


def test_filtrer_par_lot_et_par_organisme(connecte, le_monde):
    session = session_demandee(le_monde)
    voisin = autre_lot(le_monde, secteur="construction")

    assert numeros(liste(connecte, SESSIONS, lot=le_monde.lot.pk)) == [session.numero]
    assert numeros(liste(connecte, SESSIONS, lot=voisin.pk)) == []
    assert numeros(liste(connecte, SESSIONS, organisme=le_monde.cotraitant.pk)) == [session.numero]
    assert numeros(liste(connecte, SESSIONS, organisme=le_monde.mandataire.pk)) == []


def test_filtrer_et_chercher_les_intentions(connecte, le_monde):
    recevable = intention_deposee(le_monde)
    courte = intention_deposee(le_monde, nom="Ateliers du Lathan", contrat_type="cdd", duree_mois=4)

    assert numeros(liste(connecte, INTENTIONS, etat=StatutIntention.DEROGATION_DEMANDEE)) == [courte.numero]
    assert numeros(liste(connecte, INTENTIONS, verdict="eligible")) == [recevable.numero]
    assert numeros(liste(connecte, INTENTIONS, q="lathan")) == [courte.numero]
    assert numeros(liste(connecte, INTENTIONS, secteur="construction")) == []
    assert set(numeros(liste(connecte, INTENTIONS, departement="49"))) == {recevable.numero, courte.numero}


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(("modele", "requetes"), [(SESSIONS, 6), (INTENTIONS, 7)])
def test_une_liste_a_un_cout_constant(connecte, le_monde, django_assert_num_queries, modele, requetes, nombre):
    for _ in range(nombre):
        session_demandee(le_monde)

    with django_assert_num_queries(requetes):
        liste(connecte, modele)


def test_l_accueil_compte_ce_qui_attend(connecte, le_monde):
    avis_de(parcours_de(session_publiee(le_monde, 1), "termine"))
    session = session_demandee(le_monde)
    intention_deposee(le_monde, contrat_type="cdd", duree_mois=4)

    page = arbre(connecte.get(reverse("admin:index")))

    assert textes(page, ".compteur") == [
        "1 demande de session à décider",
        "0 seconde signature attendue",
        "0 demande d’avenant à décider",
        "0 facture à contrôler",
        "0 pièce à envoyer aux finances",
        "1 dérogation d’intention à trancher",
        "0 personne attend un rattachement",
        "1 commentaire de stagiaire à lire",
        "0 réponse d’organisme à lire",
        "0 courriel n’a pas pu partir",
    ]
    assert [lien.get("href") for lien in choisir(page, ".file a")] == [
        reverse(f"admin:{SESSIONS}_change", args=[session.pk])
    ]


@pytest.mark.parametrize("valeur", ["²", "9" * 5000])
@pytest.mark.parametrize(
    ("modele", "filtre"),
    [(SESSIONS, "lot"), (SESSIONS, "organisme"), (INTENTIONS, "organisme"), (BONS, "lot")],
)
def test_un_filtre_qui_n_est_pas_un_identifiant_est_ignore(connecte, le_monde, modele, filtre, valeur):
    session_demandee(le_monde)

    assert numeros(liste(connecte, modele, **{filtre: valeur})) == numeros(liste(connecte, modele))


@pytest.mark.parametrize("valeur", ["²", "9" * 5000])
@pytest.mark.parametrize("modele", [SESSIONS, INTENTIONS])
def test_une_page_dont_l_adresse_n_est_pas_un_identifiant_est_introuvable(connecte, modele, valeur):
    assert connecte.get(reverse(f"admin:{modele}_change", args=[valeur])).status_code == 404


def test_le_journal_nomme_ce_dont_il_parle(connecte, le_monde):
    session = session_demandee(le_monde)

    page = arbre(connecte.get(reverse("admin:noyau_lignejournal_changelist")))

    assert f"session {session.pk}" in textes(page, "td.field-objet")
