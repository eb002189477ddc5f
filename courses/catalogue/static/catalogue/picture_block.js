/* The editor's side of PictureBlock: where nobody described a picture, Wagtail begins its description
 * with the name of the file; ours begins empty. */

class PictureBlockDefinition extends window.telepath.constructors["wagtail.images.blocks.ImageBlock"] {
  render(placeholder, prefix, ...rest) {
    const block = super.render(placeholder, prefix, ...rest);
    const description = document.getElementById(`${prefix}-alt_text`);
    block.childBlocks.image.widget.addEventListener("chosen", ({ detail: { title } }) => {
      if (description.value === title) description.value = "";
    });
    return block;
  }
}

window.telepath.register("courses.PictureBlock", PictureBlockDefinition);
