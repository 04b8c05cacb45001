// A check-in on one page, one question at a time; the whole of it waits in the phone's own store until it is sent.
import { flush } from "./flushing.js";
import { pack } from "./parcels.js";

const box = document.querySelector("[data-check-in]");
const end = document.querySelector("[data-check-in-done]");
const questions = [...box.querySelectorAll("[data-question]")];
const answers = {};
const shown = new Map();
// An answer that a page with a network could not send any more: the questions go on after it.
const before = JSON.parse(document.body.dataset.sent ?? "null");
let here = questions[0];

const isAsked = ({ dataset }) => {
  const unless = JSON.parse(dataset.unless);
  return !unless || !unless[1].map(String).includes(answers[unless[0]]);
};
const show = (question) => {
  here = question;
  for (const one of questions) one.hidden = one !== question;
};
const move = (by) => {
  show(step(by));
  here.querySelector("[tabindex]").focus();
};
const step = (by) => {
  const asked = questions.filter(isAsked);
  return asked[asked.indexOf(here) + by];
};
const given = (form, button) => {
  if (button.name) return button.name === "answer" ? button.value : null;
  const written = form.querySelector("textarea[name=answer]")?.value.trim();
  if (written !== undefined) return written;
  const chosen = [...form.querySelectorAll("input:checked")].map(({ value }) => value);
  return form.querySelector("input[type=checkbox]") ? chosen : chosen[0];
};

// What stands on the screen of the answer that was given.
const words = (form, button) => {
  const chosen = [...form.querySelectorAll("input:checked")].map(({ labels }) => labels[0]?.textContent.trim());
  return button.name ? button.textContent.trim() : (form.querySelector("textarea[name=answer]")?.value ?? chosen.join(", "));
};
const finish = () => {
  box.hidden = true;
  end.hidden = false;
  end.querySelector("[tabindex]").focus();
};

box.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = given(event.target, event.submitter);
  const { question } = here.dataset;
  delete answers[question];
  shown.delete(question);
  if (answer?.length) {
    answers[question] = answer;
    shown.set(question, `${here.querySelector("h1").textContent} ${words(event.target, event.submitter)}`);
  }
  if (step(1)) return move(1);
  box.inert = true; // a second tap is no second check-in
  const { instrument, version } = box.dataset;
  const note = box.querySelector("#note")?.value ?? "";
  await pack("check_in", { instrument, version, answers, note, shown: [...shown.values(), note].filter(Boolean) });
  finish();
  await flush();
});
box.addEventListener("click", ({ target }) => target.closest("[data-back]") && step(-1) && move(-1));
if (before) {
  here = questions.find(({ dataset }) => dataset.question === before.item);
  if (!here) location.replace("/me/"); // this phone keeps other questions: the rest is asked with a network
  else {
    if (before.answer?.length && !before.pass) answers[before.item] = before.answer;
    step(1) ? move(1) : finish();
  }
} else show(here);
