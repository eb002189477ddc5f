// Says of each statement on the standard input what @learninglocker/xapi-validation has against it.
const { createRequire } = require("node:module");
const packages = createRequire(`${process.argv[2]}/package.json`);
const validate = packages("@learninglocker/xapi-validation").default;
let text = "";
process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", () => {
  const said = JSON.parse(text).map((one) => validate(one).map((problem) => String(problem)));
  console.log(JSON.stringify(said));
});
