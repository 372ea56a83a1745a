import { z } from 'zod';
import { OPERATOR_ROLES, type OperatorRole } from '../../domain/operator/operatorRole';
import type { OperatorId } from '../../domain/values/ids';
import { duplicateIndex } from '../mongo/compareAndSet';
import type { Models } from '../mongo/connection';
import { pageOf, type PageQuery } from '../mongo/pageOf';

/** A person who runs Hakika. Keys of one who is revoked open nothing. */
export interface Operator {
  readonly operatorId: OperatorId;
  readonly name: string;
  readonly roles: readonly OperatorRole[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

interface NewOperator extends Pick<Operator, 'operatorId' | 'name' | 'roles'> {
  /** Whether it is the one that set-up makes; the unique index lets in only one, ever. */
  readonly isFirst?: boolean;
}

const storedSchema = z.object({
  _id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(OPERATOR_ROLES)),
  createdAt: z.date(),
  revokedAt: z.date().nullable(),
});

/** Who may use the admin API. */
export class Operators {
  constructor(private readonly models: Models) {}

  /** Adds an operator; false where it is to be the first and there is one. */
  async add({ operatorId, isFirst = false, ...fields }: NewOperator): Promise<boolean> {
    const { name, roles } = fields;
    const kept = { name, roles: [...roles], isFirst, createdAt: new Date(), revokedAt: null };
    try {
      const update = { $setOnInsert: kept };
      await this.models.operators.updateOne({ _id: operatorId }, update, { upsert: true });
      return true;
    } catch (error) {
      if (duplicateIndex(error) === null) throw error;
      return false;
    }
  }

  async find(operatorId: OperatorId): Promise<Operator | null> {
    const row = await this.models.operators.findOne({ _id: operatorId }).lean();
    return row === null ? null : operatorOf(row);
  }

  /** Whether set-up has made its operator. */
  async hasFirst(): Promise<boolean> {
    return (await this.models.operators.findOne({ isFirst: true }).lean()) !== null;
  }

  /** Operators in the order in which they were made, revoked ones too. */
  async list(page: PageQuery): Promise<Operator[]> {
    return (await pageOf(this.models.operators.collection, {}, page)).map(operatorOf);
  }

  /** Shuts an operator out at once, with every key. Safe to repeat. */
  async revoke(operatorId: OperatorId): Promise<void> {
    const $set = { revokedAt: new Date() };
    await this.models.operators.updateOne({ _id: operatorId, revokedAt: null }, { $set });
  }
}

function operatorOf(row: unknown): Operator {
  const { _id, ...fields } = storedSchema.parse(row);
  return { ...fields, operatorId: _id as OperatorId };
}
