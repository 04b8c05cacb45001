// Sends what waits and says how it went, in the one line that a page has for it.
import { send, waiting } from "./parcels.js";
import { showRefused } from "./refused.js";

const line = document.querySelector("[data-phone]");
const { copy, unsent } = document.body.dataset;

export const say = (words) => {
  line.hidden = !words;
  line.querySelector("[data-phone-words]").textContent = words;
};
export const told = line.dataset;
export const isCopy = Boolean(copy || unsent);

const moment = (time) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(time);

export const tell = async () => {
  const number = await waiting();
  if (unsent) say(told.unsent);
  else if (number) say(number === 1 ? told.waitsOne : told.waitsMany.replace("#", number));
  else if (copy) say(told.copy.replace("#", moment(Number(copy))));
};

export const flush = async () => {
  if (!(await waiting())) return;
  try {
    if (await send(told.parcels)) say(told.sent);
    else {
      say("");
      await showRefused();
    }
  } catch {
    await tell();
  }
};
