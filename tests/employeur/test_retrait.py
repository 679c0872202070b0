"""An employer that withdraws reads first what becomes of the people on its posts; a partner hears of hires."""

import pytest

from insertion.actions.embaucher import declarer_embauche
from insertion.queries.embauche import promesse_de
from intentions.models import EnvoiWebhook, IntentionEmbauche
from intentions.views.fin import effets_du_retrait
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.partenaires import AbonnementFactory
from tests.factories.scenario import FIN, LE

pytestmark = pytest.mark.django_db


def test_le_retrait_dit_ce_que_deviennent_les_personnes(le_monde):
    session = session_publiee(le_monde, 3)
    gens = [parcours_de(session, statut) for statut in ("entre", "profil_valide", "positionne")]

    phrases = effets_du_retrait(gens[0].intention, le=LE)

    assert [phrase.replace("\N{NO-BREAK SPACE}", " ") for phrase in phrases[:2]] == [
        "La personne qui se forme pour vos postes garde sa place : un autre poste lui est cherché.",
        "2 candidatures pour vos postes passent en liste d’attente, jusqu’à un autre poste libre.",
    ]


def test_le_partenaire_apprend_que_les_postes_sont_pourvus(le_monde):
    parcours = parcours_de(session_publiee(le_monde, 1), "termine")
    abonnement = AbonnementFactory()
    IntentionEmbauche.objects.filter(pk=parcours.intention_id).update(partenaire=abonnement.partenaire)
    par = parcours.intention.employeur.rattachements.get().utilisateur

    declarer_embauche(parcours_id=parcours.pk, contrat=promesse_de(parcours), par=par, le=FIN)

    assert list(EnvoiWebhook.objects.values_list("abonnement", "evenement")) == [
        (abonnement.pk, "intention.satisfaite")
    ]
