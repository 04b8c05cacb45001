// On every page of somebody's own phone: keep copies fresh, send what waits, leave nothing behind at signing out.
import { refresh } from "./copies.js";
import { flush, isCopy, say, tell, told } from "./flushing.js";
import { pack, waiting } from "./parcels.js";
import { showRefused } from "./refused.js";
import * as vault from "./vault.js";
import { wipe } from "./wiping.js";

const HOUR = 3600 * 1000;

const freshen = async () => {
  const last = (await vault.get("facts", "refreshed")) ?? 0;
  if (isCopy || Date.now() - last < HOUR) return;
  await refresh(told.copies);
};

const tick = async (form, button) => {
  const on = new Date().toLocaleDateString("sv"); // 2026-11-22, on this phone's own calendar
  const shown = [form.getAttribute("aria-label"), button.textContent.trim()];
  await pack("tick", { item: form.dataset.phoneTick, on, done: button.value, shown });
  for (const one of form.querySelectorAll("[name=done]")) one.setAttribute("aria-pressed", String(one === button));
  await tell();
  await flush();
};

const leave = async (form) => {
  await flush();
  if ((await waiting()) && !confirm(told.losing)) return;
  await wipe();
  form.submit();
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  const ends = form.matches("[data-phone-ends], [action$='/logout/']");
  if (!ends && !form.dataset.phoneTick) return;
  event.preventDefault();
  if (ends) leave(form);
  else tick(form, event.submitter);
});
addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());

const reads = navigator.serviceWorker.register(told.worker, { type: "module", scope: "/" }).then(
  () => true,
  () => isCopy,
);
await tell();
await showRefused();
await flush();
if (await reads) {
  await freshen().then(
    () => document.querySelectorAll("[data-phone-kept]").forEach((part) => (part.hidden = false)),
    () => {}, // no network meanwhile: the next page tries again
  );
} else say(told.noReading);
