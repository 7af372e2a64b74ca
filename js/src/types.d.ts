// What Python writes into the page and what travels to it: see docs/architecture.md, "Elements" and "Answers".

declare module "*.css" {
  const text: string;
  export default text;
}

type AuthorNode = string | [tag: string, ...children: unknown[]];

interface Option {
  key: string;
  text: AuthorNode[];
  right: boolean;
  feedback: AuthorNode[];
  fixed?: boolean;
}

/** What every question has; each kind adds its own, see docs/architecture.md, "Kinds of question". */
interface Item {
  id: string;
  /** in a review, the lesson that it comes from */
  lesson?: string;
  kind: string;
  objective: string;
  level: string;
  stem: AuthorNode[];
  source?: AuthorNode[];
  hints: AuthorNode[][];
  confidence: boolean;
  pair?: string | null;
  show?: Shown[];
  rule?: string | null;
}

type ShownTable = { head: AuthorNode[][]; rows: AuthorNode[][][] };
type Shown = { src: string; alt: string; words?: string } | ShownTable | (ShownTable & { src: string; alt: string; note: AuthorNode[] });

interface ChoiceItem extends Item {
  options: Option[];
  shuffle?: boolean;
}

interface NumericItem extends Item {
  answer: number;
  tolerance: { absolute?: number; relative?: number };
  unit: string;
  units: { key: string; text: string; factor: number }[];
  right: AuthorNode[];
  wrong: { value: number; tolerance: { absolute?: number; relative?: number }; feedback: AuthorNode[] }[];
  otherwise: AuthorNode[];
}

/** An answer that is typed: a question, or a gap. */
interface Typed {
  answer: AuthorNode[];
  accept: string[];
  /** ordinary words among them, in which a slip of one letter is told */
  spelling: string[];
  right: AuthorNode[];
  wrong: { text: AuthorNode[]; accept: string[]; feedback: AuthorNode[] }[];
  otherwise: AuthorNode[];
}

type TextItem = Item & Typed;
type Gap = { key: string } & (Typed | { options: Option[] });

interface ClozeItem extends Item {
  text: AuthorNode[];
  gaps: Gap[];
}

interface Choice {
  key: string;
  text: AuthorNode[];
}

interface Part extends Choice {
  is: string;
  feedback: AuthorNode[];
}

/** match, sort and label: each part gets one of the choices. */
interface AssignItem extends Item {
  choices: Choice[];
  parts: Part[];
}

interface LabelItem extends AssignItem {
  svg: string;
  alt: AuthorNode[];
}

interface OrderItem extends Item {
  steps: { key: string; text: AuthorNode[]; feedback: AuthorNode[] }[];
  start: string[];
}

interface Axis {
  label: AuthorNode[];
  unit: string;
  min: number;
  max: number;
}

interface CurveItem extends Item {
  axes: { x: Axis; y: Axis };
  points: { x: number; y: number; low?: number | null; high?: number | null }[];
  asked: number[];
  tolerance: number;
  real: AuthorNode[];
  feedback: { near: AuthorNode[]; above: AuthorNode[]; below: AuthorNode[] };
}

/** How an answered question is shown. */
interface How {
  /** everything is told, the reader's own first */
  revealed: boolean;
  /** nothing is folded */
  open: boolean;
  /** nothing is judged: what was answered, and no more */
  kept: boolean;
  confidence: string | null;
}

/** A kind of question. */
interface Kind<T extends Item = any> {
  /** What the reader acts on; `choose` takes every change, `say` tells it to those who do not see it. */
  ask(item: T, given: string[], choose: (given: string[]) => void, say: (text: string) => void): HTMLElement;
  /** What was answered, and why it is right or not. */
  explain(item: T, given: string[], how: How): HTMLElement;
  /** The answer in words. */
  words(item: T, given: string[]): AuthorNode[];
  /** Once checked, everything is told. */
  reveals?: boolean;
  /** Why this cannot be graded yet; empty if it can. */
  missing(item: T, given: string[]): string;
}

interface QuizData {
  version: number;
  lesson: string;
  group: string;
  title: string;
  kind: string;
  /** a review: answers from before this moment do not count */
  since?: string;
  items: Item[];
}

/** An exam of this browser; answers stand in it once it is handed in. */
interface Sitting {
  version: number;
  begun: string;
  done?: string;
  answers?: Answer[];
}

interface ExamItem extends Item {
  lesson: string;
  /** the lesson that it is about: a link, and its place in the course */
  about: AuthorNode[];
  place: number;
  aim: AuthorNode[] | null;
  twin: (Item & { lesson: string }) | null;
}

