/**
 * Starts a field or panel of Wagtail's where it stands, in the place of a script in the page: our
 * pages run none (`academy.website.content_policy`).
 *
 *     <academy-start call="initDateChooser" for="id_day" options='{"format": "d-m-Y"}'></academy-start>
 *
 * A browser begins with an element the moment that it is there, as with a script: while the page is
 * read, and in what is added later. Whoever puts HTML in a page can start such fields and nothing else.
 */
(() => {
  const KNOWN = /^(\w*Chooser|InlinePanel|MultipleChooserPanel)$/;

  class Start extends HTMLElement {
    connectedCallback() {
      const name = this.getAttribute("call") ?? "";
      const given = ["for", "options"].filter((one) => this.hasAttribute(one));
      const values = given.map((one) => (one === "for" ? this.getAttribute(one) : JSON.parse(this.getAttribute(one))));
      // Once: a panel that is moved takes its fields along as they are.
      this.removeAttribute("call");
      const call = Object.hasOwn(window, name) ? window[name] : null;
      if (!KNOWN.test(name) || typeof call !== "function") return;
      if (/^[A-Z]/.test(name)) new call(...values);
      else call(...values);
    }
  }

  window.customElements.define("academy-start", Start);
})();
