// Light or dark as the host says, never as the system prefers: published pages are always light.
import tokens from "../../src/immunolearn/display/tokens.json" with { type: "json" };

const ATTRIBUTE = "data-jp-theme-light";

/**
 * Custom properties of the course's colours: families and states.
 *
 * @param {"light" | "dark"} shade
 */
export function colours(shade) {
  return Object.entries({ ...tokens.families, ...tokens.state })
    .map(([name, colour]) => `--${name}:${colour[shade]};`)
    .join("");
}

/**
 * Keeps the class "dark" of an element in step with the page's theme.
 *
 * @param {HTMLElement} root
 * @returns {() => void} stops following
 */
export function followTheme(root) {
  const { body } = document;
  const apply = () => root.classList.toggle("dark", body.getAttribute(ATTRIBUTE) === "false");
  const observer = new MutationObserver(apply);
  observer.observe(body, { attributeFilter: [ATTRIBUTE] });
  apply();
  return () => observer.disconnect();
}
