"""Proposing a person for a session: finding the person, then what is to be known of it for this session."""

from typing import Any

from django import forms

from noyau.formulaires import Choix, Jour
from parcours.actions.positionner import Candidature
from parcours.actions.retirer import MOTIFS_DE_RETRAIT
from parcours.queries.sourcing import Emploi
from referentiels.models import StructureReseau
from referentiels.regles.typographie import composer, compter, jour
from sessions_formation.enums import MotifParcours, Projet, Situation
from sessions_formation.models import Parcours
from stagiaires.forms.nir import refuser_nir


class RechercheStagiaire(forms.Form):
    """Among the people one's own structures follow. Posted, never in the address: it is a name."""

    cherche = forms.CharField(
        label="Nom ou identifiant France Travail",
        max_length=100,
        validators=[refuser_nir],
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
        error_messages={"required": "Écrivez un nom, ou un identifiant France Travail."},
    )


class FormulaireCandidature(forms.Form):
    """What the rules of a trainee ask of who proposes it. Of the person itself, nothing more."""

    situation = forms.ChoiceField(
        label="Situation de la personne",
        choices=Situation.choices,
        widget=Choix,
        error_messages={"required": "Dites dans quelle situation est la personne."},
    )
    fin_contrat_siae = forms.DateField(
        label="Fin de son contrat d’insertion",
        required=False,
        widget=Jour,
        help_text="Seulement pour une personne en structure d’insertion : ce contrat doit être fini à l’entrée.",
    )
    projet = forms.ChoiceField(
        label="Ce qu’elle veut faire ensuite",
        choices=Projet.choices,
        widget=Choix,
        error_messages={"required": "Dites ce que la personne veut faire après la formation."},
    )
    intention = forms.ChoiceField(label="Chez quel employeur", required=False, widget=Choix)
    temps_partiel = forms.BooleanField(label="Elle suivra la formation à temps partiel", required=False)
    remplace = forms.ChoiceField(label="Elle remplace une personne partie", required=False)
    structure = forms.ChoiceField(label="Au nom de", required=False)

    def __init__(
        self, *args: Any, emplois: list[Emploi], rendues: list[Parcours], structures: list[StructureReseau]
    ) -> None:
        super().__init__(*args)
        self._structures = structures
        self._offrir_les_emplois([emploi for emploi in emplois if emploi.libres])
        self.fields["remplace"].choices = [("", "Non"), *((str(parti.pk), _rendue(parti)) for parti in rendues)]
        if not rendues:
            del self.fields["remplace"]
        self.fields["structure"].choices = [(str(structure.pk), structure.nom) for structure in structures]
        if len(structures) < 2:
            del self.fields["structure"]

    def _offrir_les_emplois(self, libres: list[Emploi]) -> None:
        if not libres:
            del self.fields["intention"]
            return
        champ = self.fields["intention"]
        champ.choices = [
            ("", "N’importe lequel"),
            *((str(e.intention.pk), str(e.intention.employeur)) for e in libres),
        ]
        champ.widget.details = {str(emploi.intention.pk): _detail(emploi) for emploi in libres}

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        if lu.get("situation") != Situation.SALARIE_SIAE:
            lu["fin_contrat_siae"] = None
        elif not lu.get("fin_contrat_siae") and "fin_contrat_siae" not in self.errors:
            self.add_error("fin_contrat_siae", "Dites quel jour finit son contrat d’insertion.")
        return lu

    def candidature(self) -> Candidature:
        """Give what was typed, for the action; call ``is_valid`` first."""
        lu = self.cleaned_data
        return Candidature(
            situation=lu["situation"],
            projet=lu["projet"],
            fin_contrat_siae=lu["fin_contrat_siae"],
            temps_partiel=lu["temps_partiel"],
            intention_id=_numero(lu.get("intention")),
            remplace_id=_numero(lu.get("remplace")),
            structure_id=_numero(lu.get("structure")) or (self._structures[0].pk if self._structures else None),
            # The page holds the proof: nobody comes to this form but by a signed address.
            reconnue=True,
        )


class FormulaireRetrait(forms.Form):
    """Why the person is taken back: a list, and no free text."""

    motif = forms.ChoiceField(
        label="Pourquoi",
        choices=[(motif, MotifParcours(motif).label) for motif in MOTIFS_DE_RETRAIT],
        widget=Choix,
        error_messages={"required": "Choisissez la raison."},
    )


def _numero(texte: str | None) -> int | None:
    return int(texte) if texte else None


def _detail(emploi: Emploi) -> str:
    commune = emploi.intention.commune
    mots = [emploi.intention.intitule_affiche, commune.nom if commune else "", emploi.intention.contrat_court]
    libres = compter(emploi.libres or 0, "poste libre", "postes libres")
    return composer(", ".join(filter(None, [*mots, libres])))


def _rendue(parti: Parcours) -> str:
    quand = f"place rendue le {jour(parti.sorti_le)}" if parti.sorti_le else "place rendue avant le début"
    chez = f", poste chez {parti.intention.employeur}" if parti.intention else ""
    return composer(f"Oui, {quand}{chez}")
