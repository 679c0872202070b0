"""What the demonstration shows of aids: mixed into the class that loads it."""

from datetime import timedelta

from aides.enums import StatutAide, TypeAide
from aides.models import DemandeAide
from aides.queries.instruction import lecture_de
from tests.demo.constance import LE


class MontreLesAides:
    """Read only, as its neighbours."""

    def test_demo_montre_une_aide_dans_chaque_etat_et_de_chaque_genre(self):
        assert set(DemandeAide.objects.values_list("statut", flat=True)) == set(StatutAide.values)
        assert set(DemandeAide.objects.values_list("dispositif", flat=True)) == set(TypeAide.values)
        assert DemandeAide.objects.a_instruire().count() == 4
        assert DemandeAide.objects.a_liquider().count() == 1
        assert DemandeAide.objects.a_payer().count() == 1
        # Begun on the day it was filed, as its employer's list says, not on the day of the demonstration.
        deposees = DemandeAide.objects.exclude(deposee_le=None)
        assert {d.deposee_le - d.cree_le for d in deposees} == {timedelta(minutes=25)}

    def test_demo_montre_un_double_un_plafond_et_une_majoration(self):
        double = DemandeAide.objects.get(statut="deposee", nom="Hervouet")
        assert [alerte.code for alerte in lecture_de(double, le=LE).bloquantes] == ["C-AIDE"]
        plafonnee = lecture_de(DemandeAide.objects.get(nom="Costes"), le=LE)
        assert plafonnee.calcul.coupes
        majorees = [
            demande.nom
            for demande in DemandeAide.objects.exclude(statut="brouillon").order_by("pk")
            if lecture_de(demande, le=LE).calcul.majoration
        ]
        assert sorted(majorees) == ["Hervouet", "Marchand"]
        attend = DemandeAide.objects.get(nom="Douet")
        assert lecture_de(attend, le=LE).justificatif_attendu
