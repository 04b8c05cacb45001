// Quick exit: the page is gone at the tap, also while the network takes its time.
(() => {
  for (const form of document.querySelectorAll("[data-quick-exit]")) {
    form.addEventListener("submit", () => {
      document.title = "";
      document.documentElement.hidden = true;
    });
  }
})();
