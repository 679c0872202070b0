"""What a référent reads and does to fill a session: the list, one session, the two steps, what it decides after."""

from datetime import date

import pytest
from django.urls import reverse

from referentiels.models import Departement, Secteur
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from stagiaires.models import Stagiaire
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import CommuneFactory, StructureReseauFactory
from tests.factories.scenario import intention_deposee
from tests.factories.stagiaires import StagiaireFactory

LISTE = reverse("parcours:sessions")
IDENTITE = {
    "prenom": "Samira",
    "nom": "Lenoir",
    "date_naissance": "17/05/1994",
    "courriel": "samira@boite.example",
    "telephone": "06 12 34 56 78",
    "commune": "",
    "identifiant_ft": "",
}
SITUATION = {"situation": "demandeur_emploi", "projet": "salariat", "intention": ""}

pytestmark = pytest.mark.usefixtures("ce_jour")


def page(reponse) -> str:
    """The text of a page, its spaces made plain."""
    texte = reponse.content.decode()
    return texte.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def sessions_de(reponse) -> list[str]:
    return [ligne["session"].intitule for ligne in reponse.context["lignes"]]


def test_la_liste_tient_en_dix_requetes_a_une_comme_a_trois_sessions(
    nadia, le_monde, django_assert_num_queries, django_assert_max_num_queries
):
    session_publiee(le_monde, 2)
    nadia.get(LISTE)
    with django_assert_max_num_queries(10) as une:
        nadia.get(LISTE)

    for _ in range(2):
        parcours_de(session_publiee(le_monde, 1, 2))
    with django_assert_num_queries(len(une)):
        nadia.get(LISTE)


def test_la_liste_montre_les_places_les_candidats_et_les_emplois(nadia, le_monde):
    session = session_publiee(le_monde, 2, 1)
    parcours_de(session, "admis")
    parcours_de(session)
    parcours_de(session, en_attente=True)

    [ligne] = nadia.get(LISTE).context["lignes"]

    places = ligne["places"]
    assert (places.libres, places.capacite, ligne["proposes"]) == (2, 3, "1\N{NO-BREAK SPACE}candidat, 1 en attente")
    assert ligne["depart"] == "dans 49\N{NO-BREAK SPACE}jours"
    assert [(emploi.employeur, emploi.postes) for emploi in ligne["emplois"]] == [
        ("Employeur 1", 2),
        ("Employeur 2", 1),
    ]


def test_la_liste_ne_montre_que_le_territoire_et_les_places_libres(nadia, le_monde, client):
    pleine = session_publiee(le_monde, 1, intitule="Pleine")
    parcours_de(pleine, "admis")
    session_publiee(le_monde, 1, intitule="Libre")

    assert sessions_de(nadia.get(LISTE)) == ["Libre"]
    assert sessions_de(nadia.get(LISTE, {"places": "toutes"})) == ["Pleine", "Libre"]
    client.force_login(comptes.referent(StructureReseauFactory()))
    assert sessions_de(client.get(LISTE)) == []


def test_la_liste_se_filtre_et_se_trie(nadia, le_monde):
    session_publiee(le_monde, 1, intitule="Soudeur", debut=date(2027, 2, 1))
    session_publiee(le_monde, 3, intitule="Chaudronnier", debut=date(2027, 1, 11))

    assert sessions_de(nadia.get(LISTE)) == ["Chaudronnier", "Soudeur"]
    assert sessions_de(nadia.get(LISTE, {"tri": "places"})) == ["Soudeur", "Chaudronnier"]
    assert sessions_de(nadia.get(LISTE, {"q": "chaudronniers"})) == ["Chaudronnier"]
    assert sessions_de(nadia.get(LISTE, {"du": "15/01/2027"})) == ["Soudeur"]
    assert sessions_de(nadia.get(LISTE, {"au": "15/01/2027"})) == ["Chaudronnier"]
    autre = Secteur.objects.exclude(pk=le_monde.lot.secteur_id).order_by("code").first()
    assert sessions_de(nadia.get(LISTE, {"secteur": autre.code})) == []


