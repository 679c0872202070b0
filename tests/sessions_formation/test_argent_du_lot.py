"""Whatever happens on a lot, what it has ordered is the sum of what its sessions order, never over its maximum."""

from contextlib import suppress
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from noyau.erreurs import RegleViolee
from sessions_formation.actions.avenants import Ligne, prendre_avenant
from sessions_formation.actions.fongibilite import deplacer_heures
from sessions_formation.enums import NatureAvenant
from sessions_formation.models import Composante, Lot
from sessions_formation.queries.commandes import commandes, par_prix
from sessions_formation.queries.lots import ZERO, montants_du_lot
from tests.factories.avenants import session_commandee
from tests.factories.scenario import LE, Monde, monde

PRIX = tuple(Decimal(prix) for prix in ("9.50", "9.00", "7.35"))
HEURES = st.integers(min_value=1, max_value=2_500)
RANGS = st.integers(min_value=0, max_value=2)
GESTES = st.one_of(
    st.tuples(st.just("commander"), RANGS, RANGS, HEURES),
    st.tuples(st.just("deplacer"), RANGS, RANGS, HEURES),
    st.tuples(st.just("ajouter"), RANGS, RANGS, HEURES),
    st.tuples(st.just("annuler"), RANGS, RANGS, HEURES),
)


class ArgentDuLot(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(GESTES, min_size=1, max_size=8), st.integers(min_value=20_000, max_value=90_000))
    def test_la_somme_est_exacte_et_le_maximum_tient(self, gestes, maximum):
        le_monde = monde(montant_max=f"{maximum}.00")
        session_commandee(le_monde)
        for geste, premier, second, heures in gestes:
            with suppress(RegleViolee):
                _faire(le_monde, geste, premier, second, heures)
            _verifier(le_monde.lot)


def _faire(le_monde: Monde, geste: str, premier: int, second: int, heures: int) -> None:
    composantes = list(
        Composante.objects.select_related("bon__lot__groupement", "bon__mandataire", "session__organisme").order_by(
            "pk"
        )
    )
    source, cible = (composantes[rang % len(composantes)] for rang in (premier, second))
    if geste == "commander":
        session_commandee(le_monde, prix_heure=PRIX[premier])
    elif geste == "deplacer":
        deplacer_heures(de=source.pk, vers=cible.pk, heures=heures, motif="Abandons.", par=le_monde.agent, le=LE)
    elif geste == "ajouter":
        _prendre(le_monde, NatureAvenant.HEURES, [Ligne(source, 0, heures, PRIX[second])])
    else:
        commandees = par_prix([source])[source.pk].items()
        restes = [Ligne(source, -reste.parcours, -reste.heures, prix) for prix, reste in commandees if reste.heures]
        _prendre(le_monde, NatureAvenant.ANNULATION, restes)


def _prendre(le_monde: Monde, nature: NatureAvenant, lignes: list[Ligne]) -> None:
    bon = Composante.objects.select_related("bon__lot__groupement", "bon__mandataire").order_by("pk")[0].bon
    prendre_avenant(bon=bon, nature=nature, lignes=lignes, motif="Un motif.", par=le_monde.agent, le=LE)


def _verifier(lot: Lot) -> None:
    montants = montants_du_lot(lot, le=LE)
    par_composante = commandes(Composante.objects.filter(bon__lot=lot)).values()
    assert montants.commande == sum((commande.montant for commande in par_composante), ZERO)
    assert ZERO <= montants.commande <= montants.maximum
    assert not any(commande.negative for commande in par_composante)
