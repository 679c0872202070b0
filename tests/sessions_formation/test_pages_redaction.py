"""Writing a request: the rules speak as it is typed, a draft keeps everything, one click sends."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from sessions_formation.enums import StatutSession
from sessions_formation.models import Session
from tests.factories import comptes
from tests.factories.referentiels import CertificationFactory
from tests.factories.scenario import demande, intention_deposee, session_demandee
from tests.factories.sessions import autre_lot, concurrent, saisie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def intentions(le_monde):
    return [intention_deposee(le_monde, nom=nom, nombre_postes=n) for nom, n in (("Heulin", 2), ("Gaborit", 2))]


@pytest.fixture
def brouillon(le_monde, intentions):
    return demande(le_monde, intentions)


def adresse(nom, session):
    return reverse(f"sessions:{nom}", args=[session.pk])


def constats_lus(page) -> list[tuple[str, str]]:
    return [(constat["regle"], constat["niveau"]) for constat in page.context["constats"]]


def erreurs(page) -> list[str]:
    return [en_clair(erreur) for erreur in page.context["form"].non_field_errors()]


def en_clair(texte) -> str:
    """The same sentence with plain spaces, which one can see in a test."""
    return str(texte).replace("\N{NO-BREAK SPACE}", " ")


def test_la_page_dit_le_regroupement_le_montant_et_les_constats(odile, brouillon):
    page = odile.get(adresse("modifier", brouillon))

    assert en_clair(page.context["regroupement"]["phrase"]) == "2 employeurs, 4 postes : il en manque 1"
    assert page.context["regroupement"]["manque"] == 1
    assert str(page.context["montant"]) == "19950.00"
    assert str(page.context["reste"]) == "300050.00"
    assert [c for c in constats_lus(page) if c[1] == "non_conforme"] == [("S-INTENTIONS", "non_conforme")]
    assert page.context["titre"] == "La demande ne peut pas partir ainsi"


def test_htmx_et_le_bouton_verifier_disent_la_meme_chose_sans_rien_enregistrer(odile, le_monde, brouillon, intentions):
    donnees = saisie(le_monde, brouillon, intentions, effectif="3", equilibre_financier="on", acte="verifier")

    fragment = odile.post(adresse("constats", brouillon), donnees, headers={"HX-Request": "true"})
    page = odile.post(adresse("modifier", brouillon), donnees)

    assert constats_lus(fragment) == constats_lus(page)
    assert fragment.context["regroupement"] == page.context["regroupement"]
    assert (page.context["verdict"], page.context["titre"]) == ("eligible", "La demande peut partir")
    assert re.findall(r'id="([^"]+)"[^>]* hx-swap-oob="true"', fragment.content.decode()) == [
        "montant-demande",
        "verdict-bas",
    ]
    assert "<html" not in fragment.content.decode()
    brouillon.refresh_from_db()
    assert (brouillon.effectif, brouillon.equilibre_financier) == (5, False)


def test_le_fragment_ne_se_lit_pas_par_get(odile, brouillon):
    assert odile.get(adresse("constats", brouillon)).status_code == 405


def test_un_brouillon_garde_ce_qui_est_incomplet(odile, le_monde, brouillon):
    vide = saisie(
        le_monde,
        brouillon,
        [],
        lieu="",
        debut="",
        fin="30/04/2027",
        effectif="",
        heures="",
        prix_heure="",
        intitule="",
    )

    reponse = odile.post(adresse("modifier", brouillon), vide)

    assert reponse.headers["Location"] == adresse("demande", brouillon)
    brouillon.refresh_from_db()
    assert (brouillon.debut, str(brouillon.fin), brouillon.effectif) == (None, "2027-04-30", None)
    assert (brouillon.lieu, brouillon.commune, brouillon.statut) == (None, None, StatutSession.BROUILLON)
    assert not brouillon.retenues.exists()


def test_un_brouillon_garde_meme_des_dates_dans_le_desordre(odile, le_monde, brouillon, intentions):
    donnees = saisie(le_monde, brouillon, intentions, debut="30/04/2027", fin="11/01/2027")

    odile.post(adresse("modifier", brouillon), donnees)

    brouillon.refresh_from_db()
    assert brouillon.debut > brouillon.fin


def test_une_saisie_illisible_est_dite_et_le_reste_reste(odile, le_monde, brouillon, intentions):
    donnees = saisie(le_monde, brouillon, intentions, debut="janvier", heures="400 environ", motif_derogation="Texte")

    page = odile.post(adresse("modifier", brouillon), donnees)

    assert set(page.context["form"].errors) == {"debut", "heures"}
    contenu = page.content.decode()
    assert 'value="400 environ"' in contenu
    assert "Texte</textarea>" in contenu
    brouillon.refresh_from_db()
    assert brouillon.heures == 420


def test_demander_l_ouverture_enregistre_et_envoie_en_un_clic(odile, le_monde, brouillon):
    intentions = [intention_deposee(le_monde, nombre_postes=6)]
    donnees = saisie(le_monde, brouillon, intentions, effectif="6", heures="350", acte="envoyer")

    reponse = odile.post(adresse("modifier", brouillon), donnees, follow=True)

    brouillon.refresh_from_db()
    assert (brouillon.statut, brouillon.effectif, brouillon.heures) == (StatutSession.DEMANDEE, 6, 350)
    assert reponse.context["suite"].titre == "La demande est la première de la file"
    assert [str(m) for m in reponse.context["messages"]] == ["Demande SE-2026-00001 envoyée à la Région."]


def test_un_refus_dit_pourquoi_en_tete_et_ne_perd_rien(odile, le_monde, brouillon, intentions):
    donnees = saisie(le_monde, brouillon, intentions, heures="300", acte="envoyer")

    page = odile.post(adresse("modifier", brouillon), donnees)

    assert page.status_code == 200
    assert erreurs(page) == ["4 postes pour 5 parcours : il faut d’autres intentions, ou moins de parcours."]
    brouillon.refresh_from_db()
    assert (brouillon.statut, brouillon.heures) == (StatutSession.BROUILLON, 300)
    assert page.context["form"].cochees() == {intention.pk for intention in intentions}


def test_une_derogation_demande_pourquoi_avant_de_partir(odile, le_monde, brouillon):
    intentions = [intention_deposee(le_monde, nombre_postes=5)]
    donnees = saisie(le_monde, brouillon, intentions, prix_heure="10,20", acte="envoyer")

    page = odile.post(adresse("modifier", brouillon), donnees)

    assert len(erreurs(page)) == 1
    [prix] = [constat for constat in page.context["constats"] if constat["niveau"] == "derogation"]
    assert (prix["regle"], prix["lien"]) == ("S-PRIX", "#id_motif_derogation")

    odile.post(adresse("modifier", brouillon), {**donnees, "motif_derogation": "Un poste de soudage de plus."})

    brouillon.refresh_from_db()
    assert (brouillon.statut, brouillon.verdict) == (StatutSession.DEMANDEE, "derogation")


def test_un_double_clic_n_envoie_qu_une_fois(odile, le_monde, brouillon):
    donnees = saisie(le_monde, brouillon, [intention_deposee(le_monde, nombre_postes=5)], acte="envoyer")
    odile.post(adresse("modifier", brouillon), donnees)

    seconde = odile.post(adresse("modifier", brouillon), donnees, follow=True)

    assert seconde.redirect_chain == [(adresse("demande", brouillon), 302)]
    assert [str(m) for m in seconde.context["messages"]][-1] == (
        "Cette demande est déjà partie : voici où elle en est."
    )
    assert Session.objects.get(pk=brouillon.pk).historique.count() == 1


def test_une_demande_partie_ne_se_juge_plus_la_page_suit(odile, le_monde):
    session = session_demandee(le_monde)

    reponse = odile.post(adresse("constats", session), {}, headers={"HX-Request": "true"})

    assert reponse.headers["HX-Redirect"] == adresse("demande", session)


def test_la_demande_d_un_autre_est_introuvable(client, le_monde, brouillon):
    for personne in (concurrent(le_monde), le_monde.au_mandataire, comptes.employeur(), le_monde.agent):
        client.force_login(personne)
        for nom, methode in (("modifier", client.get), ("modifier", client.post), ("constats", client.post)):
            assert methode(adresse(nom, brouillon)).status_code == 404, (personne, nom)


def test_un_autre_lieu_et_une_autre_certification_se_disent(odile, le_monde, brouillon, intentions):
    certification = CertificationFactory(code="RNCP34502")
    donnees = saisie(
        le_monde,
        brouillon,
        intentions,
        lieu="autre",
        autre_lieu="Atelier-école",
        commune="Cholet",
        certification="autre",
        autre_certification="34502",
    )

    odile.post(adresse("modifier", brouillon), donnees)

    brouillon.refresh_from_db()
    assert (brouillon.lieu, brouillon.autre_lieu, brouillon.commune) == (None, "Atelier-école", le_monde.commune)
    assert brouillon.certification == certification
    page = odile.get(adresse("modifier", brouillon))
    assert page.context["form"]["lieu"].value() == "autre"
    assert page.context["form"]["autre_certification"].value() == "RNCP34502"
    assert ("S-LIEU", "derogation") in constats_lus(page)


@pytest.mark.parametrize(
    ("saisi", "faute"),
    [
        ("RNCP00000", "RNCP00000 n’est pas connu : vérifiez-le sur le site de France compétences."),
        ("", "Il manque. Par exemple : RNCP34502."),
    ],
)
def test_une_certification_inconnue_est_dite(odile, le_monde, brouillon, saisi, faute):
    donnees = saisie(le_monde, brouillon, [], certification="autre", autre_certification=saisi)

    page = odile.post(adresse("modifier", brouillon), donnees)

    assert page.context["form"].errors["autre_certification"] == [faute]


def test_le_lieu_d_un_autre_lot_est_refuse(odile, le_monde, brouillon):
    lot = autre_lot(le_monde, secteur="construction")
    lieu = lot.lieux.create(nom="Ailleurs", commune=le_monde.commune)

    page = odile.post(adresse("modifier", brouillon), saisie(le_monde, brouillon, [], lieu=str(lieu.pk)))

    assert list(page.context["form"].errors) == ["lieu"]


def test_le_formulaire_refuse_un_envoi_sans_jeton(le_monde, brouillon):
    navigateur = Client(enforce_csrf_checks=True)
    navigateur.force_login(le_monde.au_cotraitant)

    assert navigateur.post(adresse("modifier", brouillon), {"acte": "envoyer"}).status_code == 403


@pytest.mark.parametrize("nombre", [1, 3])
def test_le_formulaire_a_un_cout_constant(odile, le_monde, django_assert_num_queries, nombre):
    session = demande(le_monde, [intention_deposee(le_monde) for _ in range(nombre)])
    for _ in range(nombre):
        intention_deposee(le_monde)

    with django_assert_num_queries(17):
        page = odile.get(adresse("modifier", session))

    assert len(page.context["lignes"]) == 2 * nombre
