// Open pages in a browser and say what it makes of them: one JSON object in, one out. Run by tests/browser.py.
const { readFileSync } = require("node:fs");
const { chromium } = require("playwright-core");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong with a page as it is shown in one way: `{ url, width, scheme, anchor? }`. */
async function look(browser, axe, { url, width, scheme, anchor }) {
  const options = { viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: true };
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(anchor ? `${url}#${anchor}` : url);
  const covered = anchor ? await page.evaluate(isCovered, anchor) : false;
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  const violations = anchor ? [] : await accuse(page, axe); // an anchor changes nothing that axe looks at
  await context.close();
  return { violations, wide, covered, elsewhere: asked.filter((each) => each.split("#")[0] !== url) };
}

/** What axe-core has against a page. */
async function accuse(page, axe) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: values }), RULES);
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
}

/** Whether something lies over the heading that a link has led to, or it is not in sight at all. */
function isCovered(id) {
  const goal = document.getElementById(id);
  const heading = goal.querySelector("h1, h2, h3, h4, h5") ?? goal;
  const box = heading.getBoundingClientRect();
  const there = document.elementFromPoint(box.left + 5, box.top + 5);
  return !(there && (heading.contains(there) || there.contains(heading)) && there !== document.body);
}

/** Print a page: `{ url, format, path }`. */
async function print(browser, { url, format, path }) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.pdf({ path, format, tagged: true, printBackground: true });
  await page.close();
}

async function main() {
  const { executable, axe, looks, prints } = JSON.parse(readFileSync(0, "utf8"));
  const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  const source = readFileSync(axe, "utf8");
  const looked = [];
  for (const each of looks) looked.push(await look(browser, source, each));
  for (const each of prints) await print(browser, each);
  await browser.close();
  process.stdout.write(JSON.stringify(looked));
}

main();
