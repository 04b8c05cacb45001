"""Models that a migration creates together."""

from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from aftercare.core.together import CreateTogether

TOGETHER = CreateTogether(
    [
        CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))]),
        CreateModel(
            "Book",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("shelf", models.ForeignKey("books.Shelf", models.CASCADE)),
            ],
        ),
    ]
)


def test_they_come_with_their_references_and_go_the_other_way_round(db):
    before = ProjectState()
    after = before.clone()
    TOGETHER.state_forwards("books", after)
    with connection.schema_editor(collect_sql=True) as made:
        TOGETHER.database_forwards("books", made, before, after)
    sql = "\n".join(made.collected_sql)
    assert sql.index('CREATE TABLE "books_shelf"') < sql.index('CREATE TABLE "books_book"') < sql.index("FOREIGN KEY")
    with connection.schema_editor(collect_sql=True) as gone:
        TOGETHER.database_backwards("books", gone, after, before)
    sql = "\n".join(gone.collected_sql)
    assert sql.index('DROP TABLE "books_book"') < sql.index('DROP TABLE "books_shelf"')
    assert TOGETHER.describe() == "Create 2 models"


def test_models_drawn_up_earlier_are_drawn_up_again_with_them():
    state = ProjectState()
    assert not state.apps.all_models["books"]
    TOGETHER.state_forwards("books", state)
    assert state.apps.get_model("books", "Book")._meta.get_field("shelf").remote_field.model.__name__ == "Shelf"
