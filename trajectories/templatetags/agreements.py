"""An agreement in words: {{ agreement|question }}, {{ agreement|statement }}, {{ agreement|course }}."""

from django import template

from trajectories.agreements import words

register = template.Library()
register.filter(words.question)
register.filter(words.statement)
register.filter(words.course)
