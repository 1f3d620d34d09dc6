"""The database itself refuses to change or remove the history, whoever asks. An erasure may remove a payload."""

from django.db import migrations

SQLITE = [
    ("heard_event_no_update", "BEFORE UPDATE ON record_event"),
    ("heard_event_no_delete", "BEFORE DELETE ON record_event"),
    ("heard_payload_no_update", "BEFORE UPDATE ON record_eventpayload"),
]
# INSERT OR REPLACE would otherwise remove the old row without asking the triggers above.
SQLITE_ONLY = [
    (
        "heard_event_no_replace",
        "BEFORE INSERT ON record_event WHEN EXISTS (SELECT 1 FROM record_event WHERE sequence = NEW.sequence)",
    ),
    (
        "heard_payload_no_replace",
        "BEFORE INSERT ON record_eventpayload "
        "WHEN EXISTS (SELECT 1 FROM record_eventpayload WHERE event_id = NEW.event_id)",
    ),
]
POSTGRESQL = [
    *SQLITE,
    ("heard_event_no_truncate", "BEFORE TRUNCATE ON record_event"),
    ("heard_payload_no_truncate", "BEFORE TRUNCATE ON record_eventpayload"),
]


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, when in SQLITE + SQLITE_ONLY:
            schema_editor.execute(
                f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
            )
        return
    schema_editor.execute(
        "CREATE FUNCTION heard_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the history is append-only'; END $$"
    )
    for name, when in POSTGRESQL:
        schema_editor.execute(f"CREATE TRIGGER {name} {when} FOR EACH STATEMENT EXECUTE FUNCTION heard_refuse()")


def backwards(apps, schema_editor):
    on_table = {name: when.rsplit(" ", 1)[1] for name, when in POSTGRESQL}
    if schema_editor.connection.vendor == "sqlite":
        for name, _ in SQLITE + SQLITE_ONLY:
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    for name, table in on_table.items():
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
    schema_editor.execute("DROP FUNCTION heard_refuse()")


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
