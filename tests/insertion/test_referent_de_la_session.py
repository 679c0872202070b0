"""One référent a session: named at authorisation, taken, handed over, changed by the Région."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from intentions.models import Partenaire
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from sessions_formation.actions.referent import (
    designer_la_structure,
    passer_a_un_collegue,
    passer_a_une_structure,
    suivre_soi_meme,
)
from sessions_formation.models import Session
from sessions_formation.queries.referents import structure_a_nommer
from tests.factories import comptes
from tests.factories.parcours import session_publiee
from tests.factories.referentiels import DepartementFactory, StructureReseauFactory
from tests.factories.scenario import demande, intention_deposee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def session(le_monde):
    return session_publiee(le_monde)


@pytest.fixture
def nadia(le_monde):
    return comptes.referent(le_monde.reseau, prenom="Nadia", nom="Le Goff")


@pytest.fixture
def mission_locale():
    return StructureReseauFactory(
        nom="Mission locale du Choletais", nature="mission_locale", departements=[DepartementFactory(code="49")]
    )


def lue(session) -> Session:
    return Session.objects.select_related("structure_referente", "referent").get(pk=session.pk)


def ecrits(modele) -> list[str]:
    return list(Courrier.objects.filter(modele=modele).order_by("pk").values_list("destinataire", flat=True))


def test_l_autorisation_nomme_france_travail_et_lui_ecrit(le_monde, mission_locale):
    session = session_publiee(le_monde)

    assert lue(session).structure_referente == le_monde.reseau
    assert ecrits("session_confiee") == [le_monde.reseau.courriel]
    # The other structures of the département read that it exists, as before.
    assert ecrits("session_reseau") == [mission_locale.courriel]


def test_celle_qui_a_transmis_le_plus_d_intentions_passe_devant(le_monde):
    proche = StructureReseauFactory(nom="France Travail Segré", departements=[le_monde.commune.departement])
    session = session_publiee(le_monde)
    assert structure_a_nommer(session) == le_monde.reseau
    partenaire = Partenaire.objects.create(nom="Segré", canal="reseau", structure=proche)
    intention = session.retenues.first().intention
    type(intention).objects.filter(pk=intention.pk).update(partenaire=partenaire)

    assert structure_a_nommer(session) == proche


def test_sans_structure_dans_le_departement_personne_n_est_nomme(le_monde):
    le_monde.reseau.departements.clear()

    session = session_publiee(le_monde)

    assert (lue(session).structure_referente, ecrits("session_confiee")) == (None, [])


def test_je_suis_le_referent_de_cette_session(client, session, nadia):
    client.force_login(nadia)
    adresse = reverse("referent:session", args=[session.pk])
    assert client.get(adresse).context["peut_suivre"] is True

    for _ in range(2):
        assert client.post(adresse, {"acte": "moi"}).url == adresse

    assert lue(session).referent == nadia
    lignes = LigneJournal.objects.filter(transition="referent", par=nadia).values_list("libelle", flat=True)
    assert list(lignes) == ["Suivie par Nadia Le Goff, France Travail Cholet"]


def test_confier_a_un_collegue_le_previent(client, le_monde, session, nadia):
    lucas = comptes.referent(le_monde.reseau, prenom="Lucas", nom="Morin")
    client.force_login(nadia)

    client.post(reverse("referent:session", args=[session.pk]), {"acte": "collegue", "collegue": lucas.pk})

    assert lue(session).referent == lucas
    assert ecrits("session_confiee")[1:] == [lucas.email]


def test_confier_a_une_autre_structure_demande_puis_previent_les_deux(
    client, session, le_monde, nadia, mission_locale
):
    client.force_login(nadia)
    suivre_soi_meme(session_id=session.pk, par=nadia)
    adresse = reverse("referent:session", args=[session.pk])
    choix = {"acte": "structure", "structure": mission_locale.pk}

    page = client.post(adresse, choix)
    assert (page.context["vers"], lue(session).structure_referente) == (mission_locale, le_monde.reseau)
    assert client.post(adresse, {**choix, "etape": "revoir"}).context["vers"] is None
    assert client.post(adresse, {**choix, "etape": "confirmer"}).url == reverse("referent:accueil")

    apres = lue(session)
    assert (apres.structure_referente, apres.referent) == (mission_locale, None)
    assert ecrits("session_confiee")[1:] == [mission_locale.courriel]
    assert ecrits("session_reprise") == [le_monde.reseau.courriel]
    assert client.get(adresse).status_code == 404


def test_la_session_d_une_autre_structure_n_existe_pas(client, session):
    client.force_login(comptes.referent())

    assert client.get(reverse("referent:session", args=[session.pk])).status_code == 404


def test_ce_qui_ne_se_confie_pas(le_monde, session, nadia):
    ailleurs = StructureReseauFactory(nom="Loin", departements=[DepartementFactory(code="85")])
    muette = StructureReseauFactory(nom="Muette", courriel="", departements=[le_monde.commune.departement])
    with pytest.raises(RegleViolee, match="ne couvre pas le département"):
        passer_a_une_structure(session_id=session.pk, structure_id=ailleurs.pk, par=nadia)
    with pytest.raises(RegleViolee, match="pas d’adresse connue"):
        passer_a_une_structure(session_id=session.pk, structure_id=muette.pk, par=nadia)
    with pytest.raises(RegleViolee, match="suit déjà cette session"):
        passer_a_une_structure(session_id=session.pk, structure_id=le_monde.reseau.pk, par=nadia)
    with pytest.raises(RegleViolee, match="n’agit pas pour la structure"):
        passer_a_un_collegue(session_id=session.pk, a=comptes.referent().pk, par=nadia)


def test_la_region_designe_avec_une_raison(le_monde, session, mission_locale):
    with pytest.raises(RegleViolee, match="Écrivez pourquoi"):
        designer_la_structure(session_id=session.pk, structure_id=mission_locale.pk, motif=" ", par=le_monde.agent)
    with pytest.raises(PermissionDenied):
        designer_la_structure(
            session_id=session.pk, structure_id=mission_locale.pk, motif="Oui", par=le_monde.au_cotraitant
        )

    designer_la_structure(
        session_id=session.pk, structure_id=mission_locale.pk, motif="Public jeune", par=le_monde.agent
    )

    ligne = LigneJournal.objects.filter(transition="referent").latest("pk")
    assert (ligne.libelle, ligne.motif) == ("Suivie par Mission locale du Choletais", "Public jeune")
    assert lue(session).structure_referente == mission_locale


def test_l_agent_change_la_structure_depuis_le_dossier(client, le_monde, session, mission_locale):
    client.force_login(le_monde.agent)
    adresse = reverse("admin:sessions_formation_session_referent", args=[session.pk])
    assert (
        adresse in client.get(reverse("admin:sessions_formation_session_change", args=[session.pk])).content.decode()
    )
    oubli = client.post(adresse, {"structure": mission_locale.pk, "motif": ""})
    assert oubli.context["form"].errors["motif"] == ["Écrivez pourquoi la session change de structure."]

    assert client.post(adresse, {"structure": mission_locale.pk, "motif": "Public jeune"}).url == adresse

    assert lue(session).structure_referente == mission_locale
    assert "Mission locale du Choletais" in client.get(adresse).content.decode()


def test_l_organisme_et_l_employeur_savent_qui_suit_la_session(client, le_monde, session):
    client.force_login(le_monde.au_cotraitant)
    page = client.get(reverse("sessions:demande", args=[session.pk])).content.decode()

    assert "Référent de la session" in page
    assert le_monde.reseau.courriel in page
    prevenu = Courrier.objects.filter(modele="session_employeur").first()
    assert prevenu.contexte["referente"] == "France Travail Cholet"


def test_une_session_en_brouillon_n_a_pas_de_referent(le_monde, nadia):
    brouillon = demande(le_monde, [intention_deposee(le_monde)])
    Session.objects.filter(pk=brouillon.pk).update(structure_referente=le_monde.reseau)

    with pytest.raises(RegleViolee, match="pas, ou plus, à suivre"):
        suivre_soi_meme(session_id=brouillon.pk, par=nadia)
