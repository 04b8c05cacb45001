"""Geometry of the charts."""

import pytest
from django.template.loader import render_to_string

from aftercare.core import charts
from aftercare.core.charts import Series
from aftercare.core.templatetags.ui import component

WEEKS = ["w1", "w2", "w3", "w4", "w5"]


def test_a_line_runs_from_the_left_to_the_right_and_higher_is_up():
    chart = charts.line_chart(WEEKS, [Series("craving", "Craving", [0, 5, 10, 5, 0])])
    assert chart.lines[0].paths == ["M28 170 L141.5 91 L255 12 L368.5 91 L482 170"]
    assert chart.grid == [("170", "0"), ("91", "5"), ("12", "10")]


def test_a_missing_week_is_a_gap_in_the_line_and_a_dash_in_the_table():
    chart = charts.line_chart(WEEKS, [Series("craving", "Craving", [5, 5, None, 5, 5])])
    assert len(chart.lines[0].paths) == 2
    assert len(chart.lines[0].points) == 4
    assert chart.rows[2] == ("w3", [None])


def test_a_value_between_two_gaps_is_a_point_without_a_line():
    chart = charts.line_chart(WEEKS, [Series("craving", "Craving", [None, 5, None, None, None])])
    assert chart.lines[0].paths == []
    assert chart.lines[0].points == [("141.5", "91")]


def test_a_zero_is_a_value():
    chart = charts.line_chart(["w1"], [Series("craving", "Craving", [0])])
    assert chart.lines[0].points == [("28", "170")]


def test_a_series_without_values_has_no_label():
    chart = charts.line_chart(WEEKS, [Series("craving", "Craving", [None] * 5)])
    assert chart.lines[0].label == ""


def test_labels_at_the_end_of_lines_never_overlap():
    for ends in [(4, 4), (4, 5), (5, 4)]:
        chart = charts.line_chart(
            WEEKS, [Series(key, key, [1, 1, 1, 1, end]) for key, end in zip(("craving", "mood"), ends, strict=True)]
        )
        first, second = (float(line.label_y) for line in chart.lines)
        assert abs(first - second) >= charts.LABEL_HEIGHT


def test_labels_far_apart_stand_beside_their_line():
    chart = charts.line_chart(WEEKS, [Series("craving", "Craving", [1] * 5), Series("mood", "Mood", [9] * 5)])
    assert [line.label_y for line in chart.lines] == [line.points[-1][1] for line in chart.lines]


def test_mood_has_squares_so_that_colour_is_not_the_only_difference():
    chart = charts.line_chart(WEEKS, [Series("craving", "Craving", [1] * 5), Series("mood", "Mood", [9] * 5)])
    assert [line.square for line in chart.lines] == [False, True]


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (7, 7), (12, 6), (26, 7)])
def test_at_most_seven_labels_stand_under_the_chart(count, shown):
    labels = [f"w{number}" for number in range(count)]
    assert len(charts.line_chart(labels, []).ticks) == shown


def test_a_moment_is_an_upright_line_with_its_name():
    chart = charts.line_chart(WEEKS, [], moments=[(2, "Family session")])
    assert chart.moments == [("255", "Family session")]


def test_a_spark_marks_its_last_value():
    spark = charts.spark([0, None, 5, 10])
    assert spark.paths == ["M73.7 16 L109 3"]
    assert spark.last == ("109", "3")


def test_a_spark_without_values_is_empty():
    assert charts.spark([None, None]) == charts.Spark([], None)


def test_the_heatmap_has_five_steps_measured_against_the_highest_count():
    heat = charts.heatmap(["Mon", "Tue", "Wed", "Thu"], [("Evening", [0, 1, 6, 7])])
    assert heat.rows == [("Evening", [(0, 0), (1, 1), (6, 3), (7, 4)])]


def test_an_empty_heatmap_has_only_the_lowest_step():
    assert charts.heatmap(["Mon"], [("Evening", [0])]).rows == [("Evening", [(0, 0)])]


def test_a_chart_is_a_sentence_a_drawing_and_a_table():
    chart = charts.line_chart(WEEKS, [Series("mood", "Mood", [1, 2, None, 4, 5])], moments=[(1, "Move")])
    html = render_to_string(
        "components/line_chart.html",
        {"chart": chart, "sentence": "Mood rose.", "label": "Line chart", "column": "Week"},
    )
    assert "<figcaption>Mood rose.</figcaption>" in html
    assert 'role="img" aria-label="Line chart"' in html
    assert html.count('<rect class="p-mood"') == 4
    assert html.count('<th scope="row">') == 5


def test_the_heatmap_carries_its_numbers():
    heat = charts.heatmap(["Mon"], [("Evening", [3])])
    html = render_to_string("components/heatmap.html", {"heat": heat, "caption": "Logs", "corner": "Part of the day"})
    assert '<td data-h="3">3</td>' in html


def test_a_spark_is_read_out_by_its_label():
    html = component("spark", spark=charts.spark([1, 2]), label="Craving: 1, 2")
    assert 'aria-label="Craving: 1, 2"' in html
    assert html.count("<circle") == 1
