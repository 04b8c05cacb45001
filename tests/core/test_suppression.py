"""Which numbers may be told, and that nobody works a small one out from what is told."""

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aftercare.core.suppression import FEWEST, Cell, Mark, Share, protect, told

SHARE = st.integers(0, 34).flatmap(lambda of: st.builds(Cell, st.integers(0, of), st.just(of)))
NUMBER = st.builds(Cell, st.one_of(st.integers(0, 12), st.integers(0, 60)))
PARTS = st.one_of(st.lists(SHARE, min_size=1, max_size=4), st.lists(NUMBER, min_size=1, max_size=4))


def of_parts(cells) -> dict[str, Cell]:
    return {f"part {number}": cell for number, cell in enumerate(cells)}


def could_be(cell: Cell, mark: Mark, most: int) -> list[int]:
    """What somebody thinks possible who knows of how many it is, and sees the number or the word."""
    if mark == Mark.TOLD:
        return [cell.count]
    possible = range(most + 1) if cell.of is None else range(cell.of + 1)
    return [count for count in possible if Cell(count, cell.of).is_small == (mark == Mark.FEW)]


def seen_by(cells: list[Cell], total: Mark, marks: list[Mark]) -> list[tuple[int, ...]]:
    """Everything that agrees with what is shown."""
    whole = sum(cell.count for cell in cells)
    possible = [could_be(cell, mark, max(whole, FEWEST)) for cell, mark in zip(cells, marks, strict=True)]
    return [counts for counts in product(*possible) if total != Mark.TOLD or sum(counts) == whole]


@given(PARTS)
@example([Cell(0), Cell(10)])
@example([Cell(0, 5), Cell(10, 20)])
@example([Cell(9, 30), Cell(10, 30), Cell(20, 40)])
def test_no_small_number_is_known(cells):
    total, (marks,) = protect(of_parts(cells))
    shown = list(marks.values())
    worlds = seen_by(cells, total, shown)
    for number, cell in enumerate(cells):
        if cell.is_small:
            assert shown[number] == Mark.FEW
            assert cell.of == 0 or len({counts[number] for counts in worlds}) > 1


@given(PARTS, st.data())
def test_nor_from_another_division_of_the_same_people(cells, data):
    """As municipalities on one page, as organisations on another: what one keeps back the other does not tell."""
    ways = [data.draw(st.integers(0, 1)) for _cell in cells]
    halves = {}
    for way, cell in zip(ways, cells, strict=True):
        halves[way] = halves[way] + cell if way in halves else cell
    total, (first, second) = protect(of_parts(cells), halves)
    if total != Mark.TOLD:
        assert Mark.TOLD not in {*first.values(), *second.values()}
    for parts, marks in ((list(of_parts(cells).values()), first), (list(halves.values()), second)):
        worlds = seen_by(parts, total, list(marks.values()))
        for number, (cell, mark) in enumerate(zip(parts, marks.values(), strict=True)):
            assert (mark == Mark.FEW) == cell.is_small
            assert not cell.is_small or cell.of == 0 or len({counts[number] for counts in worlds}) > 1


@given(PARTS)
def test_what_is_told_is_large_and_leaves_a_large_rest(cells):
    total, (marks,) = protect(of_parts(cells))
    parts = [*zip(cells, marks.values(), strict=True), (sum(cells[1:], start=cells[0]), total)]
    for cell, mark in parts:
        if mark == Mark.TOLD:
            assert cell.count >= FEWEST
            assert cell.of is None or cell.of - cell.count >= FEWEST


@given(PARTS)
def test_what_is_kept_back_is_no_small_number_together(cells):
    """Beside a whole that is told, what is left of it is known."""
    total, (marks,) = protect(of_parts(cells))
    kept = [cell for cell, mark in zip(cells, marks.values(), strict=True) if mark != Mark.TOLD]
    if total == Mark.TOLD and kept:
        assert not sum(kept[1:], start=kept[0]).is_small


def test_large_numbers_are_all_told():
    total, (marks,) = protect({"a": Cell(20, 40), "b": Cell(10, 30)})
    assert (total, set(marks.values())) == (Mark.TOLD, {Mark.TOLD})


def test_one_small_part_hides_the_smallest_that_keeps_it_unknown():
    total, (marks,) = protect({"a": Cell(4, 30), "b": Cell(40, 80), "c": Cell(30, 60)})
    assert total == Mark.TOLD
    assert marks == {"a": Mark.FEW, "b": Mark.TOLD, "c": Mark.HIDDEN}


def test_a_part_that_is_only_just_large_keeps_no_secret():
    """Ten hidden beside nobody: the sum of ten would say so."""
    _total, (marks,) = protect({"a": Cell(0), "b": Cell(10), "c": Cell(25)})
    assert marks == {"a": Mark.FEW, "b": Mark.TOLD, "c": Mark.HIDDEN}


def test_two_small_parts_are_not_known_together():
    _total, (marks,) = protect({"a": Cell(2), "b": Cell(3), "c": Cell(20), "d": Cell(30)})
    assert marks == {"a": Mark.FEW, "b": Mark.FEW, "c": Mark.HIDDEN, "d": Mark.TOLD}


def test_nothing_is_told_where_only_silence_helps():
    total, (marks,) = protect({"a": Cell(0), "b": Cell(10)})
    assert (total, marks) == (Mark.HIDDEN, {"a": Mark.FEW, "b": Mark.HIDDEN})


def test_a_small_whole_is_told_nowhere():
    total, (marks,) = protect({"a": Cell(3, 40), "b": Cell(4, 40)})
    assert (total, set(marks.values())) == (Mark.FEW, {Mark.FEW})


@pytest.mark.parametrize(
    ("cell", "small"),
    [
        (Cell(20, 60, below=5), False),
        (Cell(20, 60, below=15), True),
        (Cell(30, 60, people=3, others=20), True),
        (Cell(30, 60, people=20, others=3), True),
        (Cell(30, 60, people=20, others=20), False),
    ],
)
def test_steps_and_the_people_behind_count_as_well(cell, small):
    assert cell.is_small is small


def test_a_part_beside_one_with_few_people_behind_it():
    few, many = Cell(30, 60, people=3, others=40), Cell(40, 90, people=40, others=40)
    total, (marks,) = protect({"a": few, "b": many, "c": many})
    assert (total, marks["a"], marks["b"], marks["c"]) == (Mark.TOLD, Mark.FEW, Mark.HIDDEN, Mark.TOLD)


def test_a_rest_that_is_small_is_kept_as_well():
    _total, (marks,) = protect({"a": Cell(38, 40), "b": Cell(30, 60), "c": Cell(30, 61)})
    assert marks == {"a": Mark.FEW, "b": Mark.HIDDEN, "c": Mark.TOLD}


def test_nobody_is_no_number():
    assert (Cell(of=0).percent, Cell(1, 3).percent, Cell(3, 9).nothing) == (0, 33, Cell(0, 0))


@pytest.mark.parametrize(("count", "words"), [(9, "minder dan 10"), (0, "minder dan 10"), (10, "10")])
def test_a_number_in_words(count, words):
    assert told(count) == words


@pytest.mark.parametrize(
    ("count", "of", "told"),
    [(10, 20, True), (9, 20, False), (11, 20, False), (10, 19, False), (0, 40, False), (40, 40, False), (15, 40, True)],
)
def test_a_share_is_told_when_neither_it_nor_the_rest_is_small(count, of, told):
    assert Share(count, of).is_told is told
    assert (str(count) in str(Share(count, of)).split()) is told
