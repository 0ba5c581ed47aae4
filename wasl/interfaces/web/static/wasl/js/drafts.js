// Keeps what is being written: three seconds after a change the form goes to its data-draft-url.
(() => {
  "use strict";
  const pause = 3000;
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

  const clock = () => {
    const now = new Date();
    const text = [now.getHours(), now.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
    if (document.documentElement.dataset.digits !== "arab") return text;
    return text.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
  };

  const written = (form) => {
    const pairs = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const field = form.elements[name];
      const secret = field instanceof HTMLInputElement && field.type === "password";
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && !secret) pairs.append(name, value);
    }
    return pairs;
  };

  const keep = (form) => {
    const note = form.querySelector("[data-saving-note]");
    let last = written(form).toString();
    let timer = 0;
    let wait = pause;

    const say = (state) => {
      form.dataset.draft = state;
      if (!note) return;
      note.dataset.state = state;
      note.textContent = (note.dataset[state] || "").replace("{time}", clock());
    };

    const send = async (leaving = false) => {
      clearTimeout(timer);
      timer = 0;
      const pairs = written(form);
      if (pairs.toString() === last) {
        if (form.dataset.changed) settle(pairs);
        return;
      }
      if (!leaving) say("saving");
      try {
        const answer = await fetch(form.dataset.draftUrl, {
          method: "POST",
          body: pairs,
          headers: { "X-CSRFToken": token() },
          keepalive: leaving,
        });
        if (answer.status === 423) document.dispatchEvent(new CustomEvent("wasl:locked"));
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        settle(pairs);
        document.dispatchEvent(new CustomEvent("wasl:activity"));
      } catch {
        say("failed");
        wait = Math.min(wait * 2, 60000);
        timer = timer || setTimeout(send, wait);
      }
    };

    const settle = (pairs) => {
      last = pairs.toString();
      wait = pause;
      if (written(form).toString() === last) {
        delete form.dataset.changed;
        say("saved");
      } else {
        timer = timer || setTimeout(send, pause);
      }
    };

    const changed = () => {
      form.dataset.changed = "yes";
      if (form.dataset.draft !== "failed") say("waiting");
      timer = timer || setTimeout(send, pause);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", () => clearTimeout(timer));
    window.addEventListener("online", () => form.dataset.changed && send());
    document.addEventListener("wasl:before-lock", () => form.dataset.changed && send());
    document.addEventListener("wasl:unlocked", () => form.dataset.changed && send());
    window.addEventListener("pagehide", () => form.dataset.changed && !form.dataset.sent && send(true));
  };

  document.querySelectorAll("form[data-draft-url]").forEach(keep);
})();
