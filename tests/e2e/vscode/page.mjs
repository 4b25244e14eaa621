// What a person sees: squiggles, heat, lenses, hints, the hover and the menu of code actions, dark and light. Prints
// JSON, and leaves screenshots in SHOTS. Everything is done by keyboard, since lenses that arrive move what a mouse is on.
import { readFileSync } from "node:fs";
import { look, open, remote, FOLDER, WITHIN } from "./browser.mjs";

const FILE = "inventory/stock_calculator.py";
const HOT = "calculate_reorder_points";
const { SHOTS } = process.env;
const AGAIN = { timeout: 15_000 }; // a key that found nothing to show yet is pressed again

const { browser, page } = await open([["openFile", remote(`${FOLDER}/${FILE}`)]]);

/** Goes to a place. */
async function go(place) {
  const box = page.locator(".quick-input-widget input.input");
  await page.keyboard.press("F1");
  await box.waitFor(WITHIN);
  await box.fill(place);
  await box.press("Enter");
  await box.waitFor({ state: "hidden", ...WITHIN });
}

/** Presses keys until they show `what`. */
async function until(keys, what) {
  for (let tries = 16; ; tries--) {
    for (const key of keys) await page.keyboard.press(key);
    try {
      return await page.locator(what).first().waitFor(AGAIN);
    } catch (error) {
      if (tries === 0) throw error;
      await page.keyboard.press("Escape");
    }
  }
}

const shown = async () => ({
  squiggles: await page.locator(".squiggly-info").count(),
  lenses: await page.locator(".codelens-decoration").allInnerTexts(),
  hints: await page.locator(".view-line span[class*='dyn-rule'], .view-line span[class*='ced-']").allInnerTexts(),
  heated: await page.locator(".view-overlays [class*='ced-']").count(),
});

/** Until all of it is there: each comes by its own message, in no order. */
async function settled() {
  const end = Date.now() + WITHIN.timeout;
  for (;;) {
    const now = await shown();
    const lens = now.lenses.some((text) => text.includes("% self"));
    if ((now.squiggles && lens && now.hints.some((text) => text.includes("%")) && now.heated) || Date.now() > end) return now;
    await page.waitForTimeout(100);
  }
}

const HOVER = ".monaco-hover:not(.hidden) table";
const ACTIONS = ".action-widget .monaco-list-row";

async function pictures(suffix) {
  const seen = await settled();
  await page.screenshot({ path: `${SHOTS}/hotspot${suffix}.png` });
  await until(["Control+k", "Control+i"], HOVER);
  seen.hover = await page.locator(".monaco-hover:not(.hidden)").first().innerText();
  await page.screenshot({ path: `${SHOTS}/hover${suffix}.png` });
  await page.keyboard.press("Escape");
  await page.locator(HOVER).first().waitFor({ state: "hidden", ...WITHIN });
  await until(["Control+."], `${ACTIONS}:has-text("Port to Rust: ${HOT}")`);
  seen.actions = (await page.locator(ACTIONS).allInnerTexts()).map((text) => text.trim());
  await page.screenshot({ path: `${SHOTS}/actions${suffix}.png` });
  await page.keyboard.press("Escape");
  await page.locator(ACTIONS).first().waitFor({ state: "hidden", ...WITHIN });
  return seen;
}

try {
  await page.locator(".monaco-editor .view-line").first().waitFor(WITHIN);
  const lines = readFileSync(`${FOLDER}/${FILE}`, "utf8").split("\n");
  await go(`:${lines.findIndex((line) => line.startsWith(`def ${HOT}(`)) + 1}:8`);
  await look(page, true);
  const seen = await pictures("-dark");
  await look(page, false);
  const light = await pictures("");
  console.log(JSON.stringify({ ...seen, light }));
} catch (error) {
  await page.screenshot({ path: `${SHOTS}/failed.png` });
  throw error;
} finally {
  await browser.close();
}
