"""What the tests of imports do again and again."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from intentions.importation_differee import importer_les_listes
from intentions.models import ImportIntentions
from tests.intentions.listes import en_csv


def adresse(nom, *cles):
    return reverse(f"admin:intentions_importintentions_{nom}", args=cles)


def envoyer(bureau, partenaire, contenu, nom="offres mars.csv"):
    contenu = contenu if isinstance(contenu, bytes) else contenu.encode()
    fichier = SimpleUploadedFile(nom, contenu, content_type="text/csv")
    return bureau.post(adresse("nouvelle"), {"partenaire": partenaire.pk, "fichier": fichier})


def recue(bureau, partenaire, *lignes) -> ImportIntentions:
    assert envoyer(bureau, partenaire, en_csv(lignes)).status_code == 302
    return ImportIntentions.objects.get()


def lancee(bureau, partenaire, *lignes) -> ImportIntentions:
    importation = recue(bureau, partenaire, *lignes)
    bureau.post(adresse("lancer", importation.pk))
    return importation


def texte(reponse):
    return reponse.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def travailler():
    return importer_les_listes(maintenant=timezone.now)
