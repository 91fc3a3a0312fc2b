// A phone with Chromium in it: does what one line of JSON says, and answers with one line.
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [executablePath] = process.argv.slice(2);
const ANDROID =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) " +
  "Chrome/120.0.0.0 Mobile Safari/537.36";

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
});
const phones = new Map();

async function phone(name, how) {
  if (!phones.has(name)) {
    const context = await browser.newContext({
      viewport: { width: how.width ?? 390, height: how.height ?? 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      userAgent: ANDROID,
      locale: how.locale ?? "vi-VN",
    });
    const page = await context.newPage();
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (failure) => said.push(String(failure)));
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    phones.set(name, { context, page, said, asked });
  }
  return phones.get(name);
}

const doing = {
  async open({ page }, { address, without }) {
    if (without) await page.addInitScript(`delete ${without}`);
    await page.goto(address);
  },
  async reload({ page }) {
    await page.reload();
  },
  async choose({ page }, { file, input = "camera" }) {
    await page.setInputFiles(`#${input}`, file);
  },
  async tap({ page }, { id }) {
    await page.tap(`#${id}`);
  },
  async wait({ page }, { section }) {
    await page.waitForSelector(`#${section}:not([hidden])`, { timeout: 20000 });
  },
  async offline({ context }, { offline }) {
    await context.setOffline(offline);
  },
  async shot({ page }, { file }) {
    await page.screenshot({ path: file });
  },
  async look({ page }) {
    return await page.evaluate(() => {
      const section = document.querySelector("section:not([hidden])");
      const buttons = [...section.querySelectorAll("button")].filter((it) => it.offsetParent);
      return {
        section: section.id,
        text: section.innerText,
        title: document.title,
        language: document.documentElement.lang,
        wide: document.documentElement.scrollWidth > window.innerWidth,
        high: document.documentElement.scrollHeight - window.innerHeight,
        buttons: buttons.map((it) => {
          const box = it.getBoundingClientRect();
          return { id: it.id, height: box.height, bottom: box.bottom, width: box.width };
        }),
      };
    });
  },
  async heard({ said, asked }) {
    return { said, asked };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  let answer;
  try {
    answer = { ok: await doing[order.do](await phone(order.phone, order), order) };
  } catch (failure) {
    answer = { failed: String(failure) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
await browser.close();
