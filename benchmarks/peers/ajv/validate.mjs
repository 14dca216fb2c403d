// Measures ajv: node validate.mjs <folder> with <name>.schema.json and <name>.json for each document. Prints a line of JSON for each.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";

const rounds = 15;
const folder = process.argv[2];

/** The median over the rounds, in nanoseconds a call. */
function measure(call) {
  let count = 1;
  for (let elapsed = 0; elapsed < 100e6; count *= 2) {
    elapsed = time(call, count);
  }

  const times = Array.from({ length: rounds }, () => time(call, count) / count);
  return times.sort((a, b) => a - b)[rounds >> 1];
}

function time(call, count) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) {
    if (!call()) {
      throw new Error("The document is valid, and ajv says that it is not.");
    }
  }

  return Number(process.hrtime.bigint() - start);
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(".schema.json")).sort()) {
  const name = file.slice(0, -".schema.json".length);
  const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(folder, file), "utf8")));
  const text = readFileSync(join(folder, `${name}.json`), "utf8");
  const parsed = JSON.parse(text);
  console.log(JSON.stringify({ name, parsedAndValidated: measure(() => validate(JSON.parse(text))), validated: measure(() => validate(parsed)) }));
}
