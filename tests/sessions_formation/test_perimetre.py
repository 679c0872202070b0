"""One person, two training bodies: what is addressed to one never enters the requests of the other."""

import pytest
from django.urls import reverse

from comptes.models import Role
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.erreurs import RegleViolee
from sessions_formation.actions.demander import demander_ouverture, enregistrer_demande, ouvrir_demande
from sessions_formation.models import IntentionRetenue
from tests.factories.comptes import RattachementFactory
from tests.factories.scenario import LE, champs_session, demande, intention_deposee
from tests.factories.sessions import saisie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def double(le_monde):
    """Someone who acts for both training bodies of the lot's groupement."""
    personne = le_monde.au_cotraitant
    RattachementFactory(utilisateur=personne, role=Role.ORGANISME, employeur=None, organisme=le_monde.mandataire)
    return personne


@pytest.fixture
def a_l_autre(le_monde):
    """An intention whose employer chose the mandataire."""
    return intention_deposee(le_monde, nom="Métallerie choisie", organisme_choisi=le_monde.mandataire, nombre_postes=5)


def ouvrir(le_monde, personne, intentions, organisme=None):
    return ouvrir_demande(
        lot_id=le_monde.lot.pk,
        organisme_id=(organisme or le_monde.cotraitant).pk,
        par=personne,
        intentions=[intention.pk for intention in intentions],
        le=LE,
    )


def tenues(session) -> set[int]:
    return set(session.retenues.values_list("intention", flat=True))


def test_ouvrir_ne_prend_que_les_intentions_libres_ou_adressees_a_l_organisme_de_la_demande(
    le_monde, double, a_l_autre
):
    libre = intention_deposee(le_monde, nombre_postes=2)
    adressee = intention_deposee(le_monde, nombre_postes=3, organisme_choisi=le_monde.cotraitant)

    session = ouvrir(le_monde, double, [libre, adressee, a_l_autre])

    assert tenues(session) == {libre.pk, adressee.pk}
    assert session.effectif == 5


def test_l_organisme_choisi_prend_la_meme_intention(le_monde, double, a_l_autre):
    session = ouvrir(le_monde, double, [a_l_autre], organisme=le_monde.mandataire)

    assert tenues(session) == {a_l_autre.pk}


def test_enregistrer_n_ajoute_pas_une_intention_adressee_a_l_autre(le_monde, double, a_l_autre):
    session = ouvrir(le_monde, double, [])

    enregistrer_demande(
        session_id=session.pk, par=double, champs=champs_session(le_monde), intentions=[a_l_autre.pk], le=LE
    )

    assert tenues(session) == set()


def test_envoyer_refuse_une_intention_adressee_a_l_autre_deja_au_brouillon(le_monde, double, a_l_autre):
    """A draft of before the rule, or an intention addressed since: what is engaged is checked when it is sent."""
    session = ouvrir(le_monde, double, [])
    enregistrer_demande(session_id=session.pk, par=double, champs=champs_session(le_monde), intentions=[], le=LE)
    IntentionRetenue.objects.create(session=session, intention=a_l_autre, postes=5)

    with pytest.raises(RegleViolee) as refus:
        demander_ouverture(session_id=session.pk, par=double, le=LE)

    [motif] = refus.value.motifs
    assert motif == (
        f"L’intention {a_l_autre.numero} de Métallerie choisie n’est plus à prendre "
        "(adressée à un autre organisme) : décochez-la."
    )
    a_l_autre.refresh_from_db()
    assert a_l_autre.statut == StatutIntention.RECEVABLE


def test_le_formulaire_ne_propose_pas_et_ne_nomme_pas_une_intention_adressee_a_l_autre(
    client, le_monde, double, a_l_autre
):
    session = ouvrir(le_monde, double, [])
    client.force_login(double)
    adresse = reverse("sessions:modifier", args=[session.pk])

    proposees = client.get(adresse).context["lignes"]
    postee = client.post(adresse, saisie(le_monde, session, [a_l_autre]))

    assert proposees == []
    assert postee.context["lignes"] == []
    assert postee.context["form"].errors["intentions"] == [
        "Une intention cochée n’est plus à prendre. Elle n’est plus dans la liste."
    ]


def test_un_brouillon_ferme_l_intention_adressee_a_l_autre_qu_il_tient(client, le_monde, double, a_l_autre):
    session = ouvrir(le_monde, double, [])
    IntentionRetenue.objects.create(session=session, intention=a_l_autre, postes=5)
    client.force_login(double)

    [ligne] = client.get(reverse("sessions:modifier", args=[session.pk])).context["lignes"]

    assert (ligne["fermee"], ligne["details"][-1]) == (True, "Adressée à un autre organisme")


def test_on_ne_propose_que_la_place_de_l_organisme_choisi(client, le_monde, double, a_l_autre):
    libre = intention_deposee(le_monde, nombre_postes=2)
    client.force_login(double)

    page = client.get(reverse("sessions:nouvelle"), {"i": [libre.pk, a_l_autre.pk]})

    assert [place.membre.organisme for place in page.context["possibles"]] == [le_monde.mandataire]


def test_deux_intentions_adressees_a_deux_organismes_font_deux_demandes(client, le_monde, double, a_l_autre):
    adressee = intention_deposee(le_monde, organisme_choisi=le_monde.cotraitant)
    client.force_login(double)

    page = client.get(reverse("sessions:nouvelle"), {"i": [adressee.pk, a_l_autre.pk]})

    assert page.context["possibles"] == []
    contenu = page.content.decode()
    assert "Ces intentions ne s’adressent pas au même organisme" in contenu
    assert "Aucun de vos lots ouverts n’a ce secteur" not in contenu


def test_envoyer_refuse_une_intention_passee_a_un_autre_secteur(le_monde):
    """Its employer may correct it while a draft holds it."""
    intention = intention_deposee(le_monde, nombre_postes=5)
    session = demande(le_monde, [intention])
    IntentionEmbauche.objects.filter(pk=intention.pk).update(secteur="construction")

    with pytest.raises(RegleViolee, match="d’un autre secteur que celui du lot"):
        demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)


def test_envoyer_retient_les_postes_que_l_intention_offre_alors(le_monde):
    intention = intention_deposee(le_monde, nombre_postes=5)
    session = demande(le_monde, [intention])
    IntentionEmbauche.objects.filter(pk=intention.pk).update(nombre_postes=7)

    demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)

    assert session.retenues.get().postes == 7
