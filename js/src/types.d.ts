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
}

interface Item {
  id: string;
  kind: string;
  objective: string;
  level: string;
  stem: AuthorNode[];
  options: Option[];
  hints: AuthorNode[][];
  confidence: boolean;
}

interface QuizData {
  version: number;
  lesson: string;
  group: string;
  title: string;
  kind: string;
  items: Item[];
}

interface LessonData {
  version: number;
  lesson: string;
  number: number;
  of: number;
  title: string;
  promise: AuthorNode[];
  minutes: number;
  before: AuthorNode[][];
  objectives: { id: string; text: AuthorNode[] }[];
  items: { id: string; objective: string }[];
}

interface ChartData {
  version: number;
  plotly: { src: string; integrity: string };
  figure: { data: object[]; layout: object };
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
