/** Signatures of documents: one way to sign, one to verify. */
export { keySigner, openKeyFile, pkcs12Signer } from './drivers/key-file.ts';
export { beginRemote, collectRemote, type RemoteSigning } from './drivers/trusted-profile.ts';
export { trustedProfileSimulator } from './drivers/trusted-profile-simulator.ts';
export { type Token, tokenSigner } from './drivers/token.ts';
export type { Format, Level, RevocationData, Signer, SignerKind, TimeStamper, TrustList, Verified } from './model.ts';
export { formats } from './model.ts';
export { type DocumentKind, documentKinds, type SignaturePolicy } from './policy.ts';
export { type SigningParts, type SigningService, signingService } from './signing-service.ts';
export { signJades } from './jades.ts';
export { simulatedAuthorityOfTime, timeStamperOver } from './time-stamp.ts';
export { signCanonicalDocument, signDetached } from './xades.ts';
