"""The referent's page of the day: what it lists, for whom, at what cost."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from insertion.models import Suivi
from noyau.journal import LigneJournal
from referentiels.models import Departement
from sessions_formation.enums import StatutParcours as P
from stagiaires.models import Appel, Consultation
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import StructureReseauFactory
from tests.factories.scenario import LE
from tests.factories.stagiaires import StagiaireFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

ACCUEIL = reverse("referent:accueil")


@pytest.fixture
def nadia(client, le_monde):
    """A referent of the scenario's structure, signed in."""
    personne = comptes.referent(le_monde.reseau, prenom="Nadia", nom="Le Goff")
    client.force_login(personne)
    return personne


@pytest.fixture
def session(le_monde):
    return session_publiee(le_monde, 9)


def suivi_par(structure, referent=None, **champs):
    return StagiaireFactory(structure=structure, referent=referent, **champs)


def noms(page) -> list[str]:
    return [carte["titre"] for carte in page.context["cartes"]]


def appeler(client, parcours, *, vers="", dans_la_liste=False, **champs):
    envoi = {"envoi": uuid4(), "resultat": "joint", "rappeler_le": "", "note": "", **champs}
    adresse = reverse("referent:appel", args=[parcours.pk], query={"vers": vers} if vers else None)
    return client.post(adresse, envoi, follow=dans_la_liste, headers={"HX-Request": "true"} if dans_la_liste else None)


def test_l_espace_du_referent_mene_a_sa_journee(client, nadia):
    assert client.get(reverse("comptes:espace")).url == ACCUEIL


def test_un_jour_sans_rien_laisse_confier_ses_stagiaires(client, nadia):
    assert reverse("referent:confier") in client.get(reverse("referent:accueil")).text


def test_les_miens_et_ceux_que_personne_ne_suit_puis_toute_la_structure(client, le_monde, nadia, session):
    reseau, collegue = le_monde.reseau, comptes.referent(le_monde.reseau)
    for nom, referent in (("À moi", nadia), ("À personne", None), ("À Lucas", collegue)):
        parcours_de(session, P.PROFIL_VALIDE, stagiaire=suivi_par(reseau, referent, prenom="", nom=nom))
    parcours_de(session, P.PROFIL_VALIDE, stagiaire=suivi_par(StructureReseauFactory(), prenom="", nom="Ailleurs"))

    assert sorted(noms(client.get(ACCUEIL))) == ["À moi", "À personne"]
    assert sorted(noms(client.get(ACCUEIL, {"pour": "structure"}))) == ["À Lucas", "À moi", "À personne"]


def test_une_personne_erasee_d_un_autre_etat_ou_sortie_n_est_pas_a_appeler(client, le_monde, nadia, session):
    for statut in (P.NON_RETENU, P.ENTRE, P.TERMINE, P.ABANDON):
        parcours_de(session, statut, structure=le_monde.reseau)

    assert noms(client.get(ACCUEIL)) == []


def test_les_compteurs_filtrent_et_restent_dans_l_adresse(client, le_monde, nadia, session):
    parcours_de(session, P.POSITIONNE, structure=le_monde.reseau)
    parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau)

    page = client.get(ACCUEIL, {"genre": "valider"})

    assert len(noms(page)) == 1
    lus = [(filtre["texte"], filtre["compte"], filtre["courant"]) for filtre in page.context["filtres"]]
    assert lus == [("Tout", 2, False), ("Profils à valider", 1, True), ("À appeler", 2, False)]


def test_un_suivi_du_reste_jusqu_a_la_reponse_du_referent(client, le_monde, nadia, session):
    parcours = parcours_de(
        session, P.TERMINE, structure=le_monde.reseau, entre_le=LE - timedelta(60), sorti_le=LE - timedelta(31)
    )
    du = Suivi.objects.create(parcours=parcours, echeance=1, prevu_le=LE - timedelta(1))
    Suivi.objects.create(parcours=parcours, echeance=3, prevu_le=LE + timedelta(60))

    page = client.get(ACCUEIL)

    assert [carte["cle"] for carte in page.context["cartes"]] == [f"s{du.pk}"]
    assert "Nouvelles à 1 mois, attendues depuis hier" in unescape(page.content.decode()).replace("\xa0", " ")


