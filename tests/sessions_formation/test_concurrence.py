"""Many training bodies at the same instant, on real connections: one wins, the others read why."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from noyau.erreurs import RegleViolee
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.enums import StatutSession
from sessions_formation.models import Groupement, IntentionRetenue, LieuLot, Lot, MembreGroupement, PrixLot, Session
from tests.factories import comptes
from tests.factories.referentiels import EmployeurFactory, OrganismeFormationFactory
from tests.factories.scenario import LE, Monde, demande, intention_deposee

pytestmark = pytest.mark.django_db(transaction=True)

ORGANISMES = 20


def concurrents(monde: Monde) -> list[tuple[Monde, Utilisateur]]:
    """As many training bodies, each alone in its groupement, whose lots have one sector and the same départements."""
    concurrents = []
    for rang in range(ORGANISMES):
        organisme = OrganismeFormationFactory(nom=f"Organisme {rang}")
        groupement = Groupement.objects.create(nom=f"Groupement {rang}")
        MembreGroupement.objects.create(groupement=groupement, organisme=organisme, role="mandataire")
        lot = Lot.objects.create(
            numero=str(100 + rang),
            marche=monde.lot.marche,
            intitule=f"Lot {rang}",
            groupement=groupement,
            secteur=monde.lot.secteur,
            montant_max=monde.lot.montant_max,
            debut=monde.lot.debut,
            fin=monde.lot.fin,
        )
        lot.departements.set(["49", "85"])
        PrixLot.objects.create(lot=lot, depuis=lot.debut, prix_heure=Decimal("9.50"), texte="Acte d’engagement")
        LieuLot.objects.create(lot=lot, nom="Plateau technique", commune=monde.commune)
        concurrents.append((replace(monde, lot=lot), comptes.organisme(organisme)))
    return concurrents


def ensemble(actes: list[Callable[[], object]]) -> list[object]:
    """Start every act at the same instant, each on its own connection; give what each returned or raised."""
    depart, rendus = Barrier(len(actes)), []

    def jouer(acte):
        try:
            connection.ensure_connection()
            depart.wait()
            rendus.append(acte())
        except Exception as erreur:  # noqa: BLE001 what it is is what the test looks at
            rendus.append(erreur)
        finally:
            connection.close()

    fils = [Thread(target=jouer, args=(acte,)) for acte in actes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return rendus


def envoi(session: Session) -> Callable[[], Session]:
    return lambda: demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)


def gagnante_et_motifs(rendus: list[object]) -> tuple[Session, list[str]]:
    """Give the one request that left, and the reasons the others were given; any other error is seen."""
    [gagnante] = [rendu for rendu in rendus if isinstance(rendu, Session)]
    refus = [rendu for rendu in rendus if rendu is not gagnante]
    assert {type(rendu) for rendu in refus} == {RegleViolee}, refus
    return gagnante, [motif for rendu in refus for motif in rendu.motifs]


def test_vingt_organismes_demandent_la_meme_intention_un_seul_l_obtient(le_monde):
    intention = intention_deposee(le_monde, nombre_postes=5)
    sessions = [demande(monde, [intention], par=par) for monde, par in concurrents(le_monde)]

    gagnante, motifs = gagnante_et_motifs(ensemble([envoi(session) for session in sessions]))

    motif = (
        f"L’intention {intention.numero} de Tôlerie d’essai n’est plus à prendre "
        "(déjà engagée avec un autre organisme) : décochez-la."
    )
    assert motifs == [motif] * (ORGANISMES - 1)
    assert list(IntentionRetenue.objects.filter(active=True).values_list("session", "intention")) == [
        (gagnante.pk, intention.pk)
    ]
    intention.refresh_from_db()
    assert (intention.statut, intention.organisme_engage) == (StatutIntention.ENGAGEE, gagnante.organisme)
    assert list(Session.objects.exclude(statut=StatutSession.BROUILLON).values_list("pk", "numero")) == [
        (gagnante.pk, "SE-2026-00001")
    ]


def test_vingt_organismes_demandent_vingt_besoins_d_un_employeur_pour_un_metier_un_seul_l_engage(le_monde):
    """Twenty rows of their own: only the database's exclusion stands between them (FAQ §6)."""
    employeur = EmployeurFactory(nom="Tôlerie d’essai", departement=le_monde.commune.departement)
    sessions = [
        demande(monde, [intention_deposee(le_monde, employeur=employeur, nombre_postes=5)], par=par)
        for monde, par in concurrents(le_monde)
    ]

    gagnante, motifs = gagnante_et_motifs(ensemble([envoi(session) for session in sessions]))

    assert {motif.partition(" : ")[2] for motif in motifs} == {
        "Tôlerie d’essai est déjà engagé pour ce métier avec un autre organisme. Décochez-la."
    }
    assert len(motifs) == ORGANISMES - 1
    assert list(IntentionRetenue.objects.filter(active=True).values_list("session", flat=True)) == [gagnante.pk]
