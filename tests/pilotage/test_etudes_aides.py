"""A dated value changed, on the requests for an aid that are kept."""

from dataclasses import replace
from decimal import Decimal

import pytest

from aides.enums import StatutAide, TypeAide
from aides.models import DemandeAide
from aides.queries.dossier import dossier_de
from aides.regles.dossier import Salarie
from pilotage.impact import Groupe
from pilotage.queries.dossiers_juges import Hypothese, _aides, _dossier_aide, combien_de_dossiers, lots_rejuges
from referentiels.queries.reglement import reglement_au
from tests.factories import comptes
from tests.factories.aides import LE, demande
from tests.factories.referentiels import loi_en_vigueur

pytestmark = pytest.mark.django_db


def test_les_demandes_d_aide_se_jugent_deux_fois():
    loi_en_vigueur()
    agent = comptes.agent()
    demande(StatutAide.BROUILLON, effectif=40)
    grande = demande(StatutAide.DEPOSEE, effectif=60, prenom="Ana")
    demande(StatutAide.REFUSEE, effectif=12, prenom="Zoé", agent=agent)
    demande(StatutAide.DEPOSEE, dispositif=TypeAide.TUTORAT, prenom="Eva")

    [rejuges] = lots_rejuges(Hypothese({"aide_effectif_max": Decimal(50)}, LE))

    assert combien_de_dossiers("aide_effectif_max") == 4
    assert [rejuge.reference for rejuge in rejuges if rejuge.change] == [grande.numero]
    assert [rejuge.groupe for rejuge in rejuges] == [Groupe.BROUILLON, Groupe.OUVERT, Groupe.PASSE, Groupe.OUVERT]


@pytest.mark.parametrize("dispositif", list(TypeAide))
def test_la_lecture_par_lots_dit_ce_que_lit_le_modele(dispositif):
    loi_en_vigueur()
    une = demande(StatutAide.DEPOSEE, dispositif=dispositif, contrat_type="cdd", duree_mois=8)
    lu = dossier_de(DemandeAide.objects.select_related("employeur").get(pk=une.pk), reglement=reglement_au(LE))

    sans_majoration = replace(lu, salarie=Salarie(demandeur_emploi=lu.salarie.demandeur_emploi))
    assert _dossier_aide(_aides().get(pk=une.pk)) == sans_majoration
