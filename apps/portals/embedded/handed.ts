/**
 * How the page gets what it may act by: an access token that was given to an app by the clinician (SMART App Launch),
 * and the patient. It is kept in memory alone: no cookie, no storage, nothing in an address. Decision 0050.
 */

/** What the page acts by. */
export interface Handed {
  readonly token: string;
  readonly patient: string;
}

/** The messages between the page and the one around it. */
export const words = { ready: 'e-profil/ready', open: 'e-profil/open', needed: 'e-profil/token-needed' } as const;

const isToken = (value: unknown): value is string => typeof value === 'string' && /^[\w.~+/-]{20,8192}$/.test(value);
const isId = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(value);

/** What a message hands over; undefined for any other. */
export function handedBy(data: unknown): Handed | undefined {
  const { type, token, patient } = (data ?? {}) as { [name: string]: unknown };
  return type === words.open && isToken(token) && isId(patient) ? { token, patient } : undefined;
}

/**
 * Listens to the page around this one and to nobody else. That page is of a registered origin: else the browser had not
 * shown us in it (frame-ancestors). The origin of the first that is understood is kept to.
 */
export function listenToParent(window: Window, onHanded: (handed: Handed) => void): { ask(): void } {
  let origin: string | undefined;
  window.addEventListener('message', (event: MessageEvent) => {
    if (event.source !== window.parent || window.parent === window) return;
    const handed = handedBy(event.data);
    if (!handed || (origin !== undefined && event.origin !== origin)) return;
    origin = event.origin;
    onHanded(handed);
  });
  // Says nothing but that it is there: whoever hears it may know that.
  window.parent.postMessage({ type: words.ready }, '*');
  return { ask: () => window.parent.postMessage({ type: words.needed }, origin ?? '*') };
}
