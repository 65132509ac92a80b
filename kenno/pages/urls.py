from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.pages import views
from kenno.pages.views import survey_articles

app_name = "pages"

urlpatterns = [
    path(_("palaute/"), views.feedback, name="feedback"),
    path(_("palaute/kiitos/"), views.feedback_thanks, name="feedback_thanks"),
    path(_("tyopoyta/palaute/"), views.feedback_list, name="feedback_list"),
    path(_("tyopoyta/palaute/<int:pk>/vastattu/"), views.mark_answered, name="mark_answered"),
    path(
        _("tyopoyta/kyselyt/<int:pk>/artikkeli/"),
        survey_articles.survey_article,
        name="survey_article",
    ),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap_section"),
    path("robots.txt", views.robots, name="robots"),
]
