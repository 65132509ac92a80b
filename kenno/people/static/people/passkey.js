/* Passkeys: what the browser's own dialogue answers goes into the form. */
for (const form of document.querySelectorAll("[data-passkey]")) {
  const { PublicKeyCredential: key, navigator: { credentials } } = window;
  if (!key || !key.parseRequestOptionsFromJSON) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { publicKey } = JSON.parse(document.getElementById("passkey-options").textContent);
    try {
      const answer = form.dataset.passkey === "create"
        ? await credentials.create({ publicKey: key.parseCreationOptionsFromJSON(publicKey) })
        : await credentials.get({ publicKey: key.parseRequestOptionsFromJSON(publicKey) });
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      form.querySelector("[data-passkey-failed]").hidden = false;
    }
  });
}
