/** Every system and what each is given: the platform's table of contents. */
import { createHmac } from 'node:crypto';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import {
  type AuditTrail,
  type AuditKeys,
  createAuditTrail,
  loadAuditKeys,
  type RecordTrail,
  startSealer,
  verifyInstalledAudit,
} from '#core/audit/index.ts';
import { auditEvents } from '#core/audit/audit-events.ts';
import type { RetentionClass } from '#core/audit/disposal.ts';
import { watchSeals } from '#core/audit/seal-watch.ts';
import { startShipper } from '#core/audit/siem/shipper.ts';
import { syslogTarget } from '#core/audit/siem/syslog.ts';
import { bulkExport } from '#core/bulk/export/index.ts';
import { bulkImport } from '#core/bulk/import/index.ts';
import type { Database } from '#core/db/database.ts';
import { createFeed, type Feed } from '#core/feed/index.ts';
import { folderStore } from '#core/files/file-store.ts';
import type { System } from '#core/http/operation.ts';
import { isLoopback } from '#core/http/outbound.ts';
import { createIdempotency, type Idempotency, idempotencyColumns } from '#core/http/idempotency.ts';
import { createRates, rated, type Rates } from '#core/http/rates.ts';
import { type Handler, startWorkers } from '#core/jobs/index.ts';
import type { PublishedOperation, PublishedSubscriptions } from '#core/record/interactions/capabilities.ts';
import type { FhirOperation } from '#core/record/http/index.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { createTerminology, type Terminology } from '#core/terminology/index.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import {
  fileRootKeys,
  openVault,
  type Rotation,
  rootKeysIn,
  rotation,
  tokenRootKeys,
  type Vault,
} from '#core/vault/index.ts';
import { type EReferral, eReferral } from '#systems/care/e-referral/index.ts';
import type { DeclarationsSystem } from '#systems/care/declarations/index.ts';
import type { PatientInformation } from '#systems/exchange/patient-information/index.ts';
import { type Accounts, type AccountsNeed, accounts, personalData } from '#systems/oversight/accounts/index.ts';
import { auditTrail } from '#systems/oversight/audit-trail/index.ts';
import { dataProtectionRegister } from '#systems/oversight/data-protection-register/index.ts';
import { detection } from '#systems/oversight/detection/index.ts';
import { type Permissions, permissions } from '#systems/oversight/permissions/index.ts';
import { platformHealth } from '#systems/oversight/platform-health/index.ts';
import {
  type SigningCertificates,
  signingCertificates,
  signingSealedColumns,
} from '#systems/oversight/signing-certificates/index.ts';
import { subscriptions } from '#core/subscriptions/index.ts';
import { type Identities, identities } from './identities.ts';
import { patientDocuments } from './patient-documents.ts';
import { importersOf, publishedRegisters } from './published-registers.ts';
import { type Prescriptions, prescriptions } from './prescriptions.ts';
import { primaryCare } from './primary-care.ts';
import type { Settings } from './settings.ts';

export interface Systems {
  audit: AuditTrail;
  record: FhirRecord;
  /** The change feed: what systems follow. */
  feed: Feed;
  terminology: Terminology;
  accounts: Accounts;
  /** Choices of primary care. */
  declared: DeclarationsSystem;
  /** Referrals (SGS, SAS): fills the demonstration too. */
  referrals: EReferral;
  prescriptions: Prescriptions;
  /** The national node and the registers of people. */
  identities: Identities;
  /** What the NFZ has settled (ZIP). */
  healthFund: PatientInformation;
  /** Moves to new keys what lies encrypted. */
  rotation: Rotation;
  /** With what clinicians sign, and who is believed when others sign. */
  signing: SigningCertificates;
  /** How many requests everybody may make. */
  limits: Rates;
  /** What was answered to requests that may come again. */
  idempotency: Idempotency;
  /** FHIR operations of other parts than the record, and routes beside them, below the base of the FHIR face. */
  operations: readonly FhirOperation[];
  /** What the CapabilityStatement says of operations that are plugins, and of Subscriptions. */
  publishedOperations: readonly PublishedOperation[];
  publishedSubscriptions: PublishedSubscriptions;
  fhirPlugins: readonly ((server: FastifyInstance) => Promise<void>)[];
  /** Published registers, and how each is imported. */
  registers: readonly RegisterImporter[];
  /** All of them, in the order in which they start. */
  systems: readonly System[];
  /** Starts what the core does beside requests; returns how to stop it. */
  startBackground(onFailure: (says: string) => void): Promise<() => Promise<void>>;
}

