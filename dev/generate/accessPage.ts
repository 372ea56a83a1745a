import { ADMIN_OPERATIONS } from '../../api/admin/operations';
import type { ContractShape } from '../../api/contract/contract';
import { OPERATIONS } from '../../api/public/operations';
import {
  holdsRole,
  MERCHANT_ROLES,
  type Principal,
  type PrincipalKind,
  type Role,
} from '../../domain/merchant/principal';
import { OPERATOR_ROLES } from '../../domain/operator/operatorRole';
import type { ApiKeyId, MerchantId, OperatorId } from '../../domain/values/ids';
import { literal, page, table } from './page';

/** One API: whose keys it takes, the roles that they may have, and what it offers. */
export interface AccessTable {
  readonly kind: PrincipalKind;
  readonly roles: readonly Role[];
  readonly contracts: readonly ContractShape[];
}

const contractsOf = (operations: ReadonlyArray<{ readonly contract: ContractShape }>) =>
  operations.map(({ contract }) => contract);

export const PUBLIC_ACCESS: AccessTable = {
  kind: 'merchant',
  roles: MERCHANT_ROLES,
  contracts: contractsOf(OPERATIONS),
};

export const ADMIN_ACCESS: AccessTable = {
  kind: 'operator',
  roles: OPERATOR_ROLES,
  contracts: contractsOf(ADMIN_OPERATIONS),
};

/** The roles that, held alone, let a key of this API's kind use an operation. */
export function rolesThatMay({ kind, roles }: AccessTable, contract: ContractShape): Role[] {
  const { role } = contract;
  if (role === null) return [...roles];
  return roles.filter((held) => holdsRole(withRole(kind, held), role));
}

function withRole(kind: PrincipalKind, role: Role): Principal {
  const key = { keyId: '' as ApiKeyId, roles: [role] };
  const owner =
    kind === 'merchant'
      ? { merchantId: '' as MerchantId, mode: 'test' }
      : { operatorId: '' as OperatorId, name: '' };
  // Only one role is in the list, and it is one of this kind's own.
  return { kind, ...key, ...owner } as Principal;
}

/** docs/generated/access.md: which key may use which operation, from the contracts. */
export function accessPage(): string {
  return page(
    'Access',
    'Made from the `role` of each contract in `api/public/` and `api/admin/`. A key that holds ' +
      'several roles may use what any of them may. Every cell is tried on the running system by ' +
      '`test/contract/access.test.ts`.',
    '## The public API',
    'Keys of merchants alone. A key of an operator is answered as one that nobody made, and what ' +
      'belongs to another merchant as what never was.',
    tableOf(PUBLIC_ACCESS),
    '## The admin API',
    'Keys of operators alone, and on the operations listener alone. A key of a merchant is ' +
      'answered as one that nobody made.',
    tableOf(ADMIN_ACCESS),
  );
}

function tableOf(access: AccessTable): string {
  const heads = ['operation', 'address', 'no key', ...access.roles.map(literal)];
  const rows = access.contracts.map((contract) => {
    const may = rolesThatMay(access, contract);
    return [
      literal(contract.operationId),
      literal(`${contract.method.toUpperCase()} ${contract.path}`),
      cell(contract.role === null),
      ...access.roles.map((role) => cell(may.includes(role))),
    ];
  });
  return table(heads, rows);
}

function cell(isAllowed: boolean): string {
  return isAllowed ? 'yes' : '–';
}
