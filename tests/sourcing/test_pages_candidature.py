"""The pages of a candidature once proposed: its profile validated, the person taken back, what each page leaves."""

import pytest
from django.urls import reverse

from tests.factories.parcours import parcours_de, session_publiee

pytestmark = pytest.mark.usefixtures("ce_jour")


def test_valider_puis_retirer_demandent_avant_et_disent_quand_c_est_trop_tard(nadia, le_monde):
    session = session_publiee(le_monde, 1)
    parcours = parcours_de(session, structure=le_monde.reseau)
    valider, retirer = (reverse(f"parcours:{acte}", args=[parcours.pk]) for acte in ("valider", "retirer"))
    fiche = reverse("parcours:fiche", args=[parcours.pk])

    assert [nadia.get(adresse).status_code for adresse in (valider, retirer)] == [200, 200]
    assert [nadia.post(valider).url for _ in range(2)] == [fiche, fiche]
    assert nadia.post(retirer, {}).context["form"].errors["motif"] == ["Choisissez la raison."]
    assert nadia.post(retirer, {"motif": "emploi"}).url == reverse("parcours:session", args=[session.pk])
    assert nadia.post(retirer, {"motif": "emploi"}).url == fiche
    parcours.refresh_from_db()
    assert (parcours.statut, parcours.motif) == ("non_retenu", "emploi")


def test_valider_quelqu_un_en_liste_d_attente_ne_promet_pas_de_decision(nadia, le_monde):
    session = session_publiee(le_monde, 1)
    parcours_de(session, structure=le_monde.reseau)
    adresse = reverse("parcours:valider", args=[parcours_de(session, structure=le_monde.reseau, en_attente=True).pk])

    effets = nadia.get(adresse).context["effets"]
    [dit] = nadia.post(adresse, follow=True).context["messages"]

    assert effets[1].endswith("Aucun poste ou aucune place n’est libre\u00a0: la personne reste en liste d’attente.")
    assert str(dit).startswith("Le profil est validé. Aucun poste ou aucune place n’est libre pour l’instant")


def test_la_consultation_d_une_personne_laisse_une_trace(nadia, le_monde, referente):
    parcours = parcours_de(session_publiee(le_monde, 1), structure=le_monde.reseau)

    nadia.get(reverse("parcours:valider", args=[parcours.pk]))

    trace = parcours.stagiaire.consultations.get()
    assert (trace.par, trace.page) == (referente, "fiche")
