"""The table that searches of sessions read, and the triggers that keep it (docs/decisions/0050).

Each table whose rows it copies tells, once per statement, which sessions to write again: rows written by thousands
cost one pass. A session's row is locked, then worked out: two people admitted at the same instant are both counted.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Only letters and digits: PostgreSQL takes « soudeur/soudeuse » for the name of a file. Both dictionaries: words of
# one family are found by their stem, the beginning of a word by the word itself.
MOTS = """
CREATE FUNCTION vitrine_mots(texte text) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT strip(to_tsvector('french', nu) || to_tsvector('simple', nu))
    FROM (SELECT regexp_replace(lower(unaccent(texte)), '[^a-z0-9]+', ' ', 'g') AS nu) AS sans_accents
$$
"""

REFAIRE = """
CREATE FUNCTION vitrine_refaire(voulues bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- A statement of its own: what was committed while waiting is read by the next one.
    PERFORM 1 FROM sessions_formation_vitrine WHERE session_id = ANY(voulues) ORDER BY session_id FOR NO KEY UPDATE;
    INSERT INTO sessions_formation_vitrine AS v (
        session_id, ouverte_jusqu_au, debut, type, titre, lieu, secteur_id, departement_id, epci_id, commune_id,
        metier_id, organisme_id, certifiante, libres, postes, employeurs, mots, recruteurs
    )
    SELECT s.id,
        CASE
            WHEN s.statut = 'publiee'
            THEN GREATEST(s.debut - 1, CASE WHEN s.entrees_sorties_permanentes THEN s.fin END)
            WHEN s.statut = 'demarree' AND s.entrees_sorties_permanentes THEN s.fin
        END,
        s.debut, s.type, lower(unaccent(s.intitule)), COALESCE(c.nom_normalise, ''), l.secteur_id, c.departement_id,
        c.epci_id, s.commune_id, s.metier_id, s.organisme_id, s.certification_id IS NOT NULL,
        GREATEST(COALESCE(commande.parcours, 0) - tenues.nombre, 0), COALESCE(retenues.postes, 0),
        nommes.noms,
        vitrine_mots(concat_ws(
            ' ', s.numero, s.intitule, m.libelle, se.libelle, o.nom, s.certification_id, ce.intitule
        )),
        vitrine_mots(array_to_string(nommes.noms, ' '))
    FROM sessions_formation_session s
    JOIN sessions_formation_lot l ON l.id = s.lot_id
    JOIN referentiels_secteur se ON se.code = l.secteur_id
    JOIN referentiels_organismeformation o ON o.id = s.organisme_id
    LEFT JOIN referentiels_commune c ON c.code_insee = s.commune_id
    LEFT JOIN referentiels_metier m ON m.code_rome = s.metier_id
    LEFT JOIN referentiels_certification ce ON ce.code = s.certification_id
    LEFT JOIN LATERAL (
        SELECT k.parcours + COALESCE((
            SELECT SUM(mv.parcours) FROM sessions_formation_mouvement mv WHERE mv.composante_id = k.id
        ), 0) AS parcours
        FROM sessions_formation_composante k WHERE k.session_id = s.id
    ) AS commande ON true
    CROSS JOIN LATERAL (
        SELECT COUNT(*) AS nombre FROM sessions_formation_parcours p
        WHERE p.session_id = s.id AND p.statut IN ('admis', 'entre', 'termine', 'sortie_emploi')
    ) AS tenues
    CROSS JOIN LATERAL (
        SELECT SUM(r.postes) AS postes FROM sessions_formation_intentionretenue r
        LEFT JOIN sessions_formation_demandeavenant d ON d.id = r.demande_id
        WHERE r.session_id = s.id AND r.active AND (r.demande_id IS NULL OR d.statut = 'accordee')
    ) AS retenues
    CROSS JOIN LATERAL (
        SELECT COALESCE(array_agg(DISTINCT e.nom ORDER BY e.nom), '{}') AS noms
        FROM sessions_formation_intentionretenue r
        LEFT JOIN sessions_formation_demandeavenant d ON d.id = r.demande_id
        JOIN intentions_intentionembauche i ON i.id = r.intention_id
        JOIN referentiels_employeur e ON e.id = i.employeur_id
        WHERE r.session_id = s.id AND r.active AND (r.demande_id IS NULL OR d.statut = 'accordee')
            AND i.nom_public AND i.statut <> 'desistee'
    ) AS nommes
    WHERE s.id = ANY(voulues)
    ON CONFLICT (session_id) DO UPDATE SET
        (ouverte_jusqu_au, debut, type, titre, lieu, secteur_id, departement_id, epci_id, commune_id, metier_id,
         organisme_id, certifiante, libres, postes, employeurs, mots, recruteurs)
        = (EXCLUDED.ouverte_jusqu_au, EXCLUDED.debut, EXCLUDED.type, EXCLUDED.titre, EXCLUDED.lieu,
           EXCLUDED.secteur_id, EXCLUDED.departement_id, EXCLUDED.epci_id, EXCLUDED.commune_id, EXCLUDED.metier_id,
           EXCLUDED.organisme_id, EXCLUDED.certifiante, EXCLUDED.libres, EXCLUDED.postes, EXCLUDED.employeurs,
           EXCLUDED.mots, EXCLUDED.recruteurs)
    WHERE v.* IS DISTINCT FROM EXCLUDED.*;
END $$
"""

_CHANGEES = "apres n JOIN avant a ON a.{cle} = n.{cle} WHERE ({nouveaux}) IS DISTINCT FROM ({anciens})"


def _changees(cle, *colonnes):
    """Read the rows an update has changed in one of these columns."""
    nouveaux, anciens = (", ".join(f"{qui}.{colonne}" for colonne in colonnes) for qui in "na")
    return _CHANGEES.format(cle=cle, nouveaux=nouveaux, anciens=anciens)


def _sessions_ou(colonne, table, cle, *colonnes):
    """The sessions that name a row of a table of codes, once one of these columns of the row has changed."""
    changees = f"SELECT n.{cle} FROM {_changees(cle, *colonnes)}"
    return {(table, "UPDATE"): f"SELECT s.id FROM sessions_formation_session s WHERE s.{colonne} IN ({changees})"}


_SESSION = (
    "statut", "type", "lot_id", "organisme_id", "intitule", "metier_id", "certification_id", "commune_id", "debut",
    "fin", "entrees_sorties_permanentes", "numero",
)  # fmt: skip
_RETENUE = ("session_id", "postes", "demande_id", "active")
# An intention that has never been named, and is not yet, changes nothing here.
_NOMMEES = "(n.nom_public OR a.nom_public)"
_PAR_INTENTION = (
    "SELECT r.session_id FROM sessions_formation_intentionretenue r WHERE r.active AND r.intention_id IN ({})"
)
# What each table tells after a statement: the sessions to write again, read from the rows it has written.
SOURCES = {
    ("sessions_formation_session", "INSERT"): "SELECT id FROM apres",
    ("sessions_formation_session", "UPDATE"): f"SELECT n.id FROM {_changees('id', *_SESSION)}",
    ("sessions_formation_composante", "INSERT"): "SELECT session_id FROM apres",
    ("sessions_formation_mouvement", "INSERT"): (
        "SELECT k.session_id FROM sessions_formation_composante k WHERE k.id IN (SELECT composante_id FROM apres)"
    ),
    ("sessions_formation_parcours", "INSERT"): "SELECT session_id FROM apres",
    ("sessions_formation_parcours", "DELETE"): "SELECT session_id FROM avant",
    ("sessions_formation_parcours", "UPDATE"): (
        f"SELECT unnest(ARRAY[n.session_id, a.session_id]) FROM {_changees('id', 'session_id', 'statut')}"
    ),
    ("sessions_formation_intentionretenue", "INSERT"): "SELECT session_id FROM apres",
    ("sessions_formation_intentionretenue", "DELETE"): "SELECT session_id FROM avant",
    ("sessions_formation_intentionretenue", "UPDATE"): (
        f"SELECT unnest(ARRAY[n.session_id, a.session_id]) FROM {_changees('id', *_RETENUE)}"
    ),
    ("sessions_formation_demandeavenant", "UPDATE"): f"SELECT n.session_id FROM {_changees('id', 'statut')}",
    ("intentions_intentionembauche", "UPDATE"): _PAR_INTENTION.format(
        f"SELECT n.id FROM {_changees('id', 'nom_public', 'statut', 'employeur_id')} AND {_NOMMEES}"
    ),
    ("referentiels_employeur", "UPDATE"): _PAR_INTENTION.format(
        "SELECT i.id FROM intentions_intentionembauche i WHERE i.nom_public AND i.employeur_id IN "
        f"(SELECT n.id FROM {_changees('id', 'nom')})"
    ),
    ("sessions_formation_lot", "UPDATE"): (
        "SELECT s.id FROM sessions_formation_session s WHERE s.lot_id IN "
        f"(SELECT n.id FROM {_changees('id', 'secteur_id')})"
    ),
    ("referentiels_secteur", "UPDATE"): (
        "SELECT s.id FROM sessions_formation_session s JOIN sessions_formation_lot l ON l.id = s.lot_id "
        f"WHERE l.secteur_id IN (SELECT n.code FROM {_changees('code', 'libelle')})"
    ),
    **_sessions_ou("organisme_id", "referentiels_organismeformation", "id", "nom"),
    **_sessions_ou("metier_id", "referentiels_metier", "code_rome", "libelle"),
    **_sessions_ou("certification_id", "referentiels_certification", "code", "intitule"),
    **_sessions_ou("commune_id", "referentiels_commune", "code_insee", "nom_normalise", "departement_id", "epci_id"),
}
LUES = {
    "INSERT": "NEW TABLE AS apres",
    "UPDATE": "OLD TABLE AS avant NEW TABLE AS apres",
    "DELETE": "OLD TABLE AS avant",
}
DIRE = """
CREATE FUNCTION {nom}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE voulues bigint[] := ARRAY(SELECT DISTINCT t.id FROM ({sessions}) AS t(id) WHERE t.id IS NOT NULL ORDER BY 1);
BEGIN
    IF cardinality(voulues) > 0 THEN PERFORM vitrine_refaire(voulues); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {nom} AFTER {evenement} ON {table} REFERENCING {lues}
FOR EACH STATEMENT EXECUTE FUNCTION {nom}();
"""
OTER = """
CREATE FUNCTION vitrine_oter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM sessions_formation_vitrine WHERE session_id IN (SELECT id FROM avant);
    RETURN NULL;
END $$;
CREATE TRIGGER vitrine_oter AFTER DELETE ON sessions_formation_session REFERENCING OLD TABLE AS avant
FOR EACH STATEMENT EXECUTE FUNCTION vitrine_oter();
"""
REMPLIR = "SELECT vitrine_refaire(ARRAY(SELECT id FROM sessions_formation_session ORDER BY id))"


def _declencheurs():
    for (table, evenement), sessions in SOURCES.items():
        nom = f"vitrine_{table.partition('_')[2].removeprefix('formation_')}_{evenement.lower()}"
        yield migrations.RunSQL(
            DIRE.format(nom=nom, sessions=sessions, evenement=evenement, table=table, lues=LUES[evenement]),
            f"DROP FUNCTION {nom}() CASCADE",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("intentions", "0012_nom_public"),
        ("referentiels", "0009_heures_et_factures"),
        ("sessions_formation", "0017_fiches_et_diffusion"),
    ]

    operations = [
        migrations.CreateModel(
            name='Vitrine',
            fields=[
                ('session', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='vitrine', serialize=False, to='sessions_formation.session')),
                ('ouverte_jusqu_au', models.DateField(null=True)),
                ('debut', models.DateField(null=True)),
                ('type', models.CharField(choices=[('intention', 'Sur intention d’embauche'), ('socle', 'Socle')], max_length=12)),
                ('titre', models.CharField(max_length=200)),
                ('lieu', models.CharField(max_length=120)),
                ('certifiante', models.BooleanField()),
                ('libres', models.IntegerField(verbose_name='places libres')),
                ('postes', models.IntegerField()),
                ('employeurs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=160), size=None)),
                ('mots', django.contrib.postgres.search.SearchVectorField()),
                ('recruteurs', django.contrib.postgres.search.SearchVectorField()),
                ('commune', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referentiels.commune')),
                ('departement', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referentiels.departement')),
                ('epci', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referentiels.epci')),
                ('metier', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referentiels.metier')),
                ('organisme', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referentiels.organismeformation')),
                ('secteur', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referentiels.secteur')),
            ],
            options={
                'verbose_name': 'session telle qu’on la cherche',
                'indexes': [models.Index(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fields=['debut', 'session'], name='vitrine_par_date'), models.Index(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fields=['titre', 'debut', 'session'], name='vitrine_par_titre'), models.Index(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fields=['lieu', 'debut', 'session'], name='vitrine_par_lieu'), models.Index(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fields=['libres', 'debut', 'session'], name='vitrine_par_places'), models.Index(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fields=['secteur', 'debut', 'session'], name='vitrine_par_secteur'), models.Index(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fields=['departement', 'secteur', 'debut', 'session'], name='vitrine_par_departement'), models.Index(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fields=['epci', 'debut', 'session'], name='vitrine_par_epci'), models.Index(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fields=['commune', 'debut', 'session'], name='vitrine_par_commune'), models.Index(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fields=['metier', 'debut', 'session'], name='vitrine_par_metier'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fastupdate=False, fields=['mots'], name='vitrine_par_mots'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('ouverte_jusqu_au__isnull', False)), fastupdate=False, fields=['recruteurs'], name='vitrine_par_employeur')],
            },
        ),
        migrations.RunSQL(MOTS, "DROP FUNCTION vitrine_mots(text)"),
        migrations.RunSQL(REFAIRE, "DROP FUNCTION vitrine_refaire(bigint[])"),
        migrations.RunSQL(OTER, "DROP FUNCTION vitrine_oter() CASCADE"),
        *_declencheurs(),
        migrations.RunSQL(REMPLIR, migrations.RunSQL.noop),
    ]
