"""The table that searches read says at every instant what the tables it is made from say."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from intentions.actions.nommer import changer_le_nom_public
from intentions.actions.retirer import retirer_intention
from intentions.models import IntentionEmbauche
from parcours.queries.places import places_de_la_session
from referentiels.models import Certification, Commune, Employeur, OrganismeFormation
from sessions_formation.enums import StatutParcours, TransitionSession
from sessions_formation.models import IntentionRetenue, Parcours, Session, Vitrine
from sessions_formation.queries.publiees import mots_cherches, sessions_publiees, vitrines_ouvertes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import DepartementFactory, EpciFactory
from tests.factories.scenario import DEBUT, FIN, LE, demande, intention_deposee
from tests.simultane import ensemble

pytestmark = pytest.mark.django_db


def vitrine(session: Session) -> Vitrine:
    return Vitrine.objects.get(pk=session.pk)


def nommer(intention: IntentionEmbauche, *, oui: bool = True) -> None:
    changer_le_nom_public(intention_id=intention.pk, nom_public=oui, par=intention.deposant)


def trouvee(texte: str) -> bool:
    vitrines = Vitrine.objects.all()
    for mot in mots_cherches(texte):
        vitrines = vitrines.filter(mots=mot)
    return vitrines.exists()


def test_un_titre_que_l_ecriture_sans_accents_allonge_s_enregistre(le_monde):
    session = session_publiee(le_monde, 3)
    session.intitule = "…" * 160
    session.save()

    assert vitrine(session).titre == "..." * 160


@pytest.mark.parametrize("statut", StatutParcours.values)
def test_les_places_libres_sont_celles_que_l_on_compte(le_monde, statut):
    session = session_publiee(le_monde, 3)
    parcours = parcours_de(session, statut)

    assert vitrine(session).libres == places_de_la_session(session.pk).libres

    Parcours.objects.filter(pk=parcours.pk).delete()
    assert vitrine(session).libres == 3


def test_les_jours_ou_l_on_entre_sont_ceux_des_sessions_publiees(le_monde):
    sessions = [
        session_publiee(le_monde, 1, demarree=demarree, entrees_sorties_permanentes=continue_)
        for demarree in (False, True)
        for continue_ in (False, True)
    ]
    annulee = session_publiee(le_monde, 1)
    annulee.franchir(TransitionSession.ANNULER, par=None)
    demande(le_monde, [intention_deposee(le_monde)])

    for le in (LE, DEBUT - timedelta(days=1), DEBUT, FIN, FIN + timedelta(days=1)):
        attendues = list(sessions_publiees(le).order_by("pk").values_list("pk", flat=True))
        assert list(vitrines_ouvertes(le).order_by("pk").values_list("pk", flat=True)) == attendues
    assert vitrines_ouvertes(DEBUT).count() == 2
    assert Vitrine.objects.count() == len(sessions) + 2


def test_un_brouillon_jete_n_y_laisse_rien(le_monde):
    brouillon = demande(le_monde, [intention_deposee(le_monde)])
    IntentionRetenue.objects.filter(session=brouillon).delete()
    brouillon.delete()

    assert Vitrine.objects.count() == 0


def test_ce_qui_change_de_nom_se_trouve_aussitot_sous_le_nouveau(le_monde):
    session = session_publiee(le_monde, 1)
    certification = Certification.objects.create(code="RNCP35233", intitule="Charpentier bois")
    Session.objects.filter(pk=session.pk).update(metier=le_monde.metier, certification=certification)
    assert [mot for mot in ("charpente", "RNCP35233", session.numero) if not trouvee(mot)] == []
    assert not trouvee("ébéniste")

    for ligne, champ in (
        (le_monde.cotraitant, "nom"),
        (le_monde.metier, "libelle"),
        (le_monde.lot.secteur, "libelle"),
        (certification, "intitule"),
        (Session.objects.get(pk=session.pk), "intitule"),
    ):
        type(ligne).objects.filter(pk=ligne.pk).update(**{champ: "Ébénistes d’art"})
        assert trouvee("ebeniste"), champ
        type(ligne).objects.filter(pk=ligne.pk).update(**{champ: "Autre chose"})
        assert not trouvee("ebeniste"), champ


@pytest.mark.parametrize("nom", ["St Félix Formation", "Saint-Félix Formation"])
def test_un_saint_se_trouve_abrege_ou_non(le_monde, nom):
    session_publiee(le_monde, 1)
    OrganismeFormation.objects.filter(pk=le_monde.cotraitant.pk).update(nom=nom)

    assert [mots for mots in ("st felix", "Saint Félix", "ST-FÉLIX") if not trouvee(mots)] == []
    assert not trouvee("st nazaire")


def test_une_commune_qui_change_d_intercommunalite_emmene_ses_sessions(le_monde):
    session, epci, sarthe = session_publiee(le_monde, 1), EpciFactory(), DepartementFactory(code="72")

    Commune.objects.filter(pk=le_monde.commune.pk).update(epci=epci, departement=sarthe, nom="Laval")

    lue = vitrine(session)
    assert (lue.epci_id, lue.departement_id, lue.commune_id) == (epci.pk, "72", le_monde.commune.pk)


def test_seuls_sont_nommes_ceux_qui_l_acceptent_et_que_la_session_retient(le_monde):
    session = session_publiee(le_monde, 1, 1)
    premiere, seconde = (r.intention for r in session.retenues.select_related("intention__deposant").order_by("pk"))
    assert vitrine(session).employeurs == []

    nommer(seconde)
    nommer(premiere)
    assert vitrine(session).employeurs == ["Employeur 1", "Employeur 2"]

    Employeur.objects.filter(pk=premiere.employeur_id).update(nom="Zinguerie")
    assert vitrine(session).employeurs == ["Employeur 2", "Zinguerie"]

    nommer(premiere, oui=False)
    assert vitrine(session).employeurs == ["Employeur 2"]

    retirer_intention(intention_id=seconde.pk, motif="Essai", par=seconde.deposant, le=LE)
    assert vitrine(session).employeurs == []
    assert vitrine(session).postes == 1


def test_une_demande_non_decidee_ne_nomme_que_ce_qu_elle_retient(le_monde):
    intention = intention_deposee(le_monde, nom="Tôlerie")
    nommer(intention)
    brouillon = demande(le_monde, [intention])

    assert (vitrine(brouillon).employeurs, vitrine(brouillon).ouverte_jusqu_au) == ([], None)


def place_sur_le_disque(session: Session) -> str:
    with connection.cursor() as curseur:
        curseur.execute("SELECT ctid::text FROM sessions_formation_vitrine WHERE session_id = %s", [session.pk])
        return curseur.fetchone()[0]


def test_ce_qui_ne_change_rien_n_ecrit_rien(le_monde):
    session = session_publiee(le_monde, 1)
    avant = place_sur_le_disque(session)

    Session.objects.filter(pk=session.pk).update(prerequis="Aucun", fin=date(2027, 5, 31))
    OrganismeFormation.objects.update(telephone="02 41 00 00 00")
    assert place_sur_le_disque(session) == avant

    Session.objects.filter(pk=session.pk).update(debut=date(2027, 1, 18))
    assert place_sur_le_disque(session) != avant


@pytest.mark.django_db(transaction=True)
def test_deux_personnes_admises_au_meme_instant_comptent_toutes_deux(le_monde):
    session = session_publiee(le_monde, 3)
    admises = [parcours_de(session, StatutParcours.PROFIL_VALIDE) for _ in range(2)]

    def tenir(pk: int) -> None:
        with transaction.atomic():
            Parcours.objects.get(pk=pk).franchir("admettre", par=None)

    ensemble([partial(tenir, parcours.pk) for parcours in admises])

    assert vitrine(session).libres == 1
