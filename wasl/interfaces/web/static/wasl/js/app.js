// Courtesies around forms and messages. Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // One press, one request: a second press while the first is under way does nothing.
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled='true'][data-held]")) {
      button.removeAttribute("aria-disabled");
      delete button.dataset.held;
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-again], [data-lock-form]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      button.dataset.held = "yes";
    }
    // A file to download, or a fetch that another listener took over, leaves the page where it is.
    queueMicrotask(() => event.defaultPrevented && release(form));
    setTimeout(() => release(form), 20000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });

  // What was typed and not sent is not lost without a question.
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => (form.dataset.changed = "yes"));
  }
  window.addEventListener("beforeunload", (event) => {
    const open = document.querySelector("form[data-changed]:not([data-sent])");
    if (open && !root.classList.contains("leaving")) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-print], [data-close], [data-copy]");
    if (!target) return;
    if (target.matches("[data-print]")) {
      event.preventDefault();
      window.print();
    }
    if (target.matches("[data-close]")) target.closest(target.dataset.close).remove();
  });

  // Whoever made a mistake starts at the list of mistakes.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // Printing shows what a summary line hides.
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open], .fold, .thread details, form details)")) {
      details.dataset.opened = "for-print";
      details.open = true;
    }
  });
  window.addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll("details[data-opened]")) {
      details.open = false;
      delete details.dataset.opened;
    }
  });

  // Without a connection nothing that was typed is lost as long as the page stays: the person is told so.
  const notice = document.querySelector("[data-offline]");
  const connected = () => notice && (notice.hidden = navigator.onLine);
  window.addEventListener("offline", connected);
  window.addEventListener("online", connected);
  connected();
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.target.method !== "post") return;
    event.preventDefault();
    release(event.target);
    notice?.scrollIntoView({ block: "center" });
  });

  // A part of the page that was put in anew keeps the place of whoever uses the keyboard.
  document.addEventListener("htmx:afterSettle", (event) => {
    const message = event.target.querySelector?.(".messages");
    if (message && document.activeElement === document.body) event.target.focus({ preventScroll: true });
  });
  // What is no page of this kind, such as the sign-in or a refusal, is opened as the page that it is.
  const open = ({ requestConfig, xhr }) =>
    requestConfig.verb === "get" ? location.assign(xhr.responseURL || requestConfig.path) : location.reload();
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.shouldSwap || event.detail.xhr.responseText.includes('id="main"')) return;
    event.detail.shouldSwap = false;
    open(event.detail);
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 423) open(event.detail);
  });

  // A screen that was locked on the server is locked here too, whoever asked.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status === 423) document.dispatchEvent(new CustomEvent("wasl:locked"));
  });
})();
