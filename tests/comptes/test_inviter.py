"""Officers invite people: the account, its link to an organisation, and the mail, in one act."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from comptes.actions.inviter import Invite, inviter
from comptes.models import Role, Utilisateur
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.expedition import composer
from tests.factories.comptes import UtilisateurFactory, agent
from tests.factories.referentiels import (
    OrganismeFormationFactory,
)

pytestmark = pytest.mark.django_db

MAINTENANT = datetime(2026, 11, 22, 10, tzinfo=UTC)


class TestInvitation:
    INVITE = Invite("jeanne@organisme.fr", "Jeanne", "Auffray")

    def test_inviter_ouvre_le_compte_et_envoie_la_lettre(self):
        rattachement = inviter(invite=self.INVITE, organisation=OrganismeFormationFactory(nom="AFPI"), par=agent())

        jeanne = Utilisateur.objects.get(email="jeanne@organisme.fr")
        assert (rattachement.utilisateur, rattachement.role, rattachement.actif) == (jeanne, Role.ORGANISME, True)
        assert not jeanne.has_usable_password()
        message = composer(Courrier.objects.get())
        assert message.subject == "Votre accès à « 1 emploi = 1 formation » pour AFPI"

    def test_inviter_quelqu_un_qui_a_deja_un_compte_l_y_ajoute(self):
        connue = UtilisateurFactory(email="jeanne@organisme.fr")

        rattachement = inviter(invite=self.INVITE, organisation=OrganismeFormationFactory(), par=agent())

        assert rattachement.utilisateur == connue
        assert "Votre compte habituel suffit" in composer(Courrier.objects.get()).body

    def test_inviter_deux_fois_est_refuse(self):
        organisme_formation = OrganismeFormationFactory()
        inviter(invite=self.INVITE, organisation=organisme_formation, par=agent())

        with pytest.raises(RegleViolee, match="agit déjà"):
            inviter(invite=self.INVITE, organisation=organisme_formation, par=agent())

    def test_inviter_un_agent_est_refuse(self):
        agent(email=self.INVITE.courriel)

        with pytest.raises(RegleViolee, match="agent de la Région"):
            inviter(invite=self.INVITE, organisation=OrganismeFormationFactory(), par=agent())

    def test_inviter_demande_le_droit(self):
        with pytest.raises(PermissionDenied):
            inviter(invite=self.INVITE, organisation=OrganismeFormationFactory(), par=agent(is_superuser=False))
