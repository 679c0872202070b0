"""What the table of a relevé reads of people beside their hours: other months, days away, departures, corrections."""

from datetime import UTC, date, datetime
from decimal import Decimal

from heures.actions.corriger import corriger
from heures.actions.ouvrir import ouvrir_releves
from heures.enums import MotifCorrection
from heures.models import HeuresParcours, Releve
from heures.queries.tableau import tableau_de
from parcours.models import Interruption
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from tests.factories.heures import MOIS, parcours_du, releve_declare, releve_ouvert, saisir_faites

FEVRIER, MARS = date(2027, 2, 1), date(2027, 3, 1)
DIT_LE = datetime(2027, 1, 12, tzinfo=UTC)


def codes(releve: Releve) -> list[list[str]]:
    return [[anomalie.code for anomalie in ligne.anomalies] for ligne in tableau_de(releve).lignes]


def test_les_heures_des_autres_mois_comptent_celles_du_mois_une_fois(le_monde):
    janvier = releve_ouvert(le_monde, personnes=1)
    Parcours.objects.update(heures=150)
    saisir_faites(janvier, [100], par=le_monde.au_cotraitant)
    assert codes(janvier) == [[]]

    ouvrir_releves(mois=FEVRIER)
    fevrier = Releve.objects.get(mois=FEVRIER)
    saisir_faites(fevrier, ["50.25"], par=le_monde.au_cotraitant)

    assert codes(fevrier) == [["plus_que_le_parcours"]]
    assert codes(janvier) == [["plus_que_le_parcours"]]


def test_un_jour_ferie_ne_tient_pas_d_heures(le_monde):
    """March 2027 has 23 days of the week, Easter Monday among them."""
    mars = releve_ouvert(le_monde, personnes=2, mois=MARS)

    saisir_faites(mars, [22 * 8, 22 * 8 + 1], par=le_monde.au_cotraitant)

    assert codes(mars) == [[], ["plus_que_le_mois"]]


def test_une_interruption_et_un_abandon_se_lisent_dans_le_tableau(le_monde, releve):
    interrompue, partie = parcours_du(releve)
    Interruption.objects.create(
        parcours_id=interrompue,
        debut=date(2027, 1, 12),
        motif="maladie",
        declaree_le=DIT_LE,
    )
    Parcours.objects.filter(pk=partie).update(statut=StatutParcours.ABANDON, sorti_le=date(2027, 1, 11))
    saisir_faites(releve, [8, 8], par=le_monde.au_cotraitant)
    assert codes(releve) == [[], []]

    saisir_faites(releve, [9, 9], par=le_monde.au_cotraitant)

    assert codes(releve) == [["interruption"], ["apres_abandon"]]


def test_toutes_les_corrections_d_une_ligne_se_lisent(le_monde):
    releve = releve_declare(le_monde, 70)
    for faites in (63, 56):
        corriger(
            ligne_id=releve.lignes.get().pk,
            faites=Decimal(faites),
            motif=MotifCorrection.ERREUR,
            par=le_monde.au_cotraitant,
        )
    releve.refresh_from_db()

    [ligne] = tableau_de(releve).lignes

    assert [(correction.avant, correction.apres) for correction in ligne.corrections] == [(70, 63), (63, 56)]


def test_un_jour_du_mois_suffit_pour_etre_sur_le_releve(le_monde):
    releve = releve_ouvert(le_monde, personnes=4)
    sorti_le_premier, entre_le_dernier, sorti_avant, entre_apres = Parcours.objects.order_by("pk")
    HeuresParcours.objects.all().delete()
    for parcours, entre_le, sorti_le in (
        (sorti_le_premier, date(2026, 12, 1), MOIS),
        (entre_le_dernier, date(2027, 1, 31), None),
        (sorti_avant, date(2026, 12, 1), date(2026, 12, 31)),
        (entre_apres, FEVRIER, None),
    ):
        Parcours.objects.filter(pk=parcours.pk).update(debut=entre_le, entre_le=entre_le, sorti_le=sorti_le)

    ouvrir_releves(mois=MOIS)

    assert parcours_du(releve) == [sorti_le_premier.pk, entre_le_dernier.pk]
