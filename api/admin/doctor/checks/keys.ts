import type { ListedKey } from '../../../../store/keys/keyRecord';
import { fine, warning, type Check, type Found } from '../finding';

const DAY_MS = 86_400_000;
const OLD_DAYS = 365;
/** How many old keys are counted, and of those how many are named. */
const COUNTED = 100;
const NAMED = 5;

/** How old the keys of merchants and operators are, and how many keys open what is sealed. */
export const keys: Check = {
  area: 'keys',
  whenBlind: 'Look at the area mongodb first: keys could not be read.',
  async look({ store, doctor }) {
    const before = new Date(Date.now() - OLD_DAYS * DAY_MS);
    const old = await store.apiKeys.madeBefore(before, COUNTED);
    const [current = 'none', ...others] = doctor.settings.encryptionKeyIds;
    return [
      aged('operators', old),
      aged('merchants', old),
      fine('ENCRYPTION_KEYS', `"${current}" seals, ${others.length} older ones only open.`),
    ];
  },
};

function aged(whose: 'operators' | 'merchants', all: readonly ListedKey[]): Found {
  const old = all.filter(({ owner }) => `${owner.kind}s` === whose);
  const name = `keys of ${whose}`;
  if (old.length === 0) return fine(name, `None is older than ${OLD_DAYS} days.`);
  const named = old.slice(0, NAMED).map(({ keyId }) => keyId);
  const more = old.length > NAMED ? ` and ${old.length - NAMED} more` : '';
  return warning(
    name,
    `Older than ${OLD_DAYS} days: ${named.join(', ')}${more}.`,
    'Give each another text by "hakika keys rotate", or revoke it.',
  );
}
