"""From an intention kept in the database to the values its rules read."""

from decimal import Decimal

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.regles import dossier as regles
from referentiels.regles.contrats import TypeContrat


def dossier_de(intention: IntentionEmbauche, *, ailleurs: bool | None = None) -> regles.DossierIntention:
    """Give the dossier the rules judge. An empty answer is unknown (None), as in ``manage.py verifier``.

    ``ailleurs``: what ``engagee_ailleurs`` would say, when it is known already (it asks a query).
    """
    employeur = intention.employeur
    return regles.DossierIntention(
        employeur=regles.Employeur(
            nom=employeur.nom if employeur else None,
            siret=employeur.siret if employeur else None,
            departement=employeur.departement_id if employeur else None,
            siae=employeur.siae if employeur else None,
            etti=employeur.etti if employeur else None,
        ),
        contrat=regles.Contrat(
            type=TypeContrat(intention.contrat_type) if intention.contrat_type else None,
            duree_mois=Decimal(intention.duree_mois) if intention.duree_mois is not None else None,
            heures_hebdo=intention.heures_hebdo,
            saisonnier=intention.saisonnier,
            agence_interim=intention.agence_interim or None,
        ),
        poste=regles.Poste(
            secteur=intention.secteur_id, departement=intention.departement_id, nombre=intention.nombre_postes
        ),
        formation=regles.Formation(departement=intention.formation_departement_id),
        adaptation_boe=intention.adaptation_boe,
        engagement_recruter=intention.engagement_recruter,
        etapes=tuple(regles.Etape(code) for code in intention.etapes),
        ecrit_employeur=intention.ecrit_employeur,
        engagee_ailleurs=engagee_ailleurs(intention) if ailleurs is None else ailleurs,
    )


def engagee_ailleurs(intention: IntentionEmbauche) -> bool:
    """Tell whether the same employer is already engaged, for the same job, with another body than the one chosen.

    *(choice)* « Same training » (FAQ §6) is read as the same ROME job: it is what an employer can be asked to know.
    """
    if not (intention.employeur_id and intention.metier_id and intention.organisme_choisi_id):
        return False
    return (
        IntentionEmbauche.objects.filter(
            employeur=intention.employeur_id, metier=intention.metier_id, statut=StatutIntention.ENGAGEE
        )
        .exclude(organisme_engage=intention.organisme_choisi_id)
        .exclude(pk=intention.pk)
        .exists()
    )
