"""One request and the lists: where it stands in every state, who reads it, what may be done next."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from noyau.courriers import Document
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import jour
from sessions_formation.actions.decider import (
    demander_complement,
    mettre_en_instruction,
    refuser_session,
)
from sessions_formation.actions.demander import demander_ouverture, enregistrer_demande, ouvrir_demande
from sessions_formation.models import Lot, PrixLot, Session
from sessions_formation.queries.file import reponse_attendue_le
from tests.factories import comptes
from tests.factories.scenario import LE, autoriser, champs_session, demande, intention_deposee, session_demandee
from tests.factories.sessions import concurrent, sous_traitant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

LISTE = reverse("sessions:liste")
BONS = reverse("sessions:bons")


LUNDI, VENDREDI = datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 20, 8, tzinfo=UTC)


def en_clair(texte) -> str:
    """The same sentence with plain spaces."""
    return str(texte).replace("\N{NO-BREAK SPACE}", " ")


def adresse(nom, objet):
    return reverse(f"sessions:{nom}", args=[objet.pk])


def refuser(session, par):
    return refuser_session(session_id=session.pk, par=par, motif="hors_lot", precisions="Voyez le lot 14.", le=LE)


def completer(session, par):
    return demander_complement(session_id=session.pk, par=par, motif="", precisions="Qui encadre ?", le=LE)


def instruire(session, par):
    return mettre_en_instruction(session_id=session.pk, par=par)


@pytest.mark.parametrize(
    ("acte", "titre", "motif", "bouton"),
    [
        pytest.param(None, "La demande est la première de la file", "", None, id="demandee"),
        pytest.param(instruire, "La demande est la première de la file", "", None, id="en-instruction"),
        pytest.param(
            completer, "La Région attend un complément", "Qui encadre ?", "Compléter la demande", id="complement"
        ),
        pytest.param(
            autoriser, "La session est autorisée et publiée", "Besoin avéré, conditions remplies", None, id="autorisee"
        ),
        pytest.param(
            refuser,
            "La demande est refusée",
            "La session ne relève pas de ce lot\nVoyez le lot 14.",
            None,
            id="refusee",
        ),
    ],
)
def test_chaque_etat_dit_ou_l_on_en_est_et_quoi_faire(odile, le_monde, acte, titre, motif, bouton):
    session = session_demandee(le_monde)
    if acte:
        acte(session, le_monde.agent)

    page = odile.get(adresse("demande", session))

    suite = page.context["suite"]
    assert (suite.titre, suite.motif) == (titre, motif)
    boutons = [mot for mot in ("Reprendre la demande", "Compléter la demande") if mot in page.content.decode()]
    assert boutons == ([bouton] if bouton else [])


def test_le_brouillon_est_juge_du_jour_et_se_reprend(odile, le_monde):
    session = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)])

    page = odile.get(adresse("demande", session))

    assert page.context["suite"].titre == "La Région ne voit pas encore cette demande"
    assert page.context["verdict"] == "eligible"
    assert "Reprendre la demande" in page.content.decode()


def test_le_rang_dans_la_file_compte_toutes_les_demandes(odile, le_monde):
    premiere, seconde = session_demandee(le_monde), session_demandee(le_monde)

    assert odile.get(adresse("demande", seconde)).context["suite"].titre == "La demande est la deuxième de la file"

    autoriser(premiere, le_monde.agent)

    assert odile.get(adresse("demande", seconde)).context["suite"].titre == "La demande est la première de la file"


@pytest.mark.parametrize(
    ("depuis", "deja", "jours", "delai"),
    [
        pytest.param(LUNDI, 0, 0, "La Région vise une réponse en 2 jours ouvrés.", id="lundi-meme"),
        pytest.param(VENDREDI, 0, 1, "La Région vise une réponse en 2 jours ouvrés.", id="vendredi"),
        pytest.param(
            VENDREDI,
            2,
            3,
            "Le délai visé, 2 jours ouvrés, est atteint : la Région reçoit un rappel chaque jour ouvré.",
            id="avant-et-apres-un-complement",
        ),
        pytest.param(
            datetime(2026, 11, 10, 8, tzinfo=UTC),
            0,
            8,
            "Elle attend depuis 5 jours ouvrés ou plus : les chefs d’unité sont prévenus.",
            id="avant-le-11",
        ),
    ],
)
def test_l_attente_se_compte_en_jours_ouvres_et_le_delai_se_dit(odile, le_monde, depuis, deja, jours, delai):
    session = session_demandee(le_monde)
    Session.objects.filter(pk=session.pk).update(complete_le=depuis, jours_attendus=deja)

    page = odile.get(adresse("demande", session))

    assert page.context["position"].jours == jours
    assert en_clair(page.context["delai"]) == delai


def test_la_place_se_dit_dans_la_file_et_sur_le_lot(odile, le_monde):
    voisin = concurrent(le_monde)
    ailleurs = Lot.objects.get(numero="31")
    par_lui = [intention_deposee(le_monde, nombre_postes=5)]
    session = ouvrir_demande(
        lot_id=ailleurs.pk,
        organisme_id=voisin.rattachements.get().organisme_id,
        par=voisin,
        intentions=[intention.pk for intention in par_lui],
        le=LE,
    )
    lieu = ailleurs.lieux.create(nom="Atelier", commune=le_monde.commune)
    PrixLot.objects.create(lot=ailleurs, depuis=ailleurs.debut, prix_heure=Decimal("9.50"), texte="Acte d’engagement")
    enregistrer_demande(
        session_id=session.pk,
        par=voisin,
        champs=champs_session(le_monde, lieu=lieu),
        intentions=[intention.pk for intention in par_lui],
        le=LE,
    )
    demander_ouverture(session_id=session.pk, par=voisin, le=LE)
    session_demandee(le_monde)
    la_notre = session_demandee(le_monde)

    suite = odile.get(adresse("demande", la_notre)).context["suite"]

    assert suite.titre == "La demande est la troisième de la file"
    assert en_clair(suite.texte) == "1 demande attend avant la vôtre sur ce lot."


def test_qui_suit_la_demande_est_nomme(odile, le_monde):
    session = session_demandee(le_monde)
    assert "Personne encore" in odile.get(adresse("demande", session)).content.decode()

    Session.objects.filter(pk=session.pk).update(agent=le_monde.agent)

    assert "Hélène, agent de la Région" in odile.get(adresse("demande", session)).content.decode()


def test_le_complement_dit_jusqu_a_quand_repondre(odile, le_monde):
    session = session_demandee(le_monde)
    completer(session, le_monde.agent)

    suite = odile.get(adresse("demande", session)).context["suite"]

    limite = reponse_attendue_le(session.historique.first().le.date(), reglement=reglement_au(LE))
    assert suite.texte.startswith(f"Répondez au plus tard le {jour(limite)}.")


def test_le_mandataire_lit_les_demandes_du_groupement_sans_les_modifier(client, le_monde):
    session = session_demandee(le_monde)
    completer(session, le_monde.agent)
    client.force_login(le_monde.au_mandataire)

    page = client.get(adresse("demande", session))

    assert page.context["a_nous"] is False
    assert "Compléter la demande" not in page.content.decode()
    assert [ligne["lisible"] for ligne in page.context["retenues"]] == [False]


@pytest.mark.parametrize("qui", ["concurrent", "cotraitant", "sous_traitant", "employeur"])
def test_la_demande_d_un_autre_est_introuvable(client, le_monde, qui):
    session = session_demandee(le_monde, par=le_monde.au_mandataire)
    personnes = {
        "concurrent": lambda: concurrent(le_monde),
        "cotraitant": lambda: le_monde.au_cotraitant,
        "sous_traitant": lambda: sous_traitant(le_monde),
        "employeur": comptes.employeur,
    }
    client.force_login(personnes[qui]())

    assert [client.get(adresse(nom, session)).status_code for nom in ("demande", "abandonner", "accord")] == [404] * 3


def test_le_brouillon_du_cotraitant_n_est_pas_vu_du_mandataire(client, le_monde):
    session = demande(le_monde, [])
    client.force_login(le_monde.au_mandataire)

    assert client.get(adresse("demande", session)).status_code == 404
    assert list(client.get(LISTE).context["page"]) == []


def test_abandonner_demande_confirmation_puis_efface(odile, le_monde):
    intention = intention_deposee(le_monde)
    session = demande(le_monde, [intention])

    page = odile.get(adresse("abandonner", session))
    assert [effet.replace("\N{NO-BREAK SPACE}", " ") for effet in page.context["effets"]] == [
        "Ce que vous avez saisi est perdu.",
        "1 intention reste à prendre, par vous ou par un autre organisme.",
    ]
    assert Session.objects.filter(pk=session.pk).exists()

    odile.post(adresse("abandonner", session))

    assert not Session.objects.filter(pk=session.pk).exists()


def test_une_demande_partie_ne_s_abandonne_pas(odile, le_monde):
    session = session_demandee(le_monde)

    assert odile.get(adresse("abandonner", session)).headers["Location"] == adresse("demande", session)
    reponse = odile.post(adresse("abandonner", session), follow=True)

    assert [str(m) for m in reponse.context["messages"]] == [
        "Cette demande est partie à la Région : elle ne s’efface plus."
    ]
    assert Session.objects.filter(pk=session.pk).exists()


def test_les_documents_ne_s_ouvrent_que_pour_l_organisme_et_le_mandataire(client, le_monde, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    session = session_demandee(le_monde)
    autoriser(session, le_monde.agent)
    autorisation = Document.objects.get(modele="autorisation")
    bon = Document.objects.get(modele="bon_commande")
    for document in (autorisation, bon):
        document.fichier.save(document.nom_fichier, ContentFile(b"%PDF-1.7"))

    def ouvre(personne, document):
        client.force_login(personne)
        return client.get(adresse("document", document)).status_code

    assert ouvre(le_monde.au_cotraitant, autorisation) == 200
    assert ouvre(le_monde.au_mandataire, autorisation) == 200
    assert ouvre(le_monde.au_mandataire, bon) == 200
    assert ouvre(le_monde.au_cotraitant, bon) == 404
    assert ouvre(concurrent(le_monde), autorisation) == 404
    assert ouvre(comptes.employeur(), bon) == 404
    client.force_login(le_monde.au_cotraitant)
    reponse = client.get(adresse("document", autorisation))
    assert reponse.content == b"%PDF-1.7"
    assert reponse.headers["Content-Disposition"] == f'attachment; filename="{autorisation.nom_fichier}"'
    assert reponse.headers["Cache-Control"] == "private, no-store"
    accuse = Document.objects.get(modele="accuse_intention")
    assert ouvre(le_monde.au_cotraitant, accuse) == 404


def test_sans_compte_on_est_invite_a_se_connecter(client, le_monde):
    session = session_demandee(le_monde)

    for url in (LISTE, BONS, adresse("demande", session), adresse("modifier", session)):
        reponse = client.get(url)
        assert (reponse.status_code, reponse.headers["Location"]) == (302, f"{reverse('account_login')}?next={url}")