interface ExamData extends QuizData {
  seed: number;
  course: string;
  words: Record<string, string>;
  items: ExamItem[];
}

interface CourseData {
  start: string;
  lessons: { name: string; place: string; title: string; href: string | null; answered: number }[];
}

interface ProgressData {
  lessons: { name: string; title: string; href: string; objectives: number; items: LessonData["items"]; curves: string[] }[];
  words: Record<string, string>;
}

interface LessonData {
  version: number;
  lesson: string;
  place: string;
  title: string;
  promise: AuthorNode[];
  minutes: number;
  parts: number[];
  before: AuthorNode[][];
  objectives: { id: string; text: AuthorNode[] }[];
  items: { id: string; objective: string; marks?: boolean }[];
}

interface ChartMenu {
  name?: string;
  buttons: { label: string; args: unknown[] }[];
}

interface ChartData {
  version: number;
  plotly: { src: string; integrity?: string };
  figure: { data: object[]; layout: { margin?: { t: number }; updatemenus?: ChartMenu[] } };
}

interface Answer {
  version: number;
  id: string;
  lesson: string;
  item: string;
  given: string[];
  score: number;
  confidence: string | null;
  hints: number;
  attempt: number;
  shown_at: string;
  answered_at: string;
  /** why Python will never take it; stands in the browser only */
  refused?: string;
}

/** The part of an anywidget model that the bridge uses. */
interface BridgeModel {
  get(name: string): any;
  on(event: string, listener: (message: any) => void): void;
  off(event: string, listener: (message: any) => void): void;
  send(message: object): void;
}

/** Draws into `root`; what it returns is called whenever the element enters the page and gives what to do when it leaves. */
type Mount<Data> = (root: HTMLElement, data: Data, host: HTMLElement) => () => () => void;

// Models and their solver: see src/immunolearn/models/page.py.

interface ModelPart {
  id: string;
  name: string;
  unit: string;
  scale: number;
}

interface ModelParameter {
  id: string;
  meaning: string;
  value: number;
  unit: string;
  low: number;
  high: number;
  kind: string;
  reference: string;
}

interface ModelData {
  version: number;
  id: string;
  title: string;
  organism: string;
  reference: string;
  time: string;
  days: number;
  timed: boolean;
  states: (ModelPart & { start: string })[];
  parameters: ModelParameter[];
  observables: ModelPart[];
  ends: { expression: string; below: number; reason: string } | null;
  scenarios: { id: string; name: string; parameters: Record<string, number>; references: Record<string, string> }[];
  tumour: string | null;
  leaves_out: string[];
  source: string;
}

interface SolverDose {
  target: number;
  amount: number;
  start: number;
  every: number;
  count: number;
  duration: number;
}

interface SolverModel extends ModelData {
  rates(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void;
  jacobian(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void;
  observe(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void;
  plan(p: Float64Array): { doses: SolverDose[]; switches: { parameter: number; value: number; start: number }[] };
  ending?(t: number, y: Float64Array, p: Float64Array): number;
}

interface SolverSystem {
  n: number;
  timed: boolean;
  relative: number;
  absolute: Float64Array;
  rates(t: number, y: Float64Array, out: Float64Array): void;
  jacobian(t: number, y: Float64Array, out: Float64Array): void;
}

interface SolverStepper {
  order: number;
  next: Float64Array;
  restart(): void;
  step(t: number, y: Float64Array, h: number): number;
  stiff(y: Float64Array, h: number): boolean;
  accept(t: number, y: Float64Array, h: number): void;
  at(t: number, out: Float64Array): void;
}

interface SolverRun {
  ok: true;
  times: Float64Array;
  states: Float64Array[];
  observables: Float64Array[];
  ended: { time: number; reason: string } | null;
  stiff: boolean;
  evaluations: number;
}

interface SolverFailure {
  ok: false;
  kind: string;
  message: string;
  time: number | null;
  parameter?: string;
  value?: number;
  low?: number;
  high?: number;
}

/** `told` hears after each slice of work how many patients are done. */
interface CohortWatch {
  signal?: AbortSignal;
  told?: (count: number) => void;
}

interface CohortTable {
  version: number;
  model: string;
  seed: number;
  baseline: number;
  visits: number[];
  parameters: string[];
  patients: number[][];
}

interface SignalsData {
  title: string;
  words: Record<string, string>;
  cells: Record<string, string>;
  cytokines: Record<string, string>;
  sources: { text: string; href: string }[];
  edges: [from: string, cytokine: string, to: string, drives: boolean, does: string, source: number][];
  drugs: [name: string, cytokine: string, blocks: boolean, note: string][];
}
