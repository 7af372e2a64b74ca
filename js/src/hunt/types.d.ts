// The hunt: see engine.js, and what immunolearn.hunting writes into <immuno-hunt>.

interface HuntChoice extends Record<string, number> {
  t_cells: number;
  density: number;
  speed: number;
  hit_minutes: number;
  hits: number;
  hidden: number;
  tires_after: number;
  seed: number;
}

interface HuntRules {
  width: number;
  height: number;
  contact: number;
  press: number;
  pass: number;
  turning: number;
  apart: number;
  recovery: number;
  tired_speed: number;
  dying: number;
}

interface HuntControl {
  id: string;
  label: string;
  unit: string;
  min: number;
  max: number;
  step: number;
  value: number;
}

interface CancerCell {
  x: number;
  y: number;
  hidden: boolean;
  hits: number;
  /** Minute of the last touch. */
  touched: number;
  /** Minute of the deadly hit; Infinity while it lives. */
  died: number;
}

interface Killer {
  x: number;
  y: number;
  fromX: number;
  fromY: number;
  heading: number;
  target: number;
  progress: number;
  last: number;
  freeAt: number;
  kills: number;
  tired: boolean;
}

interface Hunt {
  choice: HuntChoice;
  rules: HuntRules;
  time: number;
  cells: CancerCell[];
  killers: Killer[];
  kills: { time: number; killer: number; cell: number }[];
  draw: () => number;
  near: (x: number, y: number) => number[];
}

interface CellShape {
  x: number;
  y: number;
  r: number;
  waves: number[];
  pace: number;
  stretch: number[];
  kind: number;
  near: number[];
  rest: Float32Array;
  goal: Float32Array;
  now: Float32Array;
  /** Centre of the outline, as it stands, and its mean radius. */
  shift: number[];
  buds: { at: number; size: number; phase: number; far: number }[];
}

interface HuntData {
  version: number;
  words: Record<string, string>;
  title: string;
  caption: string;
  sources: { text: string; href: string }[];
  rules: HuntRules;
  controls: HuntControl[];
  hours: number;
  still: number;
  paces: number[];
  pace: number;
  /** Kills per T cell and day that were measured. */
  band: [number, number];
  predict: boolean;
}