export interface SystemsNeed {
  settings: Settings;
  database: Database;
  runtime: Runtime;
  /** Instead of the trail, for the bench (checks/bench/trail-off.ts): refused but in a demonstration on loopback. */
  trailForBench?: RecordTrail | undefined;
}

export function composeSystems(need: SystemsNeed): Systems {
  const { settings, database, runtime } = need;
  const { baseUrl, profile, vitalSigns } = settings;
  const keys = loadAuditKeys(settings.home, runtime);
  const ownKey = (of: string) => createHmac('sha256', keys.queryKey).update(of).digest();
  const audit = trailOf(need, keys.queryKey);
  let tell: (says: string) => void = () => undefined;
  const feed = createFeed({ database, alarm: (says) => tell(says) });
  const terminology = createTerminology({ database, audit, runtime });
  const record = createRecord({
    ...{ database, audit, runtime, terminology },
    virtualTypes: { AuditEvent: auditEvents({ database }) },
    settings: { baseUrl: `${baseUrl}/fhir/R4`, vitalSigns },
    onCommit: feed.ring,
  });
  terminology.follow(record);
  const personal = personalData(record);
  const rights = permissions({ database, record, audit, runtime, codeKey: ownKey('permissions/one-time codes') });
  const { nameOfPatient } = rights;
  const trail = auditTrail({ audit, runtime, patientByPesel: rights.directory.patientByPesel });
  const keyNeeds = { database, runtime, roots: rootKeys(settings, runtime) };
  const vault = openVault(keyNeeds);
  const limits = createRates({ database, runtime, free: (source) => profile === 'demo' && isLoopback(source) });
  const known = identities({ settings, database, runtime, record, audit });
  const given = { database, runtime, audit, vault, personal, nameOfPatient };
  const people = limitedAccounts(settings, limits, { ...given, ...known.forAccounts });
  const keyRotation = rotationOf({ ...keyNeeds, vault }, people);
  const signing = signingOf(need, { vault, known });
  const idempotency = createIdempotency({ database, runtime, vault, key: ownKey('http/idempotency') });
  const watch = watchOf({ settings, database, runtime }, { audit, people, limits, tell: (says) => tell(says) });
  const { exports, imports, notices } = outwardOf(need, { record, audit, people, vault });
  const { registers, ...sources } = publishedRegisters({ database, audit, runtime, record, known });
  const register = registerOf({ settings, database, runtime }, { audit, rights, people, tell: (says) => tell(says) });
  const [secret, { signDocument }] = [ownKey('e-prescription'), signing];
  const ports = { known, sources, secret, signDocument, ...labelOf(profile), alarm: (says: string) => tell(says) };
  const drugs = prescriptions({ database, record, runtime, ...ports });
  const forCare = { known, rights, baseUrl, judge: sources.safety.judge, dispensing: drugs };
  const care = primaryCare({ database, record, runtime, ...forCare });
  const ofPapers = { database, record, runtime, audit, terminology, known, signing, ...labelOf(profile) };
  const papers = patientDocuments(settings, { ...ofPapers, linkSecret: ownKey('health-links') });
  const { healthFund } = papers;
  const withJobs = [record, exports, imports, notices, keyRotation, register, watch, care.declared, healthFund];
  const handlers = withJobs.flatMap((part): readonly Handler[] => part.handlers);
  const codeSecret = ownKey('e-referral/codes');
  const referrals = referralsOf({ database, record, runtime, feed, rights, known, codeSecret, ...labelOf(profile) });
  const others = [...papers.systems, ...registers, ...known.systems, ...care.systems, drugs, referrals, signing];
  return {
    ...{ audit, record, feed, terminology, limits, idempotency },
    ...{ accounts: people, rotation: keyRotation, identities: known, declared: care.declared, referrals, signing },
    prescriptions: drugs,
    healthFund,
    operations: [...exports.operations, ...notices.operations, ...papers.fhirOperations],
    publishedOperations: imports.published,
    publishedSubscriptions: notices.published,
    fhirPlugins: [exports.routes, imports.routes, notices.routes],
    registers: [...registers, known.workers].flatMap(importersOf),
    systems: [people, trail, rights, register, watch, platformHealth({ feed }), ...others],
    startBackground(onFailure) {
      tell = onFailure;
      return background({ settings, database, runtime, keys, handlers, feed, notices, limits, idempotency }, onFailure);
    },
  };
}