def test_une_session_dit_ses_prerequis_ses_postes_libres_et_les_trajets(nadia, le_monde):
    session = session_publiee(le_monde, 2, prerequis="Savoir lire un plan.")
    intention = session.retenues.get().intention
    intention.commune = CommuneFactory(nom="Les Herbiers", departement=Departement.objects.get(code="85"))
    intention.save()
    parcours_de(
        session, structure=le_monde.reseau, stagiaire=StagiaireFactory(nom="Anselme", structure=le_monde.reseau)
    )
    parcours_de(session, stagiaire=StagiaireFactory(nom="Secrète", structure=StructureReseauFactory()), structure=None)

    reponse = nadia.get(reverse("parcours:session", args=[session.pk]))

    [emploi] = reponse.context["emplois"]
    assert (emploi.libres, emploi.postes, emploi.ailleurs) == (0, 2, True)
    texte = page(reponse)
    assert "Savoir lire un plan." in texte
    assert "1 employeur est dans un autre département que la formation" in texte
    assert "Anselme" in texte


@pytest.mark.parametrize("combien", [1, 3])
def test_la_page_d_une_session_coute_dix_requetes_au_plus(nadia, le_monde, combien, django_assert_max_num_queries):
    session = session_publiee(le_monde, combien, prerequis="Savoir lire un plan.")
    for _ in range(combien):
        personne = StagiaireFactory(structure=le_monde.reseau)
        parcours_de(session, structure=le_monde.reseau, stagiaire=personne)

    with django_assert_max_num_queries(10):
        reponse = nadia.get(reverse("parcours:session", args=[session.pk]))

    assert len(reponse.context["siens"]) == combien


def test_ni_la_liste_ni_la_session_ne_disent_les_heures_d_un_emploi_adapte(nadia, le_monde):
    """Under the threshold, hours tell by themselves that they are adapted to a disability."""
    session = session_publiee(le_monde, 1)
    intention = session.retenues.get().intention
    intention.heures_hebdo, intention.adaptation_boe = 18, True
    intention.save()

    for adresse in (LISTE, reverse("parcours:session", args=[session.pk])):
        texte = page(nadia.get(adresse))
        assert [mot for mot in ("18 h", "handicap", "obligation d’emploi") if mot in texte] == []


def positionner(nadia, session, donnees):
    return nadia.post(reverse("parcours:positionner", args=[session.pk]), donnees)


def test_une_personne_nouvelle_est_positionnee_en_deux_etapes(nadia, le_monde):
    session = session_publiee(le_monde, 1)

    suite = positionner(nadia, session, {**IDENTITE, "acte": "creer"})
    verifiee = nadia.post(suite.url, {**SITUATION, "etape": "verifier"})
    envoyee = nadia.post(suite.url, {**SITUATION, "etape": "envoyer"})

    parcours = Parcours.objects.get()
    assert verifiee.context["confirmer"] is True
    assert page(verifiee).count("Un poste est gardé pour cette personne : Employeur 1.") == 1
    assert envoyee.url == reverse("parcours:fiche", args=[parcours.pk])
    assert (parcours.poste, parcours.stagiaire.nom, parcours.structure) == (1, "Lenoir", le_monde.reseau)


def test_un_double_clic_ne_positionne_qu_une_fois(nadia, le_monde):
    session = session_publiee(le_monde, 2)
    suites = [positionner(nadia, session, {**IDENTITE, "acte": acte}) for acte in ("creer", "autre")]

    adresses = [nadia.post(suite.url, {**SITUATION, "etape": "envoyer"}).url for suite in suites]

    assert adresses == [reverse("parcours:fiche", args=[Parcours.objects.get().pk])] * 2
    assert Stagiaire.objects.count() == 1


def test_une_personne_ressemblante_est_proposee_avant_d_en_creer_une(nadia, le_monde):
    session = session_publiee(le_monde, 2)
    ailleurs = StructureReseauFactory(nom="Cap emploi 49")
    connue = StagiaireFactory(nom="Lenoir", date_naissance=date(1994, 5, 17), structure=ailleurs, telephone="")

    proposee = positionner(nadia, session, {**IDENTITE, "acte": "creer"})
    reprise = positionner(nadia, session, {**IDENTITE, "acte": "reprendre", "stagiaire": connue.pk})

    assert [proche.stagiaire for proche in proposee.context["ressemblances"]] == [connue]
    assert "Cap emploi 49" in page(proposee)
    assert connue.courriel not in page(proposee)
    assert Stagiaire.objects.get() == connue
    assert nadia.post(reprise.url, {**SITUATION, "etape": "envoyer"}).status_code == 302
    assert Parcours.objects.get().stagiaire == connue


