// The picture: cells on a canvas, as a microscope shows them. Everything here is drawn, nothing is decided.
import { breathe, cellShapes, directions, killerOutline, killerRadius, settle } from "./shapes.js";

const SPRITE = 96;
const KINDS = 10;
/** Debris fades over so many minutes. */
const FADE = 300;

const LOOK = {
  light: {
    ground: ["#f4f2ee", "#dcd9d3"], fibre: "rgba(120,110,95,.10)", grain: "rgba(60,50,40,.05)",
    body: "rgba(203,170,188,.62)", halo: "rgba(255,255,255,.75)", rim: "#8d5f7c", inner: "rgba(141,95,124,.22)",
    cyto: "165,118,146", nucleus: ["rgba(132,88,142,.62)", "rgba(92,54,106,.74)"], nucleolus: "rgba(62,30,76,.72)", marker: "#9c2f5e",
    dying: "rgba(201,160,136,.9)", dyingRim: "rgba(138,74,43,.75)", fragment: "#5b2a35", budLight: "rgba(255,244,236,.9)",
    killer: ["#d9f4ee", "#5db8a8", "#1d7f78"], killerRim: "#0c5a57", killerNucleus: "rgba(11,74,84,.72)", granule: "#063b3d", ruffle: "rgba(93,184,168,.38)",
    tired: ["#eceff0", "#b3bcbf", "#879196"], tiredRim: "#59646a", glow: "255,140,40", ink: "#2a2723", plate: "rgba(255,255,255,.72)",
  },
  dark: {
    ground: ["#0d1420", "#05080e"], fibre: "rgba(120,150,200,.07)", grain: "rgba(160,190,255,.05)",
    body: "rgba(92,70,130,.50)", halo: "rgba(150,120,220,.13)", rim: "#b99be6", inner: "rgba(185,155,230,.16)",
    cyto: "150,116,210", nucleus: ["rgba(92,120,235,.78)", "rgba(58,78,190,.72)"], nucleolus: "rgba(176,196,255,.75)", marker: "#ff8fc4",
    dying: "rgba(178,106,66,.85)", dyingRim: "rgba(255,190,130,.8)", fragment: "#ffd9a8", budLight: "rgba(255,206,160,.75)",
    killer: ["#e9fff4", "#4fd6a4", "#137a5e"], killerRim: "#b8ffe2", killerNucleus: "rgba(6,60,60,.72)", granule: "#f4ffb0", ruffle: "rgba(90,230,180,.28)",
    tired: ["#cdd5da", "#6f7d88", "#3b464f"], tiredRim: "#b6c2cb", glow: "255,190,90", ink: "#e6ecf5", plate: "rgba(5,8,14,.66)",
  },
};

/**
 * A painter for a canvas.
 *
 * @param {HTMLCanvasElement} canvas
 */
