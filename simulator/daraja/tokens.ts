import { BoundedMap } from '../boundedMap';
import type { SeededRandom } from '../seededRandom';
import type { Settings } from '../settings';

const tokensMax = 10_000;

interface Token {
  readonly text: string;
  readonly consumerKey: string;
  readonly expiresAtMs: number;
}

/** The app that exists from the start; its keys are public and of use nowhere else. */
export const defaultApp = {
  consumerKey: 'simulator-consumer-key',
  consumerSecret: 'simulator-consumer-secret',
} as const;

/** Apps and the access tokens they hold (Daraja: Authorization). */
export class Tokens {
  private readonly apps = new Map<string, string>();
  private readonly tokens = new BoundedMap<string, Token>(tokensMax);
  private issued = 0;

  constructor(
    private readonly random: SeededRandom,
    private readonly settings: () => Settings,
  ) {
    this.forgetApps();
  }

  addApp(consumerKey: string, consumerSecret: string): void {
    this.apps.set(consumerKey, consumerSecret);
  }

  knows(consumerKey: string, consumerSecret: string): boolean {
    return this.apps.get(consumerKey) === consumerSecret;
  }

  /** A new token of 28 characters. Whether it ends the app's former ones is a setting. */
  issue(consumerKey: string, nowMs: number): string {
    if (this.settings().killTokensOnReissue) this.revokeOf(consumerKey);
    this.issued += 1;
    // With the clock in it: a token from before a restart with the same seed must stay dead.
    const clock = nowMs.toString(36).padStart(9, '0');
    const text = `${this.random.letters(`token:${this.issued}`, 19)}${clock}`;
    const expiresAtMs = nowMs + this.settings().tokenLifetimeSeconds * 1_000;
    this.tokens.set(text, { text, consumerKey, expiresAtMs });
    return text;
  }

  isValid(token: string, nowMs: number): boolean {
    const found = this.tokens.get(token);
    return found !== undefined && nowMs < found.expiresAtMs;
  }

  revoke(token: string): void {
    this.tokens.delete(token);
  }

  revokeAll(): void {
    this.tokens.clear();
  }

  forgetApps(): void {
    this.apps.clear();
    this.apps.set(defaultApp.consumerKey, defaultApp.consumerSecret);
  }

  /** The tokens of one set of credentials; another app keeps its own. */
  private revokeOf(consumerKey: string): void {
    for (const token of this.tokens.values()) {
      if (token.consumerKey === consumerKey) this.tokens.delete(token.text);
    }
  }
}
