"""An intention as a partner reads it by API. What must not travel is not there: whoever is to be called, the journal's
people, and the adaptation for a beneficiary of the obligation d'emploi, which its finding does not tell either."""

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from intentions.enums import OrigineEcrit, StatutIntention
from intentions.models import IntentionEmbauche
from intentions.queries.attentes import attentes_de
from intentions.queries.confirmation import attend_l_employeur
from intentions.queries.derogation import historique_pour_qui_transmet
from intentions.queries.documents import sans_handicap
from intentions.queries.doublons import doublons_d_une
from referentiels.regles.constats import Niveau, Verdict


class ConstatLu(serializers.Serializer):
    regle = serializers.CharField(help_text="Code de la règle, par exemple I-DUREE.")
    niveau = serializers.ChoiceField(choices=[str(niveau) for niveau in Niveau])
    message = serializers.CharField()
    source = serializers.CharField(help_text="Texte dont la règle vient.")  # type: ignore[assignment]  # contrats.md names it


class OrganisationLue(serializers.Serializer):
    siret = serializers.CharField()
    nom = serializers.CharField()


class ConfirmationLue(serializers.Serializer):
    attendue = serializers.BooleanField(help_text="L’employeur doit encore confirmer, ou son écrit être joint.")
    demandee_le = serializers.DateTimeField(allow_null=True, help_text="Le courriel qui la lui demande.")
    recue_le = serializers.DateTimeField(allow_null=True)
    origine = serializers.ChoiceField(choices=[("", "Aucune"), *OrigineEcrit.choices])


class AttenteLue(serializers.Serializer):
    champ = serializers.CharField()
    libelle = serializers.CharField()
    commentaire = serializers.CharField(help_text="Ce qui manque, dans les mots de la règle ou de l’agent.")


# What a partner may read: a draft is its author's alone.
ETATS = [choix for choix in StatutIntention.choices if choix[0] != "brouillon"]


class DoublonLu(serializers.Serializer):
    numero = serializers.CharField(allow_null=True, help_text="Quand vous l’avez vous-même transmise.")
    deposee_le = serializers.DateField()


class PassageLu(serializers.Serializer):
    le = serializers.DateTimeField()
    acte = serializers.CharField()
    etat = serializers.CharField()
    motif = serializers.CharField()


class IntentionEnListe(serializers.Serializer):
    numero = serializers.CharField()
    reference_externe = serializers.CharField()
    etat = serializers.ChoiceField(choices=ETATS)
    verdict = serializers.ChoiceField(choices=[("", "Pas encore"), *((str(v), str(v)) for v in Verdict)])
    deposee_le = serializers.DateTimeField()
    valable_jusqu_au = serializers.DateField(allow_null=True)
    employeur = OrganisationLue()
    poste = serializers.CharField(help_text="Intitulé, ou libellé du métier.")
    nombre_postes = serializers.IntegerField(allow_null=True)


@extend_schema_serializer(component_name="IntentionDetaillee")
class IntentionLue(IntentionEnListe):
    confirmation = ConfirmationLue()
    constats = ConstatLu(many=True)
    a_completer = AttenteLue(many=True)
    doublons = DoublonLu(many=True, help_text="Intentions vivantes du même employeur pour le même métier.")
    organisme_choisi = OrganisationLue(allow_null=True)
    organisme_engage = OrganisationLue(allow_null=True)
    derogation_fin = serializers.DateField(allow_null=True)
    historique = PassageLu(many=True)


def en_liste(intention: IntentionEmbauche) -> dict[str, Any]:
    """Give the few facts of a list, as plain JSON (no query when ``pour_liste`` loaded it)."""
    return {
        "numero": intention.numero,
        "reference_externe": intention.reference_externe,
        "etat": intention.statut,
        "verdict": intention.verdict,
        "deposee_le": _instant(intention.deposee_le),
        "valable_jusqu_au": _jour(intention.valable_jusqu_au),
        "employeur": _organisation(intention.employeur),
        "poste": intention.intitule_affiche,
        "nombre_postes": intention.nombre_postes,
    }


def en_detail(intention: IntentionEmbauche, *, le: date) -> dict[str, Any]:
    """Give all a partner may read of an intention it transmits, as plain JSON."""
    passages = [ligne for ligne in historique_pour_qui_transmet(intention) if ligne.depart != ligne.arrivee]
    return {
        **en_liste(intention),
        "confirmation": {
            "attendue": attend_l_employeur(intention),
            "demandee_le": _instant(intention.confirmation_demandee_le),
            "recue_le": _instant(intention.confirmee_le),
            "origine": intention.ecrit_origine,
        },
        "constats": [sans_handicap(constat) for constat in intention.constats],
        "a_completer": [
            {"champ": attente.champ, "libelle": attente.libelle, "commentaire": attente.commentaire}
            for attente in attentes_de(intention)
        ],
        "doublons": [
            {
                "numero": autre.numero if autre.partenaire_id == intention.partenaire_id else None,
                "deposee_le": _jour(timezone.localdate(autre.deposee_le)) if autre.deposee_le else None,
            }
            for autre in doublons_d_une(intention, le=le)
        ],
        "organisme_choisi": _organisation(intention.organisme_choisi),
        "organisme_engage": _organisation(intention.organisme_engage),
        "derogation_fin": _jour(intention.derogation_fin),
        "historique": [
            {"le": _instant(ligne.le), "acte": ligne.libelle, "etat": ligne.arrivee, "motif": ligne.motif}
            for ligne in passages
        ],
    }


def _organisation(organisation: Any) -> dict[str, str] | None:
    return {"siret": organisation.siret, "nom": organisation.nom} if organisation else None


def _instant(valeur: Any) -> str | None:
    return timezone.localtime(valeur).isoformat() if valeur else None


def _jour(valeur: date | None) -> str | None:
    return valeur.isoformat() if valeur else None
