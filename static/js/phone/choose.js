// Offers "this is my phone" only to a browser that can keep it.
(() => {
  const able = "serviceWorker" in navigator && "indexedDB" in window && "locks" in navigator && crypto.subtle;
  for (const part of document.querySelectorAll("[data-phone-able]")) part.hidden = !able;
  for (const part of document.querySelectorAll("[data-phone-unable]")) part.hidden = Boolean(able);
})();
