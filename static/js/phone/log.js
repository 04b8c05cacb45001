// The trigger log on one page. Every tap is in the phone's own store before the page says so; sending comes after.
import { flush } from "./flushing.js";
import { pack } from "./parcels.js";

const NEXT = { strength: "kind", kind: "helped", own_word: "helped", helped: "answer" };
const MOST_STEPS = 3;

// A tap that a page with a network could not send any more: the log goes on after it.
const before = JSON.parse(document.body.dataset.sent ?? "null");
const entry = before?.entry ?? crypto.randomUUID();
const parts = [...document.querySelectorAll("[data-log]")];
const steps = [...document.querySelectorAll("[data-log-step]")];
const saved = document.querySelector("[data-log-saved]");
let isLogged = Boolean(before);

const show = (name) => {
  for (const part of parts) part.hidden = part.dataset.log !== name;
  parts.find((part) => !part.hidden).querySelector("[tabindex]").focus();
};

const keep = async (name, value, words) => {
  await pack(isLogged ? "trigger_answer" : "trigger", { entry, [name]: value, shown: words && [words] });
  isLogged = true;
  saved.hidden = false;
};

// What eased the craving before stands first already; then what was written for this word.
const offer = (word) => {
  const fits = ({ dataset }) => dataset.logStep.toLowerCase() === word.toLowerCase();
  const helped = ({ dataset }) => "helped" in dataset;
  const order = [...steps.filter(helped), ...steps.filter((one) => !helped(one) && fits(one))];
  order.push(...steps.filter((one) => !helped(one) && !one.dataset.logStep && !order.includes(one)));
  for (const step of steps) step.hidden = true;
  for (const step of order.slice(0, MOST_STEPS)) {
    step.hidden = false;
    step.parentElement.append(step);
  }
};

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-log] form");
  if (!form) return;
  event.preventDefault();
  const field = event.submitter.name ? event.submitter : form.querySelector("input");
  const value = field.value.trim();
  if (!value) return field.focus();
  field.disabled = field.name === "step";
  if (["kind", "own_word"].includes(field.name)) offer(value);
  await keep(field.name, value, field.name === "strength" ? undefined : field.textContent.trim() || value);
  if (NEXT[field.name]) show(NEXT[field.name]);
  await flush();
});

document.addEventListener("click", async ({ target }) => {
  const skip = target.closest("[data-log-skip]");
  if (skip) return show(skip.dataset.logSkip);
  if (!target.closest("[data-log-undo]")) return;
  await pack("trigger_undo", { entry });
  await flush();
  location.assign("/me/");
});
offer(before?.kind || before?.own_word || "");
if (before) {
  saved.hidden = false;
  show(NEXT[Object.keys(NEXT).find((name) => before[name])] ?? "answer");
}
