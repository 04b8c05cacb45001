// A session dragged to another day, or another hour of the week, opens its form with that filled in: who gets a
// message is always seen first.
(() => {
  const dragged = { move: "", grip: 0 };
  const hourAt = (day, y) => {
    const hours = day.querySelector("[data-opens]");
    if (!hours?.offsetHeight) return "";
    const { top, height } = hours.getBoundingClientRect();
    const slot = Math.round(((y - dragged.grip - top) / height) * hours.dataset.slots);
    const minutes = hours.dataset.opens * 60 + Math.max(0, slot) * 30;
    return `&at=${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  };
  for (const session of document.querySelectorAll("[data-move]")) {
    session.draggable = true;
    session.addEventListener("dragstart", (event) => {
      dragged.move = session.dataset.move;
      dragged.grip = event.clientY - session.getBoundingClientRect().top;
    });
  }
  for (const day of document.querySelectorAll("[data-day]")) {
    day.addEventListener("dragover", (event) => {
      if (dragged.move) event.preventDefault();
    });
    day.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged.move) location.assign(`${dragged.move}?on=${day.dataset.day}${hourAt(day, event.clientY)}`);
    });
  }
})();
