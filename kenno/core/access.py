"""Every view needs sign-in; the ones that do not say so with `public`."""

from django.contrib.auth.decorators import login_not_required

public = login_not_required
