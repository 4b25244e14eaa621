// The dashboard in a real Chromium: what a person sees and can reach by keyboard. Prints JSON; pictures go to SHOTS.
import { createRequire } from "node:module";

const { chromium } = createRequire(`${process.env.PLAYWRIGHT}/`)("playwright-core");
const { URL_SERVED, FILE, SHOTS, CHANGE } = process.env;
const { writeFileSync, readFileSync, renameSync } = await import("node:fs");
const WITHIN = { timeout: 240_000 }; // milliseconds; a machine with other work takes long

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, headless: true, args: ["--no-sandbox", "--disable-gpu"], ...WITHIN });
const complaints = [];
const asked = new Map(); // what each page asked for: a late icon is its own page's

async function open(url, colorScheme, viewport = { width: 1180, height: 900 }) {
  const context = await browser.newContext({ colorScheme, viewport });
  context.setDefaultTimeout(WITHIN.timeout);
  const page = await context.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  asked.set(page, []);
  page.on("request", (request) => asked.get(page).push(request.url()));
  await page.goto(url);
  return page;
}

const facts = () => ({
  ground: getComputedStyle(document.body).backgroundColor,
  ink: getComputedStyle(document.body).color,
  sections: [...document.querySelectorAll("section")].map((section) => section.id),
  bars: document.querySelectorAll("svg.chart rect").length,
  wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
});

try {
  const seen = {};
  const page = await open(URL_SERVED, "light");
  await page.waitForFunction(() => document.getElementById("live").textContent !== "", undefined, WITHIN);
  seen.light = await page.evaluate(facts);
  await page.screenshot({ path: `${SHOTS}/dashboard.png` });

  await page.keyboard.press("Tab");
  seen.first = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash !== "", undefined, WITHIN);
  seen.skipped = await page.evaluate(() => location.hash);
  const summary = page.locator("#hotspots details > summary");
  await summary.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#hotspots details").open, undefined, WITHIN);
  seen.opened = await page.locator("#hotspots details").evaluate((box) => box.open);

  const before = await page.locator("#overview").innerText();
  const changed = readFileSync(CHANGE, "utf8").replace('"not computed"', '"pays back after 7 months"');
  writeFileSync(`${CHANGE}.new`, changed);
  renameSync(`${CHANGE}.new`, CHANGE); // as pivot writes: whole or not at all
  await page.waitForFunction((old) => document.querySelector("#overview").innerText !== old, before, WITHIN);
  await page.waitForFunction(() => document.getElementById("live").textContent.startsWith("Updated "), undefined, WITHIN);
  seen.changed = await page.locator("#overview").innerText();
  seen.stayed = await page.locator("#hotspots details").evaluate((box) => box.open);
  seen.said = await page.locator("#live").innerText();

  const dark = await open(URL_SERVED, "dark", { width: 1180, height: 1500 });
  await dark.waitForFunction(() => document.getElementById("live").textContent !== "", undefined, WITHIN);
  seen.dark = await dark.evaluate(facts);
  await dark.screenshot({ path: `${SHOTS}/dashboard-dark.png`, fullPage: true });

  const phone = await open(URL_SERVED, "light", { width: 390, height: 800 });
  seen.phone = await phone.evaluate(facts);

  seen.served = [...new Set([...asked.values()].flat())];
  const file = await open(FILE, "light");
  seen.file = await file.evaluate(facts);
  seen.fetched = asked.get(file).filter((url) => !url.startsWith("file:"));
  seen.complaints = complaints;
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
