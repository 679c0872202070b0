"""The questions of a request. One form holds them all: a page keeps those of its section, a completion those asked."""

from collections.abc import Collection
from typing import Any

from django import forms
from stdnum import iban

from aides.models import DemandeAide
from aides.regles.sections import SELON
from intentions.enums import TypeContrat
from intentions.forms.champs import CONTRATS_COURTS, OUI_NON, FormulaireFrancais, oui_non, reponse
from noyau.formulaires import Choix, Jour, Nombre, Texte
from referentiels.models import OrganismeFormation
from referentiels.regles.siret import siret_valide
from referentiels.regles.typographie import composer
from stagiaires.regles.identite import defaut_de_naissance

# The others are never helped: a kind that is not listed is asked about, not guessed.
CONTRATS = (
    TypeContrat.CDI, TypeContrat.CDD, TypeContrat.CDI_INTERIMAIRE, TypeContrat.INTERIM,
    TypeContrat.APPRENTISSAGE, TypeContrat.PROFESSIONNALISATION,
)  # fmt: skip
OUI_NON_CHAMPS = ("public", "offre_diffusee", "demandeur_emploi", "qualiopi", "autre_financement", "rqth")
_CETTE_DATE = {"invalid": "Cette date n’existe pas. Écrivez-la comme 15/06/2027."}


def champ_oui_non(libelle: str, aide: str = "") -> forms.TypedChoiceField:
    """A yes-or-no card that may be left unanswered."""
    return forms.TypedChoiceField(
        label=libelle,
        help_text=aide,
        choices=OUI_NON,
        coerce=oui_non,
        empty_value=None,
        widget=Choix(en_rang=True),
        required=False,
    )


def champ_contrat() -> forms.ChoiceField:
    """The kind of contract that was signed."""
    return forms.ChoiceField(
        label="Contrat signé",
        choices=[(code, CONTRATS_COURTS[code]) for code in CONTRATS],
        widget=Choix(),
        required=False,
    )


def champ_duree() -> forms.IntegerField:
    """The months of a fixed-term contract."""
    return forms.IntegerField(
        label="Durée du CDD",
        min_value=1,
        max_value=120,
        widget=Nombre(unite="mois"),
        error_messages={"invalid": "Écrivez un nombre de mois, par exemple 8."},
        required=False,
    )


def champ_jour(libelle: str, aide: str = "") -> forms.DateField:
    """A day that may be left unanswered."""
    return forms.DateField(label=libelle, help_text=aide, widget=Jour, error_messages=_CETTE_DATE, required=False)


class Decimale(forms.DecimalField):
    """A number as French people write it, « 4 000,50 », with whatever spaces."""

    def to_python(self, value: Any) -> Any:
        """Give the number, its spaces left aside."""
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


def champ_heures(libelle: str, aide: str = "", *, chiffres: int = 6) -> forms.DecimalField:
    """Hours of training, of ``chiffres`` digits at most; beyond the cap they are not counted, so none is refused."""
    return Decimale(
        label=libelle,
        help_text=aide,
        min_value=0,
        max_digits=chiffres,
        decimal_places=2,
        localize=True,
        widget=Nombre(unite="heures", decimal=True),
        error_messages={"invalid": "Écrivez un nombre d’heures, par exemple 140."},
        required=False,
    )


def champ_euros(libelle: str, aide: str = "") -> forms.DecimalField:
    """Euros, net of VAT."""
    return Decimale(
        label=libelle,
        help_text=aide,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        localize=True,
        widget=Nombre(unite="€", decimal=True),
        error_messages={"invalid": "Écrivez un montant, par exemple 2 100."},
        required=False,
    )


def champ_effectif() -> forms.IntegerField:
    """How many people the establishment employs."""
    return forms.IntegerField(
        label="Effectif de l’établissement",
        help_text="Tous contrats confondus, le jour de la demande.",
        min_value=0,
        max_value=1_000_000,
        widget=Nombre(unite="salariés"),
        error_messages={"invalid": "Écrivez un nombre, par exemple 12."},
        required=False,
    )


