// A check-in on one page, one question at a time; the whole of it waits in the phone's own store until it is sent.
import { flush } from "./flushing.js";
import { pack } from "./parcels.js";

const box = document.querySelector("[data-check-in]");
const end = document.querySelector("[data-check-in-done]");
const questions = [...box.querySelectorAll("[data-question]")];
const answers = {};
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
  const chosen = [...form.querySelectorAll("input:checked")].map(({ value }) => value);
  return form.querySelector("input[type=checkbox]") ? chosen : chosen[0];
};

box.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = given(event.target, event.submitter);
  delete answers[here.dataset.question];
  if (answer?.length) answers[here.dataset.question] = answer;
  if (step(1)) return move(1);
  box.inert = true; // a second tap is no second check-in
  const { instrument, version } = box.dataset;
  await pack("check_in", { instrument, version, answers, note: box.querySelector("textarea")?.value ?? "" });
  box.hidden = true;
  end.hidden = false;
  end.querySelector("[tabindex]").focus();
  await flush();
});
box.addEventListener("click", ({ target }) => target.closest("[data-back]") && step(-1) && move(-1));
show(here);
