// Doses and switches as changes in order of time: between two of them nothing jumps. Twin of models/schedule.py.

const MOST_DOSES = 1000;

/** @typedef {{time: number, add: [number, number][], rate: [number, number][], parameters: [number, number][]}} Change */

/**
 * @param {{doses: SolverDose[], switches: {parameter: number, value: number, start: number}[]}} plan
 * @param {string[]} states names, for the messages
 * @returns {{changes: Change[], failure: string | null}}
 */
export function schedule(plan, states) {
  /** @type {Map<number, Change>} */
  const found = new Map();
  const at = (/** @type {number} */ time) => {
    const change = found.get(time) ?? { time, add: [], rate: [], parameters: [] };
    found.set(time, change);
    return change;
  };
  for (const dose of plan.doses) {
    const failure = refuse(dose, states[dose.target]);
    if (failure) return { changes: [], failure };
    const { target, amount, start, every, duration } = dose;
    for (let i = 0; i < Math.round(dose.count); i++) {
      const time = start + i * every;
      if (duration === 0) at(time).add.push([target, amount]);
      else {
        at(time).rate.push([target, amount / duration]);
        at(time + duration).rate.push([target, -amount / duration]);
      }
    }
  }
  for (const { parameter, value, start } of plan.switches) at(start).parameters.push([parameter, value]);
  return { changes: [...found.values()].sort((a, b) => a.time - b.time), failure: null };
}

/** @param {SolverDose} dose @param {string | undefined} target */
function refuse(dose, target) {
  if (target === undefined) return "A dose goes to a state that the model does not have.";
  for (const name of /** @type {const} */ (["amount", "start", "every", "count", "duration"])) {
    const [value, counted] = [dose[name], name === "count"];
    if (!(value >= 0 && value <= (counted ? MOST_DOSES : Number.MAX_VALUE)))
      return `A dose to ${target} has ${name} ${value}. It accepts ${counted ? `0 to ${MOST_DOSES}` : "finite numbers from 0 on"}.`;
  }
  if (dose.count > 1 && dose.every === 0) return `A dose to ${target} is repeated with every 0.`;
  return null;
}
