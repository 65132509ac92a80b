from django.forms.renderers import TemplatesSetting


class KennoRenderer(TemplatesSetting):
    """Forms drawn with the site's own field component: label, hint, error, control."""

    field_template_name = "core/forms/field.html"
    form_template_name = "core/forms/form.html"
