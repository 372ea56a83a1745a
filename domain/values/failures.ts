/** What a customer reads: English and Swahili. */
export interface CustomerMessage {
  readonly en: string;
  readonly sw: string;
}

interface FailureRule {
  readonly message: string;
  readonly customerMessage: CustomerMessage;
  /** May the merchant ask again? `false` where asking again cannot work or would prompt twice. */
  readonly retrySafe: true | false | 'unknown';
  /** How long to wait first, from the moment of the verdict. */
  readonly retryAfterSeconds: number;
  readonly retryReason: string;
}

const NOT_CHARGED = 'No money moved and no prompt is open.';
const FIX_FIRST = 'M-Pesa would refuse it again until the settings are fixed.';
const NOT_PAID: CustomerMessage = {
  en: 'The payment did not go through. You have not been charged.',
  sw: 'Malipo hayakufaulu. Hujatozwa pesa.',
};
const SETUP: CustomerMessage = {
  en: 'This shop cannot take M-Pesa payments right now. You have not been charged.',
  sw: 'Duka hili haliwezi kupokea malipo ya M-Pesa kwa sasa. Hujatozwa pesa.',
};

function rule(
  message: string,
  customerMessage: CustomerMessage,
  retry: Partial<Pick<FailureRule, 'retrySafe' | 'retryAfterSeconds' | 'retryReason'>> = {},
): FailureRule {
  return {
    message,
    customerMessage,
    retrySafe: true,
    retryAfterSeconds: 0,
    retryReason: NOT_CHARGED,
    ...retry,
  };
}

