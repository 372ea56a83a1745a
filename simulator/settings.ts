import { z } from 'zod';
import type { Options } from './options';

const milliseconds = z.int().min(0).max(3_600_000);
const resultCodes = z.enum(['text', 'number', 'mixed']);

/**
 * Every switch, with the reading that is believed as its default. Where public sources disagree
 * about Daraja, the other readings are the other values.
 */
const settingsSchema = z.strictObject({
  promptTimeoutMs: milliseconds.min(1),
  approveDelayMs: milliseconds,
  callbackDelayMs: milliseconds,
  resultDelayMs: milliseconds,
  /** Accept http:// callback addresses. */
  local: z.boolean(),
  /** Phones and amounts of the tables in the README choose behaviours and faults. */
  phoneTable: z.boolean(),
  amountTable: z.boolean(),
  defaultBalanceKes: z.int().min(0),
  tokenLifetimeSeconds: z.int().min(1).max(86_400),
  expiresInType: z.enum(['string', 'number']),
  killTokensOnReissue: z.boolean(),
  oauthErrorShape: z.enum(['envelope', 'empty']),
  wrongMethodShape: z.enum(['405', '404']),
  /** Whether a request may hold what public clients send, or only what the pages document. */
  requestRules: z.enum(['tolerant', 'documented']),
  /** Takes any RSA block in the place of the password, as sealed with the key of Safaricom. */
  anySecurityCredential: z.boolean(),
  /** 0 accepts a Timestamp of any age and zone. */
  timestampSkewMinutes: z.int().min(0).max(100_000),
  rejectUppercaseHost: z.boolean(),
  responseCodeType: z.enum(['string', 'number']),
  sameAmountRule: z.boolean(),
  dailyLimitRule: z.boolean(),
  timeoutResultCode: z.union([z.literal(1037), z.literal(1036), z.literal(1019)]),
  balanceItem: z.enum(['valueless', 'absent', 'text']),
  queryPendingShape: z.enum(['mixed', '200_4999', '200_envelope', '500_envelope']),
  queryResultCodeType: z.enum(['string', 'number']),
  /** mixed: a success in texts and a failure in numbers, as on the page of Business Pay Bill. */
  b2bResultCodes: resultCodes,
  taxResultCodes: resultCodes,
  balanceResultCodes: resultCodes,
  /** How code 1032 is worded. */
  cancelledText: z.enum(['plain', 'one_l', 'prefixed']),
  rateLimitShape: z.enum(['500', '429']),
  /** 0 sets no limit. */
  requestsPerSecondMax: z.int().min(0),
  /** Transaction Status finds a push by its MerchantRequestID; nobody has shown that it does. */
  statusByMerchantRequestId: z.boolean(),
  /** The official sample names both parties DebitPartyName. */
  statusPartyNames: z.enum(['duplicated', 'distinct']),
  c2bRegisterOnce: z.boolean(),
  c2bResponseCode: z.enum(['0', '000000']),
  c2bMsisdnShape: z.enum(['by_version', 'masked_spaced', 'masked', 'hashed', 'clear']),
  c2bConfirmStk: z.boolean(),
  c2bValidation: z.boolean(),
  c2bValidationTimeoutMs: milliseconds,
  qrResponseCode: z.enum(['AG', '00']),
  pullRequiresRegistration: z.boolean(),
  pullPageSize: z.int().min(1).max(10_000),
  pullEmptyShape: z.enum(['text', 'nested']),
  pullKeys: z.enum(['joined', 'spaced']),
  pullZone: z.enum(['east_africa', 'utc']),
  /** What the merchant pays per payment; 0 means the payer bears the tariff: no charge rows. */
  chargeBasisPoints: z.int().min(0).max(1_000),
  statementFailedRows: z.boolean(),
  statementLinkedIds: z.boolean(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** What POST /control/settings takes; what is left out stays as it is. */
export const settingsChangeSchema = settingsSchema.partial();

const believed = {
  resultDelayMs: 300,
  phoneTable: true,
  amountTable: true,
  defaultBalanceKes: 50_000,
  tokenLifetimeSeconds: 3_599,
  expiresInType: 'string',
  killTokensOnReissue: false,
  oauthErrorShape: 'envelope',
  wrongMethodShape: '405',
  requestRules: 'tolerant',
  anySecurityCredential: false,
  timestampSkewMinutes: 0,
  rejectUppercaseHost: true,
  responseCodeType: 'string',
  sameAmountRule: false,
  dailyLimitRule: false,
  timeoutResultCode: 1037,
  balanceItem: 'valueless',
  queryPendingShape: 'mixed',
  queryResultCodeType: 'string',
  b2bResultCodes: 'text',
  taxResultCodes: 'text',
  balanceResultCodes: 'text',
  cancelledText: 'plain',
  rateLimitShape: '500',
  requestsPerSecondMax: 0,
  statusByMerchantRequestId: false,
  statusPartyNames: 'duplicated',
  c2bRegisterOnce: false,
  c2bResponseCode: '0',
  c2bMsisdnShape: 'by_version',
  c2bConfirmStk: true,
  c2bValidation: false,
  c2bValidationTimeoutMs: 8_000,
  qrResponseCode: 'AG',
  pullRequiresRegistration: true,
  pullPageSize: 100,
  pullEmptyShape: 'text',
  pullKeys: 'joined',
  pullZone: 'east_africa',
  chargeBasisPoints: 55,
  statementFailedRows: true,
  statementLinkedIds: true,
} satisfies Partial<Settings>;

/** The settings in force; changed while the simulator runs through its control API. */
export class SettingsBook {
  current: Settings;

  constructor(private readonly options: Options) {
    this.current = SettingsBook.initial(options);
  }

  change(changes: z.infer<typeof settingsChangeSchema>): void {
    this.current = settingsSchema.parse({ ...this.current, ...changes });
  }

  reset(): void {
    this.current = SettingsBook.initial(this.options);
  }

  private static initial(options: Options): Settings {
    const { promptTimeoutMs, approveDelayMs, callbackDelayMs, local } = options;
    return { ...believed, promptTimeoutMs, approveDelayMs, callbackDelayMs, local };
  }
}