export function painter(canvas) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
  /** @type {Hunt | null} */
  let shown = null;
  /** @type {CellShape[]} */
  let shapes = [];
  /** @type {{held: number, turn: number}[]} */
  let poses = [];
  let dead = 0;
  let dressed = "";
  /** @type {HTMLCanvasElement[]} */
  let sprites = [];
  /** @type {HTMLCanvasElement} */
  let ground;
  /** The living cells on their ground: what is shown, and what is being painted. */
  let [living, next] = [sheet(0, 0), sheet(0, 0)];
  /** @type {Generator<void> | null} */
  let work = null;
  let strokes = 0;
  let done = 0;
  const outline = new Float32Array(36);

  return paint;

  /**
   * @param {Hunt} hunt
   * @param {{width: number, shade: "light" | "dark", phase: number, part?: number, settled?: boolean, over?: number}} view width in
   * pixels of the page; `part` of the way from the last picture to this one; `settled`: a still, in which no movement is on its
   * way; the living, who hardly move, are painted `over` so many pictures
   */
  function paint(hunt, { width, shade, phase, part = 1, settled = false, over = 1 }) {
    const look = LOOK[shade];
    const ratio = Math.min(2, devicePixelRatio || 1);
    const scale = width / hunt.rules.width;
    const height = Math.round(hunt.rules.height * scale);
    const dress = `${shade} ${width} ${ratio}`;
    if (dress !== dressed) {
      dressed = dress;
      [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      sprites = Array.from({ length: KINDS }, (_, kind) => nucleusSprite(look, kind));
      ground = groundPicture(look, canvas.width, canvas.height);
      [living, next] = [sheet(canvas.width, canvas.height), sheet(canvas.width, canvas.height)];
      shown = null;
    }
    if (hunt !== shown) {
      shown = hunt;
      dead = 0;
      work = null;
      over = 1;
      shapes = cellShapes(hunt, scale * ratio > 1.3 ? 28 : 16);
      poses = hunt.killers.map(({ heading }) => ({ held: 0, turn: heading }));
    }
    for (; dead < hunt.kills.length; dead++) shapes[hunt.kills[dead].cell].near.forEach((i) => settle(hunt, shapes, i));
    const k = scale * ratio;
    if (settled) shapes.forEach(({ rest, goal }) => rest.set(goal));
    const guests = hunt.killers.map((t) => ({ x: t.fromX + (t.x - t.fromX) * part, y: t.fromY + (t.y - t.fromY) * part, r: killerRadius + 0.4 }));
    const now = hunt.time - 1 + part;

    if (over === 1) work = null;
    work ??= paintLiving(next.pen, hunt, look, guests, phase, k);
    for (let most = over === 1 ? Infinity : Math.ceil(strokes / over); most > 0; most--) {
      done++;
      if (!work.next().done) continue;
      [living, next, work, strokes, done] = [next, living, null, done, 0];
      break;
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
    if (work) pen.drawImage(next.canvas, 0, 0, 1, 1, 0, 0, 1, 1); // has it painted now, not all at once when it is shown
    pen.drawImage(living.canvas, 0, 0);
    pen.setTransform(k, 0, 0, k, 0, 0);
    hunt.cells.forEach((cell, i) => cell.died <= hunt.time && paintDying(shapes[i], Math.max(0, now - cell.died), hunt.rules.dying, look, phase, guests));
    hunt.killers.forEach((killer, i) => paintKiller(hunt, killer, i, guests[i], look, phase, settled));
    paintScale(look, hunt, width / scale, height / scale, scale);
  }

  /**
   * Layer by layer: halos, bodies with what is in them, membranes; a rest after each cell. Small cells do without what would
   * not be seen.
   *
   * @param {CanvasRenderingContext2D} pen @param {Hunt} hunt @param {typeof LOOK.light} look @param {{x: number, y: number, r: number}[]} guests
   * @param {number} phase @param {number} k
   */
  function* paintLiving(pen, hunt, look, guests, phase, k) {
    const fine = k > 1.4;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(ground, 0, 0);
    pen.setTransform(k, 0, 0, k, 0, 0);
    const alive = hunt.cells.flatMap((cell, i) => (cell.died > hunt.time ? [i] : []));
    /** @type {Path2D[]} */
    const paths = [];
    for (const i of alive) {
      const shape = shapes[i];
      const near = guests.filter((guest) => (guest.x - shape.x) ** 2 + (guest.y - shape.y) ** 2 < 400);
      breathe(shape, phase, near, near.length ? quiver(hunt, i) : 0);
      paths.push(trace(shape, shape.now));
      yield;
    }
    /** @param {string} colour @param {number} width @param {Path2D[]} lines */
    function* stroke(colour, width, lines = paths) {
      for (const line of lines) {
        [pen.strokeStyle, pen.lineWidth] = [colour, width];
        pen.stroke(line);
        yield;
      }
    }
    pen.lineJoin = pen.lineCap = "round";
    if (fine) yield* stroke(look.halo, 2.4);
    pen.fillStyle = look.body;
    for (const [p, path] of paths.entries()) {
      const { x, y, shift, kind } = shapes[alive[p]];
      const d = 2.05 * shift[2];
      pen.fill(path);
      pen.drawImage(sprites[kind], x + shift[0] - d / 2, y + shift[1] - d / 2, d, d);
      yield;
    }
    if (fine) yield* stroke(look.inner, 2.2);
    yield* stroke(look.rim, Math.max(0.4, 0.8 / k));
    if (k > 1) yield* stroke(look.marker, 1.2, alive.flatMap((i) => (hunt.cells[i].hidden ? [] : [antigens(shapes[i])])));
  }

  /** @param {Hunt} hunt @param {number} i */
  function quiver(hunt, i) {
    const done = hunt.killers.filter((t) => t.target === i).map((t) => t.progress / hunt.choice.hit_minutes);
    return Math.max(0, Math.max(0, ...done) - 0.55);
  }

  /**
   * A cell that dies: it shrinks, its membrane bulges, it falls into bodies that fade.
   *
   * @param {CellShape} shape @param {number} since minutes @param {number} dying minutes @param {typeof LOOK.light} look @param {number} phase
   * @param {{x: number, y: number, r: number}[]} guests
   */
  function paintDying(shape, since, dying, look, phase, guests) {
    const p = Math.min(1, since / dying);
    const late = Math.max(0, since - dying) / FADE;
    const apart = Math.max(0, (p - 0.62) / 0.38);
    const r = shape.shift[2] || shape.r;
    const body = r * (1 - 0.42 * Math.min(1, p / 0.6) - 0.16 * apart);
    const swell = Math.min(1, p / 0.18);
    pen.globalAlpha = Math.max(0.14, 0.94 - 0.8 * late);
    pen.lineWidth = 0.45;
    pen.strokeStyle = look.dyingRim;
    for (const { at, size, phase: own, far } of shape.buds) {
      const beat = 0.55 + 0.45 * Math.sin((1 - apart) * phase * 1.6 + own);
      const bud = r * size * (swell * beat * (1 - apart) + 0.6 * apart) * (1 - 0.45 * Math.min(1, late));
      if (bud < 0.3) continue;
      const out = body * 0.92 + apart * r * 0.32 * far;
      const [x, y] = [shape.x + out * Math.cos(at + 0.06 * own), shape.y + out * Math.sin(at + 0.06 * own)];
      pen.fillStyle = glowing(pen, [x - bud * 0.35, y - bud * 0.35, bud * 0.1, x, y, bud], { 0: look.budLight, 1: look.dying });
      dot(pen, x, y, bud);
      pen.stroke();
    }
    breathe(shape, phase, guests.filter((guest) => (guest.x - shape.x) ** 2 + (guest.y - shape.y) ** 2 < 400), 0.5 * (1 - apart));
    const path = trace(shape, shape.now, body / r);
    const turned = Math.min(1, p / 0.2);
    if (turned < 1) {
      pen.fillStyle = look.body;
      pen.fill(path);
      pen.drawImage(sprites[shape.kind], shape.x - body, shape.y - body, 2 * body, 2 * body);
    }
    const whole = pen.globalAlpha;
    pen.globalAlpha = whole * turned;
    pen.fillStyle = glowing(pen, [shape.x - body * 0.3, shape.y - body * 0.35, body * 0.1, shape.x, shape.y, body * 1.1], { 0: look.budLight, 0.75: look.dying });
    pen.fill(path);
    pen.globalAlpha = whole;
    pen.stroke(path);
    pen.globalAlpha = whole * turned;
    pen.fillStyle = look.fragment;
    for (let f = 0; f < 5; f++) {
      const turn = shape.waves[f] + f;
      const out = body * (0.12 + 0.42 * p) * (f ? 1 : 0);
      dot(pen, shape.x + out * Math.cos(turn), shape.y + out * Math.sin(turn), Math.max(0.3, r * (f ? 0.16 : 0.32 - 0.14 * p) * Math.min(1, f ? 2 * p : 1)));
    }
    pen.globalAlpha = 1;
  }

  /**
   * @param {Hunt} hunt @param {Killer} killer @param {number} i @param {{x: number, y: number}} at @param {typeof LOOK.light} look @param {number} phase
   * @param {boolean} settled
   */
  function paintKiller(hunt, killer, i, at, look, phase, settled) {
    const pose = poses[i];
    const cell = hunt.cells[killer.target];
    const goal = cell ? Math.atan2(cell.y - at.y, cell.x - at.x) : killer.heading;
    pose.turn += Math.atan2(Math.sin(goal - pose.turn), Math.cos(goal - pose.turn)) * (settled ? 1 : 0.14);
    pose.held += ((cell ? 1 : 0) - pose.held) * (settled ? 1 : 0.1);
    const { held } = pose;
    const colours = killer.tired ? look.tired : look.killer;
    const r = killerRadius;
    killerOutline(phase * 1.4 + 3 * i, held, killer.tired ? 1 : 0, outline);

    pen.save();
    pen.translate(at.x, at.y);
    if (cell) {
      const strength = 0.25 + 0.55 * Math.min(1, killer.progress / hunt.choice.hit_minutes);
      pen.save();
      pen.rotate(goal);
      pen.fillStyle = glowing(pen, [r, 0, 0, r, 0, r * 1.15], { 0: `rgba(${look.glow},${strength})`, 1: `rgba(${look.glow},0)` });
      pen.fillRect(-0.4 * r, -1.4 * r, 2.8 * r, 2.8 * r);
      pen.restore();
    }
    pen.rotate(pose.turn);
    if (!killer.tired && held < 0.95) {
      pen.globalAlpha = 1 - held;
      pen.fillStyle = look.ruffle;
      pen.beginPath();
      for (let a = -1.25; a <= 1.25; a += 0.1) {
        const out = r * (1.5 + 0.42 * Math.cos(a) + 0.13 * Math.sin(5 * a + phase * 2.6 + i) + 0.09 * Math.sin(9 * a - phase * 3.3));
        pen.lineTo(out * Math.cos(a * 0.72), out * Math.sin(a * 0.72));
      }
      pen.lineTo(0, 0);
      pen.fill();
      pen.globalAlpha = 1;
    }
    const path = trace({ x: 0, y: 0 }, outline);
    const [middle, side, rim] = colours;
    const shade = glowing(pen, [r * 0.35, -r * 0.35, r * 0.15, 0, 0, r * 1.55], { 0: middle, 0.5: side, 1: rim });
    pen.strokeStyle = look.halo;
    pen.lineWidth = 1.5;
    pen.stroke(path);
    pen.fillStyle = shade;
    pen.fill(path);
    pen.fillStyle = look.killerNucleus;
    pen.beginPath();
    pen.ellipse(-r * 0.16 - held * r * 0.14, 0, r * 0.56, r * 0.62, 0, 0, 7);
    pen.fill();
    pen.fillStyle = look.granule;
    for (let g = 0; g < 7; g++) {
      const back = [-r * (0.85 + 0.1 * (g % 3)), r * (0.14 * (g - 3))];
      const front = [r * (0.52 + 0.1 * (g % 3)), r * (0.15 * (g - 3))];
      const jitter = 0.08 * r * Math.sin(phase * 2 + 2.4 * g);
      dot(pen, back[0] + (front[0] - back[0]) * held + jitter, back[1] + (front[1] - back[1]) * held - jitter, r * 0.085);
    }
    pen.strokeStyle = killer.tired ? look.tiredRim : look.killerRim;
    pen.lineWidth = 0.55;
    pen.stroke(path);
    pen.restore();
  }

  /** @param {typeof LOOK.light} look @param {Hunt} hunt @param {number} width @param {number} height @param {number} scale */
  function paintScale(look, hunt, width, height, scale) {
    const px = 1 / scale;
    const hours = `${String(Math.floor(hunt.time / 60)).padStart(2, "0")}:${String(hunt.time % 60).padStart(2, "0")} h`;
    pen.font = `600 ${13 * px}px system-ui, sans-serif`;
    const [bar, line] = [50, 14 * px];
    pen.fillStyle = look.plate;
    pen.fillRect(8 * px, 8 * px, pen.measureText(hours).width + 14 * px, 24 * px);
    pen.fillRect(width - bar - 20 * px, height - 38 * px, bar + 12 * px, 30 * px);
    pen.fillStyle = look.ink;
    pen.fillText(hours, 15 * px, 8 * px + 1.2 * line);
    pen.textAlign = "center";
    pen.fillText("50 µm", width - bar / 2 - 14 * px, height - 22 * px);
    pen.textAlign = "start";
    pen.fillRect(width - bar - 14 * px, height - 16 * px, bar, 3 * px);
  }
}

/**
 * A smooth closed line through the ends of an outline's rays, or of a part of each.
 *
 * @param {{x: number, y: number}} centre
 * @param {Float32Array} radii
 * @param {number} [part]
 */
function trace({ x, y }, radii, part = 1) {
  const path = new Path2D();
  const n = radii.length;
  const rays = directions(n);
  const across = (/** @type {number} */ k) => x + radii[k % n] * part * rays[2 * (k % n)];
  const down = (/** @type {number} */ k) => y + radii[k % n] * part * rays[2 * (k % n) + 1];
  path.moveTo((across(n - 1) + across(0)) / 2, (down(n - 1) + down(0)) / 2);
  for (let k = 0; k < n; k++) path.quadraticCurveTo(across(k), down(k), (across(k) + across(k + 1)) / 2, (down(k) + down(k + 1)) / 2);
  path.closePath();
  return path;
}

/**
 * Dots on the membrane of a cell that shows its antigen.
 *
 * @param {CellShape} shape
 */
function antigens({ x, y, now }) {
  const path = new Path2D();
  const rays = directions(now.length);
  for (let k = 1; k < now.length; k += 3) {
    const [px, py] = [x + (now[k] + 0.4) * rays[2 * k], y + (now[k] + 0.4) * rays[2 * k + 1]];
    path.moveTo(px, py);
    path.lineTo(px + 0.01, py);
  }
  return path;
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} r */
function dot(pen, x, y, r) {
  pen.beginPath();
  pen.arc(x, y, r, 0, 7);
  pen.fill();
}

/**
 * A radial gradient.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} circles as a canvas takes them
 * @param {Record<number, string>} stops colours, each at its part of the way
 */
function glowing(pen, circles, stops) {
  const gradient = pen.createRadialGradient(.../** @type {[number, number, number, number, number, number]} */ (circles));
  for (const [at, colour] of Object.entries(stops)) gradient.addColorStop(Number(at), colour);
  return gradient;
}

/** @param {number} width @param {number} height */
function sheet(width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return { canvas, pen: /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")) };
}

/** Repeatable scatter, for what is only decoration. @param {number} i @param {number} salt */
const scatter = (i, salt) => {
  const value = Math.sin(i * 127.1 + salt * 311.7) * 43758.5453;
  return value - Math.floor(value);
};

/**
 * Inside of a cell: cytoplasm that thickens towards a nucleus, with granules and nucleoli.
 *
 * @param {typeof LOOK.light} look
 * @param {number} kind
 */
function nucleusSprite(look, kind) {
  const { canvas, pen } = sheet(SPRITE, SPRITE);
  const c = SPRITE / 2;
  pen.fillStyle = glowing(pen, [c, c, 0, c, c, c], { 0: `rgba(${look.cyto},.5)`, 0.6: `rgba(${look.cyto},.22)`, 1: `rgba(${look.cyto},0)` });
  pen.fillRect(0, 0, SPRITE, SPRITE);
  pen.fillStyle = `rgba(${look.cyto},.5)`;
  for (let i = 0; i < 46; i++) {
    const [turn, out] = [6.28 * scatter(i, kind), c * (0.42 + 0.4 * scatter(i, kind + 9))];
    dot(pen, c + out * Math.cos(turn), c + out * Math.sin(turn), 0.7 + 1.2 * scatter(i, kind + 20));
  }
  pen.translate(c + 8 * (scatter(kind, 1) - 0.5), c + 8 * (scatter(kind, 2) - 0.5));
  pen.rotate(6.28 * scatter(kind, 3));
  const [a, b] = [c * (0.44 + 0.14 * scatter(kind, 4)), c * (0.34 + 0.12 * scatter(kind, 5))];
  pen.fillStyle = glowing(pen, [-a * 0.3, -b * 0.3, 2, 0, 0, a], look.nucleus);
  pen.beginPath();
  pen.ellipse(0, 0, a, b, 0, 0, 7);
  pen.fill();
  pen.strokeStyle = look.nucleolus;
  pen.globalAlpha = 0.45;
  pen.lineWidth = 1.2;
  pen.stroke();
  pen.globalAlpha = 1;
  pen.fillStyle = look.nucleolus;
  for (let i = 0; i < 1 + (kind % 3); i++) {
    dot(pen, a * 0.9 * (scatter(kind, 30 + i) - 0.5), b * 0.9 * (scatter(kind, 40 + i) - 0.5), 2.4 + 1.4 * scatter(kind, 50 + i));
  }
  return canvas;
}

/**
 * The dish: light that falls off to the edges, faint fibres, grain.
 *
 * @param {typeof LOOK.light} look
 * @param {number} width
 * @param {number} height
 */
function groundPicture(look, width, height) {
  const { canvas, pen } = sheet(width, height);
  pen.fillStyle = glowing(pen, [width * 0.48, height * 0.45, 0, width * 0.5, height * 0.5, width * 0.62], look.ground);
  pen.fillRect(0, 0, width, height);
  pen.strokeStyle = look.fibre;
  for (let i = 0; i < 34; i++) {
    const [x, y, turn] = [width * scatter(i, 61), height * scatter(i, 62), 0.5 + 0.9 * scatter(i, 63)];
    const [dx, dy] = [Math.cos(turn) * width * 0.2, Math.sin(turn) * width * 0.2];
    pen.lineWidth = (width / 700) * (0.8 + 2.4 * scatter(i, 64));
    pen.beginPath();
    pen.moveTo(x - dx, y - dy);
    pen.quadraticCurveTo(x + dy * 0.3, y - dx * 0.3, x + dx, y + dy);
    pen.stroke();
  }
  pen.fillStyle = look.grain;
  for (let i = 0; i < 900; i++) pen.fillRect(width * scatter(i, 71), height * scatter(i, 72), 1 + 1.5 * scatter(i, 73), 1 + 1.5 * scatter(i, 74));
  return canvas;
}
