// What was tapped and typed waits here until the portal has it. Each parcel has its own key, so that it counts once.
import * as vault from "./vault.js";

const AT_ONCE = 50;

export const pack = (contents, told) =>
  vault.put("parcels", undefined, { key: crypto.randomUUID(), contents, packed: Date.now(), ...told });

export const waiting = async () => (await vault.ids("parcels")).length;

// In the order of packing, by one tab at a time; what was received goes from the phone. Gives back what was refused.
export const send = (address) => navigator.locks.request("phone-parcels", () => sendAll(address));

const sendAll = async (address) => {
  const refused = [];
  for (let ids = await vault.ids("parcels"); ids.length; ids = await vault.ids("parcels")) {
    const batch = ids.slice(0, AT_ONCE);
    const parcels = await Promise.all(batch.map((id) => vault.get("parcels", id)));
    const { received } = await post(address, parcels.map(outside));
    refused.push(...received.filter(({ refusal }) => refusal));
    for (const id of batch) await vault.remove("parcels", id);
  }
  return refused;
};

const outside = ({ packed, ...parcel }) => ({ ...parcel, age: Math.max(0, Date.now() - packed) / 1000 });

const post = async (address, parcels) => {
  const { token } = await answer(await fetch(address));
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return answer(await fetch(address, { method: "POST", headers, body: JSON.stringify({ parcels }) }));
};

const answer = (response) => {
  if (!response.ok || response.redirected) throw new Error("not received");
  return response.json();
};
