/**
 * Every component of the kit in a real browser, under the server's strict CSP: axe, sideways scroll, console, keyboard.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { secureHeaders } from '#core/http/secure-headers.ts';
import { startBrowser } from '../../../checks/browser.ts';
import { buildPortals } from '../build.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-catalogue-'));
let server: FastifyInstance;
let browser: Browser;
let address: string;

beforeAll(async () => {
  await buildPortals(folder, 'catalogue');
  server = fastify();
  secureHeaders(server, false);
  await server.register(fastifyStatic, { root: folder });
  address = `${await server.listen({ host: '127.0.0.1', port: 0 })}/catalogue/index.html`;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(query: string, width: number): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 768 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${address}?${query}`);
  await page.locator('h1').waitFor();
  return { page, complaints };
}

// A machine that is busy with other tests takes its time for axe.
vi.setConfig({ testTimeout: 120_000 });

describe.each([
  ['language=pl&density=patient', 1366],
  ['language=uk&density=patient', 320],
  ['language=pl&density=clinician&theme=dark', 1366],
  ['language=uk&density=console', 1366],
] as const)('%s at %d px', (query, width) => {
  it('shows nothing that axe finds serious, nothing cut, nothing that the CSP refuses', async () => {
    const { page, complaints } = await open(query, width);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    expect(await page.evaluate('document.scrollingElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(complaints.filter((text) => !text.includes('favicon') && !text.includes('404'))).toEqual([]);
    await page.context().close();
  });
});

describe('the time line by keyboard', () => {
  const focused = (page: Page) => page.evaluate('document.activeElement.getAttribute("aria-label")');
  const visible = (page: Page) => page.locator('.ez-timeline-live').textContent();

  it('walks past the edge of the view, zooms around the same event, and always accounts for all entries', async () => {
    const { page } = await open('language=pl&density=clinician', 1366);
    expect(await visible(page)).toContain('4869 wpisów · bez daty 1');
    await page.locator('[data-lane=medicines] [data-key]').first().focus();
    expect(await focused(page)).toBe('wpis m3000');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    expect(await focused(page)).toBe('wpis m3000');
    const counts = [...((await visible(page)) ?? '').split(': ').slice(1).join().matchAll(/\d+/g)].map(Number);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4870);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focused(page)).toBe('wpis m2400');
    await page.context().close();
  });
});
