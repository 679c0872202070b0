"""What PostgreSQL refuses of invoices: to change a photograph, to issue more than was ordered."""

import pgtrigger

_FIGES = (
    "nature", "numero", "annee", "rang", "emetteur_id", "bon_id", "mois", "corrige_id", "motif", "emise_le",
    "echeance", "montant_ht", "taux_tva", "montant_tva", "montant_ttc", "faits", "xml",
)  # fmt: skip

FACTURE_FIGEE = pgtrigger.Protect(
    name="photographie",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "(OLD.statut <> 'projet' AND ("
        + " OR ".join(f"OLD.{champ} IS DISTINCT FROM NEW.{champ}" for champ in _FIGES)
        + "))"
    ),
)

FACTURE_GARDEE = pgtrigger.Protect(
    name="jamais_effacee",
    operation=pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.statut <> 'projet'"),
)

# The lot is locked by who issues (factures.actions); the bon is here, for who would not.
JAMAIS_PLUS_QUE_COMMANDE = pgtrigger.Trigger(
    name="jamais_plus_que_commande",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("statut") | pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.statut = 'emise' AND NEW.nature = 'facture'"),
    declare=[("trop", "RECORD")],
    func="""
        PERFORM 1 FROM sessions_formation_bondecommande WHERE id = NEW.bon_id FOR NO KEY UPDATE;
        SELECT c.rang, s.heures, s.euros, o.heures AS h_cde, o.euros AS e_cde INTO trop
        FROM sessions_formation_composante c
        CROSS JOIN LATERAL (
            SELECT COALESCE(SUM(l.quantite), 0) AS heures, COALESCE(SUM(l.montant), 0) AS euros
            FROM factures_lignefacture l JOIN factures_facture f ON f.id = l.facture_id
            WHERE l.composante_id = c.id AND f.statut <> 'projet'
        ) s
        CROSS JOIN LATERAL (
            SELECT c.parcours::integer * c.heures + COALESCE(SUM(m.heures), 0) AS heures,
                   c.montant + COALESCE(SUM(m.montant), 0) AS euros
            FROM sessions_formation_mouvement m WHERE m.composante_id = c.id
        ) o
        WHERE c.id IN (SELECT composante_id FROM factures_lignefacture WHERE facture_id = NEW.id)
          AND (s.heures > o.heures OR s.euros > o.euros)
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'Plus que commandé pour la composante % : % h et % € facturés, % h et % € commandés.',
                trop.rang, trop.heures, trop.euros, trop.h_cde, trop.e_cde USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)


def lignes_figees(colonnes: tuple[str, ...], facture: str) -> pgtrigger.Trigger:
    """Refuse to write, change (``colonnes``) or delete a line of an invoice that is issued.

    ``facture`` gives, in SQL, the invoice of a row named ``ligne``.
    """
    changees = " OR ".join(f"OLD.{nom} IS DISTINCT FROM NEW.{nom}" for nom in colonnes)
    return pgtrigger.Trigger(
        name="facture_emise_figee",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("ligne", "RECORD"), ("etat", "TEXT")],
        # Names of columns written here, nothing that comes from outside.
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF NOT ({changees}) THEN
                    RETURN NEW;
                END IF;
                ligne := OLD;
            ELSIF TG_OP = 'DELETE' THEN
                ligne := OLD;
            ELSE
                ligne := NEW;
            END IF;
            SELECT f.statut INTO etat FROM factures_facture f WHERE f.id = ({facture});
            IF etat IS NOT NULL AND etat <> 'projet' THEN
                RAISE EXCEPTION 'Une facture émise ne change plus : corrigez-la par un avoir.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """,  # noqa: S608
    )
