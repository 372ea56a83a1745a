/** What a merchant wants done with a success that comes after a refusal. */
export const LATE_SUCCESS_POLICIES = ['accept', 'hold_for_review'] as const;

/** `accept`: it becomes `succeeded` at once; `hold_for_review`: a person must decide. */
export type LateSuccessPolicy = (typeof LATE_SUCCESS_POLICIES)[number];
