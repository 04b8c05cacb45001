// Asks the browser to let the portal knock, and gives the place to knock at to the form that stores it.
import * as vault from "./vault.js";

const form = document.querySelector("[data-knocks]");
const trouble = document.querySelector("[data-knocks-trouble]");
const able = "PushManager" in window && "Notification" in window;

form.hidden = !able;
document.querySelector("[data-knocks-unable]").hidden = able;
const isKnockedAt = async () => {
  const registration = await navigator.serviceWorker.ready;
  return form.dataset.phones !== "0" && (await registration.pushManager.getSubscription()) !== null;
};
if (able) isKnockedAt().then((already) => (form.hidden = already));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
    const registration = await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: form.dataset.knocks };
    const { endpoint } = await registration.pushManager.subscribe(options);
    await vault.put("facts", "knock", { title: form.dataset.title, body: form.dataset.body });
    form.elements.endpoint.value = endpoint;
    form.submit();
  } catch {
    trouble.hidden = false;
  }
});
