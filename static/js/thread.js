// Opens a conversation where reading goes on: at the first new message, else at the last one.
(() => {
  if (location.hash || document.querySelector(".nz-errors")) return;
  const place = document.querySelector("[data-new]") || document.getElementById("newest");
  place?.scrollIntoView({ block: "center", behavior: "instant" });
})();
