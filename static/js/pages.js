// One step of an exercise at a time on a small screen. Without this script, and on paper, all steps stand below each other.
(() => {
  const box = document.querySelector("[data-pages]");
  const pages = [...box.querySelectorAll("[data-page]")];
  const part = (name) => box.querySelector(`[data-pages-${name}]`);
  const small = matchMedia("(max-width: 48rem)");
  let whole = false;
  let here = 0;

  const draw = () => {
    const single = small.matches && !whole;
    pages.forEach((page, place) => page.classList.toggle("is-away", single && place !== here));
    part("buttons").hidden = !single;
    part("back").disabled = here === 0;
    part("next").disabled = here === pages.length - 1;
  };
  const go = (place) => {
    here = place;
    draw();
    pages[here].querySelector("h2").focus();
    pages[here].scrollIntoView({ block: "nearest" });
  };

  part("back").addEventListener("click", () => go(here - 1));
  part("next").addEventListener("click", () => go(here + 1));
  part("all").addEventListener("click", () => {
    whole = true;
    draw();
    pages[0].querySelector("h2").focus();
  });
  small.addEventListener("change", draw);
  draw();
})();
