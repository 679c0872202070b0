"""One intention as a flat line of answers: what partners send by API, and what a row of a CSV file holds.

The questions, limits and words are those of the pages (``etapes``, ``etablissement``): imported, never typed again.
A partner may know less than the pages ask: only what an intention needs to exist is required, and the rules then say
what must be completed. The tables are given once for all the rows (``Referentiel``): reading a row asks no query.
"""

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from django import forms

from comptes.actions.rattacher import FicheEmployeur
from comptes.forms.etablissement import FicheForm
from intentions.actions.transmettre import EmployeurDeclare
from intentions.enums import Etape, TypeContrat
from intentions.forms.champs import CONTRATS_COURTS
from intentions.forms.champs_saisie import ChampCode, ChampCodes, ChampOuiNon, composee, reprise
from intentions.forms.depot import DepotForm
from intentions.forms.etablissement import SIRET_ATTENDU, EtablissementForm
from intentions.forms.etapes import SECTEUR_ATTENDU, ContratForm, ParticipationForm, PosteForm
from intentions.queries.referentiel import Referentiel
from referentiels.champs import ChampCommune, ChampMetier, cites
from referentiels.models import Commune, Departement, Metier, OrganismeFormation, Secteur
from referentiels.regles.siret import compacter, defaut_siret
from referentiels.regles.typographie import composer

_ETABLISSEMENT, _FICHE = EtablissementForm.base_fields, FicheForm.base_fields
_POSTE, _CONTRAT, _PARTICIPATION = PosteForm.base_fields, ContratForm.base_fields, ParticipationForm.base_fields
_DERIVES = ("employeur_", "code_postal", "ville", "organisme_siret")
_SIRET_INCONNU = composer("Cet établissement n’est pas encore connu : indiquez son nom et son code postal.")
_DEPARTEMENT_INCONNU = composer("Ce département n’existe pas : écrivez son code, par exemple 44.")
_CODE_POSTAL_INCONNU = "Aucun département ne porte ce code postal."


def _texte(libelle: str, aide: str, longueur: int) -> forms.CharField:
    return composee(forms.CharField(label=libelle, help_text=aide, max_length=longueur, required=False))


def _oui_non(libelle: str, aide: str = "") -> ChampOuiNon:
    return composee(ChampOuiNon(label=libelle, help_text=aide, required=False))


