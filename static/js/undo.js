// Undo is offered for ten seconds from when it is seen; whoever is at it keeps it. The log's own page has it longer.
(() => {
  const OFFERED = 10_000;
  const leave = (undo) => (undo.matches(":focus-within, :hover") ? setTimeout(leave, 1000, undo) : undo.remove());
  const seen = new IntersectionObserver((changes) => {
    for (const { target } of changes.filter(({ isIntersecting }) => isIntersecting)) {
      seen.unobserve(target);
      setTimeout(leave, OFFERED, target);
    }
  });
  for (const undo of document.querySelectorAll("[data-undo]")) seen.observe(undo);
})();
