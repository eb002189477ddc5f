from $slug.blocks import StepByStep


def test_the_steps_are_shown_in_order_and_as_text() -> None:
    block = StepByStep().block()
    value = block.normalize({"title": "Bellen", "steps": ["Groet", "Vraag <door>"]})
    html = block.render(value)
    assert html.index("Bellen") < html.index("Groet") < html.index("Vraag &lt;door&gt;")