class ReponsesForm(FormulaireFrancais):
    """The answers of a request; ``champs``: those this page asks; ``obligatoires``: all must be given."""

    effectif = champ_effectif()
    public = champ_oui_non("Êtes-vous un employeur public ?", "Une association est un employeur privé.")
    offre_diffusee = champ_oui_non("Avez-vous diffusé une offre d’emploi ?")
    offre_ou = forms.CharField(
        label="Où, et sous quel numéro",
        help_text="Par exemple : France Travail, offre 187XKQP.",
        max_length=300,
        required=False,
    )
    prenom = forms.CharField(label="Prénom", max_length=80, required=False)
    nom = forms.CharField(label="Nom", max_length=80, required=False)
    date_naissance = champ_jour("Date de naissance", "Elle dit si l’aide est majorée pour un senior.")
    poste = forms.CharField(label="Poste occupé", max_length=120, required=False)
    demandeur_emploi = champ_oui_non(
        "La personne était-elle inscrite à France Travail quand vous l’avez embauchée ?",
        "Dans n’importe quelle catégorie.",
    )
    rqth = champ_oui_non(
        "La personne est-elle reconnue travailleur handicapé ?",
        "Facultatif, et avec son accord : l’aide est alors majorée. Seuls les agents qui instruisent votre demande le "
        "liront. N’envoyez aucun document là-dessus : un agent vous appellera.",
    )
    contrat_type = champ_contrat()
    duree_mois = champ_duree()
    contrat_debut = champ_jour("Premier jour du contrat")
    formation = forms.CharField(label="Formation", help_text="Ce qui est appris.", max_length=200, required=False)
    organisme_siret = forms.CharField(
        label="SIRET de l’organisme de formation",
        help_text="14 chiffres. Si nous le connaissons, son nom et sa certification sont repris.",
        max_length=20,
        required=False,
        widget=Texte(taille="moyen", attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    organisme_nom = forms.CharField(label="Nom de l’organisme", max_length=160, required=False)
    qualiopi = champ_oui_non("Est-il certifié Qualiopi ?", "Demandez-lui son certificat : sans lui, pas d’aide.")
    formation_debut = champ_jour("Premier jour de formation")
    formation_fin = champ_jour("Dernier jour de formation")
    heures = champ_heures("Heures prévues", "Celles que la personne suivra.")
    cout = champ_euros("Coût pédagogique", "Hors taxes, tel que le devis l’écrit.")
    autre_financement = champ_oui_non("Un autre financeur paie-t-il une part ?", "Votre Opco, le CPF de la personne…")
    autre_financeur = forms.CharField(label="Lequel", max_length=160, required=False)
    autre_montant = champ_euros("Montant qu’il paie")
    titulaire = forms.CharField(label="Titulaire du compte", max_length=120, required=False)
    iban = forms.CharField(
        label="IBAN du compte à créditer",
        help_text="Celui de l’établissement, pas celui d’une personne.",
        max_length=42,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    lu = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, demande: DemandeAide, champs: Collection[str], obligatoires: bool = False, **options: Any
    ) -> None:
        depart = {nom: _pour_la_saisie(demande, nom) for nom in champs if nom != "rqth"}
        options["initial"] = {"lu": demande.version, **depart, **options.get("initial", {})}
        super().__init__(*args, **options)
        for nom in [nom for nom in self.fields if nom not in champs and nom != "lu"]:
            del self.fields[nom]
        for nom, champ in self.fields.items():
            # What depends on another answer is said to be missing by the rules, when it is.
            if obligatoires and nom not in ("lu", "rqth", *SELON):
                champ.required = True
                champ.error_messages["required"] = "Répondez : la Région le demande."
        self.organisme: OrganismeFormation | None = None

    def clean_organisme_siret(self) -> str:
        """Give the fourteen digits; refuse a wrong key."""
        siret = "".join(self.cleaned_data["organisme_siret"].split())
        if siret and not siret_valide(siret):
            raise forms.ValidationError("Ce numéro SIRET n’existe pas : vérifiez ses 14 chiffres.")
        return siret

    def clean_iban(self) -> str:
        """Give the account without its spaces; refuse a wrong key."""
        compte = iban.compact(self.cleaned_data["iban"])
        if compte and not iban.is_valid(compte):
            raise forms.ValidationError("Cet IBAN est faux : relisez ses chiffres et ses lettres.")
        return compte

    def clean(self) -> dict[str, Any]:
        """Take what we know of the training body; refuse days that contradict one another."""
        lues = super().clean() or self.cleaned_data
        debut, fin = lues.get("formation_debut"), lues.get("formation_fin")
        if debut and fin and fin < debut:
            self.add_error("formation_fin", "La formation finit avant de commencer.")
        naissance, contrat = lues.get("date_naissance"), lues.get("contrat_debut")
        if naissance and contrat and (defaut := defaut_de_naissance(naissance, le=contrat)):
            self.add_error("date_naissance", composer(defaut))
        if lues.get("organisme_siret"):
            self.organisme = OrganismeFormation.objects.filter(siret=lues["organisme_siret"]).first()
        return lues

    def suivre(self, demande: DemandeAide) -> None:
        """Show the version just saved: who corrects what is left is not taken for a second tab."""
        self.data = self.data.copy()
        self.data["lu"] = demande.version

    def reponses(self) -> dict[str, Any]:
        """Give the fields of the model that could be read, an answer taken back included."""
        lues = {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "lu"}
        if lues.get("contrat_type") and lues["contrat_type"] != TypeContrat.CDD and "duree_mois" in lues:
            lues["duree_mois"] = None
        if lues.get("autre_financement") is False:
            lues |= {nom: vide for nom, vide in (("autre_financeur", ""), ("autre_montant", None)) if nom in lues}
        if "organisme_siret" in lues:
            lues["organisme"] = self.organisme
            if self.organisme:
                lues["organisme_nom"] = self.organisme.nom
                # What the directory knows stands over what is typed; what it does not know, the employer says.
                lues["qualiopi"] = self.organisme.qualiopi or lues.get("qualiopi")
        return lues


def _pour_la_saisie(demande: DemandeAide, nom: str) -> Any:
    """Give a stored answer as its field shows it."""
    valeur = getattr(demande, nom)
    if nom in OUI_NON_CHAMPS:
        return reponse(valeur)
    if nom == "iban":
        return iban.format(valeur)
    if nom in ("heures", "cout", "autre_montant") and valeur is not None and valeur == int(valeur):
        return int(valeur)
    return valeur
