// Offers finger, face and security key only where the browser has them, and says so when it did not work.
(() => {
  const able = "credentials" in navigator && "PublicKeyCredential" in window;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = !able;
  for (const other of document.querySelectorAll("[data-passkey-else]")) other.open ||= !able;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) trouble.hidden = false;
  });
})();
