"""What an employer says of its own establishment while it writes an intention."""

from django.db import transaction

from comptes import acces
from comptes.models import Utilisateur
from noyau import journal
from referentiels.models import Employeur
from referentiels.regles.typographie import composer


@transaction.atomic
def preciser_insertion(*, employeur_id: int, siae: bool, etti: bool, par: Utilisateur) -> Employeur:
    """Record whether an establishment of ``par`` is an insertion structure (I-SIAE), and note it when it changes.

    Raises ``Employeur.DoesNotExist`` when ``par`` does not act for it.
    """
    siens = Employeur.objects.filter(pk__in=acces.employeurs_de(par))
    employeur = siens.select_for_update(of=("self",)).get(pk=employeur_id)
    if (employeur.siae, employeur.etti) == (siae, etti):
        return employeur
    employeur.siae, employeur.etti = siae, etti
    employeur.save(update_fields=["siae", "etti"])
    if etti:
        libelle = composer("Entreprise de travail temporaire d’insertion (ETTI) : déclarée")
    else:
        libelle = (
            composer("Structure d’insertion : déclarée")
            if siae
            else composer("Pas une structure d’insertion : déclaré")
        )
    journal.noter(employeur, libelle, par=par, transition="preciser")
    return employeur


def repondre_insertion(*, employeur_id: int, siae: bool, etti: bool, par: Utilisateur) -> None:
    """Record the answer of whoever writes an intention of this establishment: its own people's is always kept, a
    partner's only where nothing is known. Whoever calls has checked that ``par`` may write in that intention."""
    if acces.employeurs_de(par).filter(employeur=employeur_id).exists():
        preciser_insertion(employeur_id=employeur_id, siae=siae, etti=etti, par=par)
        return
    employeur = Employeur.objects.select_for_update(of=("self",)).get(pk=employeur_id)
    if employeur.siae is not None or employeur.etti is not None:
        return
    employeur.siae, employeur.etti = siae, etti
    employeur.save(update_fields=["siae", "etti"])
    reponse = "une structure d’insertion" if siae else "pas une structure d’insertion"
    journal.noter(employeur, composer(f"Déclarée par un partenaire : {reponse}"), par=par, transition="preciser")