def test_un_numero_seul_n_ouvre_la_fiche_de_personne(nadia, le_monde):
    session = session_publiee(le_monde, 2)
    ailleurs = StagiaireFactory(nom="Secrète", prenom="Zoé", structure=StructureReseauFactory())

    choisie = positionner(nadia, session, {"acte": "choisir", "stagiaire": ailleurs.pk})
    reprise = positionner(nadia, session, {**IDENTITE, "acte": "reprendre", "stagiaire": ailleurs.pk})

    assert choisie.status_code == 404
    assert (reprise.status_code, "Secrète" in page(reprise)) == (200, False)


def test_une_personne_suivie_se_retrouve_sans_que_son_nom_passe_dans_l_adresse(nadia, le_monde):
    session = session_publiee(le_monde, 2)
    suivie = StagiaireFactory(nom="Béranger", structure=le_monde.reseau)
    StagiaireFactory(nom="Béranger", structure=StructureReseauFactory())

    trouvee = positionner(nadia, session, {"acte": "chercher", "cherche": "beranger"})
    suite = positionner(nadia, session, {"acte": "choisir", "stagiaire": suivie.pk})

    assert trouvee.context["trouves"] == [suivie]
    assert (suite.status_code, "ranger" in suite.url) == (302, False)


def test_l_adresse_d_un_autre_ou_abimee_ramene_au_debut(nadia, le_monde, client):
    session = session_publiee(le_monde, 2)
    suite = positionner(nadia, session, {**IDENTITE, "acte": "creer"}).url
    client.force_login(comptes.referent(le_monde.reseau))

    assert [client.get(adresse).url for adresse in (suite, suite[:-3] + "x/")] == [
        reverse("parcours:positionner", args=[session.pk])
    ] * 2


def test_un_refus_dit_toutes_les_raisons_et_garde_ce_qui_est_ecrit(nadia, le_monde):
    session = session_publiee(le_monde, 1)
    suite = positionner(nadia, session, {**IDENTITE, "acte": "creer"})

    refus = nadia.post(suite.url, {**SITUATION, "situation": "salarie", "projet": "creation", "etape": "verifier"})

    assert len(refus.context["motifs"]) == 2
    assert refus.context["form"]["projet"].value() == "creation"
    assert "confirmer" not in refus.context


def test_un_numero_de_securite_sociale_est_refuse_partout(nadia, le_monde):
    session = session_publiee(le_monde, 1)
    nir = "2 94 05 49 007 123"

    cherche = positionner(nadia, session, {"acte": "chercher", "cherche": nir})
    nouvelle = positionner(nadia, session, {**IDENTITE, "nom": nir, "acte": "creer"})

    assert list(cherche.context["recherche"].errors) == ["cherche"]
    assert list(nouvelle.context["form"].errors) == ["nom"]
    assert not Stagiaire.objects.exists()


def test_la_session_dit_si_ce_sont_les_postes_ou_les_places_qui_manquent(nadia, le_monde):
    def lue(statut):
        session = session_publiee(le_monde, 1)
        parcours_de(session, statut, structure=le_monde.reseau)
        return page(nadia.get(reverse("parcours:session", args=[session.pk])))

    assert "Chaque poste est déjà proposé à quelqu’un : une" in lue(StatutParcours.POSITIONNE)
    assert "Toutes les places sont prises : une" in lue(StatutParcours.ADMIS)


def test_un_organisme_n_entre_pas_dans_le_sourcing(client, le_monde):
    session = session_publiee(le_monde, 1)
    client.force_login(session.demandeur)

    assert [
        client.get(adresse).status_code for adresse in (LISTE, reverse("parcours:session", args=[session.pk]))
    ] == [
        403,
        403,
    ]


def test_une_intention_seule_n_est_pas_une_session_a_pourvoir(nadia, le_monde):
    intention_deposee(le_monde)

    assert "Aucune place libre dans vos départements" in page(nadia.get(LISTE))


def test_un_agent_lit_les_sessions_a_pourvoir_sans_y_positionner(client, le_monde):
    session = session_publiee(le_monde, 2)
    candidat = parcours_de(session)
    client.force_login(le_monde.agent)

    assert sessions_de(client.get(LISTE)) == [session.intitule]
    reponse = client.get(reverse("parcours:session", args=[session.pk]))
    assert [parcours.pk for parcours in reponse.context["siens"]] == [candidat.pk]
    assert reverse("parcours:positionner", args=[session.pk]) not in reponse.content.decode()
    assert client.get(reverse("parcours:positionner", args=[session.pk])).status_code == 403
    client.force_login(comptes.agent(is_superuser=False))
    assert client.get(reverse("parcours:session", args=[session.pk])).context["lit"] is False
