"""The library for everyone, signed in or not: nothing here is about a person, and nothing is recorded."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trajectories.exercises import library
from trajectories.exercises.library import NoSuchExercise


@require_safe
def shelves(request: HttpRequest) -> HttpResponse:
    return render(request, "trajectories/exercises/library.html", {"shelves": library.shelves()})


@require_safe
def exercise(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "trajectories/exercises/exercise.html", {"exercise": find(slug)})


def find(slug: str) -> library.Exercise:
    try:
        return library.load(slug)
    except NoSuchExercise as missing:
        raise Http404 from missing
