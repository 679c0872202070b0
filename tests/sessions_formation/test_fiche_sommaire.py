"""A session whose sheet is not written: told in short, then whole; what nothing allows to tell is left out."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from referentiels.models import OrganismeFormation
from sessions_formation.actions.diffuser import exporter, relever_les_diffusions
from sessions_formation.models import Diffusion
from sessions_formation.queries.diagnostic import a_completer
from tests.factories.fiches import fiche_de
from tests.factories.scenario import LE
from tests.sessions_formation.test_diffusion import MATIN, publiee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


def test_la_fiche_ecrite_plus_tard_se_releve_comme_un_changement(le_monde):
    session = publiee(le_monde, fiche=False)
    assert relever_les_diffusions(le=LE, maintenant=MATIN) == 1
    fiche_de(session)
    plus_tard = MATIN + timedelta(hours=1)
    assert relever_les_diffusions(le=LE, maintenant=plus_tard) == 1
    assert Diffusion.objects.get().change_le == plus_tard


def test_les_sessions_a_completer_sont_celles_que_l_export_laisse_puis_dit_en_court(
    le_monde, tmp_path, django_assert_num_queries
):
    publiee(le_monde, intitule="Entière", par=le_monde.au_mandataire)
    en_court = publiee(le_monde, intitule="En court", fiche=False, par=le_monde.au_mandataire)
    laissee = publiee(le_monde, intitule="Laissée")
    OrganismeFormation.objects.filter(pk=laissee.organisme_id).update(nda="")
    with django_assert_num_queries(4):
        lignes = a_completer({le_monde.cotraitant.pk, le_monde.mandataire.pk}, le=LE)
    assert [(ligne.session.pk, ligne.affichee) for ligne in lignes] == [(laissee.pk, False), (en_court.pk, True)]
    assert [ligne.session.pk for ligne in a_completer({le_monde.cotraitant.pk}, le=LE)] == [laissee.pk]
    bilan = exporter(tmp_path / "f.xml", le=LE, maintenant=MATIN)
    assert (bilan.ecrites, bilan.sommaires, bilan.incompletes) == (2, 1, 1)


def test_une_session_que_rien_ne_permet_de_dire_laisse_le_fichier_d_avant(le_monde, tmp_path):
    session = publiee(le_monde)
    OrganismeFormation.objects.filter(pk=session.organisme_id).update(nda="")
    with pytest.raises(CommandError, match="Aucune session à diffuser"):
        call_command("exporter_lheo", str(tmp_path / "f.xml"))
    assert list(tmp_path.iterdir()) == []
