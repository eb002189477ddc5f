"""Lists of Wagtail's of which a row is a block on a telephone: nothing is off the screen there."""

from __future__ import annotations

from wagtail.admin.ui.tables import Column

STACKED = "listing va-stacked va-edge-to-edge"
"""What such a list has as its `table_classname` (`stacked_lists.css`)."""


class LabelledColumn(Column):
    """Its cells say what they are, where the heads of the columns are not there."""

    cell_template_name = "common/admin/labelled_cell.html"
