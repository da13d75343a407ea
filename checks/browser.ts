/** A Chromium for browser tests: CHROMIUM when set, else the machine's own, else the one that comes from npm. */
import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a browser; the caller closes it. @throws Error when the machine can run none. */
export async function startBrowser(): Promise<Browser> {
  const own = process.env.CHROMIUM ?? installed.find((path) => existsSync(path));
  if (own) return playwright.launch({ executablePath: own, args: quiet, headless: true });
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, ...quiet],
    headless: true,
  });
}
