// Single keys on the caseload: J and K move, B calls, / searches, ? lists them. Enter is the link's own.
// They can be switched off, never fire inside a field, and leave every key with Ctrl, Alt or Meta alone.
(() => {
  const rows = [...document.querySelectorAll("[data-key-row]")];
  const form = document.querySelector("[data-key-form]");
  const list = document.querySelector("[data-keys-list]");
  const toggle = document.querySelector("[data-keys-switch]");
  const stored = "caseload-keys";

  const areOn = () => {
    try {
      return localStorage.getItem(stored) !== "off";
    } catch {
      return true;
    }
  };
  const show = () => {
    for (const hint of document.querySelectorAll("[data-keys-on], [data-key-hint]")) hint.hidden = !areOn();
    if (toggle) toggle.checked = areOn();
  };

  for (const element of document.querySelectorAll("[data-keys]")) element.hidden = false;
  for (const button of document.querySelectorAll("[data-key-submit]")) button.hidden = true;
  show();
  form?.querySelector("select")?.addEventListener("change", () => form.requestSubmit());
  document.querySelector("[data-keys-open]")?.addEventListener("click", () => list.showModal());
  toggle?.addEventListener("change", () => {
    try {
      localStorage.setItem(stored, toggle.checked ? "on" : "off");
    } catch {
      // Without storage the keys stay on; the browser's own settings forbid more.
    }
    show();
  });

  const seen = () => rows.filter((row) => row.checkVisibility());
  const here = () => rows.find((row) => row.hasAttribute("aria-current"));
  const mark = (row) => {
    here()?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  };
  for (const row of rows) row.addEventListener("focusin", () => mark(row));
  const step = (by) => {
    const visible = seen();
    const at = visible.indexOf(here());
    const row = visible[at < 0 ? 0 : at + by];
    row?.querySelector("a").focus();
    row?.scrollIntoView({ block: "nearest" });
  };

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    b: () => here()?.querySelector("[data-key-call]")?.click(),
    "/": () => form?.querySelector("[type=search]").focus(),
    "?": () => list?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (!areOn() || list?.open || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
