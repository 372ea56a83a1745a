import { modeOfBaseUrl } from '../../../../domain/merchant/mode';
import { fault, fine, warning, type Check, type Found } from '../finding';

const MANY = 1_000;

/** Settings that a process starts with and that nobody should run with. */
export const settings: Check = {
  area: 'settings',
  whenBlind: 'Look at the area mongodb first: shortcodes could not be read.',
  async look({ doctor, store, callbackSources, trustedProxies }) {
    const { environment, logLevel } = doctor.settings;
    const shortcodes = await store.shortcodes.list({ after: null, limit: MANY });
    const live = shortcodes.filter(({ baseUrl }) => modeOfBaseUrl(baseUrl) === 'live');
    return [
      environment === 'local' && live.length > 0
        ? fault(
            'HAKIKA_ENV',
            `It is local, and ${live.length} shortcodes take real money.`,
            'Set HAKIKA_ENV=production in every process: local allows plain http.',
          )
        : fine('HAKIKA_ENV', `It is ${environment}.`),
      openTo('CALLBACK_SOURCES', callbackSources, environment),
      openTo('TRUSTED_PROXIES', trustedProxies, environment),
      logLevel === 'debug' && environment === 'production'
        ? warning('LOG_LEVEL', 'It is debug: the log grows fast.', 'Set it to info.')
        : fine('LOG_LEVEL', `It is ${logLevel}.`),
    ];
  },
};

function openTo(name: string, sources: readonly string[], environment: string): Found {
  const isOpen = sources.some((source) => source.endsWith('/0'));
  if (!isOpen) return fine(name, `It names ${sources.length} addresses.`);
  const meaning = 'It lets in every address there is.';
  const remedy = 'Name the addresses that are meant, as docs/generated/configuration.md says.';
  return (environment === 'local' ? warning : fault)(name, meaning, remedy);
}