/** Export, import and subscriptions: what goes out to machines and comes in from them. */
function outwardOf({ settings, database, runtime }: SystemsNeed, { record, audit, people, vault }: OutwardParts) {
  const { baseUrl, home, profile, outboundHosts, importHosts, importFolder } = settings;
  const bulk = { database, audit, runtime, authenticator: people.authenticator, baseUrl: `${baseUrl}/fhir/R4` };
  const files = folderStore(path.join(home, 'files'), runtime, vault);
  const exports = bulkExport({ ...bulk, files, permitOf: people.exportPermit });
  const imports = bulkImport({
    ...{ ...bulk, record, home: path.join(home, 'import') },
    from: { outbound: { hosts: importHosts, loopback: profile === 'demo' }, folder: importFolder },
  });
  const notices = subscriptions({
    ...{ database, record, runtime, audit, machineOf: people.machine },
    outbound: { hosts: outboundHosts, loopback: profile === 'demo' },
  });
  return { exports, imports, notices };
}

interface OutwardParts extends Pick<Systems, 'record' | 'audit'> {
  readonly people: Accounts;
  readonly vault: Vault;
}

/** What is printed in a demonstration says that it is one. */
const labelOf = (profile: Settings['profile']) =>
  profile === 'demo'
    ? { sheetLabel: 'DANE ZMYŚLONE: wydruk z demonstracji, w żadnej aptece ani placówce nic nie znaczy' }
    : {};

interface RegisterParts {
  readonly audit: AuditTrail;
  readonly rights: Permissions;
  readonly people: Accounts;
  readonly tell: (says: string) => void;
}

/** To whom data went, what people object to, what of the trail goes when its time is over. */
function registerOf(
  { settings: { home }, database, runtime }: SystemsNeed,
  { audit, rights, people, tell }: RegisterParts,
) {
  const needs = {
    ...{ database, runtime, audit, directory: rights.directory },
    yearsKept: (of: RetentionClass) => people.policy.of(`audit.retention.${of}Years`),
    verify: () => verifyInstalledAudit({ database, home }),
  };
  return dataProtectionRegister(needs, tell);
}

/** The trail; nothing but a demonstration on loopback takes another. @throws Refusal `audit-cannot-be-off` */
function trailOf({ settings, database, runtime, trailForBench }: SystemsNeed, queryKey: Buffer): RecordTrail {
  if (!trailForBench) return createAuditTrail({ database, runtime, queryKey });
  if (settings.profile === 'demo' && isLoopback(settings.host)) return trailForBench;
  throw new Refusal('forbidden', 'audit-cannot-be-off', 'The audit trail cannot be turned off.');
}

/** Where root keys lie: in a module if the settings name one, else in the data folder. */
function rootKeys({ home, keyModule }: Settings, runtime: Runtime) {
  return rootKeysIn(fileRootKeys(home, runtime), keyModule && tokenRootKeys(keyModule, runtime));
}

/** Moves to new keys whatever the vault has sealed. */
const rotationOf = (needs: Omit<Parameters<typeof rotation>[0], 'columns'>, people: Accounts): Rotation =>
  rotation({ ...needs, columns: [...people.sealedColumns, ...idempotencyColumns, ...signingSealedColumns] });

