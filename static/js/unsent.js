// Without a network nothing is sent into the void: the page stays, with what was typed, and says so.
(() => {
  const note = document.querySelector("[data-no-network]");
  const goesElsewhere = "[data-quick-exit], [data-phone-tick], [data-phone-ends], [action$='/logout/']";
  const isKept = (form) => form.elements.parcel && navigator.serviceWorker?.controller;
  addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (navigator.onLine || form.method !== "post" || form.matches(goesElsewhere) || isKept(form)) return;
      event.preventDefault();
      event.stopPropagation();
      form.append(note);
      note.hidden = false;
      note.scrollIntoView({ block: "nearest" });
    },
    { capture: true },
  );
  addEventListener("online", () => (note.hidden = true));
})();
