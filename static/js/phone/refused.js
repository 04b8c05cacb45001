// What the portal could not store: what it was, when, why, and what was tapped or typed. It stays until it is put away.
import { putAway, refused } from "./parcels.js";

const box = document.querySelector("[data-refused]");
const [list, pattern] = [box.querySelector("ul"), box.querySelector("template")];

const moment = (time) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(time);
const told = ({ shown, strength, own_word, answer, note }) =>
  shown ?? [strength && box.dataset.craving.replace("#", strength), own_word, answer, note].flat().filter(Boolean);

const row = (parcel) => {
  const one = pattern.content.cloneNode(true).firstElementChild;
  const say = (name, words) => (one.querySelector(`[data-refused-${name}]`).textContent = words);
  say("what", box.dataset[parcel.contents.split("_")[0]] ?? "");
  say("when", moment(parcel.packed));
  say("why", parcel.refusal);
  say("told", told(parcel).join("\n"));
  one.querySelector("button").addEventListener("click", async () => {
    await putAway(parcel.key);
    await showRefused();
    document.querySelector("main").focus();
  });
  return one;
};

export const showRefused = async () => {
  const rows = (await refused()).sort((one, other) => one.packed - other.packed).map(row);
  box.hidden = !rows.length;
  list.replaceChildren(...rows);
};
