// What immunolearn.builders writes into <immuno-builder>.

interface BuilderEffect {
  when: Record<string, string[]>;
  aspect: string;
  text: string;
  source: number;
}

interface BuilderData {
  version: number;
  title: string;
  caption: string;
  words: Record<string, string>;
  start: Record<string, string>;
  features: { id: string; label: string; choices: Record<string, string> }[];
  aspects: Record<string, string>;
  effects: BuilderEffect[];
  products: { name: string; design: Record<string, string>; source: number }[];
  sources: { text: string; href: string }[];
}
