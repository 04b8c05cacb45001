// Sets the theme before first paint; follows the device until someone presses the toggle.
(() => {
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const ofDevice = () => (device.matches ? "dark" : "light");
  const bar = { light: "#F4F2EE", dark: "#141A23" };
  const paint = (theme) => {
    root.dataset.bsTheme = theme;
    for (const colour of document.querySelectorAll("meta[name=theme-color]")) colour.content = bar[theme];
  };
  const show = () => paint(chosen() || ofDevice());
  show();
  device.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.closest("li")?.removeAttribute("hidden");
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    paint(next);
    try {
      if (next === ofDevice()) localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
    } catch {
      // A browser that stores nothing still shows the chosen theme on this page.
    }
  });
})();
