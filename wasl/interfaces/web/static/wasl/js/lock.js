// After some idle minutes the screen locks over the page. Nothing typed is lost: the page stays beneath.
(() => {
  "use strict";
  const dialog = document.querySelector("[data-lock]");
  const limit = Number(document.body.dataset.lockAfter || 0) * 1000;
  if (!dialog || !limit) return;

  const form = dialog.querySelector("form");
  const secret = form.querySelector("[name='secret']");
  const words = dialog.querySelector("[data-lock-words]");
  const title = document.title;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("wasl-lock") : null;
  let last = Date.now();
  let told = 0;

  const tell = (message) => tabs && tabs.postMessage(message);
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  const post = (pairs) =>
    fetch(form.getAttribute("action"), {
      method: "POST",
      body: new URLSearchParams(pairs),
      headers: { "X-CSRFToken": token(), Accept: "application/json" },
    });

  const active = () => {
    if (dialog.open) return;
    last = Date.now();
    if (last - told > 10000) {
      told = last;
      tell("active");
    }
  };

  const show = () => {
    if (dialog.open) return;
    document.documentElement.classList.add("locked");
    document.title = dialog.dataset.title;
    words.textContent = "";
    secret.value = "";
    dialog.showModal();
    secret.focus();
  };

  const lock = () => {
    document.dispatchEvent(new CustomEvent("wasl:before-lock"));
    show();
    tell("locked");
    post({ action: "lock" }).catch(() => {});
  };

  const open = () => {
    document.documentElement.classList.remove("locked");
    document.title = title;
    last = Date.now();
    dialog.close();
    document.dispatchEvent(new CustomEvent("wasl:unlocked"));
  };

  const renew = (csrf) => {
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": csrf }));
    document.querySelectorAll("[name='csrfmiddlewaretoken']").forEach((field) => (field.value = csrf));
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    words.textContent = "";
    try {
      const answer = await post({ action: "unlock", secret: secret.value });
      const json = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      if (json.csrf) renew(json.csrf);
      if (answer.ok && !answer.redirected) {
        open();
        tell("unlocked");
        return;
      }
      const ended = answer.redirected || (answer.status === 401 && !json.locked);
      words.textContent = json.message || (ended ? dialog.dataset.ended : dialog.dataset.wrong);
    } catch {
      words.textContent = dialog.dataset.unreachable;
    }
    secret.select();
  });

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => {
    if (document.documentElement.classList.contains("locked")) dialog.showModal();
  });
  for (const name of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
    document.addEventListener(name, active, { passive: true, capture: true });
  }
  document.addEventListener("wasl:activity", active);
  document.addEventListener("wasl:locked", show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-lock-now]")) return;
    event.preventDefault();
    lock();
  });
  if (tabs) {
    tabs.addEventListener("message", ({ data }) => {
      if (data === "active") last = Date.now();
      if (data === "locked") show();
      if (data === "unlocked" && dialog.open) open();
    });
  }
  const due = () => !dialog.open && Date.now() - last > limit && lock();
  setInterval(due, 5000);
  document.addEventListener("visibilitychange", due);
})();
