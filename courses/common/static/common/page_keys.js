/**
 * In the administration not the page scrolls but what is in it, so keys that turn pages did nothing
 * until somebody clicked there. They do now, as long as the focus is on nothing that uses them.
 */
(() => {
  const page = (main) => main.clientHeight * 0.875;
  const moves = {
    PageDown: (main) => main.scrollTop + page(main),
    PageUp: (main) => main.scrollTop - page(main),
    End: (main) => main.scrollHeight,
    Home: () => 0,
  };

  document.addEventListener("keydown", (event) => {
    const main = document.getElementById("main");
    const move = moves[event.key];
    const isElsewhere = document.activeElement && document.activeElement !== document.body;
    const isMeantOtherwise = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!main || !move || isElsewhere || isMeantOtherwise || event.defaultPrevented) return;
    event.preventDefault();
    // At once: who presses twice in a row goes two pages.
    main.scrollTo({ top: move(main), behavior: "instant" });
  });
})();
