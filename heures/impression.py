"""Drawing attendance sheets, each time they are asked: they hold names, and are kept nowhere."""

from collections.abc import Sequence

from heures.models import FeuilleEmargement, Releve
from heures.regles.emargement import jours_de, texte_du_code
from heures.regles.mois import nommer_mois
from noyau.codes import afficher_code
from noyau.controle import dessiner_qr
from noyau.documents import mettre_en_page
from sessions_formation.models import Parcours


def dessiner_les_feuilles(releve: Releve, feuilles: Sequence[FeuilleEmargement]) -> bytes:
    """Give the PDF of these sheets of a relevé, one a page; who was forgotten since is no longer named."""
    parcours = Parcours.objects.filter(pk__in={pk for feuille in feuilles for pk in feuille.parcours})
    noms = {un.pk: str(un.stagiaire) for un in parcours.select_related("stagiaire") if not un.stagiaire.efface_le}
    contexte = {
        "session": releve.session,
        "mois": nommer_mois(releve.mois),
        "feuilles": [
            {
                "semaine": feuille.semaine,
                "jours": jours_de(feuille.semaine, releve.mois),
                "noms": [noms[pk] for pk in feuille.parcours if pk in noms],
                "code": afficher_code(feuille.code),
                "qr": dessiner_qr(texte_du_code(feuille.code), titre=f"Code de la feuille : {feuille.code}"),
            }
            for feuille in feuilles
        ],
    }
    return mettre_en_page("emargement", contexte, feuilles=("css/emargement.css",))
