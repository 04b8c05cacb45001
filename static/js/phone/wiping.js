// Nothing stays: not what waits, not the copies, not the key, not the worker that shows them.
import * as vault from "./vault.js";

export const wipe = async () => {
  await vault.wipe();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    await (await registration.pushManager?.getSubscription())?.unsubscribe();
    await registration.unregister();
  }
};
