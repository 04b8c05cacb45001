// The quiet timer of Help now and of exercises. It counts against the clock, so a sleeping phone loses nothing; nothing is stored.
(() => {
  const box = document.querySelector("[data-timer]");
  const part = (name) => box.querySelector(`[data-timer-${name}]`);
  const face = part("face");
  const words = part("words");
  const buttons = { start: part("start"), eased: part("eased"), pause: part("pause"), resume: part("resume") };
  const whole = Number(box.dataset.timer) * 60 * 1000;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let left = whole;
  let since = null;
  let ticking = null;

  const remaining = () => Math.max(0, since === null ? left : left - (Date.now() - since));
  const offer = (...names) => {
    const focused = document.activeElement;
    for (const [name, button] of Object.entries(buttons)) button.hidden = !names.includes(name);
    if (focused?.hidden) buttons[names[0]].focus();
  };
  const draw = () => {
    const seconds = Math.ceil(remaining() / 1000);
    face.querySelector("b").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    face.style.setProperty("--done", still.matches ? 0 : 1 - remaining() / whole);
    if (seconds === 0) end(words.dataset.done);
  };
  const run = () => {
    since = Date.now();
    ticking = setInterval(draw, 250);
    offer("pause", "eased");
    draw();
  };
  const hold = () => {
    left = remaining();
    since = null;
    clearInterval(ticking);
  };
  const end = (text) => {
    hold();
    left = whole;
    words.textContent = text;
    offer("start");
  };

  for (const plain of box.querySelectorAll("[data-timer-still]")) plain.remove();
  face.hidden = false;
  part("buttons").hidden = false;
  draw();
  buttons.start.addEventListener("click", run);
  buttons.resume.addEventListener("click", run);
  buttons.pause.addEventListener("click", () => {
    hold();
    offer("resume", "eased");
  });
  buttons.eased.addEventListener("click", () => end(words.dataset.eased));
})();
