"""What happens while letters are being written: each follow-up is read again under its lock (decision 0037)."""

import pytest

from insertion.actions.relancer import STAGIAIRES, relancer_suivis
from insertion.actions.repondre import Dit, Qui, repondre
from insertion.enums import Source, Voie
from insertion.models import Relance
from noyau.courriers import Courrier
from noyau.horloge import maintenant
from noyau.relances import Bilan
from referentiels.queries.reglement import reglement_au
from tests.insertion.suivis import FIN, relancer_le, sorti, suivi_de

pytestmark = pytest.mark.django_db


def relancer_tandis_que(faire) -> Bilan:
    """Write to people what is due on ``FIN``; ``faire`` happens once they are listed, before the first letter."""

    def suivre(identifiants):
        faire()
        yield from identifiants

    return relancer_suivis(reglement=reglement_au(FIN), le=FIN, suivre=suivre)[STAGIAIRES]


def lettres_de(parcours) -> int:
    return Courrier.objects.filter(modele="suivi_stagiaire", destinataire=parcours.stagiaire.courriel).count()


def test_une_reponse_donnee_pendant_l_envoi_arrete_la_lettre(le_monde):
    parti = sorti(le_monde)

    def repond():
        qui = Qui(Source.STAGIAIRE, Voie.LIEN)
        repondre(suivi_id=suivi_de(parti).pk, qui=qui, dit=Dit("cdi", chez_l_employeur=True, debut=FIN), le=FIN)

    assert relancer_tandis_que(repond) == Bilan(0, 0)
    assert lettres_de(parti) == 0


def test_une_lettre_partie_pendant_l_envoi_ne_repart_pas(le_monde):
    parti = sorti(le_monde)

    assert relancer_tandis_que(lambda: relancer_le(FIN)) == Bilan(0, 0)
    assert lettres_de(parti) == 1
    assert Relance.objects.filter(suivi=suivi_de(parti), source=Source.STAGIAIRE).count() == 1


def test_un_suivi_clos_pendant_l_envoi_n_est_plus_ecrit(le_monde):
    parti = sorti(le_monde)

    assert relancer_tandis_que(lambda: parti.suivis.update(clos_le=maintenant())) == Bilan(0, 0)
    assert lettres_de(parti) == 0


def test_chaque_lettre_laisse_sa_relance(le_monde):
    parti = sorti(le_monde)
    relancer_le(FIN)

    relances = Relance.objects.filter(suivi=suivi_de(parti)).order_by("source")

    assert list(relances.values_list("source", "rang", "le")) == [
        ("employeur", 0, FIN), ("referent", 0, FIN), ("stagiaire", 0, FIN)
    ]  # fmt: skip