class SaisieForm(forms.Form):
    """``donnees``: key → value, unknown keys are not read. ``le``: the day of the answer.

    ``connus``: SIRETs already recorded, so that the sheet of an unknown establishment is asked for; None not to ask.
    ``reference_exigee``: a file that can be sent again needs a reference on each row.
    """

    reference_externe = _texte(
        "Votre référence", "Le numéro de cette offre chez vous. La même référence n’est jamais comptée deux fois.", 80
    )
    employeur_siret = reprise(
        _ETABLISSEMENT["siret"],
        required=True,
        error_messages={**_ETABLISSEMENT["siret"].error_messages, "required": SIRET_ATTENDU},
    )
    employeur_nom = reprise(_FICHE["nom"], help_text="Inutile quand nous connaissons déjà ce SIRET.")
    employeur_adresse = reprise(_FICHE["adresse"])
    employeur_code_postal = reprise(_FICHE["code_postal"])
    employeur_ville = reprise(_FICHE["ville"])
    employeur_departement = _texte("Département de l’établissement", "Inutile avec un code postal.", 3)
    employeur_siae = _oui_non("Structure d’insertion", str(_ETABLISSEMENT["insertion"].help_text))
    employeur_etti = _oui_non("Entreprise de travail temporaire d’insertion (ETTI)")
    contact_nom = reprise(_ETABLISSEMENT["contact_nom"], required=True)
    contact_courriel = reprise(
        _ETABLISSEMENT["contact_courriel"], required=True, help_text="L’employeur y confirme sa demande."
    )
    contact_telephone = reprise(_ETABLISSEMENT["contact_telephone"])
    secteur = _texte("Secteur du poste", "Code du secteur. Sans lui, celui du métier s’il n’y en a qu’un.", 100)
    metier = _texte("Métier recherché", "Code ROME, par exemple H2913.", 240)
    intitule = reprise(_POSTE["intitule"])
    commune = _texte("Commune de l’emploi", "Code Insee, par exemple 85182, ou nom de la commune.", 200)
    code_postal = reprise(_FICHE["code_postal"], label="Code postal de l’emploi", help_text="Avec la ville.")
    ville = reprise(_FICHE["ville"], label="Ville de l’emploi", help_text="À défaut du code Insee.")
    departement = _texte("Département de l’emploi", "Code. Inutile quand la commune est donnée.", 3)
    nombre_postes = reprise(_POSTE["nombre_postes"])
    precisions = reprise(_POSTE["precisions"])
    contrat_type = composee(
        ChampCode(
            label="Type de contrat",
            codes=dict(TypeContrat.choices),
            mots={libelle.replace("\N{SOFT HYPHEN}", ""): code for code, libelle in CONTRATS_COURTS.items()},
            required=False,
        )
    )
    duree_mois = reprise(_CONTRAT["duree_mois"], help_text="En mois.")
    heures_hebdo = reprise(_CONTRAT["heures_hebdo"], help_text="Heures par semaine.")
    saisonnier = _oui_non("Travail saisonnier")
    agence_interim = reprise(_CONTRAT["agence_interim"])
    embauche_souhaitee = reprise(_CONTRAT["embauche_souhaitee"], help_text="Une date à venir.")
    adaptation_boe = _oui_non("Temps de travail adapté à une personne handicapée", "Ne se relit jamais par l’API.")
    motif_derogation = reprise(DepotForm.base_fields["motif_derogation"])
    formation_souhaitee = reprise(_PARTICIPATION["formation_souhaitee"])
    formation_departement = _texte("Où la personne se formera-t-elle ?", "Code du département.", 3)
    organisme_siret = _texte("Organisme de formation choisi", "Son SIRET. Un seul par formation.", 20)
    engagement_recruter = _oui_non("L’employeur s’engage à recruter", "Il le confirmera lui-même.")
    nom_public = _oui_non(
        "L’employeur accepte que son nom soit montré au public", "Il le dira lui-même en confirmant."
    )
    etapes = composee(
        ChampCodes(
            label="Étapes auxquelles l’employeur prend part",
            help_text="Une étape suffit.",
            codes=dict(Etape.choices),
            required=False,
        )
    )

    def __init__(
        self,
        donnees: Mapping[str, Any],
        *,
        referentiel: Referentiel,
        le: date,
        connus: Container[str] | None = None,
        reference_exigee: bool = False,
    ) -> None:
        super().__init__(donnees)
        self.referentiel, self.le, self.connus, self.reference_exigee = referentiel, le, connus, reference_exigee

    def relire(self, donnees: Mapping[str, Any]) -> "SaisieForm":
        """Take another line: a form of thirty questions costs more to make than a line costs to read."""
        self.data, self._errors = donnees, None
        return self

    clean_embauche_souhaitee = ContratForm.clean_embauche_souhaitee

    def clean_reference_externe(self) -> str:
        if self.reference_exigee and not self.cleaned_data["reference_externe"]:
            raise forms.ValidationError(
                "Écrivez votre référence pour cette offre : elle évite de la compter deux fois."
            )
        return self.cleaned_data["reference_externe"]

    def clean_employeur_siret(self) -> str:
        siret = compacter(self.cleaned_data["employeur_siret"])
        if defaut := defaut_siret(siret):
            raise forms.ValidationError(defaut)
        return siret

    def clean_employeur_code_postal(self) -> str:
        code = self.cleaned_data["employeur_code_postal"]
        if code and self.referentiel.departement_du_code_postal(code) is None:
            raise forms.ValidationError(_CODE_POSTAL_INCONNU)
        return code

    def clean_employeur_departement(self) -> Departement | None:
        return self._departement("employeur_departement")

    def clean_departement(self) -> Departement | None:
        return self._departement("departement")

    def clean_formation_departement(self) -> Departement | None:
        return self._departement("formation_departement")

    def _departement(self, nom: str) -> Departement | None:
        code = self.cleaned_data[nom]
        if code and code.upper() not in self.referentiel.departements:
            raise forms.ValidationError(_DEPARTEMENT_INCONNU)
        return self.referentiel.departements[code.upper()] if code else None

    def clean_secteur(self) -> Secteur | None:
        saisi = self.cleaned_data["secteur"]
        secteur = self.referentiel.secteur(saisi)
        if saisi and secteur is None:
            raise forms.ValidationError(f"Nous ne connaissons pas le secteur « {saisi[:60]} ».")
        return secteur

    def clean_metier(self) -> Metier | None:
        saisi = self.cleaned_data["metier"]
        metier = self.referentiel.metier(saisi)
        if saisi and metier is None:
            raise forms.ValidationError(ChampMetier.default_error_messages["inconnu"], code="inconnu")
        return metier

    def clean_organisme_siret(self) -> OrganismeFormation | None:
        siret = compacter(self.cleaned_data["organisme_siret"])
        if not siret:
            return None
        if defaut := defaut_siret(siret):
            raise forms.ValidationError(defaut)
        if siret not in self.referentiel.organismes:
            raise forms.ValidationError("Nous ne connaissons pas d’organisme de formation à ce SIRET.")
        return self.referentiel.organismes[siret]

    def clean_commune(self) -> Commune | None:
        saisie = self.cleaned_data["commune"]
        if not saisie:
            return None
        if len(saisie) == 5 and saisie[1:].isdecimal():
            return self._la_commune([c] if (c := self.referentiel.commune_insee(saisie)) else [])
        return self._la_commune(self.referentiel.communes_ecrites(saisie))

    def _la_commune(self, communes: list[Commune], *, par_code: bool = False) -> Commune:
        messages = ChampCommune.default_error_messages
        if not communes:
            raise forms.ValidationError(messages["inconnue"], code="inconnue")
        if len(communes) > 1:
            code = "plusieurs_codes" if par_code else "plusieurs_noms"
            raise forms.ValidationError(messages[code], code=code, params=cites(communes))
        return communes[0]

    def clean(self) -> dict[str, Any]:
        donnees = self.cleaned_data
        self._situer_le_poste(donnees)
        self._nommer_le_secteur(donnees)
        self._connaitre_l_employeur(donnees)
        return donnees

    def _situer_le_poste(self, donnees: dict[str, Any]) -> None:
        code, ville = donnees.get("code_postal", ""), donnees.get("ville", "")
        departement = donnees.get("departement")
        hors_region = departement is not None and not departement.dans_region
        if "commune" in donnees and donnees["commune"] is None and (code or ville) and not hors_region:
            try:
                communes = self.referentiel.communes_nommees(ville, code)
                donnees["commune"] = self._la_commune(communes, par_code=not ville)
            except forms.ValidationError as erreur:
                self.add_error("ville" if ville else "code_postal", erreur)
        commune = donnees.get("commune")
        if not commune:
            return
        if departement and departement.code != commune.departement_id:
            self.add_error("departement", f"{commune} est dans un autre département : {commune.departement}.")
        donnees["departement"] = commune.departement

    def _nommer_le_secteur(self, donnees: dict[str, Any]) -> None:
        metier = donnees.get("metier")
        if "secteur" in donnees and donnees["secteur"] is None and metier:
            donnees["secteur"] = self.referentiel.secteur_du_metier(metier)
        elif "secteur" in donnees and donnees["secteur"] is None and "metier" in donnees:
            self.add_error("secteur", SECTEUR_ATTENDU)

    def _connaitre_l_employeur(self, donnees: dict[str, Any]) -> None:
        if donnees.get("employeur_departement") is None and donnees.get("employeur_code_postal"):
            code = donnees["employeur_code_postal"]
            donnees["employeur_departement"] = self.referentiel.departement_du_code_postal(code)
        siret = donnees.get("employeur_siret")
        if siret and self.connus is not None and siret not in self.connus and self._fiche() is None:
            self.add_error("employeur_nom", _SIRET_INCONNU)

    def employeur(self) -> EmployeurDeclare:
        """Give what is told of the establishment; its sheet when it is enough to record it. An ETTI is a SIAE."""
        siae, etti = self.cleaned_data["employeur_siae"], self.cleaned_data["employeur_etti"]
        if etti is None and siae is not None:
            etti = False
        return EmployeurDeclare(self.cleaned_data["employeur_siret"], self._fiche(), siae=etti or siae, etti=etti)

    def _fiche(self) -> FicheEmployeur | None:
        donnees = self.cleaned_data
        nom, departement = donnees.get("employeur_nom"), donnees.get("employeur_departement")
        if not (nom and departement):
            return None
        return FicheEmployeur(
            nom=nom,
            departement_id=departement.code,
            adresse=donnees.get("employeur_adresse", ""),
            code_postal=donnees.get("employeur_code_postal", ""),
            ville=donnees.get("employeur_ville", ""),
        )

    def champs(self) -> dict[str, Any]:
        """Give the fields of the model, once the form is valid; the tables' rows as objects."""
        donnees = self.cleaned_data
        champs = {nom: valeur for nom, valeur in donnees.items() if not nom.startswith(_DERIVES)}
        return champs | {
            "adaptation_boe": bool(donnees["adaptation_boe"]),
            "nom_public": bool(donnees["nom_public"]),
            "organisme_choisi": donnees["organisme_siret"],
        }
