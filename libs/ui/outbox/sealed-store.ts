/**
 * The outbox on the disk of this browser, sealed (AES-256-GCM) with a key that the platform gives to the person who is
 * signed in and that lies in memory only: whoever takes the disk, or signs in as somebody else, reads nothing.
 */
import type { OutboxDocument, OutboxStore } from './outbox.ts';

export interface SealingKey {
  /** Opaque, the same for a person each time: whose entries these are. */
  readonly owner: string;
  /** 32 bytes, base64. */
  readonly key: string;
}

interface Entry {
  readonly id: string;
  readonly owner: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

const database = 'ezdrowie-outbox';
const place = 'entries';

/** @throws DOMException where the browser keeps nothing (private windows of some). */
export async function sealedStore({ owner, key }: SealingKey): Promise<OutboxStore> {
  const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
  const secret = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const opened = await open();
  const run = <T>(mode: IDBTransactionMode, work: (entries: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const transaction = opened.transaction(place, mode, { durability: 'strict' });
      const request = work(transaction.objectStore(place));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  const idOf = (name: string) => `${owner} ${name}`;
  return {
    async all() {
      const entries = await run<Entry[]>('readonly', (store) => store.getAll());
      const mine = entries.filter((entry) => entry.owner === owner);
      const texts = await Promise.all(mine.map((entry) => openEntry(secret, entry)));
      return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as OutboxDocument]));
    },
    async put(document) {
      const id = idOf(document.key);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const content = new TextEncoder().encode(JSON.stringify(document));
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(id) }, secret, content);
      await run('readwrite', (store) => store.put({ id, owner, iv, sealed } satisfies Entry));
    },
    async drop(name) {
      await run('readwrite', (store) => store.delete(idOf(name)));
    },
  };
}

const bound = (id: string) => new TextEncoder().encode(id);

/** Undefined for what this key does not open: it was sealed before the platform had another master key. */
async function openEntry(secret: CryptoKey, { id, iv, sealed }: Entry): Promise<string | undefined> {
  const how = { name: 'AES-GCM', iv, additionalData: bound(id) };
  return crypto.subtle.decrypt(how, secret, sealed).then(
    (content) => new TextDecoder().decode(content),
    () => undefined,
  );
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(place, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
