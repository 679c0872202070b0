"""The individual programme: hours, part time, modules (FAQ §5, §7)."""

from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from comptes.models import Utilisateur
from noyau import journal
from noyau.erreurs import RegleViolee, TransitionImpossible
from parcours.actions.ouvrir import ouvrir_pour_l_organisme
from parcours.models import ModuleParcours
from parcours.queries.declarations import VIVANT
from parcours.queries.heures import heures_de
from parcours.regles.programme import remarques
from referentiels.regles.typographie import composer, compter
from sessions_formation.models import Parcours
from stagiaires.regles.identifiants import contient_un_nir


class Module(NamedTuple):
    """A module: its title and its hours."""

    intitule: str
    heures: int


class Programme(NamedTuple):
    """What the training body plans for one person. ``heures`` None: the session's. ``heures_hebdo``: hours a week."""

    heures: int | None
    temps_partiel: bool
    heures_hebdo: Decimal | None
    modules: tuple[Module, ...]


def programme_de(parcours: Parcours) -> Programme:
    """Give the programme of a person as it is (1 query)."""
    modules = tuple(Module(module.intitule, module.heures) for module in parcours.modules.order_by("rang"))
    return Programme(parcours.heures, parcours.temps_partiel, parcours.heures_hebdo, modules)


def remarques_sur(parcours: Parcours, programme: Programme) -> list[str]:
    """Say what does not add up in a programme for this person (3 queries)."""
    heures = programme.heures if programme.heures is not None else parcours.session.heures
    return remarques(
        heures=heures,
        modules=[module.heures for module in programme.modules],
        temps_partiel=programme.temps_partiel,
        heures_hebdo=programme.heures_hebdo,
        reste=heures_de(parcours.session, sauf=parcours).reste,
    )


@transaction.atomic
def enregistrer_le_programme(*, parcours_id: int, programme: Programme, par: Utilisateur) -> Parcours:
    """Record the programme of a person; the same sent twice writes nothing more.

    Raises ``RegleViolee`` when a title holds a social security number, ``TransitionImpossible`` once the person has
    left.
    """
    parcours = ouvrir_pour_l_organisme(parcours_id, par=par)
    if parcours.statut not in VIVANT:
        raise TransitionImpossible("Cette personne n’est plus dans la session : son programme ne change plus.")
    if any(contient_un_nir(module.intitule) for module in programme.modules):
        raise RegleViolee("Un intitulé contient un numéro de sécurité sociale : effacez-le.")
    if programme == programme_de(parcours):
        return parcours
    parcours.heures, parcours.temps_partiel, parcours.heures_hebdo, _ = programme
    parcours.save(update_fields=["heures", "temps_partiel", "heures_hebdo", "modifie_le"])
    parcours.modules.all().delete()
    ModuleParcours.objects.bulk_create(
        ModuleParcours(parcours=parcours, rang=rang, intitule=module.intitule, heures=module.heures)
        for rang, module in enumerate(programme.modules, start=1)
    )
    partiel = ", à temps partiel" if programme.temps_partiel else ""
    libelle = f"Programme : {compter(parcours.heures_prevues(), 'heure')}{partiel}"
    journal.noter(parcours, composer(libelle), par=par, transition="programme")
    return parcours