/** Every reason for which a payment is not a success, as merchants, customers and code see it. */
export const FAILURES = {
  cancelled_by_customer: rule('The customer cancelled the prompt.', {
    en: 'You cancelled the payment. You have not been charged.',
    sw: 'Umeghairi malipo. Hujatozwa pesa.',
  }),
  wrong_pin: rule('The customer entered a wrong PIN.', {
    en: 'The M-Pesa PIN was wrong. You have not been charged. Please try again.',
    sw: 'PIN ya M-Pesa si sahihi. Hujatozwa pesa. Tafadhali jaribu tena.',
  }),
  pin_locked: rule(
    "The customer's M-Pesa PIN is locked.",
    {
      en: 'Your M-Pesa PIN is locked. Reset it with Safaricom, then try again.',
      sw: 'PIN yako ya M-Pesa imefungwa. Ifungue na Safaricom, kisha ujaribu tena.',
    },
    { retryReason: `${NOT_CHARGED} The customer must reset the PIN first.` },
  ),
  insufficient_funds: rule('The customer does not have enough money in M-Pesa.', {
    en: 'Your M-Pesa balance is too low. You have not been charged.',
    sw: 'Salio lako la M-Pesa halitoshi. Hujatozwa pesa.',
  }),
  no_answer: rule('The phone could not be reached or the customer did not answer.', {
    en: 'We got no answer from your phone. You have not been charged.',
    sw: 'Hatukupata jibu kutoka kwa simu yako. Hujatozwa pesa.',
  }),
  phone_unreachable: rule('The phone could not be reached.', {
    en: 'Your phone could not be reached. You have not been charged.',
    sw: 'Simu yako haikupatikana. Hujatozwa pesa.',
  }),
  prompt_expired: rule('The prompt expired before the customer answered.', {
    en: 'The payment request expired. You have not been charged.',
    sw: 'Ombi la malipo limeisha muda. Hujatozwa pesa.',
  }),
  subscriber_busy: rule(
    'Another M-Pesa session is open on that phone.',
    {
      en: 'Another M-Pesa request is open on your phone. Finish it, then try again.',
      sw: 'Kuna ombi lingine la M-Pesa kwenye simu yako. Limalize, kisha ujaribu tena.',
    },
    {
      retryAfterSeconds: 60,
      retryReason: 'The other session must end before another prompt can be shown.',
    },
  ),
  phone_busy: rule(
    'The phone could not be prompted: a prompt is open on it, or it was prompted too much lately.',
    {
      en: 'Your phone has had other payment requests. You have not been charged. Try again later.',
      sw: 'Simu yako ina maombi mengine ya malipo. Hujatozwa pesa. Jaribu tena baadaye.',
    },
    {
      retryAfterSeconds: 60,
      retryReason: 'No prompt was sent for this payment. A phone is not prompted too often.',
    },
  ),
  same_amount_too_soon: rule('The customer was asked for the same amount minutes ago.', NOT_PAID, {
    retryAfterSeconds: 120,
    retryReason: 'M-Pesa refuses the same amount to one customer within two minutes.',
  }),
  amount_refused: rule('M-Pesa refused the amount.', NOT_PAID, {
    retrySafe: false,
    retryReason: 'The same amount would be refused again.',
  }),
  phone_refused: rule(
    'M-Pesa refused the phone number.',
    {
      en: 'M-Pesa does not accept this phone number. You have not been charged.',
      sw: 'M-Pesa haikubali nambari hii ya simu. Hujatozwa pesa.',
    },
    { retrySafe: false, retryReason: 'Ask the customer for another number.' },
  ),
  reference_refused: rule('M-Pesa refused the reference.', NOT_PAID, {
    retrySafe: false,
    retryReason: 'The same reference would be refused again.',
  }),
  description_refused: rule('M-Pesa refused the description.', NOT_PAID, {
    retrySafe: false,
    retryReason: 'The same description would be refused again.',
  }),
  daily_limit_reached: rule('The customer has reached the daily M-Pesa limit.', {
    en: 'You have reached your daily M-Pesa limit. You have not been charged.',
    sw: 'Umefikia kikomo chako cha M-Pesa cha siku. Hujatozwa pesa.',
  }),
  account_limit_reached: rule('The payment would exceed the M-Pesa balance limit.', NOT_PAID),
  phone_not_registered: rule(
    'The number is not an active M-Pesa account.',
    {
      en: 'This number has no active M-Pesa account. You have not been charged.',
      sw: 'Nambari hii haina akaunti hai ya M-Pesa. Hujatozwa pesa.',
    },
    { retrySafe: false, retryReason: 'Ask the customer for another number.' },
  ),
  shortcode_misconfigured: rule('M-Pesa does not accept the shortcode or its credentials.', SETUP, {
    retrySafe: false,
    retryReason: FIX_FIRST,
  }),
  request_refused: rule('M-Pesa refused the request before prompting the customer.', SETUP, {
    retrySafe: false,
    retryReason: FIX_FIRST,
  }),
  callback_address_refused: rule('M-Pesa refused the callback address.', SETUP, {
    retrySafe: false,
    retryReason: FIX_FIRST,
  }),
  provider_busy: rule('M-Pesa was too busy to take the request.', NOT_PAID, {
    retryAfterSeconds: 30,
  }),
  provider_unreachable: rule('M-Pesa could not be reached, so no prompt was sent.', NOT_PAID, {
    retryAfterSeconds: 30,
  }),
  provider_error: rule('M-Pesa failed while handling the payment.', NOT_PAID, {
    retryAfterSeconds: 60,
  }),
  cancelled_by_merchant: rule('You cancelled the payment before the customer was prompted.', {
    en: 'The shop cancelled this payment. You have not been charged.',
    sw: 'Duka limeghairi malipo haya. Hujatozwa pesa.',
  }),
  prompt_deadline_passed: rule('The prompt could not be sent in time.', NOT_PAID),
  internal_fault: rule('Hakika could not send the prompt.', NOT_PAID, {
    retryAfterSeconds: 60,
  }),
  // What a person decides is not proven, so that asking again is never called safe.
  decided_not_paid: rule(
    'A person looked at the evidence and decided that nobody paid.',
    {
      en: 'We found no payment of yours. If you were charged, please tell the shop.',
      sw: 'Hatukupata malipo yako. Ikiwa ulitozwa pesa, tafadhali lijulishe duka.',
    },
    { retrySafe: 'unknown', retryReason: 'A person decided this, and M-Pesa did not prove it.' },
  ),
  outcome_unknown: rule(
    'Hakika does not know yet whether money moved and keeps asking.',
    {
      en: 'We are still confirming your payment. Please do not pay again yet.',
      sw: 'Bado tunathibitisha malipo yako. Tafadhali usilipe tena kwa sasa.',
    },
    { retrySafe: 'unknown', retryReason: 'The customer may still be charged for this payment.' },
  ),
  needs_review: rule(
    'A person must check this payment because its evidence disagrees.',
    {
      en: 'We are checking your payment. Please do not pay again yet.',
      sw: 'Tunakagua malipo yako. Tafadhali usilipe tena kwa sasa.',
    },
    { retrySafe: 'unknown', retryReason: 'Money may have moved for this payment.' },
  ),
} as const satisfies Record<string, FailureRule>;

export type FailureCode = keyof typeof FAILURES;

export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly customerMessage: CustomerMessage;
}

export interface Retry {
  readonly safe: true | false | 'unknown';
  /** ISO time before which a retry would be refused again, or null. */
  readonly notBefore: string | null;
  readonly reason: string;
}

export function failureOf(code: FailureCode): Failure {
  const { message, customerMessage } = FAILURES[code];
  return { code, message, customerMessage };
}

/**
 * Retry advice as of the moment of the verdict.
 * @param knownMs when to retry, where more is known than the failure says
 */
export function retryOf(
  code: FailureCode,
  verdictAtMs: number,
  knownMs: number | null = null,
): Retry {
  const { retrySafe, retryAfterSeconds, retryReason }: FailureRule = FAILURES[code];
  const byRuleMs = retryAfterSeconds > 0 ? verdictAtMs + retryAfterSeconds * 1000 : null;
  const notBeforeMs = knownMs ?? byRuleMs;
  return {
    safe: retrySafe,
    notBefore: notBeforeMs === null ? null : new Date(notBeforeMs).toISOString(),
    reason: retryReason,
  };
}
