from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from kenno.core.views import health, image_file
from kenno.core.webhooks import webhook_patterns
from kenno.pages.views import page, sign_in_to_cms

urlpatterns = [
    path("healthz", health, name="health"),
    path("media/images/<path:path>", image_file, name="image_file"),
    path(f"{settings.CMS_PATH.lstrip('/')}login/", sign_in_to_cms),
    path(settings.CMS_PATH.lstrip("/"), include(wagtailadmin_urls)),
    path(
        "anymail/",
        include(
            webhook_patterns(settings.EMAIL_BACKEND, secret=settings.ANYMAIL.get("WEBHOOK_SECRET"))
        ),
    ),
]
urlpatterns += i18n_patterns(
    path("", include("kenno.core.urls")),
    path("", include("kenno.places.urls")),
    path("", include("kenno.vocabulary.urls")),
    path("", include("kenno.people.urls")),
    path("", include("kenno.moderation.urls")),
    path("", include("kenno.search.urls")),
    path("", include("kenno.practices.urls")),
    path("", include("kenno.surveys.urls")),
    path("", include("kenno.pages.urls")),
    path(_("kirjaudu/"), include("kenno.people.account_urls")),
    re_path(serve_pattern, page, name="wagtail_serve"),
    prefix_default_language=False,
)
handler400 = "kenno.core.views.bad_request"
handler403 = "kenno.core.views.permission_denied"
handler404 = "kenno.core.views.page_not_found"
handler500 = "kenno.core.views.server_error"
