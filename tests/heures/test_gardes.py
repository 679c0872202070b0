"""What the database itself refuses of hours, whoever writes them."""

from datetime import date
from decimal import Decimal

from heures.actions.corriger import corriger
from heures.enums import MotifCorrection
from heures.models import CorrectionHeures, HeuresParcours, Releve
from tests.factories.heures import MOIS, parcours_du, releve_declare, releve_ouvert
from tests.refus import refus


def test_des_heures_impossibles_ou_deux_fois_ne_s_ecrivent_pas(le_monde, releve):
    lignes, releves = releve.lignes.filter(parcours=parcours_du(releve)[0]), Releve.objects.filter(pk=releve.pk)

    dits = {
        "heures_possibles": lambda: lignes.update(faites=700, absences_justifiees=Decimal("44.01")),
        "des_heures_une_fois_par_mois": lambda: HeuresParcours.objects.create(
            releve=releve, parcours_id=parcours_du(releve)[0], saisie_le=releve.cree_le
        ),
        "un_releve_par_session_et_mois": lambda: Releve.objects.create(session=releve.session, mois=MOIS),
        "releve_du_premier_du_mois": lambda: releves.update(mois=date(2027, 1, 2)),
        "releve_declare_par_quelqu_un": lambda: releve.franchir("declarer", par=None),
    }

    assert {nom: refus(ecrire) for nom, ecrire in dits.items()} == {nom: nom for nom in dits}
    for champ in ("prevues", "faites", "absences_justifiees", "absences_injustifiees"):
        assert refus(lambda c=champ: lignes.update(**{c: Decimal("-0.01")})) == "heures_possibles"


def test_des_heures_sont_celles_d_un_parcours_de_la_session(le_monde, releve):
    autre = releve_ouvert(le_monde)

    assert refus(lambda: releve.lignes.update(parcours_id=parcours_du(autre)[0])) == (
        "Ce parcours n'est pas de la session du relevé."
    )


def test_une_correction_ne_change_ni_ne_s_efface(le_monde):
    ligne = releve_declare(le_monde, 70).lignes.get()
    corriger(ligne_id=ligne.pk, faites=Decimal(63), motif=MotifCorrection.ERREUR, par=le_monde.au_cotraitant)

    dits = [refus(lambda: CorrectionHeures.objects.update(apres=70)), refus(CorrectionHeures.objects.all().delete)]

    assert [dit.startswith("pgtrigger: Cannot update or delete") for dit in dits] == [True, True]