def test_le_suivi_se_repond_dans_la_liste(client, le_monde, nadia, session):
    parcours = parcours_de(
        session, P.TERMINE, structure=le_monde.reseau, entre_le=LE - timedelta(60), sorti_le=LE - timedelta(31)
    )
    du = Suivi.objects.create(parcours=parcours, echeance=1, prevu_le=LE - timedelta(1))
    [carte] = client.get(ACCUEIL).context["cartes"]
    repondre = carte["actes"][-1]["url"]

    sous_la_ligne = client.get(repondre, headers={"HX-Request": "true"})
    assert sous_la_ligne["HX-Retarget"] == f"#sous-s{du.pk}"
    oubli = client.post(repondre, {"source": "referent"}, headers={"HX-Request": "true"})
    assert "Choisissez la situation de la personne." in oubli.content.decode()
    reponse = client.post(repondre, {"source": "referent", "situation": "cdi", "chez_l_employeur": "oui"})

    assert reponse.url.split("?")[0] == ACCUEIL
    assert du.reponses.get().situation == "cdi"
    apres = client.get(ACCUEIL)
    assert noms(apres) == []
    assert [str(dit).split(".")[0] for dit in apres.context["messages"]] == [f"C’est noté pour {parcours.stagiaire}"]


def test_mes_sessions_ont_des_places_et_le_territoire_se_lit(client, le_monde, nadia):
    session = session_publiee(
        le_monde, 5, structure=le_monde.reseau, debut=LE + timedelta(14), fin=LE + timedelta(100)
    )
    page = client.get(ACCUEIL)

    assert [(carte["cle"], carte["pourquoi"].replace("\xa0", " ")) for carte in page.context["cartes"]] == [
        (f"f{session.pk}", "5 places libres, début dans 14 jours")
    ]
    [ligne] = page.context["territoire"]
    assert (ligne["pk"], ligne["places"].libres, ligne["commune_nom"]) == (session.pk, 5, "Cholet")


def test_un_appel_note_retire_la_personne_et_passe_a_la_suivante(client, le_monde, nadia, session):
    premier, second = (parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau) for _ in range(2))
    page = client.get(ACCUEIL)
    noter = page.context["cartes"][0]["actes"][1]["url"]

    suite = client.post(
        noter, {"envoi": uuid4(), "resultat": "a_rappeler", "rappeler_le": "25/11/2026", "note": "Le soir"}
    )

    assert suite.url == f"{ACCUEIL}?vers=p{second.pk}"
    apres = client.get(suite.url)
    assert [(carte["cle"], carte["visee"]) for carte in apres.context["cartes"]] == [(f"p{second.pk}", True)]
    appel = Appel.objects.get()
    assert (appel.stagiaire, appel.par, appel.resultat) == (premier.stagiaire, nadia, "a_rappeler")
    assert (f"{appel.rappeler_le:%d/%m/%Y}", appel.note) == ("25/11/2026", "Le soir")


def test_le_journal_d_un_appel_ne_nomme_personne_et_ne_dit_pas_la_note(client, le_monde, nadia, session):
    parcours = parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau)

    appeler(client, parcours, note="Rappeler chez sa soeur")

    ligne = LigneJournal.objects.get(objet_type="stagiaires.stagiaire", transition="appeler")
    assert (ligne.libelle, ligne.motif, ligne.objet_id) == ("Appel : contact établi", "", parcours.stagiaire_id)


