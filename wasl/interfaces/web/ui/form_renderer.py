"""Django's forms in our own field template: label, hint, error, input, in that order and tied together.

Settings: ``FORM_RENDERER = "wasl.interfaces.web.ui.form_renderer.FormRenderer"`` and ``"django.forms"`` installed.
"""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"
    formset_template_name = "components/forms/formset.html"
