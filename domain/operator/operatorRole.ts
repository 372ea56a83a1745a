/**
 * What an operator may do. Any role lets its holder look (`viewer`). Beyond that no role holds
 * another: `admin` changes settings, keys and operators, and moves no money; `support` and
 * `finance` are for what acts on payments, and change no settings.
 */
export const OPERATOR_ROLES = ['viewer', 'support', 'finance', 'admin'] as const;

export type OperatorRole = (typeof OPERATOR_ROLES)[number];
