"""What the template of the exercise “Huisbezoek” cannot look up by itself."""

from collections.abc import Mapping

from django import template

from courses.plugin_api.api import Json, Score, options_of

register = template.Library()


@register.simple_tag
def visit_rows(config: Mapping[str, Json], score: Score | None) -> list[dict[str, object]]:
    """The fragments in order: each as `fragment`, with its `verdict` or None."""
    feedback = score.feedback if score and isinstance(score.feedback, dict) else {}
    verdicts = feedback.get("verdicts", {})
    return [
        {"fragment": fragment, "verdict": verdicts.get(fragment.key)}
        for fragment in options_of(config.get("fragments"))
    ]


@register.simple_tag
def visit_outcome(score: Score) -> str:
    """How it went: `all`, all `signals` but more too, `none` of them, or `most` or `few`."""
    feedback = score.feedback if isinstance(score.feedback, dict) else {}
    found, signals = int(feedback.get("found", 0)), int(feedback.get("signals", 0))
    if score.points == score.out_of:
        return "all"
    if not found:
        return "none"
    if found == signals:
        return "signals"
    return "most" if 2 * found >= signals else "few"
