"""References to figures and tables by number, from Sphinx's own register of these numbers."""

from __future__ import annotations

from typing import Any, cast

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform


class NumberReferences(SphinxPostTransform):
    """Resolves ``numref``; what it does not find, Sphinx tells of.

    Sphinx itself looks for the number on the page of the figure, and reads that whole page anew
    for each reference, which took a tenth of the build.
    """

    default_priority = ReferencesResolver.default_priority - 1

    def run(self, **kwargs: Any) -> None:
        """Put a link with the number in the place of each reference to a numbered thing."""
        labels = cast(StandardDomain, self.env.get_domain("std"))
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node["reftype"] != "numref" or node["refexplicit"]:
                continue
            page, anchor, _ = labels.labels.get(node["reftarget"], ("", "", ""))
            numbers = self.env.toc_fignumbers.get(page, {})
            for kind in (kind for kind, known in numbers.items() if anchor in known):
                form = self.config.numfig_format[kind]
                shown = form % ".".join(map(str, numbers[kind][anchor]))
                link = labels.build_reference_node(
                    node.get("refdoc", self.env.docname),
                    self.app.builder,
                    page,
                    anchor,
                    shown,
                    "numref",
                    nodeclass=addnodes.number_reference,
                    title=form,
                )
                node.replace_self(link)


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(NumberReferences)
