/**
 * What a person puts by on their own device, to have it without a connection: prescription codes, the plan of
 * medicines. Sealed (AES-256-GCM) with a key that the browser made and gives nobody, kept in IndexedDB; at most 5 MB,
 * at most 30 days, of one person's account. Gone when they sign out, when somebody else signs in, when the session was
 * revoked. ux/features.md APP-6
 */

export interface Section<T = unknown> {
  /** ISO 8601: when the platform said so. */
  readonly savedAt: string;
  readonly value: T;
}

export interface Kept {
  /** Whose account it is: the session's login. */
  readonly owner: string;
  /** By name: `prescriptions/<patient>`. */
  readonly sections: { readonly [name: string]: Section };
}

export interface WalletNeeds {
  readonly indexedDB: IDBFactory;
  readonly crypto: Crypto;
  readonly now: () => Date;
  /** One change at a time, in all windows of the browser. */
  readonly locks?: LockManager | undefined;
}

export interface Wallet {
  /** Whether the person wants it on this device. */
  isOn(): Promise<boolean>;
  /** Makes a key: from now on `keep` keeps. What another account kept is gone. */
  turnOn(owner: string): Promise<void>;
  /** What is kept and still good; nothing when it is off, damaged or too old (then it is erased). */
  open(): Promise<Kept | undefined>;
  /** Keeps a section in place of the one of that name. Nothing when it is off, or is another person's. False: too big. */
  keep(owner: string, name: string, section: Section): Promise<boolean>;
  /** Nothing of it stays. */
  erase(): Promise<void>;
}

export const mostBytes = 5 * 1024 * 1024;
export const mostDays = 30;
const day = 86_400_000;

const database = 'ezdrowie-wallet';
const store = 'wallet';

interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

/** What is not too old; undefined when all that was kept is. */
export function fresh({ owner, sections }: Kept, now: Date): Kept | undefined {
  const all = Object.entries(sections);
  const good = all.filter(([, { savedAt }]) => now.getTime() - Date.parse(savedAt) < mostDays * day);
  return all.length > 0 && good.length === 0 ? undefined : { owner, sections: Object.fromEntries(good) };
}

/** The wallet of this browser. */
export function createWallet({ indexedDB, crypto, now, locks }: WalletNeeds): Wallet {
  const alone = <T>(work: () => Promise<T>): Promise<T> =>
    locks ? (locks.request(database, work) as Promise<T>) : work();
  const box = <T>(mode: IDBTransactionMode, ask: (objects: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    withStore(indexedDB, mode, ask);
  const keyOf = () => box('readonly', (objects) => objects.get('key') as IDBRequest<CryptoKey | undefined>);

  async function read(): Promise<Kept | undefined> {
    const key = await keyOf();
    const stored = await box('readonly', (objects) => objects.get('kept') as IDBRequest<Sealed | undefined>);
    if (!key || !stored) return undefined;
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: stored.iv }, key, stored.sealed);
    return JSON.parse(new TextDecoder().decode(plain)) as Kept;
  }

  async function write(kept: Kept): Promise<boolean> {
    const key = await keyOf();
    const plain = new TextEncoder().encode(JSON.stringify(kept));
    if (!key || plain.length > mostBytes) return false;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain);
    await box('readwrite', (objects) => objects.put({ iv, sealed } satisfies Sealed, 'kept'));
    return true;
  }

  const erase = () => box('readwrite', (objects) => objects.clear()).then(() => undefined);

  /** What is there; what cannot be opened is of no use to anybody. */
  async function known(): Promise<Kept | undefined> {
    const kept = await read().catch(() => undefined);
    return kept && fresh(kept, now());
  }

  return {
    isOn: async () => (await keyOf()) !== undefined,
    turnOn: (owner) =>
      alone(async () => {
        if ((await known())?.owner === owner) return;
        await erase();
        const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
        await box('readwrite', (objects) => objects.put(key, 'key'));
        await write({ owner, sections: {} });
      }),
    open: () =>
      alone(async () => {
        const kept = await known();
        if (!kept) await erase();
        return kept;
      }),
    keep: (owner, name, section) =>
      alone(async () => {
        if (!(await keyOf())) return true;
        const kept = await read().catch(() => undefined);
        if (kept && kept.owner !== owner) return true;
        const sections = kept ? (fresh(kept, now())?.sections ?? {}) : {};
        return write({ owner, sections: { ...sections, [name]: section } });
      }),
    erase: () => alone(erase),
  };
}

/** One request in a transaction of its own; done when it is on the disk. */
function withStore<T>(
  indexedDB: IDBFactory,
  mode: IDBTransactionMode,
  ask: (objects: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(store, mode);
      const request = ask(transaction.objectStore(store));
      transaction.oncomplete = () => {
        opening.result.close();
        resolve(request.result);
      };
      transaction.onabort = () => {
        opening.result.close();
        reject(transaction.error);
      };
    };
  });
}
