// Copies of the pages that are needed without a network: the words encrypted, the looks in the browser's cache.
import * as vault from "./vault.js";

const LOOKS = "phone-looks";
const OLDEST = 90 * 24 * 3600 * 1000;
const LINKED = /(?:href|src)="(\/static\/[^"]+)"/g;

// Only what the portal marked as its owner's: a page for visitors never takes the place of one's own.
export const keep = async (page, response) => {
  if (!response.ok || response.redirected || response.headers.get("Own-Phone") !== "yes") return "";
  const html = await response.text();
  const policy = response.headers.get("Content-Security-Policy");
  await vault.put("pages", page, { html, policy, taken: Date.now() });
  return html;
};

export const addresses = async () => (await vault.get("facts", "addresses")) ?? {};

export const copyAt = async (address) => {
  const shown = await addresses();
  const copy = (await vault.get("pages", shown[address])) ?? (await vault.get("pages", shown["/"]));
  return copy && Date.now() - copy.taken < OLDEST ? copy : null;
};

export const lookAt = (request) => caches.match(request, { cacheName: LOOKS });

export const refresh = async (address) => {
  const told = await (await fetch(address)).json();
  const pages = [...new Set(Object.values(told.addresses))];
  const looks = new Set(told.assets);
  for (const page of pages) {
    const html = await keep(page, await fetch(page));
    for (const [, look] of html.matchAll(LINKED)) looks.add(look);
  }
  for (const page of await vault.ids("pages")) if (!pages.includes(page)) await vault.remove("pages", page);
  await keepLooks([...looks]);
  await vault.put("facts", "addresses", told.addresses);
  await vault.put("facts", "exit", told.exit);
  await vault.put("facts", "refreshed", Date.now());
};

const keepLooks = async (looks) => {
  const cache = await caches.open(LOOKS);
  const there = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  await cache.addAll(looks.filter((look) => !there.includes(look)));
  for (const look of there) if (!looks.includes(look)) await cache.delete(look);
};
