from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.core import views

app_name = "core"

urlpatterns = [
    path(_("tyopoyta/"), views.workspace_home, name="workspace"),
    path(_("komponentit/"), views.gallery, name="gallery"),
]
