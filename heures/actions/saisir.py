"""Hours typed, sent by file or by a training body's software: kept as they are, nothing is declared by it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from comptes.models import Utilisateur
from heures.actions.verrous import exiger_la_version, personne_de, verrouiller_le_releve
from heures.enums import Saisie, StatutReleve
from heures.models import HeuresParcours, Releve
from heures.queries.tableau import heures_de
from heures.regles.anomalies import HEURES_MAX, Heures, refus_d_un_nombre
from noyau import journal
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from referentiels.models import OrganismeFormation
from referentiels.regles.typographie import composer, compter

CHAMPS = ("prevues", "faites", "absences_justifiees", "absences_injustifiees")


@transaction.atomic
def saisir(
    *,
    releve_id: int,
    lignes: Mapping[int, Heures],
    par: Utilisateur | OrganismeFormation,
    saisie: Saisie = Saisie.TABLEAU,
    lu: datetime | None = None,
) -> Releve:
    """Keep the hours of these parcours (``lignes``, by parcours) in an open relevé; the same twice changes nothing.

    ``lu``: the relevé's ``modifie_le`` when its page was read. Raises ``DossierModifie`` when somebody wrote since,
    ``TransitionImpossible`` once declared, ``RegleViolee`` for a parcours that is not on it or hours no month holds.
    """
    releve = verrouiller_le_releve(releve_id, par=par)
    if releve.statut != StatutReleve.OUVERT:
        raise TransitionImpossible("Ces heures sont déjà déclarées : rouvrez la déclaration pour les corriger.")
    les_leurs = {ligne.parcours_id: ligne for ligne in releve.lignes.order_by("pk")}
    if inconnus := sorted(set(lignes) - set(les_leurs)):
        raise RegleViolee(*[composer(f"Le parcours {pk} n’est pas sur ce relevé.") for pk in inconnus])
    changees = [les_leurs[pk] for pk, heures in lignes.items() if heures_de(les_leurs[pk]) != heures]
    if not changees:
        return releve
    exiger_la_version(releve, lu)
    for ligne in changees:
        _ecrire(ligne, lignes[ligne.parcours_id])
        ligne.saisie, ligne.saisie_par, ligne.saisie_le = saisie, personne_de(par), maintenant()
    HeuresParcours.objects.bulk_update(changees, [*CHAMPS, "saisie", "saisie_par", "saisie_le"])
    releve.save(update_fields=["modifie_le"])
    libelle = f"{Saisie(saisie).label.replace('Saisies', 'Heures saisies').replace('Reçues', 'Heures reçues')} : "
    journal.noter(
        releve, composer(libelle + compter(len(changees), "ligne")), par=personne_de(par), transition="saisir"
    )
    return releve


def _ecrire(ligne: HeuresParcours, heures: Heures) -> None:
    refus = [phrase for phrase in map(refus_d_un_nombre, heures) if phrase]
    if not refus and heures.presentes > HEURES_MAX:
        refus = [f"Un mois ne tient pas {compter(heures.presentes, 'heure')}."]
    if refus:
        raise RegleViolee(*[composer(phrase) for phrase in sorted(set(refus))])
    for champ in CHAMPS:
        setattr(ligne, champ, getattr(heures, champ))
