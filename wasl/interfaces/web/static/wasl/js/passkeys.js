// Passkeys: fetches the vault's question, lets the browser make or show a passkey, and sends the form with the answer.
// Forms carry data-passkey ("make" or "show"), the address of questions, and every word that may have to be said.
(() => {
  "use strict";
  const ALGORITHMS = [-7, -8, -257];

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const question = async (form) => {
    const answer = await fetch(form.dataset.questions, { headers: { Accept: "application/json" } });
    if (answer.status === 503) throw new Error("sealed");
    if (!answer.ok) throw new Error("failed");
    return answer.json();
  };

  const make = ({ question: asked, host }, form) =>
    navigator.credentials.create({
      publicKey: {
        rp: { id: host, name: "Wasl" },
        user: { id: bytes(form.dataset.account), name: form.dataset.username, displayName: form.dataset.username },
        challenge: bytes(asked),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: {
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
        attestation: "none",
      },
    });

  const show = ({ question: asked, host }) =>
    navigator.credentials.get({
      publicKey: { challenge: bytes(asked), rpId: host, allowCredentials: [], userVerification: "required" },
    });

  const written = (found) => {
    const response = { clientDataJSON: text(found.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (found.response[part]) response[part] = text(found.response[part]);
    }
    return JSON.stringify({
      id: found.id,
      rawId: text(found.rawId),
      type: found.type,
      response,
      clientExtensionResults: {},
    });
  };

  const tell = (form, what) => {
    const place = form.querySelector("[data-passkey-words]");
    place.textContent = form.dataset[what] || form.dataset.failed;
    place.hidden = false;
  };

  const answer = async (form) => {
    if (!window.PublicKeyCredential || !navigator.credentials) {
      tell(form, "unsupported");
      return;
    }
    try {
      const asked = await question(form);
      const found = await (form.dataset.passkey === "make" ? make(asked, form) : show(asked));
      form.querySelector("[name='credential']").value = written(found);
      form.submit();
    } catch (error) {
      tell(form, error.message === "sealed" ? "sealed" : "failed");
    }
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.reportValidity()) answer(form);
    });
  }
})();
