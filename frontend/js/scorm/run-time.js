/**
 * The run-time that a SCORM package looks for, inside its own frame. `academy` (of the frame's bridge)
 * says what was kept and keeps what is committed; scorm-again does what the standard says.
 *
 * A package looks for the run-time in its own window, or begins above it. Where it has no origin it can
 * see no other window, so each document gets its own, and something in the place of the window above;
 * where documents of a package do see each other, the one above has it for all below. Only a run-time that was initialized keeps anything.
 */
const SCORE = /score\.(raw|min|max|scaled)$/;
const REMEMBERED = /suspend_data$/;
const MOST_REFUSED = 5;
const LONGEST_REFUSED = 40;
const SECONDS = 5;
const NEXT = "adl.nav.request";
const UNKNOWN = "cmi.unknown";

/** Whether a document above, of the same origin, has the run-time already. */
function isAbove(name) {
  try {
    return window.parent !== window && Boolean(window.parent[name]);
  } catch {
    return false;
  }
}

/** Many packages look for the run-time in the window above their own and further up, as ADL wrote it for
 * them, and never in their own. The page of the academy is of another origin, which nobody may read:
 * they find this in its place. */
function standInForParent(name, api) {
  const { parent } = window;
  try {
    if (parent === window || parent.document) return;
  } catch {
    // Of another origin.
  }
  const instead = {
    [name]: api,
    opener: null,
    closed: false,
    postMessage: (...told) => parent.postMessage(...told),
  };
  instead.parent = instead;
  instead.top = instead;
  Object.defineProperty(window, "parent", { value: instead, configurable: true, writable: true });
}

/** Whether an element is a branch of the model, such as `cmi.objectives`: scorm-again puts a value in the
 * place of all that is in it, and can keep nothing any more. */
function isBranch(api, element) {
  let node = { cmi: api.cmi, adl: api.adl };
  try {
    for (const name of element.split(".")) {
      node = node?.childArray?.[name] ?? node?.[name];
    }
  } catch {
    // Nobody may read it, so it is a value.
    return false;
  }
  return typeof node === "object" && node !== null;
}

/** What a document in this window kept before this one: the name of a window stays when it goes on. */
function fromName() {
  try {
    return JSON.parse(window.name).running ?? null;
  } catch {
    return null;
  }
}

function toName(state, running) {
  try {
    window.name = JSON.stringify({ ...JSON.parse(window.name), state, running });
  } catch {
    // A frame of the package's own, which has another name.
  }
}

/**
 * @param {object} kind
 * @param {string} kind.name what packages look for in a window
 * @param {Function} kind.Api scorm-again's class
 * @param {object} kind.calls the names of its functions
 * @param {Function} kind.resumed what it begins with, of what was kept and of the settings
 * @param {object} [kind.sharing] what parts share, if they can: `options`, `open`, `goOn`,
 * `wasSet`, `ends` and `told`
 */
export function provide({ name, Api, calls, resumed, sharing }) {
  const academy = window.academy;
  if (!academy || isAbove(name)) return;

  let before = academy.state;
  let refused = before?.refused ?? [];
  let begun = 0;
  let sent = "";
  let asks = "";

  function keep(commit, closed) {
    const counted = commit.totalTimeSeconds ?? 0;
    const spent = begun ? (Date.now() - begun) / 1000 : 0;
    const earlier = before?.seconds ?? 0;
    const state = {
      cmi: commit.runtimeData.cmi,
      // Many packages tell no time; then what passed counts.
      seconds: Math.round(counted > earlier ? counted : earlier + spent),
      refused,
      ...sharing?.told(api, commit, academy.settings ?? {}, before, closed),
    };
    const { cmi, shared, goals } = state;
    const written = JSON.stringify([cmi, refused, closed, shared, goals]);
    toName(state, closed ? null : { begun });
    if (written === sent) return;
    sent = written;
    academy.kept(closed ? { ...state, closed, asks } : state);
  }

  const api = new Api({
    autocommit: true,
    autocommitSeconds: SECONDS,
    lmsCommitUrl: "/",
    renderCommonCommitFields: true,
    alwaysSendTotalTime: true,
    logLevel: 5,
    ...sharing?.options(academy.settings ?? {}),
    httpService: {
      processHttpRequest(_url, commit, _now, _log, _listeners, metadata) {
        keep(commit, Boolean(metadata?.isTerminateCommit));
        return { result: "true", errorCode: 0 };
      },
      updateSettings() {},
    },
  });

  const running = fromName();

  function load() {
    api.loadFromJSON(resumed(before?.cmi ?? null, academy.settings ?? {}), "");
    sharing?.open(api, academy.settings ?? {}, before, Boolean(running));
  }

  const initialize = api[calls.initialize].bind(api);
  api[calls.initialize] = (parameter = "") => {
    const outcome = initialize(parameter);
    if (String(outcome) === "true") begun = Date.now();
    return outcome;
  };

  const set = api[calls.set].bind(api);
  api[calls.set] = (element, value) => {
    // What the run-time does not know it refuses; a branch it would throw away.
    const outcome = set(isBranch(api, String(element)) ? UNKNOWN : element, value);
    if (element === NEXT && String(outcome) === "true") asks = String(value);
    if (String(outcome) === "true") sharing?.wasSet(element);
    if (String(outcome) === "false" && (SCORE.test(element) || REMEMBERED.test(element))) {
      const one = { element: String(element), value: String(value).slice(0, LONGEST_REFUSED) };
      const known = refused.some((other) => other.element === one.element && other.value === one.value);
      if (!known) refused = [...refused, one].slice(-MOST_REFUSED);
    }
    return outcome;
  };

  if (sharing) {
    const end = api[calls.end].bind(api);
    api[calls.end] = (parameter = "") => {
      if (api.isInitialized()) sharing.ends(api, academy.settings ?? {});
      return end(parameter);
    };
  }

  load();
  window[name] = api;
  standInForParent(name, api);

  if (running) {
    // Another page of the same part: it goes on where the one before stopped.
    api[calls.initialize]("");
    sharing?.goOn(api, academy.settings ?? {});
    begun = running.begun;
  } else if (before === null) {
    academy.ready.then(() => {
      before = academy.state;
      refused = before?.refused ?? [];
      if (!begun) load();
    });
  }

  function commit() {
    if (begun && api.isInitialized()) api[calls.commit]("");
  }
  window.addEventListener("beforeunload", commit);
  window.addEventListener("pagehide", commit);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") commit();
  });
}
