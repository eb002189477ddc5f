// A unit of a course as @xapi/cmi5 makes one: begins, tells, judges itself and ends.
// Its arguments: the folder with the packages, the address at which it was opened, what it does.
const { createRequire } = require("node:module");
const [folder, address, ...steps] = process.argv.slice(2);
const packages = createRequire(`${folder}/package.json`);
// It is made for browsers and asks as they do.
globalThis.XMLHttpRequest = packages("xhr2");
const cmi5 = packages("@xapi/cmi5/dist/Cmi5.umd.js");
const Cmi5 = cmi5.default ?? cmi5;

const query = new URL(address).searchParams;
const course = new Cmi5({
  endpoint: query.get("endpoint"),
  fetch: query.get("fetch"),
  actor: JSON.parse(query.get("actor")),
  registration: query.get("registration"),
  activityId: query.get("activityId"),
});

const does = {
  initialize: () => course.initialize(),
  progress: () => course.progress(50),
  question: () => course.interactionTrueFalse("https://voorbeeld.nl/toets", "vraag", true, true),
  complete: () => course.complete(),
  pass: (score) => course.pass(Number(score)),
  fail: (score) => course.fail(Number(score)),
  "move-on": (score) => course.moveOn({ score: { scaled: Number(score) }, disableSendTerminated: true }),
  terminate: () => course.terminate(),
  keep: () =>
    course.xapi.setState({
      agent: course.launchParameters.actor,
      activityId: course.launchParameters.activityId,
      registration: course.launchParameters.registration,
      stateId: "plek",
      state: { bladzijde: 3 },
    }),
  read: async () => {
    const found = await course.xapi.getState({
      agent: course.launchParameters.actor,
      activityId: course.launchParameters.activityId,
      registration: course.launchParameters.registration,
      stateId: "plek",
    });
    return found.data;
  },
};

(async () => {
  const said = [];
  for (const step of steps) {
    const [name, value] = step.split("=");
    try {
      const result = await does[name](value);
      said.push([name, 200, name === "read" ? result : null]);
    } catch (error) {
      said.push([name, error.response?.status ?? String(error), error.response?.data ?? null]);
    }
  }
  const { launchMode, masteryScore } = course.launchData ?? {};
  console.log(JSON.stringify({ said, launchMode, masteryScore, likes: course.getLearnerPreferences?.() }));
})();
