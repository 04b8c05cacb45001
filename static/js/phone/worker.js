// Answers for the portal on somebody's own phone: the network first, the phone's own copy when there is none.
import { addresses, copyAt, keep, lookAt } from "./copies.js";
import { pack } from "./parcels.js";
import * as vault from "./vault.js";

const PATIENCE = 6000;
const FORM = "application/x-www-form-urlencoded";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(look(event.request));
});

const look = async (request) => (await lookAt(request)) ?? fetch(request);

const page = async (event, address) => {
  const reads = event.request.method === "GET";
  const sent = reads ? {} : await parcelIn(event.request);
  const copy = await copyAt(reads ? address : (sent.goes_on ?? "/"));
  try {
    const response = await (copy && (reads || sent.parcel) ? soon(fetch(event.request)) : fetch(event.request));
    event.waitUntil(keepFresh(reads, address, response.clone()));
    return response;
  } catch (trouble) {
    const leaves = address === (await vault.get("facts", "exit"));
    if (leaves) await vault.wipe(); // then the browser's own page says that there is no network
    if (sent.parcel) await keepForLater(sent);
    if (leaves || !copy) throw trouble;
    return show(copy, reads || sent.parcel ? "data-copy" : "data-unsent", sent);
  }
};

// A form that says which parcel it is can be sent later. What was sent all the same counts once.
const parcelIn = async (request) => {
  if (!request.headers.get("Content-Type")?.startsWith(FORM)) return {};
  const fields = new URLSearchParams(await request.clone().text());
  const told = Object.fromEntries([...fields.keys()].map((name) => [name, valueOf(fields.getAll(name))]));
  for (const name of ["csrfmiddlewaretoken", "key"]) delete told[name]; // the parcel gets a key of its own
  return told;
};
const valueOf = (values) => (values.length > 1 ? values : values[0]);

const keepForLater = ({ parcel, goes_on, ...told }) => {
  if (parcel === "tick") told.on = new Date().toLocaleDateString("sv");
  return pack(parcel, told);
};

const keepFresh = async (reads, address, response) => {
  const shown = await addresses();
  if (reads && shown[address] === address) await keep(address, response);
};

const soon = (promise) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE))]);

const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

const show = ({ html, policy, taken }, mark, sent) => {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  const before = sent.parcel ? ` data-sent="${escaped(JSON.stringify(sent))}"` : "";
  return new Response(html.replace("<body", () => `<body ${mark}="${taken}"${before}`), {
    headers: { ...headers, "Content-Security-Policy": policy },
  });
};

// A knock brings no words; what is shown was stored here when its owner asked for it, and tells nothing.
self.addEventListener("push", (event) => event.waitUntil(knock()));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/"));
});

const knock = async () => {
  const { title, body } = (await vault.get("facts", "knock")) ?? { title: "…", body: "" };
  await self.registration.showNotification(title, { body, tag: "knock" });
};
