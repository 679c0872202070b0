"""The form of a request to open a session. Nothing is required: a draft keeps what is there, rules say the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from noyau.formulaires import Jour, Nombre, Texte
from noyau.listes import identifiant
from referentiels.champs import ChampCommune
from referentiels.models import Certification
from referentiels.regles.constats import Constat, Niveau
from sessions_formation.forms.choix_du_lot import AUTRE, certifications_de, lieux_de, offrir
from sessions_formation.models import IntentionRetenue, Session
from sessions_formation.queries.intentions import Candidate
from sessions_formation.queries.reponses import Demandee


@dataclass(frozen=True, slots=True)
class Attendues:
    """What the Région asks again: the fields that re-open, and its words beside those it named."""

    ouverts: frozenset[str]
    demandees: tuple[Demandee, ...]


# Where on the form each rule is answered, and the words of the link.
REPONSES = {
    "S-TERRITOIRE": ("id_lieu", "Choisir le lieu"),
    "S-ORGANISME": ("id_sans_capacite", "Dire qu’aucun organisme du groupement ne le peut"),
    "S-EFFECTIF": ("id_effectif", "Revoir le nombre de parcours"),
    "S-INTENTIONS": ("id_intentions", "Choisir les intentions"),
    "S-EXCLUSIVITE": ("id_intentions", "Décocher l’intention engagée ailleurs"),
    "S-PRIX": ("id_prix_heure", "Donner le prix de l’heure"),
    "S-DUREE": ("id_heures", "Donner le nombre d’heures"),
    "S-LIEU": ("id_lieu", "Choisir le lieu"),
    "S-CERTIFICATION": ("id_certification", "Revoir la certification"),
    "S-HABILITATION": ("id_certification", "Revoir la certification"),
    "S-PLAFOND": ("id_effectif", "Revoir le nombre de parcours"),
    "S-DATES": ("id_debut", "Revoir les dates"),
}


# Which answers may put right what a rule refuses: on a request to complete they re-open, asked for or not.
REPARE = {
    "S-TERRITOIRE": frozenset({"lieu"}),
    "S-ORGANISME": frozenset({"sans_capacite"}),
    "S-EFFECTIF": frozenset(
        {"effectif", "intentions", "entrees_sorties_permanentes", "complement_groupe", "equilibre_financier"}
    ),
    "S-INTENTIONS": frozenset({"intentions", "effectif"}),
    "S-EXCLUSIVITE": frozenset({"intentions", "effectif"}),
    "S-PRIX": frozenset({"prix_heure"}),
    "S-DUREE": frozenset({"heures"}),
    "S-LIEU": frozenset({"lieu"}),
    "S-CERTIFICATION": frozenset({"certification"}),
    "S-HABILITATION": frozenset({"certification"}),
    "S-PLAFOND": frozenset({"effectif", "heures", "prix_heure"}),
    "S-DATES": frozenset({"debut", "fin"}),
}


class Intentions(forms.TypedMultipleChoiceField):
    """The ticked intentions. One that was taken in between is named, so that people know which."""

    def __init__(self, candidats: Iterable[Candidate]) -> None:
        self.candidats = {candidat.intention.pk: candidat for candidat in candidats}
        super().__init__(
            label="Intentions réunies",
            required=False,
            coerce=int,
            choices=[(pk, str(candidat.intention)) for pk, candidat in self.candidats.items()],
        )

    def validate(self, value: list[str]) -> None:
        if self.disabled:
            return
        connues = [self.candidats[pk] for pk in map(identifiant, value) if pk in self.candidats]
        fautes = [
            f"{candidat.intention.numero} de {candidat.intention.employeur}, {candidat.fermee[:1].lower()}"
            f"{candidat.fermee[1:]}. Elle n’est plus cochée."
            for candidat in connues
            if candidat.fermee
        ]
        if len(connues) < len(value):
            fautes.append("Une intention cochée n’est plus à prendre. Elle n’est plus dans la liste.")
        if fautes:
            raise forms.ValidationError(fautes)


class DemandeForm(forms.Form):
    intitule = forms.CharField(label="Intitulé de la session", max_length=160, required=False)
    certification = forms.ChoiceField(label="Certification visée", required=False)
    autre_certification = forms.CharField(
        label="Numéro de l’autre certification",
        help_text="Par exemple : RNCP34502. Le besoin de l’employeur la justifie.",
        max_length=12,
        required=False,
        widget=Texte(taille="moyen"),
    )
    lieu = forms.ChoiceField(label="Lieu", required=False)
    autre_lieu = forms.CharField(label="Nom et adresse de l’autre lieu", max_length=160, required=False)
    commune = ChampCommune(label="Commune de l’autre lieu", required=False)
    debut = forms.DateField(label="Début", required=False, widget=Jour)
    fin = forms.DateField(label="Fin", required=False, widget=Jour)
    effectif = forms.IntegerField(label="Parcours", min_value=0, max_value=999, required=False, widget=Nombre)
    heures = forms.IntegerField(label="Heures de chacun", min_value=0, max_value=9999, required=False, widget=Nombre)
    prerequis = forms.CharField(
        label="Prérequis",
        help_text="Ce qu’il faut savoir ou avoir pour la suivre. Les référents le lisent avant de proposer quelqu’un.",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    prix_heure = forms.DecimalField(
        label="Prix de l’heure",
        min_value=0,
        max_digits=6,
        decimal_places=2,
        required=False,
        localize=True,
        widget=Nombre(unite="€", decimal=True),
    )
    entrees_sorties_permanentes = forms.BooleanField(
        label="Entrées et sorties permanentes : on peut la rejoindre à tout moment", required=False
    )
    complement_groupe = forms.BooleanField(
        label="Elle complète un groupe qui existe déjà (des apprentis, par exemple)", required=False
    )
    groupe_existant = forms.CharField(
        label="Quel groupe elle complète",
        help_text="Sa certification, où il se tient, depuis quand : par exemple, les apprentis CAP cuisine de Cholet.",
        max_length=200,
        required=False,
    )
    equilibre_financier = forms.BooleanField(
        label="J’atteste qu’elle est équilibrée financièrement avec moins de stagiaires", required=False
    )
    sans_capacite = forms.BooleanField(
        label="Aucun organisme du groupement ne peut assurer cette session", required=False
    )
    motif_derogation = forms.CharField(
        label="Pourquoi une dérogation",
        help_text="En une phrase : ce que la Région doit savoir pour l’accorder.",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        demande: Session,
        candidats: list[Candidate],
        sous_traitant: bool,
        attendues: Attendues | None = None,
    ) -> None:
        self.demande = demande
        self.attendues = attendues
        self.certifications = certifications_de(demande.lot)
        self.lieux = lieux_de(demande.lot)
        super().__init__(*args, initial=self._deja(), auto_id="id_%s")
        self.fields["intentions"] = Intentions(candidats)
        self.order_fields(["intentions"])
        offrir(self, self.certifications, self.lieux)
        if not sous_traitant:
            del self.fields["sans_capacite"]
        if attendues is not None:
            self._fermer(attendues)

    def _fermer(self, attendues: Attendues) -> None:
        """Open what was asked again only: what is posted for another field is ignored, its answer stays."""
        for nom, champ in self.fields.items():
            champ.disabled = nom not in attendues.ouverts
        for demandee in attendues.demandees:
            if demandee.champ in self.fields:
                self.fields[demandee.champ].remarque = demandee
        if self.fields["intentions"].disabled:
            self.initial["intentions"] = sorted(self.cochees())

    def _deja(self) -> dict[str, Any]:
        demande = self.demande
        code, commune = demande.certification_id, None if demande.lieu_id else demande.commune
        sur_la_liste = not code or code in self.certifications
        ailleurs = AUTRE if commune or demande.autre_lieu else ""
        return {
            **{nom: getattr(demande, nom) for nom in SIMPLES},
            "certification": (code or "") if sur_la_liste else AUTRE,
            "autre_certification": "" if sur_la_liste else code,
            "lieu": str(demande.lieu_id) if demande.lieu_id else ailleurs,
            "commune": commune,
            "sans_capacite": demande.groupement_capable is False,
        }

    def clean(self) -> dict[str, Any]:
        """Format only. Once the Région has had the file, the database itself wants its dates in order."""
        donnees = super().clean() or {}
        if donnees.get("certification") == AUTRE and "autre_certification" in donnees:
            self._trouver_certification(donnees["autre_certification"])
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if self.demande.numero and debut and fin and fin <= debut:
            self.add_error("fin", "La fin n’est pas après le début.")
        return donnees

    def _trouver_certification(self, saisie: str) -> None:
        code = "".join(saisie.split()).upper()
        if code.isdecimal():
            code = f"RNCP{code}"
        trouvee = Certification.objects.filter(code=code).first()
        if trouvee is None:
            faute = f"{code} n’est pas connu : vérifiez-le sur le site de France compétences."
            self.add_error("autre_certification", faute if code else "Il manque. Par exemple : RNCP34502.")
        self.cleaned_data["certification_trouvee"] = trouvee

    def champs(self) -> dict[str, Any]:
        """Give what was typed as fields of the model; what could not be read is unknown (None)."""
        lu = self.cleaned_data
        lieu = self.lieux.get(lu.get("lieu") or "")
        ailleurs = lu.get("lieu") == AUTRE
        code = lu.get("certification")
        champs = {
            **{nom: lu.get(nom) for nom in SIMPLES},
            "intitule": lu.get("intitule") or self.demande.intitule,
            "motif_derogation": lu.get("motif_derogation") or "",
            "prerequis": lu.get("prerequis") or "",
            "groupe_existant": (lu.get("groupe_existant") or "") if lu.get("complement_groupe") else "",
            "certification": lu.get("certification_trouvee") if code == AUTRE else self.certifications.get(code or ""),
            "lieu": lieu,
            "autre_lieu": (lu.get("autre_lieu") or "") if ailleurs else "",
            "commune": lieu.commune if lieu else (lu.get("commune") if ailleurs else None),
        }
        if "sans_capacite" in self.fields:
            champs["groupement_capable"] = False if lu.get("sans_capacite") else None
        return champs

    def retenues(self) -> list[IntentionRetenue]:
        """Give the ticked intentions as the request would hold them, unsaved."""
        return [
            IntentionRetenue(
                session=self.demande,
                intention=candidat.intention,
                postes=candidat.intention.nombre_postes or 0,
                active=candidat.active,
            )
            for candidat in self._cochees()
        ]

    def cochees(self) -> set[int]:
        """Give the ids that stay ticked on the page: those just sent, else those the request holds."""
        return {candidat.intention.pk for candidat in self._cochees()}

    def _cochees(self) -> list[Candidate]:
        candidats: dict[int, Candidate] = self.fields["intentions"].candidats
        if not self.is_bound or self.fields["intentions"].disabled:
            return [candidat for candidat in candidats.values() if candidat.retenue and not candidat.fermee]
        sent = {str(pk) for pk in self.data.getlist("intentions")}
        return [candidat for pk, candidat in candidats.items() if str(pk) in sent and not candidat.fermee]

    def a_faire(self, constat: Constat) -> dict[str, str]:
        """Give what to do about a finding and where on the form; nothing when the form has no answer to it."""
        if constat.niveau in {Niveau.CONFORME, Niveau.INFO}:
            return {}
        ancre, mots = REPONSES.get(constat.regle, ("", ""))
        if constat.niveau == Niveau.DEROGATION:
            ancre, mots = "id_motif_derogation", "Dire pourquoi"
        champ = self.fields.get(ancre.removeprefix("id_"))
        return {} if champ is None or champ.disabled else {"faire": mots, "lien": f"#{ancre}"}


# The fields that are the model's own, under the same name.
SIMPLES = (
    "intitule",
    "prerequis",
    "autre_lieu",
    "debut",
    "fin",
    "effectif",
    "heures",
    "prix_heure",
    "entrees_sorties_permanentes",
    "complement_groupe",
    "groupe_existant",
    "equilibre_financier",
    "motif_derogation",
)
