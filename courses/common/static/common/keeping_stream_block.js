/* The editor's side of courses/common/streams/: what is kept is shown, and cannot be added. */

const { StreamBlockDefinition } = window.wagtailStreamField.blocks;
const KEPT = "kept_block";

class KeepingStreamBlockDefinition extends StreamBlockDefinition {
  constructor(name, groupedChildBlockDefs, ...rest) {
    super(name, groupedChildBlockDefs, ...rest);
    // The definition stays known by its name, for the blocks that are there; only the pickers
    // look at the groups.
    this.groupedChildBlockDefs = groupedChildBlockDefs
      .map(([group, blocks]) => [group, blocks.filter((block) => block.name !== KEPT)])
      .filter(([, blocks]) => blocks.length);
  }
}

class BoundKeptWidget {
  constructor(placeholder, name, state) {
    this.idForLabel = null;
    const box = document.createElement("div");
    box.className = "help-block help-info";
    box.innerHTML =
      '<svg class="icon icon-help" aria-hidden="true"><use href="#icon-help"></use></svg><p></p>';
    this.note = box.querySelector("p");
    this.input = document.createElement("input");
    this.input.type = "hidden";
    this.input.name = name;
    placeholder.replaceWith(box, this.input);
    this.setState(state);
  }

  setState(state) {
    this.state = state;
    this.note.textContent = state.note;
    this.input.value = state.signed;
  }

  getState() {
    return this.state;
  }

  getValue() {
    return this.state.signed;
  }

  getTextLabel() {
    return this.state.label;
  }

  focus() {}
}

class KeptWidget {
  render(placeholder, name, id, state) {
    return new BoundKeptWidget(placeholder, name, state);
  }
}

window.telepath.register("courses.KeepingStreamBlock", KeepingStreamBlockDefinition);
window.telepath.register("courses.KeptWidget", KeptWidget);
