/**
 * What parts of a package share (2004): texts (`adl.data`), and goals of the whole package to which their
 * own objectives belong. scorm-again does what the standard says about both. Goals need its tree of parts,
 * which comes with a part that has any; its rules about an order are not in there.
 */
const VALUES = [
  "satisfiedStatus",
  "normalizedMeasure",
  "rawScore",
  "minScore",
  "maxScore",
  "completionStatus",
  "progressMeasure",
];

/** The texts that this part changed: what is changed back is told too. */
const changed = new Map();
const said = new Set();

/** What scorm-again is made with. */
export function options({ tree }) {
  return tree ? { sequencing: { activityTree: tree, logLevel: "error" } } : {};
}

function restoreGoals(api, goals = {}) {
  const known = Object.entries(goals).map(([id, values]) => {
    const flags = Object.keys(values).map((value) => [`${value}Known`, true]);
    return [id, { id, ...values, ...Object.fromEntries(flags) }];
  });
  api.restoreGlobalObjectiveSnapshot(Object.fromEntries(known));
}

/** Whether it has the tree. In a frame of the package's own it may come too late for that. */
function hasTree(api) {
  return api.getSequencingState().isInitialized;
}

/** Before a package begins, with its own state in place: what others left. */
export function open(api, { part, stores, shared, goals }, before, isRunning) {
  if (hasTree(api) && !api.getSequencingState().currentActivity) {
    // A part that goes on in its next page has objectives of its own by now, which come first.
    if (!isRunning) restoreGoals(api, goals);
    api.processNavigationRequest("choice", part);
  }
  if (stores) {
    api.restoreSharedDataSnapshot({ ...shared, ...before?.shared });
    api.adl.configureSharedDataMaps(stores);
  }
}

/** After a part went on in its next page. */
export function goOn(api, { goals }) {
  if (hasTree(api)) restoreGoals(api, goals);
}

/** After a part set a value: which ones it said itself. */
export function wasSet(element) {
  said.add(String(element));
}

/**
 * Before a part ends. Its progress is that of its primary objective too, and where that asks a measure, it
 * says what is completed: scorm-again leaves what the goal said before.
 */
export function ends(api, { tree, part, threshold }) {
  if (!hasTree(api)) return;
  const own = tree.children.find(({ id }) => id === part).primaryObjective;
  const at = api.cmi.objectives.childArray.findIndex(({ id }) => id === own?.objectiveID);
  const row = `cmi.objectives.${at}`;
  const told = ["cmi.progress_measure", `${row}.progress_measure`].find((element) => said.has(element));
  if (at < 0 || !told) return;
  const progress = api.lmsGetValue(told);
  api.lmsSetValue(`${row}.progress_measure`, progress);
  if (threshold === null) return;
  const status = Number(progress) >= threshold ? "completed" : "incomplete";
  api.lmsSetValue(`${row}.completion_status`, status);
}

/** What a part leaves. Only what it changed itself: another window may be further with the rest. */
export function told(api, commit, { stores, shared }, before, isClosed) {
  const left = {};
  if (stores) {
    for (const [id, text] of Object.entries({ ...before?.shared, ...commit.sharedData })) {
      if (changed.has(id) || text !== (shared?.[id] ?? "")) changed.set(id, text);
    }
    left.shared = Object.fromEntries(changed);
  }
  if (hasTree(api) && isClosed) {
    const known = Object.entries(commit.globalObjectives ?? {}).map(([id, goal]) => {
      const values = VALUES.filter((value) => goal[`${value}Known`]).map((value) => [value, goal[value]]);
      return [id, Object.fromEntries(values)];
    });
    left.goals = Object.fromEntries(known);
  }
  return left;
}
