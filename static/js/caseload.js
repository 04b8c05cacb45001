// Single keys on the caseload: J and K move, B calls, L puts off, S settles signals, X chooses, M and P act for the
// chosen, / searches, ? lists them. Enter is the link's own. They can be switched off, never fire inside a field, and leave every key with Ctrl,
// Alt or Meta alone. Whoever comes back to the list by keyboard goes on where they were.
(() => {
  const rows = [...document.querySelectorAll("[data-key-row]")];
  const form = document.querySelector("[data-key-form]");
  const list = document.querySelector("[data-keys-list]");
  const toggle = document.querySelector("[data-keys-switch]");
  const stored = "caseload-keys";
  const place = `caseload-at ${location.pathname}${location.search}`;

  const attempt = (act) => {
    try {
      return act();
    } catch {
      return null; // Without storage the keys stay on and each visit begins at the top.
    }
  };
  const areOn = () => attempt(() => localStorage.getItem(stored)) !== "off";
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
    attempt(() => localStorage.setItem(stored, toggle.checked ? "on" : "off"));
    show();
  });

  const seen = () => rows.filter((row) => row.checkVisibility());
  const here = () => rows.find((row) => row.hasAttribute("aria-current"));
  const mark = (row) => {
    here()?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  };
  for (const row of rows) row.addEventListener("focusin", () => mark(row));
  const go = (row) => {
    row?.querySelector("a").focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const visible = seen();
    const at = visible.indexOf(here());
    const to = at < 0 ? 0 : Math.min(Math.max(at + by, 0), visible.length - 1);
    go(visible[to]);
    attempt(() => sessionStorage.setItem(place, to));
  };
  const press = (what) => () => here()?.querySelector(what)?.click();

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    b: press("[data-key-call]"),
    l: press("[data-key-later]"),
    s: press("[data-key-settle]"),
    x: press("[data-key-choose]"),
    m: () => document.querySelector("[data-key-write]")?.click(),
    p: () => document.querySelector("[data-key-plan]")?.click(),
    "/": () => form?.querySelector("[type=search]").focus(),
    "?": () => list?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (!areOn() || list?.open || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  const before = attempt(() => sessionStorage.getItem(place));
  if (before !== null && areOn() && seen().length) go(seen()[Math.min(Number(before), seen().length - 1)]);
})();
