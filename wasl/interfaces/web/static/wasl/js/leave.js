// Leave this page at once: the link does it without this file, Escape twice does it with it.
(() => {
  "use strict";
  const link = document.querySelector("[data-leave]");
  if (!link) return;
  let before = 0;

  const leave = () => {
    // Nothing stays on the screen while the other page loads, and going back does not return here.
    document.body.replaceChildren();
    window.onbeforeunload = null;
    location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    if (now - before < 1500) leave();
    before = now;
  });
})();
