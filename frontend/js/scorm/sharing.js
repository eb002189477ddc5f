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

/** Before a package begins: what others left. */
export function open(api, { part, stores, shared, goals, tree }, before, isRunning) {
  if (tree && !api.getSequencingState().currentActivity) {
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
export function goOn(api, { goals, tree }) {
  if (tree) restoreGoals(api, goals);
}

/** What a part leaves. Only what it changed itself: another window may be further with the rest. */
export function told(commit, { stores, shared, tree }, before, isClosed) {
  const left = {};
  if (stores) {
    for (const [id, text] of Object.entries({ ...before?.shared, ...commit.sharedData })) {
      if (changed.has(id) || text !== (shared?.[id] ?? "")) changed.set(id, text);
    }
    left.shared = Object.fromEntries(changed);
  }
  if (tree && isClosed) {
    const known = Object.entries(commit.globalObjectives ?? {}).map(([id, goal]) => {
      const values = VALUES.filter((value) => goal[`${value}Known`]).map((value) => [value, goal[value]]);
      return [id, Object.fromEntries(values)];
    });
    left.goals = Object.fromEntries(known);
  }
  return left;
}
