import type { Logger } from 'pino';
import { Courier } from './courier';
import type { OperatorKey } from './daraja/operatorKey';
import { Tokens } from './daraja/tokens';
import { EventFeed } from './eventFeed';
import { FaultBook } from './faults/faultBook';
import { PublishedTables } from './faults/publishedTables';
import { Identifiers } from './identifiers';
import { Ledger } from './ledger/ledger';
import { Shortcodes } from './ledger/shortcodes';
import type { Options } from './options';
import { CallbackHold } from './payments/callbackHold';
import { Phones } from './payments/phones';
import { Prompts } from './payments/prompts';
import { SeededRandom } from './seededRandom';
import { SettingsBook } from './settings';
import { StandingOrders } from './standingOrders';
import { Timers } from './timers';

/** Everything the simulator knows; each part is handed the world and nothing is global. */
export interface World {
  readonly log: Logger;
  readonly random: SeededRandom;
  readonly identifiers: Identifiers;
  readonly settings: SettingsBook;
  readonly events: EventFeed;
  readonly timers: Timers;
  readonly courier: Courier;
  readonly operatorKey: OperatorKey;
  readonly tokens: Tokens;
  readonly shortcodes: Shortcodes;
  readonly phones: Phones;
  readonly prompts: Prompts;
  readonly ledger: Ledger;
  readonly tables: PublishedTables;
  readonly faults: FaultBook;
  readonly callbackHold: CallbackHold;
  readonly standingOrders: StandingOrders;
  /** OriginatorConversationIDs that B2C and B2B have seen. */
  readonly usedConversationIds: Set<string>;
}

export function createWorld(options: Options, log: Logger, operatorKey: OperatorKey): World {
  const random = new SeededRandom(options.seed);
  const settings = new SettingsBook(options);
  const events = new EventFeed(log);
  const tables = new PublishedTables(() => settings.current);
  const faults = new FaultBook(tables, (fault, operation, facts) => {
    events.tell('fault_applied', { fault: fault.kind, operation, msisdn: facts.msisdn });
  });
  return {
    log,
    random,
    identifiers: new Identifiers(random),
    settings,
    events,
    timers: new Timers(log),
    courier: new Courier(events, log),
    operatorKey,
    tokens: new Tokens(random, () => settings.current),
    shortcodes: new Shortcodes(),
    phones: new Phones(() => settings.current.defaultBalanceKes),
    prompts: new Prompts(),
    ledger: new Ledger(),
    tables,
    faults,
    callbackHold: new CallbackHold(),
    standingOrders: new StandingOrders(),
    usedConversationIds: new Set(),
  };
}

/**
 * Puts the world back to how it started. Access tokens stay valid and counters go on, so that a
 * client that outlives the reset meets neither a refused token nor an identifier it has seen.
 */
export function resetWorld(world: World): void {
  world.timers.clear();
  world.callbackHold.clear();
  world.settings.reset();
  world.faults.clear();
  world.prompts.clear();
  world.phones.clear();
  world.ledger.clear();
  world.shortcodes.reset();
  world.standingOrders.clear();
  world.usedConversationIds.clear();
  world.tokens.forgetApps();
  world.events.tell('reset');
}
