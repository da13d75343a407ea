/** What was pasted as keys: an address, or a JSON Web Key Set; undefined when it is neither. The server judges the keys. */
export function keysOf(text: string): { jwksUri: string } | { jwks: object } | undefined {
  const given = text.trim();
  if (/^https?:\/\/\S+$/.test(given)) return { jwksUri: given };
  try {
    const jwks: unknown = JSON.parse(given);
    return typeof jwks === 'object' && jwks !== null && 'keys' in jwks ? { jwks } : undefined;
  } catch {
    return undefined;
  }
}
