"""Who opens the hours of a session: its training body, and the officers who may read people's files."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from heures.actions.attacher import attacher, retirer_la_piece
from heures.models import Releve
from intentions.enums import DroitApi
from noyau.pieces import Piece
from noyau.televersement import PieceLue
from tests.api.conftest import Machine
from tests.factories import comptes
from tests.factories.heures import releve_ouvert
from tests.factories.partenaires import PartenaireFactory, cle_de


def test_un_agent_lit_les_heures_s_il_lit_les_dossiers_des_personnes(releve):
    agent = comptes.agent(is_superuser=False)
    adresses = [reverse(f"heures:{nom}", args=[releve.pk]) for nom in ("releve", "emargement")]

    def etats() -> list[int]:
        client = Client()
        client.force_login(agent)
        return [client.get(adresse).status_code for adresse in adresses]

    assert etats() == [403, 403]
    agent.user_permissions.add(Permission.objects.get(codename="view_stagiaire"))
    agent = type(agent).objects.get(pk=agent.pk)
    assert etats() == [200, 200]


def test_un_fichier_se_retire_de_son_releve_seulement(le_monde, releve, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    par = le_monde.au_cotraitant
    piece = attacher(releve_id=releve.pk, lue=PieceLue("r.pdf", "application/pdf", b"%PDF-1.7 %%EOF"), par=par)

    with pytest.raises(Piece.DoesNotExist):
        retirer_la_piece(piece_id=piece.pk, releve_id=releve_ouvert(le_monde).pk, par=par)
    assert Piece.objects.get() == piece


@pytest.mark.django_db
@time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC))
def test_le_logiciel_d_un_autre_n_ouvre_pas_les_mois_d_une_session(le_monde, releve):
    """Not even as empty relevés: what it asks leaves nothing."""
    partenaire = PartenaireFactory(nom="Autre", canal="organisme", organisme=le_monde.mandataire)
    machine = Machine(cle_de(partenaire, DroitApi.HEURES)[1])

    assert machine.lire("heures/", session=releve.session.numero, mois="2027-02").status_code == 404
    assert Releve.objects.get() == releve
