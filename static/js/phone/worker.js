// Answers for the portal on somebody's own phone: the network first, the phone's own copy when there is none.
import { addresses, copyAt, keep, lookAt } from "./copies.js";
import * as vault from "./vault.js";

const PATIENCE = 6000;

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
  const copy = await copyAt(reads ? address : "/");
  try {
    const response = await (reads && copy ? soon(fetch(event.request)) : fetch(event.request));
    event.waitUntil(keepFresh(reads, address, response.clone()));
    return response;
  } catch (trouble) {
    const leaves = address === (await vault.get("facts", "exit"));
    if (leaves) await vault.wipe(); // then the browser's own page says that there is no network
    if (leaves || !copy) throw trouble;
    return show(copy, reads ? "data-copy" : "data-unsent");
  }
};

const keepFresh = async (reads, address, response) => {
  const shown = await addresses();
  if (reads && shown[address] === address) await keep(address, response);
};

const soon = (promise) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE))]);

const show = ({ html, policy, taken }, mark) => {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(html.replace("<body", `<body ${mark}="${taken}"`), {
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
