"""The sign-in forms: allauth's, in the words of the house."""

from allauth.account import forms as allauth
from django import forms

LIBELLES = {
    "login": "Courriel",
    "email": "Courriel",
    "password": "Mot de passe",
    "password1": "Mot de passe",
    "password2": "Le même mot de passe, une seconde fois",
    "oldpassword": "Mot de passe actuel",
    "code": "Code reçu par courriel",
}
AIDES = {
    "password": "",
    "password1": "Douze caractères au moins. Une phrase se retient mieux qu’un mot.",
    "oldpassword": "",
    "code": "Par exemple : ABCD-EFGH. Il ne sert qu’une fois.",
}


def habiller(formulaire: forms.BaseForm, libelles: dict[str, str] = LIBELLES, aides: dict[str, str] = AIDES) -> None:
    """Give the fields the house's labels and helps; a placeholder never stands for a label."""
    for nom, champ in formulaire.fields.items():
        champ.widget.attrs.pop("placeholder", None)
        champ.label = libelles.get(nom, champ.label)
        champ.help_text = aides.get(nom, champ.help_text)


class _Habille:
    """Dresses an allauth form; its class says so before allauth's own."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        habiller(self)


class DemandeDeCode(_Habille, allauth.RequestLoginCodeForm):
    """An address, to which a one-time code is sent."""


class ConnexionParMotDePasse(_Habille, allauth.LoginForm):
    """Address and password. The page also holds ``DemandeDeCode``: one page, two clear ways in."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = True
        self.demande_de_code = DemandeDeCode(auto_id="id_code_%s")


class Inscription(_Habille, allauth.SignupForm):
    prenom = forms.CharField(
        label="Prénom", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    nom = forms.CharField(label="Nom", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))

    field_order = ["prenom", "nom", "email", "password1"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "Votre adresse professionnelle. Un code y arrive, pour vérifier."
        self.fields["password1"].help_text = (
            "Facultatif : sans mot de passe, un code par courriel suffit à chaque connexion. "
            "Si vous en choisissez un, douze caractères au moins."
        )


class CodeDeConnexion(_Habille, allauth.ConfirmLoginCodeForm):
    """The code that opens the session."""


class CodeDeCourriel(_Habille, allauth.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class CodeDeMotDePasse(_Habille, allauth.ConfirmPasswordResetCodeForm):
    """The code that lets a forgotten password be replaced."""


class MotDePasseOublie(_Habille, allauth.ResetPasswordForm):
    """An address, to which the code that replaces the password is sent."""


class NouveauMotDePasse(_Habille, allauth.ResetPasswordKeyForm):
    """A new password, after the code."""


class ChangementDeMotDePasse(_Habille, allauth.ChangePasswordForm):
    """The present password, then another."""


class ChoixDeMotDePasse(_Habille, allauth.SetPasswordForm):
    """A first password, for an account that had none."""


class Reauthentification(_Habille, allauth.ReauthenticateForm):
    """The password again, before a sensitive change."""


class ChangementDeCourriel(_Habille, allauth.AddEmailForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Nouvelle adresse"
        self.fields["email"].help_text = "Un code y sera envoyé. L’ancienne sert jusque-là."
