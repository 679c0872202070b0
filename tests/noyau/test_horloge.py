"""The instant written beside an act is the present one, except where the demonstration sets it back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from noyau.horloge import horloge_fixee_a, maintenant

IL_Y_A_UN_MOIS = datetime(2026, 10, 20, 8, 30, tzinfo=UTC)


@time_machine.travel(datetime(2026, 11, 20, 9, 0, tzinfo=UTC), tick=False)
def test_horloge_dit_l_instant_present_sauf_dans_le_bloc_qui_la_regle():
    assert maintenant() == timezone.now()

    with horloge_fixee_a(IL_Y_A_UN_MOIS):
        assert maintenant() == IL_Y_A_UN_MOIS

    assert maintenant() == timezone.now()


def test_horloge_revient_au_present_apres_une_erreur():
    with pytest.raises(KeyError), horloge_fixee_a(IL_Y_A_UN_MOIS):
        raise KeyError

    assert maintenant() != IL_Y_A_UN_MOIS


@pytest.mark.parametrize(
    "instant",
    [
        pytest.param(datetime(2026, 10, 20, 8, 30), id="sans-fuseau"),  # noqa: DTZ001
        pytest.param(datetime.now(UTC) + timedelta(days=365), id="a-venir"),
    ],
)
def test_horloge_ne_se_regle_que_sur_un_instant_passe_et_situe(instant):
    with pytest.raises(ValueError, match="instant passé"), horloge_fixee_a(instant):
        pass
