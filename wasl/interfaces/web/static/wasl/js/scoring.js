// Scores by the keyboard: 0 to 4 choose a line, - says that nobody wished to speak of it, and the next question comes.
(() => {
  "use strict";
  const form = document.querySelector("form[data-scoring]");
  if (!form) return;

  const groups = [...form.querySelectorAll("fieldset:has(input[type='radio'][name^='score_'])")];
  const of = (group) => [...group.querySelectorAll("input[type='radio']")];
  const answered = (group) => of(group).some((radio) => radio.checked);
  const typed = (key) => {
    const at = "٠١٢٣٤".indexOf(key);
    const persian = "۰۱۲۳۴".indexOf(key);
    if (at >= 0 || persian >= 0) return String(Math.max(at, persian));
    return key;
  };
  const go = (group) => {
    const radios = of(group);
    (radios.find((radio) => radio.checked) || radios[0]).focus({ preventScroll: true });
    group.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const focus = document.activeElement;
    const here = groups.find((group) => group.contains(focus));
    if (!here && focus !== document.body && focus.id !== "main") return;
    const group = here || groups.find((one) => !answered(one));
    const radio = group && of(group).find((one) => one.value === typed(event.key));
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    const next = groups.slice(groups.indexOf(group) + 1).find((one) => !answered(one));
    if (next) go(next);
    else form.querySelector("button[type='submit']").focus();
  });
})();
