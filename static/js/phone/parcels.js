// What was tapped and typed waits here until the portal has it. Each parcel has its own key, so that it counts once.
import * as vault from "./vault.js";

const AT_ONCE = 50;

export const pack = (contents, told) =>
  vault.put("parcels", undefined, { key: crypto.randomUUID(), contents, packed: Date.now(), ...told });

export const waiting = async () => (await vault.ids("parcels")).length;

// What could not be stored stays to be read, with the reason, until its owner puts it away.
export const refused = async () => {
  const keys = await vault.ids("refused");
  return Promise.all(keys.map((key) => vault.get("refused", key)));
};
export const putAway = (key) => vault.remove("refused", key);

// In the order of packing, by one tab at a time; what was received goes from the phone. Gives back whether all of it.
export const send = (address) => navigator.locks.request("phone-parcels", () => sendAll(address));

const sendAll = async (address) => {
  let all = true;
  for (let ids = await vault.ids("parcels"); ids.length; ids = await vault.ids("parcels")) {
    const batch = ids.slice(0, AT_ONCE);
    const parcels = await Promise.all(batch.map((id) => vault.get("parcels", id)));
    const { received } = await post(address, parcels.map(outside));
    for (const { key, refusal } of received.filter(({ refusal }) => refusal)) {
      const parcel = parcels.find((one) => one.key === key);
      await vault.put("refused", key, { ...parcel, refusal });
      all = false;
    }
    for (const id of batch) await vault.remove("parcels", id);
  }
  return all;
};

// `shown` is what its owner saw on the screen: it stays here.
const outside = ({ packed, shown, ...parcel }) => ({ ...parcel, age: Math.max(0, Date.now() - packed) / 1000 });

const post = async (address, parcels) => {
  const { token } = await answer(await fetch(address));
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return answer(await fetch(address, { method: "POST", headers, body: JSON.stringify({ parcels }) }));
};

const answer = (response) => {
  if (!response.ok || response.redirected) throw new Error("not received");
  return response.json();
};
