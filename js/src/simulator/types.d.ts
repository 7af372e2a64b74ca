// What immunolearn.simulators writes into <immuno-simulator>.

interface SimulatorCurve {
  id: string;
  name: string;
  family: string;
  subject: string;
  cells: boolean;
}

interface SimulatorPanel {
  unit: string;
  /** What stands above it. */
  title: string;
  curves: SimulatorCurve[];
}

interface SimulatorSource {
  text: string;
  href: string;
}

type SimulatorMaths = unknown[];

interface SimulatorModel extends ModelData {
  states: (ModelPart & { start: string; left: SimulatorMaths; terms: { name: string; sign: string; mathml: SimulatorMaths; uses: string[] }[] })[];
  definitions: { id: string; meaning: string; mathml: SimulatorMaths }[];
  parameters: (ModelParameter & { mathml: SimulatorMaths })[];
}

interface SimulatorPrediction {
  question: string;
  choose?: string[];
  draw?: string;
  factor: number;
  unit: string;
  max: number;
  start: number;
  asked: number[];
}

interface SimulatorData {
  version: number;
  title: string;
  words: Record<string, string>;
  model: SimulatorModel;
  citation: SimulatorSource;
  sources: Record<string, SimulatorSource>;
  controls: { id: string; label: string; whole: boolean }[];
  panels: SimulatorPanel[];
  log: boolean;
  predict: SimulatorPrediction | null;
}

/** A run as it is drawn and told: one list of values a name. */
interface DrawnRun {
  name: string;
  times: ArrayLike<number>;
  values: Record<string, ArrayLike<number>>;
  ended: SolverRun["ended"];
}

type Guess = { choice: string } | { points: [number, number][]; curve: string } | null;
