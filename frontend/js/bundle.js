/** Comfort on top of pages that work without script. */
import { compareFile } from "./comparefile.js";
import { confirmFirst } from "./confirm.js";
import { copying } from "./copy.js";
import { draft } from "./draft.js";
import { errors } from "./errors.js";
import { once } from "./once.js";
import { printing } from "./print.js";
import { progress } from "./progress.js";
import { sending } from "./sending.js";
import { stay } from "./stay.js";
import { swap } from "./swap.js";
import { unsaved } from "./unsaved.js";
import { wordcount } from "./wordcount.js";

/** What has to be done for every new piece of page. */
function enhance(root) {
  compareFile(root);
  copying(root);
  printing(root);
  wordcount(root);
  stay(root);
}

confirmFirst(document);
draft(document);
errors(document);
progress(document);
sending(document);
once(document);
unsaved(document);
swap(document, enhance);
enhance(document);
