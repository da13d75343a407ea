/**
 * mojeIKP without a connection: keeps the portal's own files, so that the page opens and can show what the person put
 * by on this device (libs/ui/wallet). It never sees an answer of the platform: what is not a file of the build goes to
 * the network untouched. Installed for `/ikp`; the list of files is put before this text by ../build.ts.
 */

/** What ../build.ts knows: a name for this build, and the files without which the page does not open. */
interface Kept {
  readonly version: string;
  readonly files: readonly string[];
}

/** The few members of a service worker that are used; TypeScript's own library for them clashes with the DOM's. */
interface Worker {
  readonly kept: Kept;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asking) => void): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as Worker;
const shell = '/ikp';
const name = `mojeikp-${worker.kept.version}`;
/** A page that has not come by then is taken from what is kept, ms. */
const patience = 4_000;

worker.addEventListener('install', (event) => {
  const fill = async () => {
    const cache = await caches.open(name);
    await cache.addAll([shell, ...worker.kept.files]);
    await worker.skipWaiting();
  };
  event.waitUntil(fill());
});

worker.addEventListener('activate', (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((one) => one.startsWith('mojeikp-') && one !== name).map((one) => caches.delete(one)),
    );
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate' && (pathname === shell || pathname.startsWith(`${shell}/`)))
    event.respondWith(page(event.request));
  else if (pathname.startsWith('/assets/')) event.respondWith(file(event.request));
});

/** The page as it is now; without a connection, as it was kept. */
async function page(request: Request): Promise<Response> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patience));
  const fresh = fetch(request).catch(() => undefined);
  const answer = await Promise.race([fresh, late]);
  // A gateway that speaks for a platform which is down is no page of ours.
  if (answer && answer.status < 500) return answer;
  return (await caches.match(shell)) ?? (await fresh) ?? Response.error();
}

/** Hashed files never change: the kept one is as good as any. Others of this build are kept once they were used. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(name)).put(request, answer.clone());
  return answer;
}