def test_un_double_clic_note_un_seul_appel(client, le_monde, nadia, session):
    parcours, envoi = parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau), uuid4()

    codes = [appeler(client, parcours, envoi=envoi).status_code for _ in range(2)]

    assert (codes, Appel.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("champs", "refus"),
    [
        ({"resultat": ""}, ("resultat", "Dites ce qu’a donné l’appel.")),
        ({"resultat": "a_rappeler"}, ("rappeler_le", "Dites quel jour rappeler.")),
        ({"resultat": "a_rappeler", "rappeler_le": "23/11/2026"}, ("rappeler_le", "Choisissez un jour à venir")),
        (
            {"resultat": "a_rappeler", "rappeler_le": "23/11/2027"},
            ("rappeler_le", "Choisissez un jour dans les trois mois"),
        ),
        ({"note": "son numéro : 2 94 05 49 007 001 42"}, ("note", "numéro de sécurité sociale")),
    ],
)
def test_un_appel_mal_rempli_est_explique_et_ce_qui_est_tape_reste(client, le_monde, nadia, session, champs, refus):
    parcours = parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau)

    page = appeler(client, parcours, **{"note": "Le matin", **champs})

    assert page.status_code == 200
    champ, phrase = refus
    assert phrase in unescape(page.content.decode())
    form = page.context["form"]
    assert form["note"].value() == champs.get("note", "Le matin")
    assert list(form.errors) == [champ]
    assert Appel.objects.count() == 0


def test_dans_la_liste_le_foyer_va_au_resume_d_une_erreur_et_ce_qui_est_fait_se_dit_pres_du_suivant(
    client, le_monde, nadia, session
):
    premier, second = (parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau) for _ in range(2))

    refus = appeler(client, premier, resultat="", dans_la_liste=True).content.decode()
    apres = appeler(client, premier, vers=f"p{second.pk}", dans_la_liste=True).content.decode()

    assert re.findall(r"<(\w+)[^>]* autofocus", refus) == ["div"]
    assert re.findall(r'class="jour-fait".*\n<li class="tache[^>]* id="(\w+)"', apres) == [f"p{second.pk}"]


def test_apres_trois_appels_sans_reponse_d_autres_voies_sont_proposees(client, le_monde, nadia, session):
    parcours = parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau)
    for rang in range(3):
        Appel.objects.create(
            stagiaire=parcours.stagiaire,
            par=nadia,
            resultat="injoignable",
            envoi=uuid4(),
            le=parcours.cree_le - timedelta(days=1 + rang),
        )

    [carte] = client.get(ACCUEIL).context["cartes"]

    assert carte["pourquoi"].replace("\xa0", " ") == "Sans réponse à 3 appels, depuis hier"
    assert carte["pistes"][0]["texte"] == "lui écrire"


def test_ouvrir_le_formulaire_est_une_consultation_notee(client, le_monde, nadia, session):
    parcours = parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau)

    client.get(reverse("referent:appel", args=[parcours.pk]))

    lecture = Consultation.objects.get()
    assert (lecture.stagiaire, lecture.par, lecture.page) == (parcours.stagiaire, nadia, "fiche")


def test_la_personne_d_une_autre_structure_n_existe_pas_ici(client, le_monde, nadia, session):
    parcours = parcours_de(session, P.PROFIL_VALIDE, structure=StructureReseauFactory())

    if session.structure_referente_id == le_monde.reseau.pk:
        type(session).objects.filter(pk=session.pk).update(structure_referente=None)

    assert appeler(client, parcours).status_code == 404


@pytest.mark.parametrize("combien", [1, 3, 300])
def test_la_page_coute_dix_requetes_quel_que_soit_le_nombre(
    client, le_monde, nadia, combien, django_assert_max_num_queries
):
    debut, fin = LE + timedelta(14), LE + timedelta(100)
    session = session_publiee(le_monde, combien, structure=le_monde.reseau, debut=debut, fin=fin, heures=10)
    for rang in range(combien):
        parcours = parcours_de(session, P.POSITIONNE, stagiaire=suivi_par(le_monde.reseau, nadia), en_attente=rang > 4)
        Appel.objects.create(
            stagiaire=parcours.stagiaire,
            par=nadia,
            resultat="injoignable",
            envoi=uuid4(),
            le=parcours.cree_le - timedelta(2),
        )
    le_monde.reseau.departements.set(Departement.objects.filter(code="49"))

    with django_assert_max_num_queries(10):
        page = client.get(ACCUEIL)

    assert page.context["combien"] == combien + 1
