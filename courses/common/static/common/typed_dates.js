/**
 * Wagtail's date picker puts the present moment in the place of what it cannot read. What somebody
 * typed is for the server to read: the picker leaves it alone, and goes away while somebody types.
 */
(() => {
  const picker = window.jQuery?.fn.datetimepicker;
  if (!picker) return;
  const shown = /^(\d{2}-\d{2}-\d{4})?( ?\d{2}:\d{2})?$/;
  // It opens a moment after a field is reached, when who types fast has typed already.
  const typed = new WeakSet();
  for (const reached of ["focusin", "mousedown", "touchstart"]) {
    document.addEventListener(reached, ({ target }) => typed.delete(target), { passive: true });
  }

  picker.defaults.validateOnBlur = false;
  // Who presses a day gets an hour that people agree on, and not the minute of now.
  picker.defaults.defaultTime = "09:00";
  // Open, it stands at the present moment for what it cannot read, and one click would write that.
  picker.defaults.onShow = (_moment, input) =>
    !typed.has(input[0]) && shown.test(input.val().trim());
  document.addEventListener("input", ({ target }) => {
    typed.add(target);
    const field = window.jQuery(target);
    if (field.data("xdsoft_datetimepicker")) field.datetimepicker("hide");
  });
})();
