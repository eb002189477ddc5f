/* The editor's side of courses/common/streams/: what is kept is shown, and cannot be added.
   And a block is found by the words of its description too, as "casus" or "film": Wagtail 8.0.1 looks
   for what somebody types in the label and in the name, so the pickers get a name with those words. */

const { StreamBlockDefinition } = window.wagtailStreamField.blocks;
const KEPT = "kept_block";

class KeepingStreamBlockDefinition extends StreamBlockDefinition {
  constructor(name, groupedChildBlockDefs, ...rest) {
    super(name, groupedChildBlockDefs, ...rest);
    // The definition stays known by its name, for the blocks that are there; only the pickers
    // look at the groups.
    this.groupedChildBlockDefs = groupedChildBlockDefs
      .map(([group, blocks]) => [group, blocks.filter((block) => block.name !== KEPT).map(this.findable, this)])
      .filter(([, blocks]) => blocks.length);
  }

  findable(block) {
    if (!block.meta.description) return block;
    const name = `${block.name} ${block.meta.description}`;
    this.childBlockDefsByName[name] = block;
    this.initialChildStates[name] = this.initialChildStates[block.name];
    return Object.create(block, { name: { value: name } });
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
