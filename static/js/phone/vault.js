// The phone's own store. Everything in it is encrypted under a key that no script can read out of the browser.
const STORES = ["keys", "facts", "pages", "parcels", "refused"];

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opening = null;
const open = () => {
  const request = indexedDB.open("phone", 2);
  request.onupgradeneeded = () => {
    const there = request.result.objectStoreNames;
    const missing = STORES.filter((name) => !there.contains(name));
    for (const name of missing) request.result.createObjectStore(name, { autoIncrement: name === "parcels" });
  };
  return done(request).then((opened) => {
    opened.onversionchange = () => { // a newer page's turn; this one asks again
      opened.close();
      opening = null;
    };
    return opened;
  });
};
const store = async (name, mode) => (await (opening ??= open())).transaction(name, mode).objectStore(name);

const key = async () => {
  const known = await done((await store("keys", "readonly")).get("own"));
  if (known) return known;
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const keys = await store("keys", "readwrite");
  const first = await done(keys.get("own")); // another tab's, made meanwhile
  if (!first) await done(keys.put(fresh, "own"));
  return first ?? fresh;
};

const bound = (name, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) });

const seal = async (name, value) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, sealed: await crypto.subtle.encrypt(bound(name, iv), await key(), plain) };
};
const unseal = async (name, { iv, sealed }) =>
  JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(bound(name, iv), await key(), sealed)));

export const put = async (name, id, value) => {
  const sealed = await seal(name, value);
  await done((await store(name, "readwrite")).put(sealed, id));
};
export const get = async (name, id) => {
  const found = id === undefined ? undefined : await done((await store(name, "readonly")).get(id));
  return found && unseal(name, found);
};
export const ids = async (name) => done((await store(name, "readonly")).getAllKeys());
export const remove = async (name, id) => done((await store(name, "readwrite")).delete(id));

// Without the key, what a disk may still hold of the rest says nothing.
export const wipe = async () => {
  for (const name of STORES) await done((await store(name, "readwrite")).clear());
};
