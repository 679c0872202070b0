"""Each thing written that a search reads is followed at once: as if every session were written again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from intentions.models import IntentionEmbauche
from noyau.automates import ModeleAutomate
from referentiels.models import Employeur
from sessions_formation.enums import StatutParcours, TransitionDemandeAvenant, TransitionSession
from sessions_formation.models import DemandeAvenant, IntentionRetenue, Lot, Parcours, Session, Vitrine
from sessions_formation.queries.publiees import emplois_au_bout, mots_cherches
from tests.factories.parcours import parcours_de, poste_libre, session_publiee
from tests.factories.referentiels import (
    CertificationFactory,
    CommuneFactory,
    DepartementFactory,
    EmployeurFactory,
    EpciFactory,
    MetierFactory,
    SecteurFactory,
)
from tests.factories.scenario import DEBUT, FIN, LE, Monde, intention_deposee

pytestmark = pytest.mark.django_db
Ecriture = tuple[str, Callable[[], object]]


def tout() -> list[dict]:
    return list(Vitrine.objects.order_by("pk").values())


def refaire() -> None:
    with connection.cursor() as curseur:
        curseur.execute("SELECT vitrine_refaire(ARRAY(SELECT id FROM sessions_formation_session))")


def exiger_suivies(ecritures: Iterator[Ecriture]) -> None:
    """Write one thing after another: each changes what is read, and as a whole new reading would have it."""
    for quoi, ecrire in ecritures:
        avant = tout()
        ecrire()
        apres = tout()
        assert apres != avant, quoi
        refaire()
        assert [(k, a[k], b[k]) for a, b in zip(apres, tout(), strict=True) for k in a if a[k] != b[k]] == [], quoi


def changer(objets, **champs) -> Ecriture:
    return ", ".join(champs), lambda: objets.update(**champs)


def avancer(objet: ModeleAutomate, transition: str) -> None:
    with transaction.atomic():
        objet.franchir(transition, par=None)


def de_la_session(monde: Monde, session: Session) -> Iterator[Ecriture]:
    sienne = Session.objects.filter(pk=session.pk)
    ailleurs = Lot.objects.get(pk=monde.lot.pk)
    ailleurs.pk, ailleurs.numero, ailleurs.secteur = None, "13", SecteurFactory(code="bois", libelle="Bois")
    ailleurs.save()
    yield changer(sienne, intitule="Soudeuses et soudeurs")
    yield changer(sienne, numero="SE-2031-00009")
    yield changer(sienne, debut=DEBUT + timedelta(days=2))
    yield changer(sienne, entrees_sorties_permanentes=True)
    yield changer(sienne, fin=FIN + timedelta(days=2))
    yield changer(sienne, type="socle")
    yield changer(sienne, metier=MetierFactory(code_rome="H2902", libelle="Chaudronnier"))
    yield changer(sienne, certification=CertificationFactory())
    yield changer(sienne, organisme=monde.mandataire)
    yield changer(sienne, commune=CommuneFactory(nom="Saumur"))
    yield changer(sienne, lot=ailleurs)
    yield changer(Lot.objects.filter(pk=ailleurs.pk), secteur=monde.lot.secteur)


def test_ce_que_dit_une_session_est_suivi(le_monde):
    exiger_suivies(de_la_session(le_monde, session_publiee(le_monde, 1)))


def test_l_etat_d_une_session_est_suivi(le_monde):
    session = session_publiee(le_monde, 1)

    exiger_suivies(iter([("statut", lambda: avancer(session, TransitionSession.DEMARRER))]))


def des_lieux(monde: Monde) -> Iterator[Ecriture]:
    commune = type(monde.commune).objects.filter(pk=monde.commune.pk)
    yield changer(commune, nom_normalise="cholet sur moine")
    yield changer(commune, departement=DepartementFactory(code="53"))
    yield changer(commune, epci=EpciFactory())


def test_les_lieux_sont_suivis(le_monde):
    session_publiee(le_monde, 1)
    exiger_suivies(des_lieux(le_monde))


def des_retenues(monde: Monde, session: Session, autre: Session) -> Iterator[Ecriture]:
    retenue = IntentionRetenue.objects.filter(session=session).order_by("pk")[:1].get()
    sienne = IntentionRetenue.objects.filter(pk=retenue.pk)
    intention = IntentionEmbauche.objects.filter(pk=retenue.intention_id)
    nouvelle = intention_deposee(monde, nom="Chaudronnerie")
    retenus = {"intention": nouvelle, "postes": 2, "active": True}
    yield changer(intention, nom_public=True)
    yield changer(intention, employeur=EmployeurFactory(nom="Zinguerie"))
    yield changer(Employeur.objects.filter(nom="Zinguerie"), nom="Couverture")
    yield changer(sienne, postes=retenue.postes + 1)
    yield changer(sienne, session=autre)
    yield changer(sienne, session=session)
    yield changer(sienne, active=False)
    yield changer(sienne, active=True)
    attendue = avenant(session)
    yield changer(sienne, demande=attendue)
    yield "accord", lambda: avancer(attendue, TransitionDemandeAvenant.ACCORDER)
    yield "ajout", lambda: IntentionRetenue.objects.create(session=session, **retenus)
    yield "retrait", lambda: IntentionRetenue.objects.filter(intention=nouvelle).delete()
    yield changer(intention, nom_public=False)


def avenant(session: Session) -> DemandeAvenant:
    """A request nobody has decided: what it brings does not count yet."""
    return DemandeAvenant.objects.create(
        session=session,
        nature="parcours",
        parcours=1,
        heures=100,
        prix_heure=Decimal("9.50"),
        motif="Un poste de plus.",
        demandeur=session.demandeur,
        deposee_le=timezone.now(),
        jugee_le=LE,
    )


def test_ce_qu_une_session_retient_est_suivi(le_monde):
    session, autre = session_publiee(le_monde, 1), session_publiee(le_monde, 1)
    exiger_suivies(des_retenues(le_monde, session, autre))


def des_parcours(session: Session, autre: Session) -> Iterator[Ecriture]:
    admis = parcours_de(session, StatutParcours.ADMIS)
    sien = Parcours.objects.filter(pk=admis.pk)
    la = dict(zip(("intention_id", "poste"), poste_libre(autre), strict=True))
    ici = {"intention_id": admis.intention_id, "poste": admis.poste}
    yield changer(sien, session=autre, **la)
    yield changer(sien, session=session, **ici)
    yield "parti", sien.delete
    yield "revenu", lambda: Parcours.objects.bulk_create([admis])


def test_les_places_tenues_sont_suivies(le_monde):
    exiger_suivies(des_parcours(session_publiee(le_monde, 2), session_publiee(le_monde, 2)))


def test_une_intention_que_rien_ne_nomme_n_ecrit_rien(le_monde):
    session = session_publiee(le_monde, 1)
    avant = tout()
    IntentionEmbauche.objects.filter(retenues__session=session).update(employeur=EmployeurFactory(nom="Zinguerie"))
    assert tout() == avant


def test_les_titres_se_rangent_sans_accents_ni_capitales(le_monde):
    session = session_publiee(le_monde, 1, intitule="Électricité du bâtiment")
    assert Vitrine.objects.get(pk=session.pk).titre == "electricite du batiment"


def test_un_avenant_que_personne_n_a_decide_ne_promet_ni_ne_nomme(le_monde):
    session = session_publiee(le_monde, 1, 2)
    IntentionRetenue.objects.filter(session=session, postes=2).update(demande=avenant(session))
    IntentionEmbauche.objects.filter(retenues__session=session).update(nom_public=True)
    lue = Vitrine.objects.get(pk=session.pk)
    assert emplois_au_bout(session) == [("Cholet", 1)]
    assert (lue.postes, lue.employeurs) == (1, ["Employeur 1"])


def test_l_employeur_se_trouve_sous_son_nouveau_nom(le_monde):
    session = session_publiee(le_monde, 1)
    IntentionEmbauche.objects.filter(retenues__session=session).update(nom_public=True)
    Employeur.objects.filter(nom="Employeur 1").update(nom="Zinguerie")
    (mot,) = mots_cherches("zinguerie")
    assert Vitrine.objects.get(recruteurs=mot).pk == session.pk
