"""The public directory: who is in it, what it says of them, what it keeps to itself."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from insertion.actions.agreger import agreger_resultats
from insertion.models import AvisStagiaire
from intentions.models import IntentionEmbauche
from pilotage.queries.annuaire import Criteres, organismes_du_dispositif
from referentiels.models import OrganismeFormation
from sessions_formation.models import Groupement, Habilitation, Lot, MembreGroupement
from tests.factories import comptes
from tests.factories.avis import avis_de
from tests.factories.parcours import session_publiee
from tests.factories.referentiels import CertificationFactory, CommuneFactory, OrganismeFormationFactory
from tests.factories.resultats import socle, sortie
from tests.factories.scenario import LE
from tests.factories.sessions import autre_lot, concurrent, sous_traitant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour")]

ANNUAIRE = "/organismes/"


def noms(**criteres) -> list[str]:
    trouves = organismes_du_dispositif(LE, Criteres(**criteres)).order_by("nom_normalise", "pk")
    return [organisme.nom for organisme in trouves]


def fiche(client, organisme):
    return client.get(reverse("organisme", args=[organisme.pk]))


def un_groupement(rang: int, lot: Lot) -> OrganismeFormation:
    """A body alone in its groupement, with a lot like ``lot``."""
    organisme = OrganismeFormationFactory(nom=f"École {rang}")
    groupement = Groupement.objects.create(nom=f"Groupement {rang}")
    MembreGroupement.objects.create(groupement=groupement, organisme=organisme, role="mandataire")
    sien = Lot.objects.create(
        numero=f"9{rang}", marche=lot.marche, intitule="Un lot", groupement=groupement, secteur=lot.secteur,
        montant_max=lot.montant_max, debut=lot.debut, fin=lot.fin,
    )  # fmt: skip
    sien.departements.set(["49", "44"])
    return organisme


def test_y_sont_ceux_qui_tiennent_un_lot_ouvert(le_monde):
    sous_traitant(le_monde)
    OrganismeFormationFactory(nom="Hors dispositif")

    assert noms() == ["Atelier du Layon", "Compétences Ouest", "Formaloire Métiers"]

    Lot.objects.update(fin=LE - timedelta(days=1))
    assert noms() == []


def test_un_sous_traitant_n_y_est_que_pour_ses_lots(le_monde):
    lot = autre_lot(le_monde, secteur="construction", departements=("53",))
    membre = sous_traitant(le_monde).rattachements.get().organisme.places.get()
    membre.lots.set([lot])

    assert noms(secteur="construction") == ["Atelier du Layon", "Compétences Ouest", "Formaloire Métiers"]
    assert noms(secteur="inter-industrie") == ["Compétences Ouest", "Formaloire Métiers"]


def test_secteur_et_departement_sont_ceux_d_un_meme_lot(le_monde):
    autre_lot(le_monde, secteur="construction", departements=("53",))

    assert noms(secteur="construction", departement="53") == ["Compétences Ouest", "Formaloire Métiers"]
    assert noms(secteur="construction", departement="85") == []


@pytest.mark.parametrize(
    ("mots", "trouves"),
    [
        ("competences", ["Compétences Ouest"]),
        ("FORMALOIRES metier", ["Formaloire Métiers"]),
        ("inter-industrie", ["Compétences Ouest", "Formaloire Métiers"]),
        ("les organismes de saumur", []),
        ("saumur", ["Formaloire Métiers"]),
        ("formaloire à saumur", ["Formaloire Métiers"]),
        ("%", ["Compétences Ouest", "Formaloire Métiers"]),
    ],
)
def test_on_y_cherche_sans_accents_ni_pluriels(le_monde, mots, trouves):
    OrganismeFormation.objects.filter(pk=le_monde.cotraitant.pk).update(ville="Saumur")
    OrganismeFormation.objects.filter(pk=le_monde.mandataire.pk).update(ville="Cholet")

    assert noms(mots=mots) == trouves


@pytest.mark.parametrize("cherche", ["RNCP34502", "rncp 34502", "soudeurs", "assembleur industriel"])
def test_on_y_cherche_une_certification(le_monde, cherche):
    titre = CertificationFactory(code="RNCP34502", intitule="Soudeur assembleur industriel")
    Habilitation.objects.create(organisme=le_monde.cotraitant, certification=titre)
    Habilitation.objects.create(organisme=le_monde.mandataire, certification=titre, fin=LE - timedelta(days=1))

    assert noms(certification=cherche) == ["Formaloire Métiers"]
    assert noms(mots="soudeurs") == ["Formaloire Métiers"]


def test_la_liste_a_un_cout_constant(le_monde, client):
    couts = []
    for rang in (1, 2, 3):
        un_groupement(rang, le_monde.lot)
        with CaptureQueriesContext(connection) as requetes:
            page = client.get(ANNUAIRE, {"q": "ecole", "tri": "-sessions"})
        couts.append(len(requetes))

    assert [ligne["organisme"].nom for ligne in page.context["lignes"]] == ["École 1", "École 2", "École 3"]
    assert couts[0] == couts[2]
    assert couts[2] <= 7


def test_la_liste_garde_ses_filtres_dans_l_adresse(le_monde, client):
    page = client.get(ANNUAIRE, {"q": "ouest", "secteur": "inter-industrie", "tri": "-nom"})

    assert [ligne["organisme"].nom for ligne in page.context["lignes"]] == ["Compétences Ouest"]
    assert page.context["sans_filtre"] == f"{ANNUAIRE}?tri=-nom"
    assert 'value="ouest"' in page.text


@pytest.mark.parametrize("criteres", [{"q": "zzz"}, {"secteur": "inconnu", "q": "zzz"}, {"certification": "zzz"}])
def test_rien_trouve_se_dit(le_monde, client, criteres):
    page = client.get(ANNUAIRE, criteres)

    assert "Aucun organisme ne répond" in page.text
    assert f'href="{ANNUAIRE}"' in page.text


def test_la_fiche_dit_lots_role_certifications_sessions_et_contact(le_monde, client):
    session = session_publiee(le_monde)
    titre = CertificationFactory(code="RNCP34502", intitule="Soudeur assembleur industriel")
    Habilitation.objects.create(organisme=le_monde.cotraitant, certification=titre)

    page = fiche(client, le_monde.cotraitant)

    assert page.context["roles"] == ["Cotraitant"]
    assert page.context["departements"] == ["Maine-et-Loire", "Vendée"]
    assert [habilitation.certification_id for habilitation in page.context["habilitations"]] == ["RNCP34502"]
    assert [ouverte.numero for ouverte in page.context["sessions"]] == [session.numero]
    assert le_monde.cotraitant.courriel in page.text


def test_la_fiche_ne_dit_ni_prix_ni_montant_ni_personne(le_monde, client):
    page = fiche(client, le_monde.cotraitant)

    for secret in ("9,50", "9.50", "320", "Madame la directrice", "Odile Charrier", "€"):
        assert secret not in page.text


def test_la_fiche_d_un_organisme_sans_lot_reste_sans_invitation_a_deposer(le_monde, client):
    Lot.objects.update(fin=date(2026, 1, 1))

    page = fiche(client, le_monde.cotraitant)

    assert "ne tient pas de lot" in page.text
    assert page.context["deposer"] == ""
    assert fiche(client, OrganismeFormationFactory()).status_code == 404


def test_qui_mene_une_session_sans_tenir_de_lot_a_sa_fiche(le_monde, client):
    session = session_publiee(le_monde)
    MembreGroupement.objects.filter(organisme=session.organisme).delete()

    assert [ouverte.pk for ouverte in fiche(client, session.organisme).context["sessions"]] == [session.pk]


def test_l_employeur_depose_avec_l_organisme_choisi(le_monde, client):
    client.force_login(comptes.employeur())
    deposer = fiche(client, le_monde.cotraitant).context["deposer"]
    connu = client.get(deposer).context["form"].initial
    client.post(deposer, {nom: valeur for nom, valeur in connu.items() if valeur})

    intention = IntentionEmbauche.objects.get()
    assert (intention.organisme_choisi_id, intention.secteur_id) == (le_monde.cotraitant.pk, "inter-industrie")


def test_les_avis_ne_font_une_moyenne_qu_a_partir_de_cinq(le_monde, client):
    session = socle(le_monde, debut=date(2026, 3, 2))
    for _ in range(4):
        avis_de(sortie(session).parcours, note=4)
    assert fiche(client, le_monde.cotraitant).context["moyennes"].ensemble is None
    assert client.get(ANNUAIRE, {"q": "formaloire"}).context["lignes"][0]["avis"].ensemble is None

    avis_de(sortie(session).parcours, note=4)
    assert fiche(client, le_monde.cotraitant).context["moyennes"].ensemble == 4.0
    assert client.get(ANNUAIRE, {"q": "formaloire"}).context["lignes"][0]["avis"].ensemble == 4.0
    assert AvisStagiaire.objects.count() == 5


def au_bout(client, organisme):
    return fiche(client, organisme).context["taux"][0]


def test_les_resultats_se_taisent_sous_le_seuil_et_quand_une_soustraction_les_dirait(le_monde, client):
    session = socle(le_monde, debut=date(2026, 3, 2))
    for _ in range(4):
        sortie(session)
    agreger_resultats(le=LE)
    assert au_bout(client, le_monde.cotraitant)["pourquoi"] == "Trop peu de personnes"

    for _ in range(6):
        sortie(session)
    agreger_resultats(le=LE)
    assert au_bout(client, le_monde.cotraitant)["detail"].startswith("10\N{NO-BREAK SPACE}personnes")

    sortie(socle(le_monde, debut=date(2026, 3, 2), commune=CommuneFactory(departement_id="85")))
    agreger_resultats(le=LE)
    assert au_bout(client, le_monde.cotraitant)["pourquoi"] == "Trop peu de personnes"


def test_le_concurrent_a_sa_propre_fiche(le_monde, client):
    autre = concurrent(le_monde).rattachements.get().organisme

    assert [place.lot.numero for place in fiche(client, autre).context["places"]] == ["31"]


def test_un_nom_plus_long_que_la_recherche_trouve_ses_sessions(client, le_monde, monkeypatch):
    monkeypatch.setattr("pilotage.views.annuaire.SESSIONS_MONTREES", 0)
    OrganismeFormation.objects.filter(pk=le_monde.cotraitant.pk).update(nom=f"{'Compétences ' * 10}du Grand Ouest")
    session = session_publiee(le_monde, 1)

    toutes = fiche(client, le_monde.cotraitant).context["autres_sessions"]

    assert [ligne.session for ligne in client.get(toutes).context["lignes"]] == [session]


def test_la_fiche_ne_montre_que_ses_sessions_et_ce_qui_vaut_encore(le_monde, client):
    session_publiee(le_monde)
    aujourd_hui = timezone.localdate()
    for rang, fin in enumerate((aujourd_hui - timedelta(days=1), aujourd_hui)):
        titre = CertificationFactory(code=f"RNCP3450{rang}", intitule="Soudeur")
        Habilitation.objects.create(organisme=le_monde.mandataire, certification=titre, fin=fin)

    lue = fiche(client, le_monde.mandataire).context

    assert noms(certification="RNCP34501") == ["Compétences Ouest"]
    assert list(lue["sessions"]) == []
    assert [habilitation.certification_id for habilitation in lue["habilitations"]] == ["RNCP34501"]
