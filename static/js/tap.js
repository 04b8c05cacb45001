// A tap on an answer shows at once, before the portal has answered. It says "is being stored", never "stored".
(() => {
  const status = document.querySelector("[data-tap-status]");
  document.addEventListener("submit", ({ submitter }) => {
    const group = submitter?.closest("[role=group], fieldset")?.closest("form");
    if (!group) return;
    for (const other of group.querySelectorAll("button[aria-pressed]")) other.removeAttribute("aria-pressed");
    submitter.setAttribute("aria-pressed", "true");
    status.textContent = status.dataset.tapStatus;
  });
  addEventListener("pageshow", () => {
    status.textContent = "";
  });
})();
