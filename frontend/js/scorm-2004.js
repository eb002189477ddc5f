/** The run-time of SCORM 2004 (4th edition), for the frame of a package. */
import { Scorm2004API } from "scorm-again/scorm2004/min";
import { provide } from "./scorm/run-time.js";
import * as sharing from "./scorm/sharing.js";

provide({
  name: "API_1484_11",
  Api: Scorm2004API,
  calls: { initialize: "Initialize", set: "SetValue", commit: "Commit", end: "Terminate" },
  sharing,
  resumed(cmi, { learner = {}, mastery = null, threshold = null, data = "", ...given }) {
    const kept = Object.keys(cmi?.objectives ?? {}).length > 0;
    return {
      ...cmi,
      // Those that the manifest names are there from the start: packages look them up by their id.
      objectives: kept ? cmi.objectives : (given.objectives ?? []).map((id) => ({ id })),
      max_time_allowed: given.limit ?? "",
      time_limit_action: given.action || "continue,no message",
      learner_id: learner.id ?? "",
      learner_name: learner.name ?? "",
      credit: "credit",
      mode: "normal",
      launch_data: data,
      scaled_passing_score: mastery === null ? "" : String(mastery),
      completion_threshold: threshold === null ? "" : String(threshold),
      entry: cmi ? (cmi.exit === "suspend" || cmi.completion_status === "incomplete" ? "resume" : "") : "ab-initio",
      exit: "",
      session_time: "PT0H0M0S",
      total_time: cmi?.total_time || "PT0S",
    };
  },
});
