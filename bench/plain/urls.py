"""The measured pages."""

from django.urls import path

from bench.plain import views

urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("files/", views.file_list, name="file_list"),
    path("files/<str:number>/", views.file, name="file"),
    path("files/<str:number>/note/", views.note, name="note"),
    path("files/<str:number>/assessment/", views.assessment, name="assessment"),
    path("tasks/<uuid:task>/tick/", views.tick, name="tick"),
    path("today/", views.today, name="today"),
    path("search/", views.search, name="search"),
]
