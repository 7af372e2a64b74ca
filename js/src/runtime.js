// Entry: brings the elements of a page to life, is the bridge's module for anywidget, and works in a worker.
import { mountAfter } from "./after.js";
import { initialize } from "./bridge.js";
import { mountBuilder } from "./builder/builder.js";
import { mountChart } from "./chart.js";
import { mountCourse } from "./course.js";
import { mountDiagram } from "./diagram.js";
import { define } from "./element.js";
import { mountHunt } from "./hunt/hunt.js";
import { mountLesson } from "./lesson.js";
import { mountProgress } from "./progress.js";
import { mountExam } from "./quiz/exam.js";
import { mountQuiz } from "./quiz/quiz.js";
import { mountSignals } from "./signals/signals.js";
import { mountSimulator } from "./simulator/element.js";
import { serve } from "./solver/cohort.js";
import { mountStatistics } from "./statistics/element.js";
import { mountSteps } from "./steps.js";

define("immuno-lesson", mountLesson);
define("immuno-course", mountCourse);
define("immuno-quiz", (root, data, host) => (data.kind === "exam" ? mountExam : mountQuiz)(root, data, host));
define("immuno-progress", mountProgress);
define("immuno-chart", mountChart);
define("immuno-after", mountAfter);
define("immuno-diagram", mountDiagram);
define("immuno-steps", mountSteps);
define("immuno-simulator", mountSimulator);
define("immuno-statistics", mountStatistics);
define("immuno-hunt", mountHunt);
define("immuno-signals", mountSignals);
define("immuno-builder", mountBuilder);

if (!globalThis.document) serve();

export default { initialize };
