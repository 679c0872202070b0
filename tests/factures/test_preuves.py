"""What an officer is told of a line before certifying it: a relevé opened again, sheets that did not come back."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from factures.queries.controle import lignes_a_controler
from heures.actions.emargement import preparer_feuilles
from heures.enums import TransitionReleve
from heures.models import FeuilleEmargement
from tests.factories.emission import projet
from tests.factories.factures import MOIS, declarer_heures, emettre_nue
from tests.factures.officier import le_monde, nouveau_bon

__all__ = ["le_monde"]


def alertes(facture) -> list[str]:
    return [alerte.replace("\N{NO-BREAK SPACE}", " ") for lue in lignes_a_controler(facture) for alerte in lue.alertes]


def test_un_releve_rouvert_ou_des_feuilles_qui_manquent_se_disent(le_monde):
    bon = nouveau_bon(le_monde)
    releve = declarer_heures(bon.composantes.get().session, MOIS, [Decimal("35.50"), Decimal(28)])
    facture = emettre_nue(projet(bon))
    # Another draft counts hours of the month too: it is no invoice yet.
    projet(bon, mois=date(2027, 2, 1)).lignes.get().details.update(mois=MOIS)
    preparer_feuilles(releve_id=releve.pk, par=le_monde.au_cotraitant)
    assert alertes(facture) == ["Ni relevé signé, ni feuille d’émargement reçue pour janvier 2027."]

    premiere = FeuilleEmargement.objects.order_by("pk")[0]
    FeuilleEmargement.objects.filter(pk=premiere.pk).update(recue_le=timezone.now())
    assert alertes(facture) == ["Pour janvier 2027, 2 feuilles ne sont pas revenues signées."]

    FeuilleEmargement.objects.update(recue_le=timezone.now())
    assert alertes(facture) == []
    releve.franchir(TransitionReleve.ROUVRIR, par=None)
    assert alertes(facture) == ["Le relevé de janvier 2027 est rouvert pour correction."]
