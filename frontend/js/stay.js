/**
 * Who answers an exercise by keyboard goes on from the answer. The button that was pressed is
 * replaced with the rest of the exercise, and without this the browser starts at the top again.
 */
export function stay(root) {
  const focused = document.activeElement;
  if (!root.matches?.(".va-exercise") || (focused && focused !== document.body)) return;
  const result = root.querySelector('[tabindex="-1"]');
  (result ?? root).focus({ preventScroll: true });
}
