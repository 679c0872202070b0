"""A refusal says all its reasons, one after another, to who has one line for it."""

from noyau.erreurs import DossierModifie, RegleViolee


def test_refus_dit_toutes_ses_raisons_sur_une_ligne():
    assert str(RegleViolee("Le mois n’est pas fini.", "Une ligne est à corriger.")) == (
        "Le mois n’est pas fini. Une ligne est à corriger."
    )
    assert str(DossierModifie("Relisez.")) == "Relisez."
