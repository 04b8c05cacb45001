// Offers finger, face and security key only where the browser has them, and says so when it did not work.
(() => {
  const able = "credentials" in navigator && "PublicKeyCredential" in window;
  for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = !able;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) trouble.hidden = false;
  });
})();
