/** Pieces of what a client sent, inside our sentences: short and printable. */
export const printable = (text: string): string => text.slice(0, 120).replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?');
