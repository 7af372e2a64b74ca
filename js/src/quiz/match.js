// Each part has one partner; a partner may be left over.
import { askByLists } from "./assign.js";

export { explain, missing, words } from "./assign.js";

/** @type {Kind<AssignItem>["ask"]} */
export function ask(item, given, choose, say) {
  return askByLists(item, given, choose, { say }).element;
}
