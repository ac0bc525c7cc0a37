// The table of features/foreign/RESULTS.md, of what `conformance --json` has written for each provider.
import fs from 'node:fs';

const reports = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, 'utf8')));
const order = ['Basic OP', 'Form Post Basic OP', 'Config OP', 'RP-Initiated Logout OP'];
const found = new Map();
for (const { target, scenarios } of reports) {
  for (const it of scenarios) {
    const key = `${order.indexOf(it.feature)} ${String(it.line).padStart(5)}`;
    if (!found.has(key)) found.set(key, { plan: it.feature, module: it.module, by: {} });
    found.get(key).by[target] = { verdict: it.verdict, why: it.why };
  }
}

// What was answered, in one line, without what is another one each time.
function answer(verdict, why) {
  const lines = why.split('\n');
  const text = verdict === 'failed' ? lines[0] : lines.join('; ');
  return text
    .replace(/https?:\/\/localhost:\d+/g, '{issuer}')
    .replace(/\b1[0-9]{9}\b/g, '{time}')
    .replace(/\|/g, '\\|')
    .slice(0, 200);
}

const targets = reports.map((report) => report.target);
const rows = [...found.keys()].sort().map((key) => found.get(key));
console.log(`| plan | module | ${targets.join(' | ')} |`);
console.log(`|---|---|${targets.map(() => '---|').join('')}`);
for (const { plan, module, by } of rows) {
  console.log(`| ${plan} | \`${module}\` | ${targets.map((target) => by[target].verdict).join(' | ')} |`);
}
for (const target of targets) {
  const others = new Map();
  for (const { plan, module, by } of rows) {
    const { verdict, why } = by[target];
    if (verdict === 'passed') continue;
    const text = `${verdict}: ${answer(verdict, why)}`;
    others.set(text, [...(others.get(text) ?? []), `${plan} \`${module}\``]);
  }
  console.log(`\n## What is behind it: ${target}\n`);
  console.log('| verdict and answer | where |');
  console.log('|---|---|');
  for (const [text, where] of others) console.log(`| ${text} | ${where.join(', ')} |`);
}
