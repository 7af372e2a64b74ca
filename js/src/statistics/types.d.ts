// What immunolearn.statistics_elements writes into <immuno-statistics>.

interface Patient {
  time: number;
  observed: boolean;
}

interface CurveRow {
  time: number;
  atRisk: number;
  events: number;
  censored: number;
  survival: number;
  low: number | null;
  high: number | null;
}

interface CrossingChoice {
  early: number;
  late: number;
  change: number;
  follow: number;
}

interface StatisticsData {
  version: number;
  kind: string;
  /** Sentences and labels, with {names} to fill. */
  words: Record<string, string>;
  title: string;
  caption: string;
  sources: { text: string; href: string }[];
  family?: string;
}

interface IntervalData extends StatisticsData {
  events: number;
  n: number;
  seed: number;
  count: number;
  published: [number, number] | null;
}

interface BuilderData extends StatisticsData {
  patients: (Patient & { name: string; entry: number })[];
  until: number;
  close: number | null;
}

interface ConditionalData extends StatisticsData {
  survived: number;
  to: number;
  patients?: Patient[];
  landmarks?: { time: number; survival: number; low: number | null; high: number | null }[];
}

interface CrossingData extends StatisticsData, CrossingChoice {
  n: number;
  median: number;
}

interface TrialDesign {
  drug: string;
  patients: string;
  arms: number;
  n: number;
  endpoint: string;
  dropout: number;
}

interface TrialResult {
  events: number;
  control: number;
  low: number;
  high: number;
  bar: number;
  success: boolean;
}

interface TrialData extends StatisticsData, TrialDesign {
  /** Best response of each patient under each drug, a digit each: CR, PR, SD, PD. */
  outcomes: Record<string, string>;
  marker: string;
  /** For a drug of the reader's own: the model, its patients, the day of the treatment, and what the standard does. */
  model: ModelData;
  table: CohortTable;
  treatment: Record<string, number>;
  standard: number;
  seed: number;
  smallest: number;
  largest: number;
}

interface PlotAxis {
  min: number;
  max: number;
  label?: string;
  unit?: string;
  /** Steps between marks that there may be, and how many there is room for. */
  steps?: number[];
  count?: number;
  /** Write the label of an upright axis beside it. */
  upright?: boolean;
  /** Where ticks stand, if not at round numbers of `steps`. */
  at?: number[];
  text?: (value: number) => string;
  log?: boolean;
}