/** Certificates by which clinicians sign, and who is believed when others sign. */
const signingOf = (
  { settings: { home, profile }, database, runtime }: SystemsNeed,
  { vault, known }: { vault: Vault; known: Identities },
): SigningCertificates =>
  signingCertificates({
    ...{ database, runtime, vault, demonstration: profile === 'demo', trustFolder: path.join(home, 'trust') },
    npwzOf: async (practitioner) => {
      const right = await known.workers.entitlement(practitioner);
      return right.entitled ? right.npwz : undefined;
    },
  });

interface ReferralParts extends Pick<SystemsNeed, 'database' | 'runtime'>, Pick<Systems, 'record' | 'feed'> {
  readonly rights: Permissions;
  readonly known: Identities;
  readonly codeSecret: Buffer;
  readonly sheetLabel?: string;
}

/** Referrals (SGS, SAS), and whom they ask. */
const referralsOf = ({ rights, known, ...needs }: ReferralParts): EReferral =>
  eReferral({
    ...needs,
    patientByPesel: rights.directory.patientByPesel,
    entitlement: known.workers.entitlement,
  });

/** Accounts whose callers are counted (core/http/rates.ts). */
function limitedAccounts(settings: Settings, limits: Rates, needs: Omit<AccountsNeed, 'settings'>): Accounts {
  const { baseUrl, tls } = settings;
  const tlsUrl = tls && `https://${new URL(baseUrl).hostname}:${tls.port}`;
  const people = accounts({ ...needs, settings: { ...settings, tlsUrl } });
  return { ...people, authenticator: rated(people.authenticator, limits) };
}

interface BackgroundNeeds extends SystemsNeed {
  readonly keys: AuditKeys;
  readonly handlers: readonly Handler[];
  readonly feed: Feed;
  readonly notices: ReturnType<typeof subscriptions>;
  readonly limits: Rates;
  readonly idempotency: Idempotency;
}

/** What the core does beside requests; returns how to stop it. */
async function background(needs: BackgroundNeeds, onFailure: (says: string) => void): Promise<() => Promise<void>> {
  const { database, runtime, keys, handlers, feed, notices, limits, idempotency } = needs;
  const stopSealing = sealTrail({ database, runtime, keys }, onFailure);
  const shipper = shipTrail(needs, onFailure);
  const workers = await startWorkers({ database, handlers, onFailure });
  const endFollowing = await feed.follow(notices.consumer);
  const stopSettling = limits.start();
  const stopForgetting = idempotency.start();
  return async () => {
    stopForgetting();
    await stopSettling();
    await endFollowing();
    await workers.stop();
    await shipper?.stop();
    await stopSealing();
  };
}

/** Seals the trail, and raises an alarm when that stands still; returns how to stop. */
function sealTrail(
  needs: Pick<SystemsNeed, 'database' | 'runtime'> & { readonly keys: AuditKeys },
  onFailure: (says: string) => void,
): () => Promise<void> {
  const sealer = startSealer({ ...needs, onFailure: (error) => onFailure(`Sealing the trail: ${error}`) });
  const watch = watchSeals(needs, onFailure);
  return async () => {
    watch.stop();
    await sealer.stop();
  };
}

interface WatchParts {
  readonly audit: AuditTrail;
  readonly people: Accounts;
  readonly limits: Rates;
  readonly tell: (says: string) => void;
}

/** Detection, and by what it acts: on accounts and clients, and on how much they may ask. */
const watchOf = ({ settings: { home }, database, runtime }: SystemsNeed, { audit, people, limits, tell }: WatchParts) =>
  detection({
    ...{ database, runtime, audit, home, tell },
    ...{ containment: people.containment, throttles: limits.throttles },
  });

/** The sealed trail to the SIEM of the settings, if there is one. */
function shipTrail({ settings: { siem, baseUrl }, database, runtime }: SystemsNeed, onFailure: (says: string) => void) {
  const target = siem && syslogTarget(siem.address, siem.ca);
  if (!target) return undefined;
  return startShipper({
    ...{ database, runtime, target, host: new URL(baseUrl).hostname },
    onFailure: (error) => onFailure(`Shipping the trail to the SIEM: ${error.message}`),
  });
}
