"""Parts of a page that stay when what made them is gone.

A lesson is a list of blocks, stored as `{"type": …, "value": …, "id": …}`. Plugins bring types of
blocks along. Then one day the plugin is taken off the site, is switched off in this training, or
fails. Wagtail would drop such a block at the next save, with all that somebody wrote in it. Here
nothing is dropped:

1. *Read* (`stream.KeepingStreamBlock.to_python`): a type that nobody knows is wrapped in a
   `kept.KeptBlock`, with its type and content as they are stored.
2. *Shown*: readers see a placeholder (`kept.placeholder`). The editor sees a line that says that a
   part is kept, and carries it along signed, so that nobody can put something else in its place.
   `for_form` does the same with types that a form does not offer, such as those of a plugin that is
   off in this training.
3. *Written* (`get_prep_value`): what was wrapped is unwrapped, and stored as it was.
4. *A plugin that is there but fails* is wrapped in a `guarded.GuardedBlock`. What it cannot read is
   a `kept.Broken` value, what it cannot write is `kept.UNWRITTEN`; either way the stored content
   stays. What it cannot show is a placeholder.

`field.KeepingStreamField` is the field for a model. It takes its blocks from a function and puts
none into migrations, so that a plugin that comes or goes is no change of the database.
`courses.catalogue.blocks.lesson_blocks` is that function, and `courses.catalogue.forms.LessonForm`
says what a training's editor offers. The browser's side is `common/keeping_stream_block.js`.
"""

from courses.common.streams.field import KeepingBlockWidget, KeepingStreamField
from courses.common.streams.guarded import GuardedBlock
from courses.common.streams.kept import KEPT, SALT, Broken, placeholder
from courses.common.streams.stream import KeepingStreamBlock, KeepingStreamBlockAdapter

__all__ = [
    "KEPT",
    "SALT",
    "Broken",
    "GuardedBlock",
    "KeepingBlockWidget",
    "KeepingStreamBlock",
    "KeepingStreamBlockAdapter",
    "KeepingStreamField",
    "placeholder",
]
