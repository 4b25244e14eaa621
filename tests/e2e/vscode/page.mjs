// What a person sees: squiggles, heat, lenses, hints, the hover and the menu of code actions. Prints JSON, and leaves
// screenshots in SHOTS.
import { readFileSync } from "node:fs";
import { open, remote, FOLDER } from "./browser.mjs";

const FILE = "inventory/stock_calculator.py";
const HOT = "calculate_reorder_points";
const { SHOTS } = process.env;
const WITHIN = { timeout: 60_000 };

const { browser, page } = await open([["openFile", remote(`${FOLDER}/${FILE}`)]]);
try {
  await page.waitForSelector(".monaco-editor .view-lines", WITHIN);
  const lines = readFileSync(`${FOLDER}/${FILE}`, "utf8").split("\n");
  await page.locator(".monaco-editor .view-lines").first().click();
  await page.keyboard.press("Control+g");
  await page.keyboard.type(String(lines.findIndex((line) => line.startsWith(`def ${HOT}(`)) + 1));
  await page.keyboard.press("Enter");
  await page.waitForSelector(".squiggly-info", WITHIN);
  const lens = page.locator(".codelens-decoration a", { hasText: "% self" });
  await lens.first().waitFor(WITHIN);
  const name = page.locator(".view-line", { hasText: `def ${HOT}` }).locator("span", { hasText: HOT }).last();
  await page.waitForTimeout(1500); // hints and heat settle after scrolling
  const seen = {
    squiggles: await page.locator(".squiggly-info").count(),
    lenses: await page.locator(".codelens-decoration").allInnerTexts(),
    hints: await page.locator(".view-line span[class*='dyn-rule'], .view-line span[class*='ced-']").allInnerTexts(),
    heated: await page.locator(".view-overlays [class*='ced-']").count(),
  };
  await page.screenshot({ path: `${SHOTS}/hotspot.png` });

  await name.hover();
  await page.waitForSelector(".monaco-hover:not(.hidden) table", WITHIN);
  seen.hover = await page.locator(".monaco-hover:not(.hidden)").first().innerText();
  await page.screenshot({ path: `${SHOTS}/hover.png` });
  await page.keyboard.press("Escape");

  await name.click();
  await page.keyboard.press("Control+.");
  await page.waitForSelector(".action-widget .monaco-list-row", WITHIN);
  await page.waitForTimeout(500);
  seen.actions = (await page.locator(".action-widget .monaco-list-row").allInnerTexts()).map((text) => text.trim());
  await page.screenshot({ path: `${SHOTS}/actions.png` });
  console.log(JSON.stringify(seen));
} catch (error) {
  await page.screenshot({ path: `${SHOTS}/failed.png` });
  throw error;
} finally {
  await browser.close();
}
