// A session dragged to another day opens its form with that day filled in: who gets a message is always seen first.
(() => {
  let dragged = "";
  for (const session of document.querySelectorAll("[data-move]")) {
    session.draggable = true;
    session.addEventListener("dragstart", () => {
      dragged = session.dataset.move;
    });
  }
  for (const day of document.querySelectorAll("[data-day]")) {
    day.addEventListener("dragover", (event) => {
      if (dragged) event.preventDefault();
    });
    day.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged) location.assign(`${dragged}?on=${day.dataset.day}`);
    });
  }
})();
