"""Many training bodies at the same instant, on real connections: one wins, the others read why."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection, transaction

from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.erreurs import RegleViolee
from sessions_formation.actions.decider import demander_complement
from sessions_formation.actions.demander import demander_ouverture, enregistrer_demande, ouvrir_demande
from sessions_formation.enums import StatutSession
from sessions_formation.models import Groupement, IntentionRetenue, LieuLot, Lot, MembreGroupement, PrixLot, Session
from tests.factories import comptes
from tests.factories.referentiels import EmployeurFactory, OrganismeFormationFactory
from tests.factories.scenario import LE, Monde, demande, intention_deposee
from tests.simultane import ensemble

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


def attendre_un_bloque() -> None:
    """Give back once another connection of this database waits for a lock."""
    limite = monotonic() + 10
    with connection.cursor() as curseur:
        while monotonic() < limite:
            # A transaction keeps who was connected when it first asked: the thread may have come since.
            curseur.execute("SELECT pg_stat_clear_snapshot()")
            # Locks of transactions and rows bear no base; the neighbours' tests wait for theirs in another.
            curseur.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_get_activity(NULL) AS a USING (pid) "
                "JOIN pg_database AS d ON d.oid = a.datid WHERE NOT granted AND d.datname = current_database()"
            )
            if curseur.fetchone() != (0,):
                return
            sleep(0.02)
    pytest.fail("Personne n’attend de verrou.")


def verrouiller(intention: IntentionEmbauche) -> None:
    IntentionEmbauche.objects.select_for_update(of=("self",)).get(pk=intention.pk)


def test_retirer_deux_intentions_les_verrouille_dans_l_ordre_de_toutes_les_actions(le_monde):
    """Whoever locks them the other way is killed by the database, or kills: a decision, a rival's request."""
    # In a set, Python gives 8 before 7: the order of locks would be that of a hash.
    intentions = [intention_deposee(le_monde, nombre_postes=3)]
    while len(intentions) < 2 or intentions[-2].pk % 8 != 7:
        intentions.append(intention_deposee(le_monde, nombre_postes=3))
    premiere, seconde = intentions[-2:]
    session = demande(le_monde, [premiere, seconde])
    demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)
    demander_complement(session_id=session.pk, par=le_monde.agent, motif="", precisions="Lesquelles ?", le=LE)
    rendus = []

    def vider():
        try:
            enregistrer_demande(session_id=session.pk, par=session.demandeur, champs={}, intentions=[], le=LE)
            rendus.append("vidée")
        except Exception as erreur:  # noqa: BLE001 the deadlock is what the test looks for
            rendus.append(erreur)
        finally:
            connection.close()

    with transaction.atomic():
        verrouiller(premiere)
        fil = Thread(target=vider)
        fil.start()
        attendre_un_bloque()
        verrouiller(seconde)
    fil.join()

    assert rendus == ["vidée"]
    assert not session.retenues.exists()


def test_un_brouillon_se_commence_pendant_que_la_meme_intention_part_ailleurs(le_monde):
    """What an insertion asks of the rows it points to does not wait for those who change their state: two who wait for
    each other on several intentions would be one too many."""
    intention = intention_deposee(le_monde, nombre_postes=5)
    session = demande(le_monde, [intention])
    rendus = []

    def commencer():
        try:
            with connection.cursor() as curseur:
                curseur.execute("SET lock_timeout = '2s'")
            ouvrir_demande(
                lot_id=le_monde.lot.pk,
                organisme_id=le_monde.mandataire.pk,
                par=le_monde.au_mandataire,
                intentions=[intention.pk],
                le=LE,
            )
            rendus.append("commencé")
        except Exception as erreur:  # noqa: BLE001 the wait is what the test looks for
            rendus.append(erreur)
        finally:
            connection.close()

    with transaction.atomic():
        demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)
        fil = Thread(target=commencer)
        fil.start()
        fil.join()

    assert rendus == ["commencé"]
