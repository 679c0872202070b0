"""What an officer says of a socle session: first the lot, then the session, with the words that authorise it."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from noyau.formulaires import Jour, Nombre, Texte
from referentiels.champs import ChampCommune, ChampMetier
from referentiels.models import Certification
from referentiels.regles.constats import Constat, Niveau
from referentiels.regles.typographie import composer, enumerer
from sessions_formation.enums import MotifDecision as M
from sessions_formation.forms.choix_du_lot import AUTRE, certifications_de, lieux_de, offrir
from sessions_formation.models import Lot, MembreGroupement, Session
from sessions_formation.queries.lots import DANS_LE_GROUPEMENT, prix_du_lot

ATTENTES_CITEES = 5
# Where on the form each rule is answered.
CHAMPS_DES_REGLES = {
    "S-TERRITOIRE": "lieu",
    "S-ORGANISME": "organisme",
    "S-EFFECTIF": "effectif",
    "S-PRIX": "prix_heure",
    "S-DUREE": "heures",
    "S-LIEU": "lieu",
    "S-CERTIFICATION": "certification",
    "S-HABILITATION": "certification",
    "S-PLAFOND": "effectif",
    "S-DATES": "debut",
}
# The fields that are the model's own, under the same name.
SIMPLES = (
    "intitule",
    "metier",
    "prerequis",
    "debut",
    "fin",
    "effectif",
    "heures",
    "prix_heure",
    "entrees_sorties_permanentes",
)


class LotForm(forms.Form):
    """Which lot: what follows depends on it."""

    lot = forms.ModelChoiceField(label="Lot", queryset=Lot.objects.none(), empty_label="À choisir")

    def __init__(self, *args: Any, le: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lot"].queryset = Lot.objects.ouverts(le).order_by("marche", "numero", "pk")


class SocleForm(forms.Form):
    """The session and the decision, at once. What the rules say of it is added beside the fields (``reprocher``)."""

    use_required_attribute = False

    envoi = forms.UUIDField(widget=forms.HiddenInput)
    organisme = forms.ChoiceField(
        label="Organisme de formation",
        help_text="Le mandataire ou un cotraitant. Un sous-traitant intervient à la demande du groupement.",
    )
    intitule = forms.CharField(label="Intitulé de la session", max_length=160)
    metier = ChampMetier(label="Métier", required=False, help_text="Quelques lettres, ou le code ROME.")
    certification = forms.ChoiceField(label="Certification visée", required=False)
    autre_certification = forms.CharField(
        label="Numéro de l’autre certification",
        help_text="Par exemple : RNCP34502.",
        max_length=12,
        required=False,
        widget=Texte(taille="moyen"),
    )
    prerequis = forms.CharField(
        label="Prérequis",
        help_text="Ce qu’il faut savoir ou avoir pour la suivre. Les référents le lisent avant de proposer quelqu’un.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lieu = forms.ChoiceField(label="Lieu")
    autre_lieu = forms.CharField(label="Nom et adresse de l’autre lieu", max_length=160, required=False)
    commune = ChampCommune(label="Commune de l’autre lieu", required=False)
    debut = forms.DateField(label="Début", widget=Jour)
    fin = forms.DateField(label="Fin", widget=Jour)
    effectif = forms.IntegerField(label="Places", min_value=1, max_value=999, widget=Nombre)
    heures = forms.IntegerField(label="Heures de chacun", min_value=1, max_value=9999, widget=Nombre)
    prix_heure = forms.DecimalField(
        label="Prix de l’heure",
        min_value=0,
        max_digits=6,
        decimal_places=2,
        localize=True,
        widget=Nombre(unite="€", decimal=True),
    )
    entrees_sorties_permanentes = forms.BooleanField(
        label="Entrées et sorties permanentes : on peut la rejoindre à tout moment", required=False
    )
    motif = forms.ChoiceField(
        label="Motif",
        choices=[(m.value, m.label) for m in (M.BESOIN_AVERE, M.DEROGATION_LIEU, M.DEROGATION_PRIX, M.AUTRE)],
    )
    precisions = forms.CharField(
        label="Précisions",
        help_text="L’organisme les lit avec l’autorisation. Nécessaires pour une dérogation.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    hors_tour = forms.CharField(
        label="Pourquoi avant son tour",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "D’autres attendent sur ce lot : écrivez pourquoi cette session passe avant."},
    )

    def __init__(self, *args: Any, lot: Lot, le: date, **options: Any) -> None:
        self.lot = lot
        self.certifications = certifications_de(lot)
        self.lieux = lieux_de(lot)
        membres = MembreGroupement.objects.sur(lot).filter(role__in=DANS_LE_GROUPEMENT)
        self.membres = {str(m.organisme_id): m for m in membres.select_related("organisme").order_by("-role", "pk")}
        initial = {"envoi": uuid4(), "prix_heure": prix_du_lot(lot, le), **options.pop("initial", {})}
        super().__init__(*args, initial=initial, **options)
        self.fields["organisme"].choices = [
            ("", "À choisir"),
            *((cle, f"{m.organisme.nom}, {m.get_role_display().lower()}") for cle, m in self.membres.items()),
        ]
        offrir(self, self.certifications, self.lieux)
        self._dire_qui_attend()

    def _dire_qui_attend(self) -> None:
        """A session of the socle takes its turn on its lot too: it passes before others with a reason, or waits."""
        attendent = Session.objects.a_decider().filter(lot=self.lot).values_list("numero", flat=True)
        if numeros := list(attendent[: ATTENTES_CITEES + 1]):
            suite = " et d’autres" if len(numeros) > ATTENTES_CITEES else ""
            cites = enumerer(numeros[:ATTENTES_CITEES])
            self.fields["hors_tour"].help_text = f"Attendent déjà sur ce lot : {cites}{suite}."
        else:
            del self.fields["hors_tour"]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if donnees.get("lieu") == AUTRE:
            for champ, manque in (("autre_lieu", "Donnez le nom du lieu."), ("commune", "Dites dans quelle commune.")):
                if champ not in self.errors and not donnees.get(champ):
                    self.add_error(champ, manque)
        if donnees.get("certification") == AUTRE and "autre_certification" in donnees:
            self._trouver_certification(donnees["autre_certification"])
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin <= debut:
            self.add_error("fin", "La fin n’est pas après le début.")
        return donnees

    def _trouver_certification(self, saisie: str) -> None:
        code = "".join(saisie.split()).upper()
        code = f"RNCP{code}" if code.isdecimal() else code
        trouvee = Certification.objects.filter(code=code).order_by("code").first()
        if trouvee is None:
            faute = f"{code} n’est pas connu : vérifiez-le sur le site de France compétences."
            self.add_error("autre_certification", composer(faute) if code else "Donnez son numéro.")
        self.cleaned_data["certification_trouvee"] = trouvee

    def champs(self) -> dict[str, Any]:
        """Give the answers as fields of ``Session``; call ``is_valid`` first."""
        lu = self.cleaned_data
        lieu, code = self.lieux.get(lu["lieu"]), lu["certification"]
        return {
            **{nom: lu[nom] for nom in SIMPLES},
            "organisme": self.membres[lu["organisme"]].organisme,
            "certification": lu.get("certification_trouvee") if code == AUTRE else self.certifications.get(code),
            "lieu": lieu,
            "autre_lieu": "" if lieu else lu["autre_lieu"],
            "commune": lieu.commune if lieu else lu["commune"],
        }

    def decision(self) -> dict[str, str]:
        """Give what the officer says to authorise it."""
        return {nom: self.cleaned_data.get(nom, "") for nom in ("motif", "precisions", "hors_tour")}

    def reprocher(self, constats: list[Constat]) -> bool:
        """Say beside the fields what a rule forbids, or which words it wants; tell whether there was anything."""
        for constat in constats:
            if constat.niveau in {Niveau.NON_CONFORME, Niveau.A_COMPLETER}:
                self.add_error(CHAMPS_DES_REGLES.get(constat.regle), constat.message)
            elif constat.niveau == Niveau.DEROGATION and not self.cleaned_data.get("precisions", "").strip():
                self.add_error("precisions", composer("Une dérogation est nécessaire : écrivez pourquoi."))
        return bool(self.errors)
