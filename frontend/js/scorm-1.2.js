/** The run-time of SCORM 1.2, for the frame of a package. */
import { Scorm12API } from "scorm-again/scorm12/min";
import { provide } from "./scorm/run-time.js";

provide({
  name: "API",
  Api: Scorm12API,
  calls: { initialize: "LMSInitialize", set: "LMSSetValue", commit: "LMSCommit" },
  resumed(cmi, { learner = {}, mastery = null, data = "", limit = "", action = "" }) {
    const core = cmi?.core ?? {};
    return {
      ...cmi,
      launch_data: data,
      student_data: {
        ...cmi?.student_data,
        mastery_score: mastery === null ? "" : String(mastery),
        max_time_allowed: limit,
        time_limit_action: action,
      },
      core: {
        ...core,
        student_id: learner.id ?? "",
        student_name: learner.name ?? "",
        credit: "credit",
        lesson_mode: "normal",
        lesson_status: core.lesson_status || "not attempted",
        entry: cmi ? (core.exit === "suspend" || core.lesson_status === "incomplete" ? "resume" : "") : "ab-initio",
        exit: "",
        session_time: "00:00:00",
        total_time: core.total_time || "0000:00:00.00",
      },
    };
  },
});
