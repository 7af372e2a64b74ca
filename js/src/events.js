// Elements and bridge meet only on `document`, by events: two runtimes of different age may share a page.

/** Version of element data and messages; a runtime reads all older ones. */
export const VERSION = 1;

/**
 * @param {EventTarget} page
 * @param {string} name without its prefix
 * @param {object} detail
 */
export function tell(page, name, detail) {
  page.dispatchEvent(new CustomEvent(`immuno:${name}`, { detail: { version: VERSION, ...detail } }));
}

/**
 * Listen to some events; one of a newer runtime is not understood and left to it.
 *
 * @param {EventTarget} page
 * @param {Record<string, (detail: any) => void>} listeners by name, without the prefix
 * @returns {() => void} stops listening
 */
export function listen(page, listeners) {
  const bound = Object.entries(listeners).map(([name, listener]) => {
    const heard = (/** @type {Event} */ event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      if (detail.version <= VERSION) listener(detail);
    };
    page.addEventListener(`immuno:${name}`, heard);
    return () => page.removeEventListener(`immuno:${name}`, heard);
  });
  return () => bound.forEach((stop) => stop());
}
