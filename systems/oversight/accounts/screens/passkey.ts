/** Passkeys in the browser. https://www.w3.org/TR/webauthn-3/#sctn-parseRequestOptionsFromJSON */

/** The person said no, or let it run out: nothing is wrong, nothing happened. */
export class PasskeyGivenUp extends Error {
  override name = 'PasskeyGivenUp';
}

/** Can this page ask for a passkey? Not on an address of numbers, and not in a browser that is too old. */
export function passkeysWork(): boolean {
  const known = typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
  return known && isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname);
}

/** Where passkeys would work, when this page was opened by the numbers of this machine. */
export function pageWithPasskeys(): string | undefined {
  if (!/^127\.|^\[::1\]$/.test(location.hostname)) return undefined;
  return `${location.protocol}//localhost${location.port && `:${location.port}`}${location.pathname}`;
}

/** Asks for a passkey. @throws PasskeyGivenUp */
export async function givePasskey(options: object): Promise<object> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
  return asJson(await orGivenUp(navigator.credentials.get({ publicKey })));
}

/** Makes a passkey. @throws PasskeyGivenUp */
export async function makePasskey(options: object): Promise<object> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
  return asJson(await orGivenUp(navigator.credentials.create({ publicKey })));
}

async function orGivenUp(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const given = await asking.catch((error: unknown) => {
    // NotAllowedError: said no, or too late. InvalidStateError: this device has a passkey of the account already.
    if (error instanceof DOMException) throw new PasskeyGivenUp(error.name);
    throw error;
  });
  if (!given) throw new PasskeyGivenUp();
  return given as PublicKeyCredential;
}

const asJson = (credential: PublicKeyCredential): object => credential.toJSON() as object;
